import * as z from "zod";
import type { SqlOperator } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { type Contents, everyTableIn, isTable } from "./contents.ts";
import { nearestCount, ownOrFed, RECORDS_IN, RECORDS_OUT } from "./counts.ts";
import type { Integral } from "./integrals.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";
import type { TableFacts } from "./tables.ts";

export const LateFilter = z.object({
  id: z.string(),
  place: SqlPlace.optional(),
  /** The tables whose rows it filters. */
  tables: z.array(z.string()),
  /** Whether LATENESS is declared on a view over them. */
  of_view: z.boolean(),
  /** Rows of all workers, in batches as they are consolidated. */
  records_in: z.number(),
  records_out: z.number(),
  /**
   * About where its waterline is, in UTC, RFC 3339, as the state tells that it alone bounds: the latest time that any
   * of that is kept from, and the earliest. Absent where no such state is bounded by a time. `kept_as_is`: the latest
   * that is not seen to be rounded, and that nothing moves which the program computes by it.
   */
  waterline: z
    .object({
      at: z.string(),
      earliest: z.string(),
      kept_as_is: z.string().optional(),
      integral: z.string(),
    })
    .optional(),
});

export type LateFilter = z.infer<typeof LateFilter>;

/**
 * What goes into and comes out of the filters that drop what is later than LATENESS allows. A filter itself counts
 * nothing: what goes in is what the operator that feeds it has put out. It is fed by two: by the rows, and by the
 * waterline, whose exchange counts a record for each step and worker. Only the program's graph tells them apart.
 */
export function lateFilters(
  profile: CircuitProfile,
  places: SqlPlaces,
  withId: ReadonlyMap<string, Operator>,
  tables: ReadonlyMap<SqlOperator, TableFacts>,
  contents: (operator: SqlOperator) => Contents,
): LateFilter[] {
  return profile.operators.list.flatMap((operator) => {
    const [filter] = places.withPersistentId(operator.persistentId ?? "");
    if (filter === undefined || !filter.operation.startsWith("controlled_key_filter")) return [];
    const [rows] = places.graph.inputs.get(filter) ?? [];
    if (rows === undefined) return [];
    const source = withId.get(rows.from.persistentId ?? "");
    const records_in = source && ownOrFed(profile, source, RECORDS_OUT);
    const records_out = nearestCount(profile, operator, profile.operators.successors, RECORDS_IN);
    if (records_in === undefined || records_out === undefined) return [];
    const place = places.ofOperator(filter.name);
    const of = everyTableIn(contents(rows.from)).flatMap((table) => tables.get(table)?.name ?? []);
    return [
      {
        id: operator.id,
        ...(place && { place }),
        tables: of,
        of_view: !isTable(rows.from),
        records_in,
        records_out,
      },
    ];
  });
}

/**
 * A filter forwards no time of its own: what its waterline lets others forget tells where it is. State that rows of
 * other tables bound as well is kept from the time of any of them.
 */
export function waterlineOf(
  { tables }: Pick<LateFilter, "tables">,
  integrals: readonly Integral[],
): Pick<LateFilter, "waterline"> {
  const own = integrals
    .filter(({ waterlines }) => waterlines.length > 0 && waterlines.every((name) => tables.includes(name)))
    .flatMap(({ id: integral, retained_from: at, used_by }) =>
      at === undefined ? [] : [{ at, integral, isMoved: used_by.some(isMoving) }],
    )
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const [earliest, latest] = [own.at(0), own.at(-1)];
  if (earliest === undefined || latest === undefined) return {};
  const kept_as_is = own.findLast(({ at, isMoved }) => !isMoved && Date.parse(at) % MINUTE_MS !== 0)?.at;
  return {
    waterline: {
      at: latest.at,
      integral: latest.integral,
      earliest: earliest.at,
      ...(kept_as_is !== undefined && { kept_as_is }),
    },
  };
}

/** A day, an hour or a window that rows are grouped by begins with a minute. */
const MINUTE_MS = 60_000;

/** OVER keeps what its range reaches back to, and a join may compare with a time before or after. */
function isMoving({ operation }: SqlPlace): boolean {
  return /rolling|join|lag/.test(operation);
}
