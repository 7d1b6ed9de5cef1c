import type { ConnectorError } from "../../feldera/schemas/stats.ts";
import type { Framing } from "../../feldera/settings/framing.ts";

/** What each of Feldera's parsers begins an error with, and what it reads; the first that fits. */
const SAID: readonly (readonly [RegExp, Framing])[] = [
  [/ as a single-row update: /, { format: "json", update_format: "insert_delete", in_arrays: false }],
  [/ as a JSON array of updates: /, { format: "json", update_format: "insert_delete", in_arrays: true }],
  [/ as a Debezium CDC event: /, { format: "json", update_format: "debezium", in_arrays: false }],
  [/ JSON array of Debezium CDC events: /, { format: "json", update_format: "debezium", in_arrays: true }],
  [/ string as a JSON array: /, { format: "json", update_format: "raw", in_arrays: true }],
  [/ as a weighted record: /, { format: "json", update_format: "weighted", in_arrays: false }],
  [/ JSON array of weighted records: /, { format: "json", update_format: "weighted", in_arrays: true }],
  [/deserializ(?:e|ing) JSON (?:record|string)\b| as a JSON document: /, { format: "json" }],
  [/ deserialize CSV record: /, { format: "csv" }],
  [/ deserialize raw record: /, { format: "raw" }],
  [/ (?:parsing|extracting) parquet data\b/i, { format: "parquet" }],
];

/** What the parser's errors say of a connector without a configuration that is known, as of rows posted over HTTP. */
export function framingSaid(errors: readonly ConnectorError[]): Framing | undefined {
  // The text that did not parse follows on a line of its own, and may have any words.
  const words = errors.map(({ message }) => message?.split("\n", 1)[0] ?? "");
  return SAID.find(([pattern]) => words.some((said) => pattern.test(said)))?.[1];
}
