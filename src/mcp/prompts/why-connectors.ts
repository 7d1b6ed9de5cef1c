import * as z from "zod";
import { words } from "../../text/page/words.ts";
import { pipeline_name } from "../../tools/tool.ts";
import { definePrompt, type Step } from "./prompt.ts";

export const whyConnectors = definePrompt({
  name: "why_do_connectors_fail",
  title: "Why do connectors fail?",
  description: "Finds why connectors fail, lose rows or deliver nothing.",
  input: z.strictObject({
    pipeline_name: pipeline_name.describe("The pipeline with the connectors"),
    connector: z
      .string()
      .max(600)
      .optional()
      .describe("Only this one, as TABLE.CONNECTOR or VIEW.CONNECTOR; all unless given"),
  }),
  choices: { pipeline_name: "pipelines", connector: "connectors" },
  guide: ({ pipeline_name, connector }) => ({
    goal: words`Find out why ${connector === undefined ? words`connectors` : words`the connector ${connector}`} of the Feldera pipeline ${pipeline_name} ${connector === undefined ? words`fail` : words`fails`}`,
    steps: [
      {
        tool: "diagnose_pipeline",
        args: { pipeline_name },
        to: words`diagnose it`,
        tells: words`findings about connectors`,
      },
      {
        tool: "get_stats",
        args: { pipeline_name },
        to: words`list its connectors`,
        tells: words`a line for each: errors, queue, paused or ended, and those that are missing`,
      },
      connectorStep(pipeline_name, connector),
      {
        tool: "get_pipeline_logs",
        args: { pipeline_name, level: "warn" },
        to: words`read its log`,
        tells: words`what a connector says that never came up or broke off`,
      },
    ],
    conclusions: [
      words`InitializationError that names it: it could not start, for its configuration, its credentials or the network`,
      words`Declared and missing: it failed, or, before 0.367, an input came to its end`,
      words`Transport errors while it runs: the other side or the network; Feldera tries again unless they are fatal`,
      words`Parse or encode errors: the data and the declared format differ, and those rows are lost`,
      words`A paused or ended input without errors does not fail; a paused output throws its rows away`,
    ],
  }),
});

/** A name says which relation it is of, and not whether that is a table or a view. */
function connectorStep(pipeline_name: string, connector: string | undefined): Step {
  const [, relation, name] = /^(.+)\.(.+)$/s.exec(connector ?? "") ?? [];
  const tells = words`its last errors and its configuration; view_name in place of table_name for an output`;
  return {
    tool: "get_connector_stats",
    args: { pipeline_name, table_name: relation ?? "TABLE", connector_name: name ?? "CONNECTOR" },
    to: words`read the errors of a connector`,
    tells: name === undefined ? words`for each in trouble, by its names: ${tells}` : tells,
  };
}
