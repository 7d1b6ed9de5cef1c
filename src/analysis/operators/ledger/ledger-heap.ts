import { nodesUnder } from "../../callgraph/filter.ts";
import { FIRST, type StackIndex } from "../../callgraph/indices.ts";
import type { StackWeights } from "../../callgraph/model.ts";
import { crateHashOfStacks } from "../../owners/operator-crate.ts";
import type { Subsystem } from "../../owners/subsystem.ts";
import type { PprofProfile } from "../../pprof/format/profile.ts";
import { sampleTypeIndex } from "../../pprof/format/sample-type.ts";
import { type PprofMapping, timeMsOf } from "../../pprof/format/tables.ts";
import { isProfilerFrame } from "../../pprof/sites/frame-class.ts";
import { heapOwners } from "../../pprof/sites/site-owners.ts";
import type { ProgramOperator, ProgramOperators } from "../program-operators.ts";
import type { LedgerHeap } from "./ledger-schema.ts";

/** Bytes of the heap by operator, and what else holds some. */
export interface HeapByOperator {
  readonly heap: LedgerHeap;
  readonly ofOperator: ReadonlyMap<ProgramOperator, HeapShare>;
}

export interface HeapShare {
  readonly told: number;
  readonly apportioned: number;
}

/** Their stacks run through code that all operators share: batches that mergers wrote, and what steps build. */
const OF_OPERATORS: ReadonlySet<Subsystem> = new Set(["merger", "operators"]);

/**
 * Charges the bytes of a heap profile to the operators of a program: by the crate that stands in a stack; where it is
 * but known that some operator's batches hold them, in the measure of what Feldera reports of each operator beyond what
 * its own stacks tell.
 *
 * @param reported Feldera's own bytes in memory of each operator
 */
export function heapByOperator(
  profile: PprofProfile,
  program: ProgramOperators,
  reported: ReadonlyMap<ProgramOperator, number>,
): HeapByOperator {
  const { graph } = profile;
  const weights: StackWeights = graph.weights[sampleTypeIndex(profile, undefined)] ?? new Float64Array();
  const owners = heapOwners(graph, nodesUnder(graph, isProfilerFrame));
  const crates = crateHashOfStacks(graph);
  const told = new Map<ProgramOperator, number>();
  const parts = new Map<string, number>();
  let [total, pool] = [0, 0];
  for (let stack: StackIndex = FIRST; stack < weights.length; stack++) {
    const bytes = weights[stack] ?? 0;
    total += bytes;
    const sharers = program.ofCrate(crates[stack] ?? "");
    const subsystem = owners.list[owners.ofStack[stack] ?? 0]?.subsystem ?? "other";
    if (sharers.length > 0) share(bytes, sharers, reported, told);
    else if (OF_OPERATORS.has(subsystem)) pool += bytes;
    else parts.set(subsystem, (parts.get(subsystem) ?? 0) + bytes);
  }
  const beyond = new Map(
    [...reported].map(([one, bytes]) => [one, Math.max(0, bytes - (told.get(one) ?? 0))] as const),
  );
  const apportioned = new Map<ProgramOperator, number>();
  if (reported.size > 0) share(pool, [...reported.keys()], beyond, apportioned);
  else if (pool > 0) parts.set("operators", pool);
  const sum = (amounts: Iterable<number>) => [...amounts].reduce((all, one) => all + one, 0);
  const timeMs = timeMsOf(profile);
  const mapped = sum(profile.mappings.map(mappedBytes));
  return {
    ofOperator: new Map(
      [...new Set([...told.keys(), ...apportioned.keys()])].map((one) => [
        one,
        { told: told.get(one) ?? 0, apportioned: apportioned.get(one) ?? 0 },
      ]),
    ),
    heap: {
      total_bytes: total,
      told_bytes: sum(told.values()),
      apportioned_bytes: sum(apportioned.values()),
      reported_bytes: sum(reported.values()),
      parts: [...parts].map(([name, amount]) => ({ name, amount })).toSorted((a, b) => b.amount - a.amount),
      ...(mapped > 0 && { mapped_bytes: mapped }),
      ...(timeMs !== undefined && { time_ms: timeMs }),
    },
  };
}

/** Of a file; what has no path is no file. */
function mappedBytes({ file, start, limit }: PprofMapping): number {
  return file.startsWith("/") ? Math.max(0, Number(limit) - Number(start)) : 0;
}

/** Adds to each its part by the measures, or an equal part where none has any. */
function share(
  bytes: number,
  among: readonly ProgramOperator[],
  measures: ReadonlyMap<ProgramOperator, number>,
  sums: Map<ProgramOperator, number>,
): void {
  const whole = among.reduce((sum, one) => sum + (measures.get(one) ?? 0), 0);
  for (const one of among) {
    const part = whole > 0 ? (measures.get(one) ?? 0) / whole : 1 / among.length;
    if (part > 0) sums.set(one, (sums.get(one) ?? 0) + bytes * part);
  }
}
