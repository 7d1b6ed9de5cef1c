import type { SitesFacts } from "../../../src/analysis/pprof/sites/sites.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const settings = (members: Record<string, unknown>) =>
  evidenceOf("healthy", {
    pipeline: Object.fromEntries(
      Object.entries(members).map(([name, value]) => [`runtime_config.${name}`, value]),
    ),
  });

/** A heap of which the merger holds four fifths. */
function heapOf(type: string, unit: string): SitesFacts {
  const none = { weight: 0, share: 0, samples: 0 };
  return {
    sampleType: { type, unit },
    sampledByJemalloc: true,
    sampleCount: 9,
    total: 2_684_354_560,
    inexact: false,
    leftOut: none,
    profiler: none,
    unsited: none,
    subsystems: [{ subsystem: "merger", weight: 2 ** 31, share: 0.8, samples: 7, parts: [] }],
    crates: [],
    operators: [],
    rows: [],
    rowsInAll: 0,
    notShown: 0,
  };
}

export const MEMORY_CASES: readonly RuleCase[] = [
  {
    rule: "memory/pressure",
    when: "the pressure is moderate",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "global_metrics.memory_pressure": "moderate", "global_metrics.rss_bytes": 1_275_000_000 },
      }),
    severity: "warning",
    says: [/memory pressure is moderate: 1\.19 GiB resident of 1\.4 GiB \(85 %\)/, /is killed if it cannot/],
  },
  {
    rule: "memory/pressure",
    when: "the heap profile tells what holds the memory",
    evidence: () => ({
      ...evidenceOf("healthy", { stats: { "global_metrics.memory_pressure": "high" } }),
      heap_profile: heapOf("inuse_space", "bytes"),
    }),
    says: [/; of the heap, merger 2 GiB \(80 %\)$/m],
  },
  {
    rule: "memory/pressure",
    when: "the heap profile counts objects, which says nothing of their size",
    evidence: () => ({
      ...evidenceOf("healthy", { stats: { "global_metrics.memory_pressure": "high" } }),
      heap_profile: heapOf("inuse_objects", "count"),
    }),
    says: [/memory pressure is high: [^;]*$/m],
  },
  {
    rule: "memory/pressure",
    when: "the pressure is critical",
    evidence: () => evidenceOf("healthy", { stats: { "global_metrics.memory_pressure": "critical" } }),
    severity: "error",
    says: [/memory pressure is critical/],
  },
  {
    rule: "memory/pressure",
    when: "much memory is in use, and Feldera calls the pressure low",
    evidence: () => evidenceOf("healthy", { stats: { "global_metrics.rss_bytes": 1_260_000_000 } }),
  },
  {
    rule: "memory/no-limit",
    when: "neither limit is set",
    evidence: () => settings({ max_rss_mb: null }),
    says: [/no memory limit is set/, /Set max_rss_mb or resources\.memory_mb_max/],
  },
  {
    rule: "memory/no-limit",
    when: "only the container's limit is set",
    evidence: () => settings({ max_rss_mb: null, "resources.memory_mb_max": 4000 }),
  },
  {
    rule: "memory/no-limit",
    when: "a limit is set under the name that it has since 0.367",
    evidence: () => settings({ max_rss_mb: null, max_rss: "16G" }),
  },
  {
    rule: "memory/no-limit",
    when: "a limit is set and cannot be read",
    evidence: () => settings({ max_rss_mb: null, max_rss: "plenty" }),
  },
  {
    rule: "memory/limit-too-low",
    when: "the caches of eight workers may take more than the limit",
    evidence: () => settings({ workers: 8, max_rss_mb: 2000 }),
    says: [
      /max_rss_mb 2000, 1\.86 GiB.* may take 4 GiB \(512 MiB for each of 8 workers\)/,
      /use fewer workers/,
    ],
  },
  {
    rule: "memory/limit-too-low",
    when: "the cache that is configured fills nine tenths of the container",
    evidence: () =>
      settings({ max_rss_mb: null, "resources.memory_mb_max": 2000, "storage.cache_mib": 1720 }),
    says: [/resources\.memory_mb_max/],
  },
  {
    rule: "memory/limit-too-low",
    when: "the caches leave a little more than a tenth",
    evidence: () => settings({ workers: 2, max_rss_mb: 1200 }),
  },
  {
    rule: "memory/limit-too-low",
    when: "both are set under the names that they have since 0.367",
    evidence: () =>
      settings({
        max_rss_mb: null,
        max_rss: "1.5Gi",
        "storage.cache_mib": null,
        "storage.cache_size": "1.5Gi",
      }),
    says: [/max_rss 1\.5Gi, 1\.5 GiB.* may take 1\.5 GiB$/m, /lower storage\.cache_size/],
  },
  {
    rule: "memory/limit-too-low",
    when: "the size of the cache cannot be read",
    evidence: () => settings({ workers: 8, max_rss_mb: 2000, "storage.cache_size": "1500" }),
  },
  {
    rule: "memory/limit-too-low",
    when: "without storage there are no caches",
    evidence: () => settings({ workers: 8, max_rss_mb: 2000, storage: null }),
  },
];
