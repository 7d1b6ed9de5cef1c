import * as z from "zod";
import { type SqlOperator, upstream } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { boundsOf } from "./bounds.ts";
import { type Contents, tablesNeededBy } from "./contents.ts";
import { recordsLeft } from "./counts.ts";
import { integralId, isOfOutput } from "./integral-id.ts";
import type { MeasuredOperator } from "./measured-operators.ts";
import type { Operator } from "./operators.ts";
import { outerOf } from "./outer-partners.ts";
import type { CircuitProfile } from "./profile.ts";

/** What gives NULL where it finds nothing, without an error. */
export const NULL_SOURCES = ["left_join", "asof_join", "parsed_json"] as const;

/** A GROUP BY that has one group of all rows that have come to it. */
export const OneGroup = z.object({
  place: SqlPlace,
  /** The columns that it groups by, as far as the plan names them. */
  columns: z.array(z.string()),
  /** The tables each of which has to have a row before it can have one. */
  tables: z.array(z.string()),
  /** What its rows come through that may have given NULL for such a column. */
  null_sources: z.array(z.enum(NULL_SOURCES)),
});

export type OneGroup = z.infer<typeof OneGroup>;

/** Counts are of all workers since the pipeline started. */
export function oneGroups(
  profile: CircuitProfile,
  places: SqlPlaces,
  operators: readonly MeasuredOperator[],
  contents: (operator: SqlOperator) => Contents,
): OneGroup[] {
  const { graph, ofOperator } = places;
  const results = resultsOf(profile);
  const boundOf = boundsOf(graph, contents);
  const needed = tablesNeededBy(graph);
  return operators.flatMap(({ operator, place }) => {
    const id = operator.persistentId ?? "";
    // The last of the nodes of the plan that it implements is what it is, and those before are what feeds it.
    const columns = graph.groupings.get([...operator.plan].at(-1) ?? -1);
    const result = results.get(id);
    if (!AGGREGATE.test(operator.operation) || columns === undefined || result === undefined) return [];
    // What LATENESS or a window has let go were groups, too.
    const isForgotten = contents(operator).is_windowed || boundOf([operator]).bound === "lateness";
    if (recordsLeft(profile, result) !== 1 || isForgotten) return [];
    const tables = [...needed(operator)].flatMap(({ name }) => ofOperator(name)?.relation?.name ?? []);
    return [{ place, columns, tables, null_sources: nullSources(operator.name, places) }];
  });
}

const AGGREGATE = /^(?:chain_)?aggregate/;

/** What each operator's results are kept in, by its persistent id. */
function resultsOf(profile: CircuitProfile): Map<string, Operator> {
  return new Map(
    profile.operators.list.flatMap((operator) => {
      const id = integralId(operator.persistentId);
      const isKept = profile.byWorker(operator, "state_records_count") !== undefined;
      return id !== undefined && isKept && (isOfOutput(id.suffix) || id.suffix.startsWith(".accintegral"))
        ? [[id.stream, operator] as const]
        : [];
    }),
  );
}

/** PARSE_JSON, or a field that is taken out of what it gives. */
const READS_JSON = /\bPARSE_JSON\b|\['/i;

function nullSources(name: string, places: SqlPlaces): OneGroup["null_sources"] {
  const { graph, byName, ofOperator } = places;
  const operator = byName(name);
  const before = operator === undefined ? [] : upstream(graph, [operator]);
  const outer = before.flatMap((one) => outerOf(one, places) ?? []);
  const parses = before.some((one) =>
    ofOperator(one.name)?.positions.some(({ code = "" }) => READS_JSON.test(code)),
  );
  return [
    ...(outer.some((one) => one !== "LEFT_ASOF") ? (["left_join"] as const) : []),
    ...(outer.includes("LEFT_ASOF") ? (["asof_join"] as const) : []),
    ...(parses ? (["parsed_json"] as const) : []),
  ];
}
