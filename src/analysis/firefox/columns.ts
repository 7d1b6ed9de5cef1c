import { MalformedInput } from "../malformed.ts";

/**
 * Guards over the profile's tables. A table is an object of columns, arrays of `length` entries each; a hand
 * written loop per column checks every entry once, since a profile has millions of them.
 */
export interface Table {
  readonly columns: JsonObject;
  readonly length: number;
  /** JSON path of the table. */
  readonly where: string;
}

export interface JsonObject {
  readonly [key: string]: unknown;
}

export function malformed(where: string, problem: string): MalformedInput {
  return new MalformedInput("firefox profile", where, problem);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, where: string): JsonObject {
  if (!isJsonObject(value)) throw malformed(where, "not an object");
  return value;
}

export function arrayAt(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(where, "not an array");
  return value;
}

export function stringsAt(value: unknown, where: string): readonly string[] {
  const values = arrayAt(value, where);
  if (!values.every(isString)) {
    const row = values.findIndex((entry) => !isString(entry));
    throw malformed(`${where}[${row}]`, "not a string");
  }
  return values;
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

/** A process or thread id, which is a number or a string; empty where the file has neither. */
export function identifier(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

export function tableAt(value: unknown, where: string): Table {
  const columns = objectAt(value, where);
  const length = columns.length;
  if (typeof length !== "number" || !Number.isInteger(length) || length < 0) {
    throw malformed(`${where}.length`, "not a count");
  }
  return { columns, length, where };
}

/** Entries are integers from 0 to below `limit`, the length of what they point into. */
export function indexColumn(table: Table, name: string, limit: number): Int32Array {
  const values = column(table, name);
  const indices = new Int32Array(table.length);
  for (let row = 0; row < table.length; row++) indices[row] = indexAt(table, name, row, values[row], limit);
  return indices;
}

/** As `indexColumn`, with null or -1 for none, which becomes -1. */
export function optionalIndexColumn(table: Table, name: string, limit: number): Int32Array {
  const values = column(table, name);
  const indices = new Int32Array(table.length).fill(-1);
  for (let row = 0; row < table.length; row++) {
    const value = values[row] ?? -1;
    if (value !== -1) indices[row] = indexAt(table, name, row, value, limit);
  }
  return indices;
}

/** As `indexColumn`, with -1 in the rows whose `flags` lack the bit `flag`. */
export function flaggedIndexColumn(table: Table, name: string, limit: number, flag: number): Int32Array {
  const values = column(table, name);
  const flags = numberColumn(table, "flags");
  const indices = new Int32Array(table.length).fill(-1);
  for (let row = 0; row < table.length; row++) {
    if (((flags[row] ?? 0) & flag) !== 0) indices[row] = indexAt(table, name, row, values[row], limit);
  }
  return indices;
}

function indexAt(table: Table, name: string, row: number, value: unknown, limit: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < limit) return value;
  throw malformed(`${table.where}.${name}[${row}]`, `not an index below ${limit}`);
}

/** Numbers up to 2^53 in size, so that sums stay finite; null is read as 0. */
export function numberColumn(table: Table, name: string): Float64Array {
  const values = column(table, name);
  const numbers = new Float64Array(table.length);
  for (let row = 0; row < table.length; row++) {
    const value = values[row] ?? 0;
    if (typeof value !== "number" || Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      throw malformed(`${table.where}.${name}[${row}]`, "not a number below 2^53");
    }
    numbers[row] = value;
  }
  return numbers;
}

/** As `numberColumn`, and none below 0. */
export function amountColumn(table: Table, name: string): Float64Array {
  const amounts = numberColumn(table, name);
  const row = amounts.findIndex((amount) => amount < 0);
  if (row >= 0) throw malformed(`${table.where}.${name}[${row}]`, "negative");
  return amounts;
}

/** Times in ms, from a column of times or from one of differences, whose first entry is absolute. */
export function timeColumn(table: Table): Float64Array {
  if (hasColumn(table, "time")) return numberColumn(table, "time");
  const times = numberColumn(table, "timeDeltas");
  for (let row = 1; row < times.length; row++) times[row] = (times[row] ?? 0) + (times[row - 1] ?? 0);
  return times;
}

export function hasColumn(table: Table, name: string): boolean {
  return (table.columns[name] ?? null) !== null;
}

function column(table: Table, name: string): readonly unknown[] {
  const where = `${table.where}.${name}`;
  const values = arrayAt(table.columns[name], where);
  if (values.length !== table.length) {
    throw malformed(where, `has ${values.length} entries, but the table ${table.length}`);
  }
  return values;
}
