import type { JsonStrings } from "../../json-strings.ts";
import { isArray, isJsonObject, type JsonObject, type JsonPart } from "./json-part.ts";
import { indexOrNone, Payloads } from "./payloads.ts";

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
  if (!isArray(name)) return { columns, nameOfRow: new Int32Array() };
  const values = new Float64Array(name.walk().countCommas() + 1);
  const rows = name.walk().numbers(values);
  return { columns, nameOfRow: new Int32Array(values.subarray(0, rows).map(indexOrNone)) };
}

/** Index into meta.categories of each marker, -1 without one. */
export function readMarkerCategories(table: MarkerTable): Int32Array {
  return new Int32Array(readMarkerTimes(table, "category").map(indexOrNone));
}

/** `startTime` or `endTime`, NaN or infinite where the entry is missing or odd. */
export function readMarkerTimes({ columns, nameOfRow }: MarkerTable, name: string): Float64Array {
  const values = new Float64Array(nameOfRow.length).fill(Number.NaN);
  const column = columns.get(name);
  if (isArray(column)) column.walk().numbers(values);
  return values;
}

/** What `markers.data` tells, one entry per row. */
export function readPayloads({ columns, nameOfRow }: MarkerTable): {
  /** 1 where it is one of Feldera's. */
  readonly isFelderas: Uint8Array;
  /** Index into the strings of the marker's text, -1 without one. */
  readonly text: Int32Array;
} {
  const rows = nameOfRow.length;
  const isFelderas = new Uint8Array(rows);
  const text = new Int32Array(rows).fill(-1);
  const data = columns.get("data");
  if (data instanceof Payloads) {
    isFelderas.set(data.isFelderas.subarray(0, rows));
    text.set(data.text.subarray(0, rows));
  }
  return { isFelderas, text };
}
