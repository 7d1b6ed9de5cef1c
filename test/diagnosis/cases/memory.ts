import type { SitesFacts } from "../../../src/analysis/pprof/sites/sites.ts";
import { evidenceOf, only } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const settings = (members: Record<string, unknown>, max_rss_bytes?: number | null) =>
  evidenceOf("healthy", {
    pipeline: Object.fromEntries(
      Object.entries(members).map(([name, value]) => [`runtime_config.${name}`, value]),
    ),
    ...(max_rss_bytes !== undefined && { max_rss_bytes }),
  });

/** A runtime that is too old to tell memory pressure, with this much resident of 1,425,000,000 bytes. */
const untold = (rss_bytes: number) =>
  evidenceOf("healthy", {
    stats: { "global_metrics.memory_pressure": null, "global_metrics.rss_bytes": rss_bytes },
  });

/** A heap of which the merger holds four fifths. */
function heapOf(type: string, unit: string): SitesFacts {
  const none = { weight: 0, share: 0, stacks: 0 };
  return {
    sampleType: { type, unit },
    sampling: { everyBytesAtMost: 2 ** 19 },
    stackCount: 9,
    total: 2_684_354_560,
    inexact: false,
    leftOut: none,
    profiler: none,
    unsited: none,
    unsymbolised: { ...none, objects: [] },
    bare: none,
    subsystems: [{ subsystem: "merger", weight: 2 ** 31, share: 0.8, stacks: 7, parts: [] }],
    operators: [],
    rows: [],
    rowsInAll: 0,
    notShown: 0,
  };
}

/** High pressure, with so much of the heap of heap profiles. */
const profiled = (weight: number) => {
  const heap = heapOf("inuse_space", "bytes");
  return {
    ...evidenceOf("healthy", { stats: { "global_metrics.memory_pressure": "high" } }),
    heap_profile: { ...heap, profiler: { ...heap.profiler, weight } },
  };
};

const PRESSURE: readonly RuleCase[] = [
  {
    rule: "memory/pressure",
    when: "the pressure is moderate",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "global_metrics.memory_pressure": "moderate", "global_metrics.rss_bytes": 1_275_000_000 },
      }),
    severity: "warning",
    says: [
      /memory pressure is moderate: 1,275 MB resident, 89\.5 % of 1,425 MB \(max_rss_mb 1500, less what is set/,
      /^The pipeline writes state to storage .* is killed where its container or machine has no more/m,
    ],
  },
  {
    rule: "memory/pressure",
    when: "the pressure is moderate, and there is no storage that state could go to",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "runtime_config.storage": null },
        stats: { "global_metrics.memory_pressure": "moderate" },
      }),
    says: [
      /The pipeline has no storage, keeps all its state in memory, and is killed where/,
      /^(?!.*caches)/s,
    ],
  },
  {
    rule: "memory/pressure",
    when: "nobody set the limit that the pressure is measured against",
    evidence: () =>
      evidenceOf("slow_sink", {
        stats: { "global_metrics.memory_pressure": "high", "global_metrics.rss_bytes": 21_900_000_000 },
      }),
    says: [/91\.2 % of 22\.4 GiB \(none is configured: all the memory of its container or machine\)/],
  },
  {
    rule: "memory/pressure",
    when: "the metrics were not read, and the container was resized meanwhile",
    evidence: () => {
      const { metrics: _, ...evidence } = evidenceOf("healthy", {
        pipeline: {
          "runtime_config.max_rss_mb": null,
          "runtime_config.resources.memory_mb_max": 8000,
          "deployment_runtime_status_details.memory_max": "1G",
        },
        stats: { "global_metrics.memory_pressure": "high", "global_metrics.rss_bytes": 910_000_000 },
      });
      return evidence;
    },
    says: [/910 MB resident, 91 % of 1,000 MB \(its container's memory now\)/],
  },
  {
    rule: "memory/pressure",
    when: "the heap profile tells what holds the memory",
    evidence: () => ({
      ...evidenceOf("healthy", { stats: { "global_metrics.memory_pressure": "high" } }),
      heap_profile: heapOf("inuse_space", "bytes"),
    }),
    says: [/; the heap profile accounts for 2,684 MB: merger 2,147 MB \(80 %\)$/m],
  },
  {
    rule: "memory/pressure",
    when: "most of what is resident is not in the heap profile",
    evidence: () => ({
      ...evidenceOf("healthy", {
        stats: { "global_metrics.memory_pressure": "high", "global_metrics.rss_bytes": 6_000_000_000 },
      }),
      heap_profile: heapOf("inuse_space", "bytes"),
    }),
    says: [/accounts for 2,684 MB/, /Most of it is not in the heap profile/],
  },
  {
    rule: "memory/pressure",
    when: "most of the heap is of heap profiles that were written before",
    evidence: () => profiled(1_400_000_000),
    says: [
      /Most of the heap, 1,400 MB, is what heap profiles .* have left behind/,
      /needs by itself is not known from these figures/,
    ],
  },
  {
    rule: "memory/pressure",
    when: "some of the heap is of heap profiles that were written before",
    evidence: () => profiled(400_000_000),
    says: [/is killed where its container or machine has no more/],
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
];

/** The join that keeps every order, in a pipeline that may have storage or not, below a limit in bytes. */
const unstored = (
  max_rss_bytes: number,
  storage: object | null,
  members: Readonly<Record<string, unknown>> = {},
) =>
  evidenceOf("skewed_join", {
    pipeline: { "runtime_config.storage": storage },
    stats: members,
    max_rss_bytes,
  });

const ENDED = { "inputs.0.metrics.end_of_input": true, "inputs.1.metrics.end_of_input": true };

const LIMIT_AHEAD: readonly RuleCase[] = [
  {
    rule: "memory/limit-ahead",
    when: "state grows without storage, some hours from the limit",
    evidence: () => unstored(24_000_000_000, null),
    severity: "warning",
    says: [
      /its memory fills the 22\.4 GiB of its container or machine in 14 h \d+ min at this rate: 337 MiB resident/,
      /set storage, so that state is written out, or give it more memory$/m,
    ],
  },
  {
    rule: "memory/limit-ahead",
    when: "the limit that it grows towards is configured",
    evidence: () =>
      evidenceOf("skewed_join", {
        pipeline: { "runtime_config.storage": null, "runtime_config.max_rss_mb": 24_000 },
        max_rss_bytes: 24_000_000_000,
      }),
    says: [/its memory reaches its limit of 24,000 MB \(max_rss_mb 24000\) in 14 h/, /or raise the limit$/m],
  },
  {
    rule: "memory/limit-ahead",
    when: "it is minutes from the limit",
    evidence: () => unstored(1_500_000_000, null),
    severity: "error",
    says: [/in 1\d min/],
  },
  {
    rule: "memory/limit-ahead",
    when: "it can write state to storage",
    evidence: () => unstored(1_500_000_000, {}),
  },
  {
    rule: "memory/limit-ahead",
    when: "no more rows come",
    evidence: () => unstored(1_500_000_000, null, ENDED),
  },
  {
    rule: "memory/limit-ahead",
    when: "the program bounds its state, though memory rises",
    evidence: () =>
      evidenceOf("recursive", { pipeline: { "runtime_config.storage": null }, max_rss_bytes: 200_000_000 }),
  },
];

const NEAR_LIMIT: readonly RuleCase[] = [
  {
    rule: "memory/near-limit",
    when: "the runtime is too old to tell pressure",
    evidence: () => untold(1_220_000_000),
    says: [
      /near its memory limit: 1,220 MB resident, 85\.6 % of 1,425 MB .* too old to tell memory pressure/,
    ],
  },
  {
    rule: "memory/near-limit",
    when: "the process is further from its limit",
    evidence: () => untold(1_200_000_000),
  },
  {
    rule: "memory/near-limit",
    when: "the runtime tells its pressure itself",
    evidence: () => evidenceOf("healthy", { stats: { "global_metrics.rss_bytes": 1_400_000_000 } }),
  },
];

/** The log of a runtime from 0.367 on, whose limit is that of its container. */
const logged = (log: string) =>
  `${log}[ledger] 2026-11-21T09:17:20.000000Z  INFO dbsp::circuit::runtime:  process memory limit set to 7600M (configured: none, available: 8G, reserved: 400M)\n`;

const LOGGED: readonly RuleCase[] = [
  {
    rule: "memory/pressure",
    when: "the metrics were not read, and the log of a runtime of 0.367 tells the limit",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "runtime_config.max_rss_mb": null },
        stats: { "global_metrics.memory_pressure": "high", "global_metrics.rss_bytes": 7_000_000_000 },
        max_rss_bytes: null,
        log: logged,
      }),
    says: [/92\.1 % of .* \(none is configured: all the memory of its container or machine\)/],
  },
  {
    rule: "memory/pressure",
    when: "the log of 0.337 tells no limit, and the metrics were not read",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "runtime_config.max_rss_mb": null },
        stats: { "global_metrics.memory_pressure": "high", "global_metrics.rss_bytes": 7_000_000_000 },
        max_rss_bytes: null,
      }),
    says: [/memory pressure is high: [^%]* resident$/m],
  },
  {
    rule: "memory/no-limit",
    when: "only the log of a runtime of 0.367 tells what its container has",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "runtime_config.max_rss_mb": null },
        max_rss_bytes: null,
        log: logged,
      }),
    says: [/it is all the memory that its container or machine has, 7\.08 GiB/],
  },
];

const NO_LIMIT: readonly RuleCase[] = [
  ...LOGGED,
  {
    rule: "memory/no-limit",
    when: "neither is set, and the process takes all that its machine has for the limit",
    evidence: () => only(settings({ max_rss_mb: null }, 24_013_000_000), ["pipeline", "stats", "metrics"]),
    says: [
      /no memory limit is configured: it is all the memory that its container or machine has, 22\.4 GiB/,
      /other things run beside it, set max_rss_mb or resources\.memory_mb_max to what it may take, so that state goes to storage/,
    ],
  },
  {
    rule: "memory/no-limit",
    when: "the process says that nothing limits it",
    evidence: () => settings({ max_rss_mb: null }, 0),
    says: [
      /memory_pressure stays low whatever the pipeline uses/,
      /Set max_rss_mb or resources\.memory_mb_max/,
    ],
  },
  {
    rule: "memory/no-limit",
    when: "the runtime does not tell the limit that holds",
    evidence: () => settings({ max_rss_mb: null }, null),
    says: [
      /started with one, 1,500 MB, 1,425 MB of it for the circuit: that one counts until its next start/,
    ],
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
];

const LIMIT_TOO_LOW: readonly RuleCase[] = [
  {
    rule: "memory/limit-too-low",
    when: "the caches of eight workers may take more than the limit",
    evidence: () => settings({ workers: 8, max_rss_mb: 2000 }, 1_900_000_000),
    says: [
      /of 1,900 MB \(max_rss_mb 2000, less .* may take 4,295 MB \(512 MiB for each of 8 workers\)/,
      /use fewer workers/,
    ],
  },
  {
    rule: "memory/limit-too-low",
    when: "the caches may take more than the limit, and memory pressure is critical",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "runtime_config.workers": 8 },
        stats: { "global_metrics.memory_pressure": "critical", "global_metrics.rss_bytes": 1_500_000_000 },
      }),
    severity: "error",
    says: [/may take 4,295 MB/],
  },
  {
    rule: "memory/limit-too-low",
    when: "the caches of eight workers may take more than their container has, whatever is configured",
    evidence: () => settings({ workers: 8, max_rss_mb: 16_000 }, 3_900_000_000),
    says: [/of 3,900 MB \(all that its container or machine has, which is less than max_rss_mb 16000\)/],
  },
  {
    rule: "memory/limit-too-low",
    when: "both are set under the names that they have since 0.367, and the metrics were not read",
    evidence: () =>
      only(
        settings({
          max_rss_mb: null,
          max_rss: "1.5Gi",
          "storage.cache_mib": null,
          "storage.cache_size": "1.5Gi",
        }),
        ["pipeline"],
      ),
    says: [
      /of 1\.5 GiB \(max_rss 1\.5Gi; what the process itself measures is not known\) .* may take 1\.5 GiB$/m,
      /lower storage\.cache_size/,
    ],
  },
  {
    rule: "memory/limit-too-low",
    when: "the size of the cache is set",
    evidence: () => settings({ "storage.cache_mib": 1300 }),
    says: [/caches, which may take 1,363 MB$/m],
  },
  {
    rule: "memory/limit-too-low",
    when: "the size of the cache cannot be read",
    evidence: () => settings({ workers: 8, max_rss_mb: 2000, "storage.cache_size": "1500" }),
  },
  {
    rule: "memory/limit-too-low",
    when: "more than a tenth of the limit is left",
    evidence: () => settings({ workers: 2 }),
  },
  {
    rule: "memory/limit-too-low",
    when: "without storage there are no caches",
    evidence: () => settings({ workers: 8, max_rss_mb: 2000, storage: null }),
  },
];

export const MEMORY_CASES: readonly RuleCase[] = [
  ...PRESSURE,
  ...LIMIT_AHEAD,
  ...NEAR_LIMIT,
  ...NO_LIMIT,
  ...LIMIT_TOO_LOW,
];
