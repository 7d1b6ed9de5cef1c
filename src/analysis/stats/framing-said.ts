import type { ConnectorError } from "../../feldera/schemas/stats.ts";
import type { Framing } from "../../feldera/settings/framing.ts";

/** The words of Feldera's parser of JSON, whatever the text is that it is given. */
const OF_JSON = /deserializ(?:e|ing) JSON (?:record|string)|as a JSON document/;

/** What the parser's errors say of a connector without a configuration that is known, as of rows posted over HTTP. */
export function framingSaid(errors: readonly ConnectorError[]): Framing | undefined {
  return errors.some(({ message }) => OF_JSON.test(message ?? "")) ? { format: "json" } : undefined;
}
