import * as z from "zod";
import { NODE_RULES } from "../operators/circuit-owners.ts";
import { NODE_ROLES } from "../operators/node-roles.ts";
import type { ProgramOperators } from "../operators/program-operators.ts";
import { SqlPlace } from "../operators/sql-places.ts";
import { total } from "./counts.ts";
import { OperatorMetrics, operatorMetrics } from "./operator-metrics.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";
import { metricOf, OUTPUT_RECORDS } from "./rankings.ts";
import { Spread, spreadOf } from "./spread.ts";

/** A node of the circuit that belongs to the same operator of the SQL. */
const Part = z.object({
  id: z.string(),
  label: z.string().optional(),
  role: z.enum(NODE_ROLES),
  rule: z.enum(NODE_RULES),
  runtime_s: z.number(),
});

const Neighbour = z.object({
  id: z.string(),
  label: z.string().optional(),
  runtime_s: z.number().optional(),
  output_records: z.number().optional(),
  place: SqlPlace.optional(),
});

/** One operator of a circuit: all that the profile says of it. */
export const OperatorFacts = z.object({
  format: z.enum(["metrics", "entries"]),
  has_graph: z.boolean(),
  workers: z.int(),
  id: z.string(),
  label: z.string().optional(),
  region: z.string().optional(),
  /** The node of its half `… (output)`. */
  output_half: z.string().optional(),
  persistent_id: z.string().optional(),
  place: SqlPlace.optional(),
  /** All nodes of its operator of the SQL, itself among them, the costliest first; absent where that is not known. */
  parts: z.array(Part).optional(),
  /** Its runtime, and its share of that of all operators. */
  runtime: z.object({ spread: Spread, share: z.number() }).optional(),
  ...OperatorMetrics.shape,
  inputs: z.array(Neighbour),
  outputs: z.array(Neighbour),
});

export type OperatorFacts = z.infer<typeof OperatorFacts>;

/** What `operatorFacts` needs of the profile. */
export const NEIGHBOUR_METRICS: ReadonlySet<string> = new Set(
  ["runtime_seconds", ...OUTPUT_RECORDS].map(metricOf),
);

export interface OperatorOptions {
  readonly maxDepth: number;
  readonly places?: ReadonlyMap<Operator, SqlPlace>;
  readonly program: ProgramOperators;
}

/**
 * Reads a circuit profile once more, for everything that it says of one operator.
 *
 * @param profile what `readCircuitProfile` made of the same bytes for `NEIGHBOUR_METRICS`
 * @throws MalformedInput
 */
export function operatorFacts(
  bytes: Uint8Array,
  profile: CircuitProfile,
  operator: Operator,
  { maxDepth, places, program }: OperatorOptions,
): OperatorFacts {
  const { id, label, region, outputHalf, persistentId } = operator;
  const place = places?.get(operator);
  const parts = places && partsOf(operator, profile, program);
  const runtime = profile.byWorker(operator, "runtime_seconds");
  const neighbours = (operators: readonly Operator[] = []) =>
    operators.map((one) => neighbourOf(one, profile, places?.get(one)));
  return {
    format: profile.format,
    has_graph: profile.hasGraph,
    workers: profile.workers,
    id,
    ...(label !== undefined && { label }),
    ...(region !== undefined && { region }),
    ...(outputHalf !== undefined && { output_half: outputHalf }),
    ...(persistentId !== undefined && { persistent_id: persistentId }),
    ...(place && { place }),
    ...(parts && { parts }),
    ...(runtime && { runtime: { spread: spreadOf(runtime), share: shareOf(profile, runtime) } }),
    ...operatorMetrics(bytes, operator, { maxDepth }),
    inputs: neighbours(profile.operators.predecessors.get(operator)),
    outputs: neighbours(profile.operators.successors.get(operator)),
  };
}

function partsOf(
  { id }: Operator,
  profile: CircuitProfile,
  program: ProgramOperators,
): z.infer<typeof Part>[] | undefined {
  return program
    .ofNode(id)
    ?.nodes.map(({ operator, role, rule }) => ({
      id: operator.id,
      ...(operator.label !== undefined && { label: operator.label }),
      role,
      rule,
      runtime_s: total(profile, operator, "runtime_seconds"),
    }))
    .toSorted((a, b) => b.runtime_s - a.runtime_s);
}

function shareOf({ operators, byWorker }: CircuitProfile, runtime: readonly number[]): number {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const total = sum(operators.list.map((one) => sum(byWorker(one, "runtime_seconds") ?? [])));
  return total === 0 ? 0 : sum(runtime) / total;
}

function neighbourOf(
  operator: Operator,
  { byWorker }: CircuitProfile,
  place: SqlPlace | undefined,
): z.infer<typeof Neighbour> {
  const { id, label } = operator;
  const runtime = byWorker(operator, "runtime_seconds");
  const [records] = OUTPUT_RECORDS.flatMap((leaf) => {
    const numbers = byWorker(operator, leaf);
    return numbers === undefined ? [] : [spreadOf(numbers).total];
  });
  return {
    id,
    ...(label !== undefined && { label }),
    ...(runtime && { runtime_s: spreadOf(runtime).total }),
    ...(records !== undefined && { output_records: records }),
    ...(place && { place }),
  };
}
