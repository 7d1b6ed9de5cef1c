import { describe, expect, test } from "vitest";
import { readCircuitProfile } from "../../../src/analysis/circuit/profile.ts";
import { metricOf } from "../../../src/analysis/circuit/rankings.ts";
import { scrapeOfJson } from "../../../src/analysis/metrics/json.ts";
import { memoryMetrics } from "../../../src/analysis/metrics/signs.ts";
import type { LedgerHeap } from "../../../src/analysis/operators/ledger/ledger-schema.ts";
import { CACHE_NUMBERS, memoryAccount } from "../../../src/analysis/operators/ledger/memory-account.ts";
import { MetricFamilies } from "../../../src/feldera/schemas/metrics.ts";
import { recording } from "../../support/responses.ts";
import { jsonOf, MAX_DEPTH } from "../circuit/recorded.ts";

const METRICS = new Set(CACHE_NUMBERS.map(metricOf));
const profileOf = (name: string) =>
  readCircuitProfile(recording(name).body, { maxDepth: MAX_DEPTH, metrics: METRICS });
const metricsOf = (name: string) => memoryMetrics(scrapeOfJson(MetricFamilies.parse(jsonOf(name))));

function heapOf(total_bytes: number, mapped_bytes?: number): LedgerHeap {
  return {
    total_bytes,
    told_bytes: 0,
    apportioned_bytes: 0,
    reported_bytes: 0,
    parts: [],
    ...(mapped_bytes !== undefined && { mapped_bytes }),
  };
}

describe("what is resident beyond the heap", () => {
  const profile = profileOf("circuit_json_profile");
  const beyond = (rss_bytes: number, heap: LedgerHeap) =>
    memoryAccount({ profile, resident: { rss_bytes }, heap });

  test("is mapped files at most up to their sizes, and something else at least beyond those", () => {
    expect(beyond(1000, heapOf(600, 150))).toMatchObject({
      beyond_heap_bytes: 400,
      mapped_bytes: 150,
      unmapped_least_bytes: 250,
    });
    expect(beyond(1000, heapOf(600, 450))).toMatchObject({ mapped_bytes: 450, unmapped_least_bytes: 0 });
  });

  test("is told as it is where the heap is of another moment, and not at all without a heap", () => {
    expect(beyond(1000, heapOf(1200))).toMatchObject({ beyond_heap_bytes: -200, unmapped_least_bytes: 0 });
    expect(memoryAccount({ profile, resident: { rss_bytes: 1000 } })).not.toHaveProperty("beyond_heap_bytes");
  });
});

describe("the cache", () => {
  test.each(["rss_ample", "skewed_join"])("of %s is as large by the circuit as by metrics", (world) => {
    const profile = profileOf(`worlds/${world}/circuit_json_profile`);
    const metrics = metricsOf(`worlds/${world}/metrics_json`);
    const byMetrics = memoryAccount({ profile, metrics }).cache;
    const byCircuit = memoryAccount({ profile }).cache;
    expect([byMetrics.from, byCircuit.from]).toEqual(["metrics", "circuit profile"]);
    expect(byCircuit.used_bytes).toBeGreaterThan(2 ** 20);
    expect(byCircuit.used_bytes).toBe(byMetrics.used_bytes);
    expect(byMetrics.limit_bytes).toBe(profile.workers * 512 * 2 ** 20);
  });

  test("has the look-ups of workers and of mergers, and none where nothing was looked up", () => {
    const { workers, mergers } = memoryAccount({
      profile: profileOf("worlds/rss_limit/circuit_json_profile"),
    }).cache;
    expect(workers?.misses).toBeGreaterThan(0);
    expect(mergers?.hits).toBeGreaterThan(mergers?.misses ?? 0);
    const idle = memoryAccount({ profile: profileOf("circuit_json_profile") }).cache;
    expect(idle).toEqual({ used_bytes: 0, from: "circuit profile" });
  });
});

test("metrics tell a limit only where there is one", () => {
  expect(metricsOf("metrics_json")).toEqual({
    max_rss_bytes: 24_013_000_000,
    cache_bytes: 0,
    cache_limit_bytes: 2 ** 31,
    connectors_bytes: 0,
    swap_bytes: 0,
  });
  const unlimited = MetricFamilies.parse([
    { key: "max_rss_bytes", type: "gauge", description: "", values: [{ labels: {}, value: 0 }] },
  ]);
  expect(memoryMetrics(scrapeOfJson(unlimited))).toEqual({});
});
