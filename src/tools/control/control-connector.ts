import * as z from "zod";
import { consequencesOfConnectorAction } from "../../analysis/control/consequences.ts";
import { words } from "../../text/page/words.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

const name = z.string().min(1).max(200);

export const controlConnector = defineControlTool({
  name: "control_connector",
  endpoint: "control_connector",
  title: "Start or pause an input connector",
  description:
    "Starts or pauses one input connector of a deployed pipeline; the others go on. Without confirm it only tells how the pipeline stands.",
  hints: { destructiveHint: false, idempotentHint: true },
  input: z.strictObject({
    ...controlArguments,
    table_name: name.describe("The connector's table; lower case unless the program quotes it"),
    connector_name: name.describe("The connector's name, without its table"),
    action: z.enum(["start", "pause"]).describe("start: read the source again; pause: stop reading it"),
  }),
  request: ({ pipeline_name, table_name, connector_name, action }) => ({
    path: { pipeline_name, table_name, connector_name, action },
  }),
  consequences: consequencesOfConnectorAction,
  watch({ args, pipeline_name }, page) {
    const { table_name, connector_name } = args;
    page.next(
      "get_connector_stats",
      { pipeline_name, table_name, connector_name },
      words`tells whether it reads`,
    );
  },
});
