import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";

/** A metric of operators that newer runtimes have: what its figure means. */
export interface NewerMetric {
  readonly since: string;
  readonly name: string;
  readonly category: string;
  readonly says: Words;
}

const WAITED_FOR = words`blocks that were wanted while they were already being read ahead of need, and for how long: the cache's hit rate counts them as hits`;
const PREFETCHED = words`blocks that were asked for ahead of need, in the background`;

export const NEWER_METRICS: readonly NewerMetric[] = [
  {
    since: "0.354",
    name: "circuit_wait_by_reason_seconds",
    category: "Time",
    says: words`circuit_wait_time_seconds by what the worker waited for, of the circuit's root alone`,
  },
  { since: "0.366", name: "foreground_cache_waits", category: "Cache", says: WAITED_FOR },
  { since: "0.366", name: "background_cache_waits", category: "Cache", says: WAITED_FOR },
  { since: "0.366", name: "foreground_cache_prefetches", category: "Cache", says: PREFETCHED },
  { since: "0.366", name: "background_cache_prefetches", category: "Cache", says: PREFETCHED },
  {
    since: "0.366",
    name: "output_adjustment_stats",
    category: "Outputs",
    says: words`sizes of the batches that take back what the updates of a transaction replace, at its end`,
  },
  {
    since: "0.366",
    name: "unread_updates_count",
    category: "Inputs",
    says: words`keys that were written once in a transaction without deletes, whose update did not have to be read again: beside input_batches_stats, how often that was so`,
  },
  {
    since: "0.366",
    name: "conflicting_updates_count",
    category: "Multihost",
    says: words`updates of a key that another host updated in the same step: one of the two is kept, that of the host with the higher number`,
  },
];

const NO_MISS = words`since 0.366, a block that is read ahead is no miss, also where it is waited for`;

/** What newer runtimes mean by metrics that older ones have as well. */
const OTHERWISE: ReadonlyMap<string, Words> = new Map([
  [
    "circuit_wait_time_seconds",
    words`since 0.354, time in which a worker is blocked in calls to storage counts too; circuit_wait_by_reason_seconds splits it`,
  ],
  ["circuit_idle_time_seconds", words`waiting for the other workers to end their step counts too`],
  ["foreground_cache_misses", NO_MISS],
  ["background_cache_misses", NO_MISS],
]);

export function noteOnCircuitMetric(name: string): Words | undefined {
  return OTHERWISE.get(name);
}

/**
 * A line for each newer metric that is shown.
 *
 * @param metrics by their names, those of parts of one included: `output_adjustment_stats.max`
 */
export function renderNewerMetrics(metrics: readonly string[], page: Page): void {
  const shown = new Set(metrics.map((metric) => metric.split(".", 1)[0]));
  for (const { name, says } of NEWER_METRICS) {
    if (shown.has(name)) page.line(words`${name}: ${says}.`);
  }
}
