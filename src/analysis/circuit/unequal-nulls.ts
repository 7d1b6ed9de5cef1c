import * as z from "zod";
import { columnsIn, conditionOf, unequalColumns } from "../operators/sql-conditions.ts";
import type { SqlOperator } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { onOneLine } from "../sql/program-code.ts";
import { selectItems } from "../sql/select-items.ts";
import { ownOrFed, RECORDS_IN, wentOut } from "./counts.ts";
import { keysBehind } from "./dead-ends.ts";
import { isKeyTaken } from "./kept-apart.ts";
import type { MeasuredOperator } from "./measured-operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** A filter that asks what a column is not, as `status <> 'CANCELLED'`, where it may be NULL: of NULL that is not true. */
export const UnequalNulls = z.object({
  place: SqlPlace,
  condition: z.string(),
  may_be_null: z.array(z.string()),
  tables: z.array(z.string()),
  records_in: z.number(),
  records_out: z.number(),
});

export type UnequalNulls = z.infer<typeof UnequalNulls>;

const FILTERS = /^(?:filter|flat_map(?:_index)?)$/;

/**
 * With counts of all workers since the pipeline started, where no records merge on the way out: of those that are given
 * with the primary key of their table, or as they are.
 *
 * @param tablesOf the tables whose rows come to an operator
 */
export function unequalNulls(
  profile: CircuitProfile,
  places: SqlPlaces,
  operators: readonly MeasuredOperator[],
  tablesOf: (operator: SqlOperator) => readonly string[],
): UnequalNulls[] {
  const { nullableColumns = {} } = places;
  return operators.flatMap(({ operator, place, node }) => {
    const condition = FILTERS.test(operator.operation) ? conditionOf(place) : undefined;
    if (node === undefined || condition === undefined) return [];
    const tables = tablesOf(operator);
    const nullable = tables.flatMap((table) => nullableColumns[table] ?? []);
    const may_be_null = columnsIn(unequalColumns(condition), nullable);
    const areApart = operator.operation === "filter" || keepsKey(condition, tables, place, places);
    const { keys } = keysBehind(operator, condition, nullable, places, tablesOf);
    if (may_be_null.length === 0 || keys !== undefined || !areApart) return [];
    const records_in = ownOrFed(profile, node, RECORDS_IN);
    const records_out = wentOut(profile, node);
    if (records_in === undefined || records_out === undefined) return [];
    return [{ place, condition, may_be_null, tables: [...tables], records_in, records_out }];
  });
}

/** Whether the statement with that condition gives the primary key of the only table that it is of. */
function keepsKey(
  condition: string,
  tables: readonly string[],
  { relation }: SqlPlace,
  places: SqlPlaces,
): boolean {
  const [table, ...others] = tables;
  const key = places.primaryKeys?.[table ?? ""];
  const statements = [viewStatement(relation?.name, places), ...places.localStatements.values()];
  const statement = statements.find((one) => onOneLine(one).includes(condition));
  if (key === undefined || statement === undefined || others.length > 0) return false;
  const given = selectItems(statement).flatMap(({ name }) => name?.toLowerCase() ?? []);
  return isKeyTaken(
    key.map((column) => column.toLowerCase()),
    given,
  );
}
