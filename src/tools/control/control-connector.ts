import * as z from "zod";
import { consequencesOfConnectorAction } from "../../analysis/control/consequences.ts";
import { wantedConnector } from "../statistics/wanted-connector.ts";
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
    table_name: name.optional().describe("Table of an input; lower case unless the program quotes it"),
    view_name: name.optional().describe("View of an output, for runtimes from 0.340 on; likewise"),
    connector_name: name.describe("The connector's name, without its table or view"),
    action: z.enum(["start", "pause"]).describe("pause: an input waits, an output throws its rows away"),
  }),
  request({ pipeline_name, action, ...args }) {
    const { direction, relation, connector_name } = wantedConnector(args);
    const path = { pipeline_name, connector_name, action };
    return direction === "input"
      ? { path: { ...path, table_name: relation } }
      : { endpoint: "control_output_connector", path: { ...path, view_name: relation } };
  },
  consequences: consequencesOfConnectorAction,
});
