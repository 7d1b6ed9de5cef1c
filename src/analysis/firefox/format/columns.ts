import {
  isPresent,
  type JsonObject,
  type JsonPart,
  jsonValue,
  malformed,
  numbersAt,
  objectAt,
} from "./json-part.ts";

/** An object of columns, arrays of `length` entries each. Every entry that is read is checked once. */
export interface Table {
  readonly columns: JsonObject;
  readonly length: number;
  /** JSON path of the table. */
  readonly where: string;
}

export function tableAt(part: JsonPart | undefined, where: string): Table {
  const columns = objectAt(part, where);
  const length = jsonValue(columns.get("length"));
  if (typeof length !== "number" || !Number.isInteger(length) || length < 0) {
    throw malformed(`${where}.length`, "not a count");
  }
  return { columns, length, where };
}

/** Entries are integers from 0 to below `limit`, the length of what they point into. */
export function indexColumn(table: Table, name: string, limit: number): Int32Array {
  const values = column(table, name);
  const indices = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) indices[row] = indexAt(table, name, row, values[row], limit);
  return indices;
}

/** As `indexColumn`, with null or -1 for none, which becomes -1. */
export function optionalIndexColumn(table: Table, name: string, limit: number): Int32Array {
  const values = column(table, name);
  const indices = new Int32Array(values.length).fill(-1);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NULL;
    if (value === -1 || Number.isNaN(value)) continue;
    indices[row] = indexAt(table, name, row, value, limit);
  }
  return indices;
}

/** As `indexColumn`, with -1 in the rows whose `flags` lack the bit `flag`. */
export function flaggedIndexColumn(table: Table, name: string, limit: number, flag: number): Int32Array {
  const values = column(table, name);
  const flags = numberColumn(table, "flags");
  const indices = new Int32Array(values.length).fill(-1);
  for (let row = 0; row < values.length; row++) {
    if (((flags[row] ?? 0) & flag) !== 0) indices[row] = indexAt(table, name, row, values[row], limit);
  }
  return indices;
}

function indexAt(
  table: Table,
  name: string,
  row: number,
  value: number | undefined = NULL,
  limit: number,
): number {
  if (Number.isInteger(value) && value >= 0 && value < limit) return value;
  throw malformed(`${table.where}.${name}[${row}]`, `not an index below ${limit}`);
}

/** Numbers up to 2^53 in size, so that sums stay finite; null is read as 0. */
export function numberColumn(table: Table, name: string): Float64Array {
  const values = new Float64Array(column(table, name));
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NULL;
    if (Number.isNaN(value)) values[row] = 0;
    else if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      throw malformed(`${table.where}.${name}[${row}]`, "not a number below 2^53");
    }
  }
  return values;
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
  return isPresent(table.columns.get(name));
}

/** What `JsonNumbers` has for null. */
const NULL = Number.NaN;

/** The entries as they are read, of which none is checked. */
function column(table: Table, name: string): Int32Array | Float64Array {
  const where = `${table.where}.${name}`;
  const values = numbersAt(table.columns.get(name), where);
  if (values.length === table.length) return values;
  throw malformed(where, `has ${values.length} entries, but the table ${table.length}`);
}
