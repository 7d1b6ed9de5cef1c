import * as z from "zod";

/** A value of any SQL type as JSON: integers exact, bigints where a double could not hold them. */
export const SqlRow = z.record(z.string(), z.unknown());

export const SqlResult = z.object({
  kind: z.enum(["query", "explain"]),
  /** In the order of the SELECT; unknown, and so none, where there is no row. */
  columns: z.array(z.string()),
  /** By column; a column that a row lacks is NULL there. */
  rows: z.array(SqlRow),
  /** What bounds `rows`. */
  limit: z.number(),
  /** Whether there are rows beyond `limit`. */
  more: z.boolean(),
  /** Names that several columns share; of those, a row holds the last. */
  shared_names: z.array(z.string()),
});

export type SqlRow = z.infer<typeof SqlRow>;
export type SqlResult = z.infer<typeof SqlResult>;

/** The first `limit` of the rows read, of which there is one more where the result goes on. */
export function sqlResult(
  kind: SqlResult["kind"],
  read: readonly SqlRow[],
  limit: number,
  sharedNames: readonly string[],
): SqlResult {
  return {
    kind,
    columns: [...new Set(read.flatMap((row) => Object.keys(row)))],
    rows: read.slice(0, limit),
    limit,
    more: read.length > limit,
    shared_names: [...sharedNames],
  };
}
