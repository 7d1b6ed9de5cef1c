import * as z from "zod";
import type { StartFacts } from "../../analysis/logs/start-facts.ts";
import { Subsystem } from "../../analysis/owners/subsystem.ts";
import { MemoryLimit, memoryLimit } from "../../analysis/stats/memory-limit.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { SUBSYSTEM_NAMES } from "../../text/heap/subsystem-words.ts";
import { bytes, megabytes, percent } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import {
  isOfMachine,
  isSetInMegabytes,
  limitNamed,
  MEASURED_UNKNOWN,
  memoryLimitWords,
  sizeBeside,
} from "../../text/statistics/limits.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

const HOLDERS_TOLD = 3;

const MEGABYTE = 1_000_000;

/** In the unit of the limit that it is compared with. */
function sizeOf(size: number | bigint, limit: MemoryLimit | undefined): Sign["value"] {
  if (!isSetInMegabytes(limit)) return { bytes: size };
  return { count: Math.round(Number(size) / MEGABYTE), unit: "MB" };
}

/** The member of the record that tells what is configured, by where a limit is from. */
const TELLERS: Readonly<Record<MemoryLimit["from"], string>> = {
  status: "deployment_runtime_status_details",
  deployment: "deployment_config",
  metrics: "runtime_config",
  log: "runtime_config",
  configuration: "runtime_config",
};

/** Where the limit stands that the process itself measures, by where a limit is from. */
const MEASURED_AT: Partial<Record<MemoryLimit["from"], Pick<Sign, "part" | "field">>> = {
  metrics: { part: "metrics", field: "max_rss_bytes" },
  log: { part: "log", field: "process memory limit" },
};

/** Where a limit is told. */
export function limitSigns(limit: MemoryLimit): Sign[] {
  const { bytes: size, from, configured } = limit;
  const at = MEASURED_AT[from];
  const measured: Sign[] = at === undefined ? [] : [{ ...at, value: sizeOf(size, limit) }];
  if (configured?.is !== "set") return measured;
  const field = `${TELLERS[from]}.${configured.name}`;
  return [...measured, { part: "pipeline", field, value: sizeOf(configured.bytes, limit) }];
}

export function knownLimit(evidence: Evidence): MemoryLimit | undefined {
  const limit = memoryLimit(evidence);
  return limit === "none" ? undefined : limit;
}

function residentSign(rss_bytes: number | bigint, limit: MemoryLimit | undefined): Sign {
  const threshold = limit && sizeOf(Math.round(Number(limit.bytes) * THRESHOLDS.memoryPressure), limit);
  const value = sizeOf(rss_bytes, limit);
  return { part: "stats", field: "global_metrics.rss_bytes", value, ...(threshold && { threshold }) };
}

function heapOf({ sampleType, subsystems, total, profiler }: NonNullable<Evidence["heap_profile"]>) {
  if (sampleType.unit !== "bytes") return undefined;
  const known = subsystems.filter(({ subsystem }) => subsystem !== "untold");
  const held_by = known
    .slice(0, HOLDERS_TOLD)
    .map(({ subsystem, weight, share }) => ({ subsystem, bytes: weight, share }));
  const isOfProfiler = profiler.weight > total / 2;
  return { bytes: total, ...(isOfProfiler && { profiler_bytes: profiler.weight }), held_by };
}

const KILLED = words`is killed where its container or machine has no more`;

/** What it does near its limit, and why it is there. */
function growthWords(has_storage: boolean | undefined): Words {
  const [does, needs] =
    has_storage === undefined
      ? []
      : has_storage
        ? [
            words`writes state to storage and slows down to stay below its limit, and `,
            words` for the workers' caches (512 MiB each)`,
          ]
        : [words`has no storage, keeps all its state in memory, and `, words` for what it has to remember`];
  return words`The pipeline ${does}${KILLED}. State that grows, large queues, or a limit too low${needs}`;
}

function hasStorage({ pipeline }: { readonly pipeline?: Evidence["pipeline"] | undefined }): {
  has_storage?: boolean;
} {
  const has_storage = pipeline?.settings?.has_storage;
  return has_storage === undefined ? {} : { has_storage };
}

export const HEAP_CALL = {
  tool: "summarize_heap_profile",
  args: {},
  why: words`for what holds the memory`,
};

const HOLDERS = [
  HEAP_CALL,
  {
    tool: "summarize_circuit_profile",
    args: { by: "memory" },
    why: words`for the operators that hold the most`,
  },
];

const pressure = defineRule({
  id: "memory/pressure",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`memory pressure`,
  about: z.object({
    pressure: z.string(),
    rss_bytes: Integer.optional(),
    limit: MemoryLimit.optional(),
    /** What the heap profile has, where one was read: in all, and in the parts of Feldera that hold most of it. */
    heap: z
      .object({
        bytes: z.number(),
        /** What writing heap profiles has left behind, where that is most of it. */
        profiler_bytes: z.number().optional(),
        held_by: z.array(z.object({ subsystem: Subsystem, bytes: z.number(), share: z.number() })),
      })
      .optional(),
    has_storage: z.boolean().optional(),
  }),
  find(evidence) {
    const { stats, heap_profile } = evidence;
    const { pressure: level, rss_bytes } = stats?.memory ?? {};
    if (level === undefined || level === "low") return [];
    const limit = knownLimit(evidence);
    const signs: Sign[] = [
      {
        part: "stats",
        field: "global_metrics.memory_pressure",
        value: { text: level },
        threshold: { text: "moderate" },
      },
      ...(rss_bytes === undefined ? [] : [residentSign(rss_bytes, limit)]),
      ...(limit ? limitSigns(limit) : []),
    ];
    const heap = heap_profile && heapOf(heap_profile);
    for (const { subsystem, bytes: held } of heap?.held_by ?? []) {
      signs.push({ part: "heap_profile", field: subsystem, value: sizeOf(Math.round(held), limit) });
    }
    const about = {
      pressure: level,
      ...(rss_bytes !== undefined && { rss_bytes }),
      ...(limit && { limit }),
      ...(heap && { heap }),
      ...hasStorage(evidence),
    };
    return [{ about, severity: level === "critical" ? ("error" as const) : ("warning" as const), signs }];
  },
  what({ pressure, rss_bytes, limit, heap }) {
    const size = sizeBeside(limit);
    const used = rss_bytes === undefined ? undefined : words`: ${size(Number(rss_bytes))} resident`;
    const share = limit?.share === undefined ? undefined : words`${percent(limit.share)} `;
    const of = limit === undefined ? undefined : words`, ${share}of ${memoryLimitWords(limit)}`;
    const held = (heap?.held_by ?? []).map(
      ({ subsystem, bytes: weight, share: of_heap }) =>
        words`${SUBSYSTEM_NAMES[subsystem]} ${size(weight)} (${percent(of_heap)})`,
    );
    const by = held.length === 0 ? undefined : words`: ${joined(held, words`, `)}`;
    const told = heap && words`; the heap profile accounts for ${size(heap.bytes)}${by}`;
    return words`memory pressure is ${pressure}${used}${of}${told}`;
  },
  brief: ({ pressure, heap }) =>
    words`memory pressure is ${pressure}${heap?.profiler_bytes === undefined ? undefined : words`, after heap profiles that take most of the heap themselves`}`,
  cause: ({ rss_bytes, heap, limit, has_storage }) =>
    heap?.profiler_bytes !== undefined
      ? words`Most of the heap, ${sizeBeside(limit)(heap.profiler_bytes)}, is what heap profiles that were written before have left behind, and each takes more while it is written. What the pipeline needs by itself is not known from these figures: look again after a restart, at depth quick. ${growthWords(has_storage)}`
      : heap !== undefined && rss_bytes !== undefined && heap.bytes < Number(rss_bytes) / 2
        ? words`Most of it is not in the heap profile: memory that the allocator keeps though it is free, mapped files, or what was freed just before. ${growthWords(has_storage)}`
        : growthWords(has_storage),
  next: ({ heap }) => (heap?.profiler_bytes === undefined ? HOLDERS : HOLDERS.slice(1)),
});

/** Runtimes before 0.274 do not tell memory pressure. */
const nearLimit = defineRule({
  id: "memory/near-limit",
  severity: "warning",
  parts: ["stats", "metrics"],
  looksFor: words`a process near its memory limit`,
  thresholds: ["memoryPressure"],
  about: z.object({
    rss_bytes: Integer,
    limit: MemoryLimit,
    share: z.number(),
    has_storage: z.boolean().optional(),
  }),
  find(evidence) {
    const { pressure: level, rss_bytes } = evidence.stats?.memory ?? {};
    const limit = knownLimit(evidence);
    if (level !== undefined || rss_bytes === undefined || limit?.share === undefined) return [];
    if (limit.share < THRESHOLDS.memoryPressure) return [];
    return [
      {
        about: { rss_bytes, limit, share: limit.share, ...hasStorage(evidence) },
        signs: [residentSign(rss_bytes, limit), ...limitSigns(limit)],
      },
    ];
  },
  what: ({ rss_bytes, limit, share }) =>
    words`the process ${isOfMachine(limit) ? words`takes most of the memory that there is` : words`is near its memory limit`}: ${sizeBeside(limit)(Number(rss_bytes))} resident, ${percent(share)} of ${memoryLimitWords(limit)}; its runtime is too old to tell memory pressure`,
  brief: ({ limit, share }) => words`the process takes ${percent(share)} of ${limitNamed(limit)}`,
  cause: ({ has_storage }) => growthWords(has_storage),
  next: () => HOLDERS,
});

const noLimit = defineRule({
  id: "memory/no-limit",
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`a memory limit that nobody set`,
  ofSetup: true,
  about: z.object({
    settings: z.array(z.string()),
    /** What the process takes for its limit; 0 where nothing limits it, absent where that was not read. */
    limit_bytes: Integer.optional(),
    has_storage: z.boolean().optional(),
    /** Whether the log of its start was read. */
    is_start_known: z.boolean(),
    /** What the platform gave it all the same, by what its process printed at its start. */
    started_with: z
      .object({
        limit_bytes: z.number(),
        circuit_bytes: z.number(),
        /** Whether the process was told so in its own configuration, which the record no longer has. */
        by_configuration: z.boolean(),
      })
      .optional(),
  }),
  find({ pipeline, metrics, log }) {
    const { process_memory, container_memory } = pipeline?.settings?.sizes ?? {};
    if (process_memory?.is !== "unset" || container_memory?.is !== "unset") return [];
    if (pipeline?.memory_in_use !== undefined) return [];
    const limit_bytes = metrics?.max_rss_bytes ?? log?.process_limit?.bytes;
    const settings = [process_memory.name, container_memory.name];
    const signs = settings.map(
      (name): Sign => ({ part: "pipeline", field: `runtime_config.${name}`, value: { text: "unset" } }),
    );
    const measuredAt = MEASURED_AT[metrics?.max_rss_bytes === undefined ? "log" : "metrics"];
    if (limit_bytes !== undefined && measuredAt !== undefined) {
      signs.push({ ...measuredAt, value: { bytes: limit_bytes } });
    }
    const started_with = startedWith(log?.start, limit_bytes);
    const about = {
      settings,
      is_start_known: log?.start !== undefined,
      ...hasStorage({ pipeline }),
      ...(limit_bytes !== undefined && { limit_bytes }),
      ...(started_with && { started_with }),
    };
    return [{ about, signs }];
  },
  what({ limit_bytes, started_with, is_start_known, has_storage }) {
    if (started_with !== undefined) {
      const now = limit_bytes === undefined ? words`; ${MEASURED_UNKNOWN}` : undefined;
      const given = words`${megabytes(started_with.limit_bytes)}, ${megabytes(started_with.circuit_bytes)} of it for the circuit`;
      return started_with.by_configuration
        ? words`no memory limit is configured, but by its log the process was started with one, ${given}: that one counts until its next start${now}`
        : words`no memory limit is configured; by its log the platform started it with ${given}${now}`;
    }
    if (limit_bytes !== undefined && limit_bytes <= 0) {
      return words`no memory limit is set: memory_pressure stays low whatever the pipeline uses${has_storage === false ? undefined : words`, and state is not written to storage in time`}`;
    }
    const start = is_start_known ? undefined : words` (what it was started with is not known)`;
    return limit_bytes === undefined
      ? words`no memory limit is configured${start}, and what the process takes for its limit is not known; as a rule it may take all the memory that its container or machine has`
      : words`no memory limit is configured: it is all the memory that its container or machine has, ${bytes(Number(limit_bytes))}${start}`;
  },
  brief: ({ limit_bytes, started_with }) => {
    if (started_with?.by_configuration) {
      return words`no memory limit is configured, though its process was started with one`;
    }
    return limit_bytes !== undefined && limit_bytes <= 0
      ? words`no memory limit is set, so that memory_pressure stays low`
      : words`no memory limit is configured`;
  },
  cause({ settings, limit_bytes, has_storage }) {
    const names = joined(
      settings.map((name) => words`${name}`),
      words` or `,
    );
    // Without storage it has nothing to do about it.
    if (has_storage === false)
      return words`With ${names} set, memory_pressure tells when it comes near; without storage nothing is written out then`;
    return limit_bytes !== undefined && limit_bytes <= 0
      ? words`Set ${names}, so that the pipeline reacts before the machine kills it`
      : words`Where other things run beside it, set ${names} to what it may take, so that state goes to storage${has_storage === undefined ? words` (whether it has any is not known)` : undefined} before memory runs out`;
  },
});

/** What the log says of the limit, unless the process measures another by now. */
function startedWith(start: StartFacts | undefined, measured: number | bigint | undefined) {
  const memory = start?.memory;
  if (start === undefined || memory === undefined) return undefined;
  const isOther = measured !== undefined && Math.abs(Number(measured) - memory.circuit_bytes) > MEGABYTE;
  return isOther
    ? undefined
    : { ...memory, by_configuration: start.settings.sizes.process_memory.is === "set" };
}

const MIB = 2 ** 20;

/** Feldera's default: 256 MiB for each foreground and each background thread, one of each per worker. */
const CACHE_MIB_PER_WORKER = 512;

/** The caches alone may fill the limit. */
const limitTooLow = defineRule({
  id: "memory/limit-too-low",
  severity: "warning",
  parts: ["pipeline", "metrics"],
  looksFor: words`a memory limit below what the caches may take`,
  thresholds: ["cacheShareOfLimit"],
  explains: ["memory/pressure", "memory/near-limit"],
  about: z.object({
    limit: MemoryLimit,
    is_near: z.boolean(),
    cache_bytes: z.number(),
    /** Where the cache is as large as it is by default. */
    workers: z.number().optional(),
    /** Absent where it is not set, and the version is not known that says how it is spelt. */
    cache_setting: z.string().optional(),
  }),
  find(evidence) {
    const { settings } = evidence.pipeline ?? {};
    const limit = knownLimit(evidence);
    if (!settings?.has_storage || limit === undefined) return [];
    const { workers } = settings;
    const cache = settings.sizes.storage_cache;
    if (cache.is === "unreadable" || (cache.is === "unset" && workers === undefined)) return [];
    const byDefault = (workers ?? 0) * CACHE_MIB_PER_WORKER * MIB;
    const cache_bytes = cache.is === "set" ? Number(cache.bytes) : byDefault;
    if (cache_bytes < Number(limit.bytes) * THRESHOLDS.cacheShareOfLimit) return [];
    const isCritical = evidence.stats?.memory.pressure === "critical";
    return [
      {
        ...(isCritical && { severity: "error" as const }),
        about: {
          limit,
          is_near: limit.share !== undefined && limit.share >= THRESHOLDS.memoryPressure,
          cache_bytes,
          ...((cache.is === "set" || evidence.pipeline?.state.platform_version !== undefined) && {
            cache_setting: cache.name,
          }),
          ...(cache.is === "unset" && { workers }),
        },
        signs: [
          ...limitSigns(limit),
          cache.is === "set"
            ? { part: "pipeline", field: `runtime_config.${cache.name}`, value: { bytes: cache.bytes } }
            : { part: "pipeline", field: "runtime_config.workers", value: { count: workers ?? 0 } },
        ],
      },
    ];
  },
  what: ({ limit, cache_bytes, workers }) =>
    words`${isOfMachine(limit) ? words`the memory of its container or machine, ${sizeBeside(limit)(Number(limit.bytes))},` : words`the memory limit of ${memoryLimitWords(limit)}`} leaves little or nothing beside the storage caches, which may take ${sizeBeside(limit)(cache_bytes)}${workers === undefined ? undefined : words` (${CACHE_MIB_PER_WORKER} MiB for each of ${workers} workers)`}`,
  brief: ({ limit, cache_bytes }) =>
    words`the memory ${isOfMachine(limit) ? words`of its container or machine` : words`limit`} leaves little or nothing beside the storage caches (${sizeBeside(limit)(cache_bytes)})`,
  cause: ({ limit, cache_setting }) =>
    words`Queues, indexes and batches in memory come on top. ${isOfMachine(limit) ? words`Give it more memory` : words`Raise the limit`}, lower ${cache_setting ?? words`the size of the caches (what its setting is called in this version is not known)`}, or use fewer workers`,
  next: ({ is_near }) => [
    ...(is_near ? HOLDERS : []),
    { tool: "get_pipeline", args: { section: "config" }, why: words`for all settings` },
  ],
});

export const MEMORY_RULES = [pressure, nearLimit];
/** What may come to be trouble by its settings, after what is. */
export const MEMORY_SETTING_RULES = [limitTooLow, noLimit];
