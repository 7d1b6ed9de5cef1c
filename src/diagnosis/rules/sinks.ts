import { words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";

/** Feldera names the endpoint that it makes for a client. */
export const OF_CLIENT = /\.api-[0-9a-f-]{36}$/;

const NULL_OUTPUT = "null_output";

/** Whether an output writes nowhere; undefined where its configuration was not read. */
export function isNull(name: string, pipeline: Evidence["pipeline"]): boolean | undefined {
  const connector = pipeline?.connectors.find((one) => one.direction === "output" && one.name === name);
  // One that is not declared is a client's, which reads the view by HTTP.
  if (pipeline !== undefined && connector === undefined) return false;
  return connector?.transport === undefined ? undefined : connector.transport === NULL_OUTPUT;
}

export const WRITES_NOWHERE = words`The connector sends its rows nowhere (${NULL_OUTPUT}), so that no other system is slow: its view makes more rows than can be handed over`;

/** What is true of any receiver. */
export const UNREAD = words`Where it sends its rows is not known, since its configuration was not read: what receives them may be slow, or more is sent than can be handed over`;
