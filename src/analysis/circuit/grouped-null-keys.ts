import * as z from "zod";
import { columnsIn } from "../operators/sql-conditions.ts";
import type { SqlOperator } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { type Contents, everyTableIn } from "./contents.ts";
import { ownOrFed, RECORDS_IN, RECORDS_OUT, total } from "./counts.ts";
import type { MeasuredOperator } from "./measured-operators.ts";
import { groupedKeyOf, keyFilterOf } from "./null-keys.ts";
import { ownersOf } from "./owners.ts";
import type { CircuitProfile } from "./profile.ts";
import { type TableFacts, tableNames } from "./tables.ts";

/**
 * One side of an inner join that is grouped: one operator leaves out its rows whose key is NULL, and takes of the others
 * no more than is grouped, so that equal ones become one. Its counts tell how many both are.
 */
export const GroupedNullKeys = z.object({
  /** Of the join. */
  place: SqlPlace,
  /** What the join compares. */
  condition: z.string(),
  table: z.string(),
  /** The columns of the key that may be NULL. */
  may_be_null: z.array(z.string()),
  /** The table's other columns that it takes: rows that differ in one of them stay apart. */
  apart_by: z.array(z.string()),
  records_in: z.number(),
  records_out: z.number(),
});

export type GroupedNullKeys = z.infer<typeof GroupedNullKeys>;

/**
 * With counts of all workers since the pipeline started, of the rows of one table of which more than the key is taken:
 * of the key alone equal ones are what is expected.
 */
export function groupedNullKeys(
  profile: CircuitProfile,
  places: SqlPlaces,
  operators: readonly MeasuredOperator[],
  tables: ReadonlyMap<SqlOperator, TableFacts>,
  contents: (operator: SqlOperator) => Contents,
): GroupedNullKeys[] {
  const { graph, nullableColumns = {}, columnTypes = {} } = places;
  return operators.flatMap(({ operator, node }) => {
    const key = keyFilterOf(operator, places) ? undefined : groupedKeyOf(operator, places);
    if (node === undefined || key === undefined) return [];
    const [table, ...more] = tableNames(ownersOf(operator, places), tables);
    const records_in = ownOrFed(profile, node, RECORDS_IN) ?? 0;
    if (table === undefined || more.length > 0 || records_in === 0) return [];
    if (profile.byWorker(node, RECORDS_OUT) === undefined) return [];
    const others = tableNames(everyTableIn(contents(key.join)), tables).filter((name) => name !== table);
    const foreign = new Set(others.flatMap((name) => Object.keys(columnTypes[name] ?? {})));
    const columns = Object.keys(columnTypes[table] ?? {});
    const compared = columnsIn(key.condition, columns);
    const taken = new Set(graph.innerJoins.get(key.number));
    const apart_by = columns.filter(
      (column) => taken.has(column) && !foreign.has(column) && !compared.includes(column),
    );
    const may_be_null = compared.filter((column) => nullableColumns[table]?.includes(column));
    if (apart_by.length === 0 || may_be_null.length === 0) return [];
    return [
      {
        place: key.place,
        condition: key.condition,
        table,
        may_be_null,
        apart_by,
        records_in,
        records_out: total(profile, node, RECORDS_OUT),
      },
    ];
  });
}
