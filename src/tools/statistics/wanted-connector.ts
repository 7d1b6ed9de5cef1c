import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";

export interface WantedConnector {
  readonly direction: "input" | "output";
  /** Its table or view. */
  readonly relation: string;
  readonly connector_name: string;
}

interface ConnectorArguments {
  readonly table_name?: string | undefined;
  readonly view_name?: string | undefined;
  readonly connector_name: string;
}

/** @throws ToolError unless exactly one of table and view is given */
export function wantedConnector({
  table_name,
  view_name,
  connector_name,
}: ConnectorArguments): WantedConnector {
  if (table_name !== undefined && view_name === undefined) {
    return { direction: "input", relation: table_name, connector_name };
  }
  if (view_name !== undefined && table_name === undefined) {
    return { direction: "output", relation: view_name, connector_name };
  }
  throw new ToolError(
    table_name === undefined
      ? words`Neither table_name nor view_name is given.`
      : words`Both table_name and view_name are given.`,
    words`Give exactly one: table_name for an input connector, view_name for an output connector.`,
  );
}
