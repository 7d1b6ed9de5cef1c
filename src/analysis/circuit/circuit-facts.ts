import * as z from "zod";
import { nodePlaces } from "../operators/node-places.ts";
import type { ProgramOperators } from "../operators/program-operators.ts";
import { SqlPlace } from "../operators/sql-places.ts";
import { unitOf } from "./leaves.ts";
import type { Operator } from "./operators.ts";
import { type CircuitProfile, sumByWorker } from "./profile.ts";
import { metricOf, RANKING, RANKINGS, type RankBy, type Ranking } from "./rankings.ts";
import { CircuitSplit, circuitSplit } from "./split.ts";
import { Spread, spreadOf } from "./spread.ts";
import { SqlTotals, sqlTotals } from "./sql-totals.ts";

const Unit = z.enum(["s", "bytes", "count"]);

const Row = z.object({
  /** The circuit node's id, such as `nn63`. */
  id: z.string(),
  /** `Operation @ path:line:column`, the place in Feldera's sources; absent where the profile has no graph. */
  label: z.string().optional(),
  /** The label of the outermost cluster around it. */
  region: z.string().optional(),
  spread: Spread,
  /** Of the sum over all operators. */
  share: z.number(),
  /** By how much the busiest worker is above the average; what `skew` ranks by. */
  excess: z.number(),
  told: z.array(z.object({ metric: z.string(), unit: Unit, spread: Spread })),
  place: SqlPlace.optional(),
});

/** The operators of a circuit ranked by one of their metrics. */
export const CircuitFacts = z.object({
  by: z.enum(RANKINGS),
  format: z.enum(["metrics", "entries"]),
  has_graph: z.boolean(),
  workers: z.int(),
  operators: z.int(),
  split: CircuitSplit.optional(),
  /** What operators are ranked by; absent where the profile has none of `wanted`. */
  metric: z.object({ name: z.string(), unit: Unit }).optional(),
  wanted: z.array(z.string()),
  /** Whether the runtime describes `wanted`, so that operators could have it. */
  known: z.boolean(),
  /** What operators have instead, where none has any of `wanted`. */
  available: z.array(z.string()),
  /** Over all operators and workers. */
  total: z.number(),
  /** How many operators have more than 0. */
  rows_in_all: z.int(),
  rows: z.array(Row),
  /** The same by operators of the SQL program; absent where that could not be read. */
  sql: SqlTotals.optional(),
});

export type CircuitFacts = z.infer<typeof CircuitFacts>;

export interface FactsOptions {
  readonly by: RankBy;
  readonly limit: number;
  /** The operators of the SQL, with their places; absent where the program's graph could not be read. */
  readonly program?: ProgramOperators;
}

/** Ranks the operators of a circuit profile that was read for `RANKING[by]`. */
export function circuitFacts(profile: CircuitProfile, { by, limit, program }: FactsOptions): CircuitFacts {
  const { operators, byWorker, workers, metrics } = profile;
  const places = program && nodePlaces(program);
  const { ranked, told, byExcess } = RANKING[by];
  const hasAny = (leaf: string) => operators.list.some((operator) => byWorker(operator, leaf) !== undefined);
  const [parts = []] = ranked.map((sum) => sum.filter(hasAny)).filter((sum) => sum.length > 0);
  const [unit] = parts.map(unitOf);
  const split = circuitSplit(profile);
  const wanted = [...new Set(ranked.flat().map(metricOf))];
  const described = wanted.filter((name) => profile.described.has(name));
  const head = {
    by,
    format: profile.format,
    has_graph: profile.hasGraph,
    workers,
    operators: operators.list.length,
    ...(split && { split }),
    wanted: described.length > 0 ? described : wanted,
    known: described.length > 0,
    available: unit === undefined ? [...metrics].sort() : [],
  };
  if (unit === undefined) return { ...head, total: 0, rows_in_all: 0, rows: [] };

  const all = operators.list.flatMap((operator) => {
    const numbers = sumByWorker(profile, operator, parts);
    if (numbers === undefined) return [];
    const spread = spreadOf(numbers);
    return [{ operator, spread, excess: spread.max - spread.avg }];
  });
  const total = all.reduce((sum, { spread }) => sum + spread.total, 0);
  const score = (one: (typeof all)[number]) => (byExcess ? one.excess : one.spread.total);
  const costly = all.filter((one) => score(one) > 0).sort((a, b) => score(b) - score(a));
  return {
    ...head,
    metric: { name: parts.join(" + "), unit },
    total,
    rows_in_all: costly.length,
    rows: costly.slice(0, limit).map(({ operator, spread, excess }) => {
      const place = places?.get(operator);
      return {
        id: operator.id,
        ...(operator.label !== undefined && { label: operator.label }),
        ...(operator.region !== undefined && { region: operator.region }),
        spread,
        share: spread.total / total,
        excess,
        told: told.flatMap((one) => toldOf(profile, operator, one, parts)),
        ...(place && { place }),
      };
    }),
    ...(program && places && { sql: sqlTotals(all, places, program) }),
  };
}

function toldOf(
  profile: CircuitProfile,
  operator: Operator,
  wanted: Ranking["told"][number],
  ranked: readonly string[],
): z.infer<typeof Row>["told"] {
  const [name, leaves] =
    "sum" in wanted ? [wanted.name, wanted.sum] : firstOf(profile, operator, wanted, ranked);
  const numbers = sumByWorker(profile, operator, leaves);
  const [unit] = leaves.map(unitOf);
  if (name === undefined || unit === undefined || numbers === undefined) return [];
  return [{ metric: name, unit, spread: spreadOf(numbers) }];
}

/** The first that the operator has, and that it is not ranked by. */
function firstOf(
  { byWorker }: CircuitProfile,
  operator: Operator,
  names: readonly string[],
  ranked: readonly string[],
): readonly [string | undefined, readonly string[]] {
  const name = names.find((one) => !ranked.includes(one) && byWorker(operator, one) !== undefined);
  return [name, name === undefined ? [] : [name]];
}
