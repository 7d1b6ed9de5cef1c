import * as z from "zod";
import { type SqlGraph, type SqlOperator, upstream } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { isKeyedTable, isTable } from "./contents.ts";
import { LARGEST_IN, nearestCount, ownOrFed, RECORDS_IN, recordsLeft } from "./counts.ts";
import { integralId, isOfOutput } from "./integral-id.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";
import { leftOf } from "./rows-left.ts";

/** A table of the program, as the circuit has it. */
export const TableFacts = z.object({
  name: z.string(),
  has_key: z.boolean(),
  /** The columns of its primary key; absent where it has none, or the program's schema was not read. */
  key: z.array(z.string()).optional(),
  /** Whether each of its columns may be NULL; absent where not, or where the program's schema was not read. */
  may_be_null: z.literal(true).optional(),
  /** Of one with a primary key, its columns that may be NULL; absent where there are none, or as above. */
  nullable: z.array(z.string()).optional(),
  /** Whether LATENESS is declared on it, or on a view over it alone. */
  has_waterline: z.boolean(),
  /** Its columns of dates and times; absent where the program's schema was not read. */
  time_columns: z.array(z.string()).optional(),
  /** Its columns of numbers, on which LATENESS may stand as well; absent where there are none, or as above. */
  number_columns: z.array(z.string()).optional(),
  /** What came for it since the pipeline started: rows or, with a primary key, insertions, updates and deletions. */
  rows: z.number().optional(),
  /**
   * Of one without a primary key, where equal rows of a batch are one and all workers are taken together: how many are
   * left of all that came, and the most of one batch. Rows that are equal go to one worker.
   */
  merged: z.object({ rows: z.number(), at_once: z.number() }).optional(),
  /**
   * What a table with a primary key made of them: one record for a new key, two for an update. Records of one step
   * for one key count once.
   */
  changes: z.number().optional(),
  /** The most of those records that one step made. */
  most_changes: z.number().optional(),
  /** How many keys it holds. */
  keys: z.number().optional(),
  /**
   * Of one without a primary key: how many different rows, or parts of rows, are left once each deletion has met its
   * insertion; absent where the circuit keeps no rows of it as they came, or forgets them.
   */
  left: z.number().optional(),
  /** Of one without a primary key that is kept for queries: how many different rows it holds, or more before all merged. */
  different: z.number().optional(),
});

export type TableFacts = z.infer<typeof TableFacts>;

/** The names of some operators that are tables, each once. */
export function tableNames(
  some: Iterable<SqlOperator>,
  tables: ReadonlyMap<SqlOperator, TableFacts>,
): string[] {
  return [...new Set([...some].flatMap((table) => tables.get(table)?.name ?? []))];
}

const NUMBER = /^(?:(?:TINY|SMALL|BIG)INT|INTEGER|DECIMAL|REAL|DOUBLE)/;

/** The tables of the program, with what the profile counts of them at its own moment. */
export function tableFacts(
  profile: CircuitProfile,
  places: SqlPlaces,
  withId: ReadonlyMap<string, Operator>,
): Map<SqlOperator, TableFacts> {
  const [times, types] = [places.timeColumns, places.columnTypes];
  const waterlines = tablesWithWaterline(places.graph);
  return new Map(
    places.graph.operators.filter(isTable).flatMap((table) => {
      const name = places.ofOperator(table.name)?.relation?.name ?? table.table;
      if (name === undefined) return [];
      const has_key = isKeyedTable(table);
      const key = places.primaryKeys?.[name];
      const operator = withId.get(table.persistentId ?? "");
      // The source of a table with a key counts what it takes, that of one without does not.
      const rows = operator && ownOrFed(profile, operator, RECORDS_IN);
      const taken = (count: string) =>
        operator && nearestCount(profile, operator, profile.operators.successors, count);
      const changes = has_key ? taken(RECORDS_IN) : undefined;
      const most_changes = has_key ? taken(LARGEST_IN) : undefined;
      const merged = has_key ? undefined : mergedRows(taken);
      const keys = has_key ? keysOf(table, profile) : undefined;
      const left = has_key || waterlines.has(table) ? undefined : leftOf(table, profile, places.graph);
      const different = has_key ? undefined : differentRows(table, profile);
      const nullable = (has_key && places.nullableColumns?.[name]) || [];
      const numbers = Object.entries(types?.[name] ?? {}).flatMap(([column, type]) =>
        NUMBER.test(type) ? [column] : [],
      );
      const facts: TableFacts = {
        name,
        has_key,
        ...(key && { key }),
        ...(mayBeNull(name, places) && { may_be_null: true as const }),
        ...(nullable.length > 0 && { nullable }),
        has_waterline: waterlines.has(table),
        ...(times && { time_columns: times[name] ?? [] }),
        ...(numbers.length > 0 && { number_columns: numbers }),
        ...(rows !== undefined && { rows }),
        ...(merged && { merged }),
        ...(changes !== undefined && changes > 0 && { changes, ...(most_changes && { most_changes }) }),
        ...(keys !== undefined && { keys }),
        ...(left !== undefined && { left }),
        ...(different !== undefined && { different }),
      };
      return [[table, facts] as const];
    }),
  );
}

function mergedRows(taken: (count: string) => number | undefined): TableFacts["merged"] {
  const [rows, at_once] = [taken(RECORDS_IN), taken(LARGEST_IN)];
  return rows === undefined || at_once === undefined ? undefined : { rows, at_once };
}

function mayBeNull(table: string, { columnTypes, nullableColumns }: SqlPlaces): boolean {
  const columns = Object.keys(columnTypes?.[table] ?? {});
  const nullable = nullableColumns?.[table] ?? [];
  return columns.length > 0 && columns.every((column) => nullable.includes(column));
}

/** By the trace of its own rows, with all columns; what joins keep of it may lack some. */
function differentRows({ persistentId }: SqlOperator, profile: CircuitProfile): number | undefined {
  const trace = profile.operators.list.find((one) => {
    const id = integralId(one.persistentId);
    return id !== undefined && id.stream === persistentId && id.suffix === ".accintegral";
  });
  return trace && profile.byWorker(trace, "state_records_count") && recordsLeft(profile, trace);
}

/** By the trace of what it has put out, in which an update takes back the row before. */
function keysOf({ persistentId }: SqlOperator, profile: CircuitProfile): number | undefined {
  const trace = profile.operators.list.find((one) => {
    const id = integralId(one.persistentId);
    return id !== undefined && id.stream === persistentId && isOfOutput(id.suffix);
  });
  return trace && profile.byWorker(trace, "state_records_count") && recordsLeft(profile, trace);
}

/** The tables, and operators, whose rows a waterline is made of. */
export function tablesWithWaterline(graph: SqlGraph): Set<SqlOperator> {
  const ofOperation = (wanted: string) => graph.operators.filter(({ operation }) => operation === wanted);
  return new Set([
    ...ofOperation("input_map_with_waterline"),
    ...upstream(graph, ofOperation("waterline")).filter(isTable),
  ]);
}
