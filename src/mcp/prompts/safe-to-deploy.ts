import * as z from "zod";
import { json, words } from "../../text/page/words.ts";
import { pipeline_name } from "../../tools/tool.ts";
import { definePrompt } from "./prompt.ts";

/** Stands in calls for a program that is too long to be written there. */
const NEW_PROGRAM = "THE NEW PROGRAM, WHOLE";

export const safeToDeploy = definePrompt({
  name: "is_it_safe_to_deploy",
  title: "Is it safe to deploy this change?",
  description: "Tells what deploying a changed program would do to a pipeline, its state and its views.",
  needs: "diff_program",
  input: z.strictObject({
    pipeline_name: pipeline_name.describe("The pipeline to change"),
    program_code: z
      .string()
      .max(100_000)
      .optional()
      .describe("The new SQL program, whole; leave it out if the assistant has it already"),
  }),
  choices: { pipeline_name: "pipelines", program_code: [] },
  guide: ({ pipeline_name, program_code }) => ({
    goal: words`Tell whether it is safe to deploy a changed program to the Feldera pipeline ${pipeline_name}`,
    ...(program_code !== undefined && {
      given: [words`The new program, as a JSON string: ${json(program_code)}`],
    }),
    steps: [
      {
        tool: "diagnose_pipeline",
        args: { pipeline_name },
        to: words`diagnose it`,
        tells: words`whether it is well before the change; trouble there comes first`,
      },
      {
        tool: "validate_program",
        args: { program_code: NEW_PROGRAM },
        to: words`compile the new program without deploying it`,
        tells: words`errors and warnings, with their lines`,
      },
      {
        tool: "diff_program",
        args: { pipeline_name, program_code: NEW_PROGRAM },
        to: words`see which tables, views and connectors would change`,
        tells: words`what would be added, removed, modified, and so computed again`,
      },
      {
        tool: "get_checkpoint_status",
        args: { pipeline_name },
        to: words`see how checkpoints stand`,
        tells: words`whether there is a recent checkpoint to go back to, and one can be made now`,
      },
    ],
    conclusions: [
      words`A program that does not compile, or state that could not be carried over: not safe as it is`,
      words`Modified or added views are computed again from state or from the sources: say what that reads, and whether the sources still have it`,
      words`Removed views and connectors leave their readers without data: name them`,
      words`Where the comparison could not be made, safety is not known`,
    ],
  }),
});
