import { type Fields, fieldsOf, objectOf } from "./json-fields.ts";
import { type Column, isSameName } from "./parse-mismatch-kinds.ts";

/** Where rows stand that come in a field of a record, as an API answers. */
interface Within {
  /** From the outside in. */
  readonly path: readonly string[];
  /** Undefined where their end is not told. */
  readonly rows: number | undefined;
  /** Whether one row stands there, and no array of them. */
  readonly isOne: boolean;
  readonly first: Fields;
}

/** How deep rows are looked for: an answer has them at once, or within its data. */
const DEPTH = 3;

/** How many closing braces are tried for the end of the first row, of a text whose middle was left out. */
const ENDS_TRIED = 20;

interface Wanted {
  readonly columns: readonly Column[] | undefined;
  /** The field that a row lacks. */
  readonly field: string | undefined;
}

/**
 * @returns undefined where no field of the record has what is more like a row of the table than the record itself
 */
export function rowsWithin(text: string, wanted: Wanted): Within | undefined {
  const whole = objectOf(text);
  const record = whole ?? upToFirstRow(text);
  if (record === undefined) return undefined;
  const own = likeness(record, wanted);
  const [best] = candidates(record, [])
    .map((within) => ({ within, like: likeness(unwrapped(within.first), wanted) }))
    .filter(({ within, like }) => like > own && isRow(unwrapped(within.first), like, wanted))
    // A field with fields may be a column's value, where it is not known what columns there are.
    .filter(({ within }) => !within.isOne || wanted.columns !== undefined)
    .toSorted((one, other) => other.like - one.like);
  if (best === undefined) return undefined;
  return whole === undefined ? { ...best.within, rows: undefined } : best.within;
}

/** Rows may have their changes around them. */
function unwrapped(row: Fields): Fields {
  return fieldsOf(row.insert) ?? fieldsOf(row.after) ?? row;
}

function candidates(record: Fields, path: readonly string[]): Within[] {
  if (path.length === DEPTH) return [];
  return Object.entries(record).flatMap(([name, value]) => {
    const here = [...path, name];
    if (Array.isArray(value)) {
      const first = fieldsOf(value[0]);
      return first === undefined ? [] : [{ path: here, rows: value.length, isOne: false, first }];
    }
    const fields = fieldsOf(value);
    return fields === undefined
      ? []
      : [{ path: here, rows: 1, isOne: true, first: fields }, ...candidates(fields, here)];
  });
}

/** How many columns it has, or whether it has the one that is missing. */
function likeness(row: Fields, { columns, field }: Wanted): number {
  const names = Object.keys(row);
  const wanted = columns?.map(({ name }) => name) ?? (field === undefined ? [] : [field]);
  return wanted.filter((one) => names.some((name) => isSameName(name, one))).length;
}

function isRow(row: Fields, like: number, { columns, field }: Wanted): boolean {
  const hasField = field !== undefined && Object.keys(row).some((name) => isSameName(name, field));
  return hasField || (columns !== undefined && like * 2 >= columns.length);
}

/** The record as if it ended after the first row of its array. */
function upToFirstRow(text: string): Fields | undefined {
  let end = text.search(/\[\s*\{/);
  for (let tried = 0; end >= 0 && tried < ENDS_TRIED; tried++) {
    end = text.indexOf("}", end) + 1;
    if (end === 0) return undefined;
    for (let depth = 1; depth <= DEPTH; depth++) {
      const record = objectOf(`${text.slice(0, end)}]${"}".repeat(depth)}`);
      if (record !== undefined) return record;
    }
  }
  return undefined;
}
