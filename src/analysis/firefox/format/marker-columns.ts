import { JsonNumbers } from "../../json-numbers.ts";
import type { JsonStrings } from "../../json-strings.ts";
import { isJsonObject, type JsonObject, type JsonPart } from "./json-part.ts";
import { indexOrNone, NOT_FELDERAS, Payloads } from "./payloads.ts";

/** What the columns of a marker table point into. */
export interface MarkerNames {
  readonly strings: JsonStrings;
  /** Indices of the name `CAPTURE_NOTE`. */
  readonly captureNote: ReadonlySet<number>;
  /** Names of meta.categories; a name can occur more than once. */
  readonly categories: readonly string[];
}

export interface MarkerTable {
  readonly columns: JsonObject;
  /** Index into the strings of each marker's name, -1 where the entry is odd. */
  readonly nameOfRow: Int32Array;
}

/** A table of another shape than expected counts as empty. */
export function readMarkerTable(part: JsonPart | undefined): MarkerTable {
  const columns = isJsonObject(part) ? part : new Map<string, JsonPart>();
  const name = columns.get("name");
  const nameOfRow = name instanceof JsonNumbers ? indicesOrNone(name.values) : new Int32Array();
  return { columns, nameOfRow };
}

/** Index into meta.categories of each marker, -1 without one. */
export function readMarkerCategories(table: MarkerTable): Int32Array {
  return indicesOrNone(readMarkerTimes(table, "category"));
}

function indicesOrNone(values: Int32Array | Float64Array): Int32Array {
  return values instanceof Int32Array ? values : new Int32Array(values.map(indexOrNone));
}

/** `startTime` or `endTime`, NaN or infinite where the entry is missing or odd. */
export function readMarkerTimes({ columns, nameOfRow }: MarkerTable, name: string): Float64Array {
  const values = new Float64Array(nameOfRow.length).fill(Number.NaN);
  const column = columns.get(name);
  if (column instanceof JsonNumbers) values.set(column.values.subarray(0, values.length));
  return values;
}

/** Index into the strings of each marker's text: -1 without one, NOT_FELDERAS where it is not one of Feldera's. */
export function readPayloads({ columns, nameOfRow }: MarkerTable): Int32Array {
  const text = new Int32Array(nameOfRow.length).fill(NOT_FELDERAS);
  const data = columns.get("data");
  if (data instanceof Payloads) text.set(data.text.subarray(0, text.length));
  return text;
}
