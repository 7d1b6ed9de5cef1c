import * as z from "zod";
import { consequencesOfConnectorAction } from "../../analysis/control/consequences.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { identifierForPath } from "../../sql-identifiers.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import { declaredFirst, type WantedConnector, wantedConnector } from "../statistics/wanted-connector.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

const name = z.string().min(1).max(200);

export const controlConnector = defineControlTool({
  name: "control_connector",
  endpoint: "control_connector",
  title: "Start or pause a connector",
  description:
    "Starts or pauses one connector of a deployed pipeline; the others go on. A paused output loses what its view produces. Give table_name or view_name. Without confirm it only tells how the pipeline stands.",
  hints: { destructiveHint: true, idempotentHint: true },
  input: z.strictObject({
    ...controlArguments,
    table_name: name.optional().describe("Table of an input; as SQL writes it or by its bare name"),
    view_name: name.optional().describe("View of an output, for runtimes from 0.340 on; likewise"),
    connector_name: name.describe("The connector's name, without its table or view"),
    action: z.enum(["start", "pause"]).describe("pause: an input waits, an output throws its rows away"),
  }),
  async request({ pipeline_name, action, ...args }, feldera) {
    const wanted = wantedConnector(args);
    const { direction, relations, connector_name } =
      wanted.relations.length === 1 ? wanted : await asDeclared(wanted, feldera, pipeline_name);
    const identifier = identifierForPath(relations[0] ?? "");
    const path = { pipeline_name, connector_name, action };
    return direction === "input"
      ? { path: { ...path, table_name: identifier } }
      : { endpoint: "control_output_connector", path: { ...path, view_name: identifier } };
  },
  consequences: consequencesOfConnectorAction,
});

/** What may be meant in more than one way is looked up in the program. */
async function asDeclared(
  wanted: WantedConnector,
  feldera: Feldera,
  pipeline_name: string,
): Promise<WantedConnector> {
  const { value } = await partOf(getPipeline(feldera, pipeline_name));
  return declaredFirst(wanted, value && configurationOf(value).declared);
}
