import * as z from "zod";
import type { CircuitSplit } from "../../analysis/circuit/split.ts";
import { WAIT_METRIC, type WaitReason } from "../../analysis/circuit/wait-reasons.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { bytes, grouped, percent, span } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { codeOf, operatorCall, Where, whereOf, whereWords } from "./where.ts";

/** Merges in the background do not keep up, and the foreground is made to wait. */
const mergesBehind = defineRule({
  id: "engine/merges-behind",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`merges that do not keep up`,
  thresholds: ["tellingRuntimeS", "mergeWaitShare"],
  explains: ["input/backpressure"],
  about: z.object({ operator: Where, wait_s: z.number(), all_wait_s: z.number(), runtime_s: z.number() }),
  find({ circuit_profile }) {
    const { operators = [], runtime_s = 0, split } = circuit_profile ?? {};
    const waits = operators
      .map((operator) => ({
        operator,
        wait_s:
          (operator.numbers.merge_backpressure_wait_time_seconds?.total ?? 0) +
          (operator.numbers.compaction_stall_duration_seconds?.total ?? 0),
      }))
      .toSorted((a, b) => b.wait_s - a.wait_s);
    const ofOperators = waits.reduce((sum, { wait_s }) => sum + wait_s, 0);
    const all_wait_s = Math.max(ofOperators, split?.waits_s?.merge_backpressure ?? 0);
    const [worst] = waits;
    if (worst === undefined || runtime_s < THRESHOLDS.tellingRuntimeS) return [];
    if (all_wait_s < (runtime_s + all_wait_s) * THRESHOLDS.mergeWaitShare) return [];
    const where = whereOf(worst.operator);
    return [
      {
        about: { operator: where, wait_s: worst.wait_s, all_wait_s, runtime_s },
        signs: [
          {
            part: "circuit_profile",
            field: "merge_backpressure_wait_time_seconds",
            value: { ms: all_wait_s * 1000 },
            threshold: { ms: (runtime_s + all_wait_s) * THRESHOLDS.mergeWaitShare * 1000 },
          },
          ...waitSigns(split, ["merge_backpressure"]),
        ],
        quotes: codeOf(where),
      },
    ];
  },
  what: ({ operator, wait_s, all_wait_s }) =>
    words`workers have waited ${span(all_wait_s * 1000)} for merges in the background that do not keep up${wait_s === 0 ? undefined : words`, ${span(wait_s * 1000)} of it in ${whereWords(operator)}`}`,
  brief: ({ operator, wait_s }) =>
    words`merges in the background do not keep up${wait_s === 0 ? undefined : words`, most in ${whereWords(operator)}`}`,
  cause: () =>
    words`More state is written than the merger threads and the disk can merge: large traces, slow storage, or too few cores for workers and mergers together`,
  next: ({ operator }) => [
    {
      tool: "summarize_circuit_profile",
      args: { by: "backpressure" },
      why: words`for the traces that are behind`,
    },
    operatorCall(operator),
  ],
});

/** Workers wait for storage, because what they look up is not in the cache. */
const slowReads = defineRule({
  id: "storage/slow-reads",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`operators that wait for storage`,
  thresholds: ["tellingRuntimeS", "cacheMissShare"],
  explains: ["input/backpressure"],
  about: z.object({
    operator: Where,
    misses: z.number(),
    /** Blocks that were read ahead and had not come yet. */
    waits: z.number().optional(),
    read_bytes: z.number().optional(),
    elapsed_s: z.number(),
    all_s: z.number(),
    runtime_s: z.number(),
    /** Absent where the configuration was not read: its name is not the same in every version. */
    cache_setting: z.string().optional(),
  }),
  find({ circuit_profile, pipeline }) {
    const { operators = [], runtime_s = 0, split } = circuit_profile ?? {};
    const slow = operators
      .map((operator) => ({
        operator,
        elapsed_s:
          (operator.numbers["foreground_cache_misses.elapsed"]?.total ?? 0) +
          (operator.numbers["foreground_cache_waits.elapsed"]?.total ?? 0),
      }))
      .toSorted((a, b) => b.elapsed_s - a.elapsed_s);
    const ofOperators = slow.reduce((sum, { elapsed_s }) => sum + elapsed_s, 0);
    const all_s = Math.max(ofOperators, split?.waits_s?.storage_read ?? 0);
    const [worst] = slow;
    if (worst === undefined || runtime_s < THRESHOLDS.tellingRuntimeS) return [];
    if (all_s < runtime_s * THRESHOLDS.cacheMissShare) return [];
    const { numbers } = worst.operator;
    const where = whereOf(worst.operator);
    const misses = numbers["foreground_cache_misses.count"]?.total ?? 0;
    const waits = numbers["foreground_cache_waits.count"]?.total ?? 0;
    const read_bytes = numbers["foreground_cache_misses.bytes"]?.total;
    return [
      {
        about: {
          operator: where,
          misses,
          ...(waits > 0 && { waits }),
          ...(read_bytes !== undefined && { read_bytes }),
          elapsed_s: worst.elapsed_s,
          all_s,
          runtime_s,
          ...(pipeline?.settings && { cache_setting: pipeline.settings.sizes.storage_cache.name }),
        },
        signs: [
          {
            part: "circuit_profile",
            field:
              waits > 0
                ? "foreground_cache_misses.elapsed + foreground_cache_waits.elapsed"
                : "foreground_cache_misses.elapsed",
            value: { ms: all_s * 1000 },
            threshold: { ms: runtime_s * THRESHOLDS.cacheMissShare * 1000 },
          },
          {
            part: "circuit_profile",
            field: `${where.id}.foreground_cache_misses.count`,
            value: { count: misses },
          },
          ...waitSigns(split, ["storage_read"]),
        ],
        quotes: codeOf(where),
      },
    ];
  },
  what({ operator, misses, waits, read_bytes, elapsed_s, all_s, runtime_s }) {
    const read = read_bytes === undefined ? undefined : words`, ${bytes(read_bytes)} read`;
    const ahead =
      waits === undefined
        ? undefined
        : words`, ${grouped(waits)} waits for blocks that were being read ahead`;
    const where =
      elapsed_s === 0
        ? undefined
        : words`, most in ${whereWords(operator)}: ${grouped(misses)} cache misses${read}${ahead}, ${span(elapsed_s * 1000)}`;
    return words`${percent(all_s / runtime_s)} of the operators' time is waiting for reads from storage${where}`;
  },
  brief: ({ operator, elapsed_s, all_s, runtime_s }) =>
    words`${percent(all_s / runtime_s)} of the operators' time is waiting for reads from storage${elapsed_s === 0 ? undefined : words`, most in ${whereWords(operator)}`}`,
  cause: ({ cache_setting }) =>
    words`Lookups in state that is larger than the cache, on slow storage (network volumes): a larger cache${cache_setting && words` (${cache_setting})`}, faster disks, or less state`,
  next: ({ operator }) => [
    {
      tool: "summarize_circuit_profile",
      args: { by: "cache" },
      why: words`for the operators that miss most`,
    },
    operatorCall(operator),
  ],
});

/** What workers waited for some reasons, and how long their steps took, that included. */
const OfSteps = z.object({ waited_s: z.number(), steps_s: z.number() });

/** What is found where workers spend a share of their steps, or more, waiting for these reasons. */
function waitsOf(split: CircuitSplit | undefined, reasons: readonly WaitReason[], share: number) {
  if (split?.waits_s === undefined) return [];
  const { waits_s, running_s, waiting_s } = split;
  const waited_s = reasons.reduce((sum, reason) => sum + (waits_s[reason] ?? 0), 0);
  const steps_s = running_s + waiting_s;
  if (steps_s < THRESHOLDS.tellingRuntimeS || waited_s < steps_s * share) return [];
  return [{ about: { waited_s, steps_s }, signs: waitSigns(split, reasons) }];
}

/** Workers are held up by the disk while they write: what they spill, and what a checkpoint flushes. */
const slowWrites = defineRule({
  id: "storage/slow-writes",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`workers that wait for the disk to write`,
  thresholds: ["tellingRuntimeS", "storageWriteShare"],
  explains: ["input/backpressure"],
  about: OfSteps,
  find({ circuit_profile }) {
    const reasons = ["storage_write", "storage_sync", "storage_metadata"] as const;
    return waitsOf(circuit_profile?.split, reasons, THRESHOLDS.storageWriteShare);
  },
  what: ({ waited_s, steps_s }) =>
    words`workers spend ${percent(waited_s / steps_s)} of their steps waiting for the disk to write or to flush (${span(waited_s * 1000)} of ${span(steps_s * 1000)})`,
  brief: ({ waited_s, steps_s }) =>
    words`workers spend ${percent(waited_s / steps_s)} of their steps waiting for the disk to write`,
  cause: () =>
    words`The disk under the pipeline's storage is slow to write (a network volume, or one whose burst credits are used up), or more is spilled than has to be: a faster disk, or more memory`,
  next: () => [
    {
      tool: "get_metrics",
      args: { pattern: "storage_.*latency" },
      why: words`for how long single writes and flushes take`,
    },
  ],
});

/** Hosts of one pipeline exchange rows; a worker whose rows are not taken from it waits for the network. */
const slowNetwork = defineRule({
  id: "engine/slow-network",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`workers that wait for the network between hosts`,
  thresholds: ["tellingRuntimeS", "networkWaitShare"],
  explains: ["input/backpressure"],
  about: OfSteps,
  find: ({ circuit_profile }) => waitsOf(circuit_profile?.split, ["network"], THRESHOLDS.networkWaitShare),
  what: ({ waited_s, steps_s }) =>
    words`workers spend ${percent(waited_s / steps_s)} of their steps waiting for the network between hosts (${span(waited_s * 1000)} of ${span(steps_s * 1000)})`,
  brief: ({ waited_s, steps_s }) =>
    words`workers spend ${percent(waited_s / steps_s)} of their steps waiting for the network between hosts`,
  cause: () =>
    words`The hosts exchange more rows than the network between them carries, or one of them is slow to take what it is sent: place them closer together, or take fewer hosts with more cores each`,
  next: () => [
    {
      tool: "summarize_circuit_profile",
      args: {},
      why: words`for what else its workers wait for`,
    },
  ],
});

/** What the circuit itself counts as waiting for these reasons, where its runtime tells. */
function waitSigns(split: CircuitSplit | undefined, reasons: readonly WaitReason[]): Sign[] {
  return reasons.flatMap((reason) => {
    const seconds = split?.waits_s?.[reason] ?? 0;
    return seconds === 0
      ? []
      : [{ part: "circuit_profile", field: `${WAIT_METRIC}.${reason}`, value: { ms: seconds * 1000 } }];
  });
}

export const WAIT_RULES = [mergesBehind, slowReads, slowWrites, slowNetwork];
