declare const table: unique symbol;

/**
 * A row of a table. Types tell the tables apart, so that a frame is never looked up among the nodes; at run time an
 * index is a number, and nothing is done.
 */
export type Index<Table extends string> = number & { readonly [table]: { readonly [Name in Table]: true } };

export type FunctionIndex = Index<"function">;
export type FrameIndex = Index<"frame">;
export type NodeIndex = Index<"node">;
export type StackIndex = Index<"stack">;
/** A group of frames: of one function, one name, one line. What it numbers is up to the one who makes the groups. */
export type KeyIndex = Index<"key">;

type AnyTable = "function" | "frame" | "node" | "stack" | "key";

/** A value for each row of a table, in the order of its rows. Arrays and typed arrays of plain values are columns. */
export type Column<Row extends number, Value> = { readonly [R in Row]: Value } & Values<Row, Value>;

interface Values<Row extends number, Value> extends Iterable<Value> {
  readonly length: number;
  /** Never there: it tells columns of different tables apart. */
  readonly [table]?: Row;
}

/** No row of any table: what a look-up without a result gives. */
export const NONE = toIndex<AnyTable>(-1);
/** The first row of any table. `++` goes on to the next. */
export const FIRST = toIndex<AnyTable>(0);

/** Takes a number for the row of a table: the caller has made the table, or has checked that it has the row. */
export function toIndex<Table extends string>(row: number): Index<Table>;
export function toIndex(row: number): number {
  return row;
}

/** Takes integers for rows of a table, one for each row of another; likewise. */
export function toIndices<Row extends number, Of extends number>(rows: Int32Array): Column<Row, Of>;
export function toIndices(rows: unknown): unknown {
  return rows;
}

/** For each row of a column, the row of another table that its value stands for. */
export function mapColumn<Row extends number, Value, Of extends number>(
  column: Values<Row, Value>,
  of: (value: Value) => Of,
): Column<Row, Of> {
  const rows = new Int32Array(column.length);
  let row = 0;
  for (const value of column) rows[row++] = of(value);
  return toIndices(rows);
}
