import * as z from "zod";
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
    const { operators = [], runtime_s = 0 } = circuit_profile ?? {};
    const waits = operators
      .map((operator) => ({
        operator,
        wait_s:
          (operator.numbers.merge_backpressure_wait_time_seconds?.total ?? 0) +
          (operator.numbers.compaction_stall_duration_seconds?.total ?? 0),
      }))
      .toSorted((a, b) => b.wait_s - a.wait_s);
    const all_wait_s = waits.reduce((sum, { wait_s }) => sum + wait_s, 0);
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
        ],
        quotes: codeOf(where),
      },
    ];
  },
  what: ({ operator, wait_s, all_wait_s }) =>
    words`workers have waited ${span(all_wait_s * 1000)} for merges in the background that do not keep up, ${span(wait_s * 1000)} of it in ${whereWords(operator)}`,
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
    read_bytes: z.number().optional(),
    elapsed_s: z.number(),
    all_s: z.number(),
    runtime_s: z.number(),
  }),
  find({ circuit_profile }) {
    const { operators = [], runtime_s = 0 } = circuit_profile ?? {};
    const slow = operators
      .map((operator) => ({
        operator,
        elapsed_s: operator.numbers["foreground_cache_misses.elapsed"]?.total ?? 0,
      }))
      .toSorted((a, b) => b.elapsed_s - a.elapsed_s);
    const all_s = slow.reduce((sum, { elapsed_s }) => sum + elapsed_s, 0);
    const [worst] = slow;
    if (worst === undefined || runtime_s < THRESHOLDS.tellingRuntimeS) return [];
    if (all_s < runtime_s * THRESHOLDS.cacheMissShare) return [];
    const { numbers } = worst.operator;
    const where = whereOf(worst.operator);
    const misses = numbers["foreground_cache_misses.count"]?.total ?? 0;
    const read_bytes = numbers["foreground_cache_misses.bytes"]?.total;
    return [
      {
        about: {
          operator: where,
          misses,
          ...(read_bytes !== undefined && { read_bytes }),
          elapsed_s: worst.elapsed_s,
          all_s,
          runtime_s,
        },
        signs: [
          {
            part: "circuit_profile",
            field: "foreground_cache_misses.elapsed",
            value: { ms: all_s * 1000 },
            threshold: { ms: runtime_s * THRESHOLDS.cacheMissShare * 1000 },
          },
          {
            part: "circuit_profile",
            field: `${where.id}.foreground_cache_misses.count`,
            value: { count: misses },
          },
        ],
        quotes: codeOf(where),
      },
    ];
  },
  what: ({ operator, misses, read_bytes, elapsed_s, all_s, runtime_s }) =>
    words`${percent(all_s / runtime_s)} of the operators' time is waiting for storage, most in ${whereWords(operator)}: ${grouped(misses)} cache misses${read_bytes === undefined ? undefined : words`, ${bytes(read_bytes)} read`}, ${span(elapsed_s * 1000)}`,
  cause: () =>
    words`Lookups in state that is larger than the cache, on slow storage (network volumes): a larger cache (storage.cache_mib), faster disks, or less state`,
  next: ({ operator }) => [
    {
      tool: "summarize_circuit_profile",
      args: { by: "cache" },
      why: words`for the operators that miss most`,
    },
    operatorCall(operator),
  ],
});

export const WAIT_RULES = [mergesBehind, slowReads];
