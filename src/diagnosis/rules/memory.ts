import * as z from "zod";
import { Subsystem } from "../../analysis/owners/subsystem.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { SUBSYSTEM_NAMES } from "../../text/heap/subsystem-words.ts";
import { bytes, percent } from "../../text/page/format.ts";
import { joined, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

const MB = 1_000_000;
const HOLDERS_TOLD = 3;

const pressure = defineRule({
  id: "memory/pressure",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`memory pressure`,
  thresholds: ["memoryPressure"],
  about: z.object({
    pressure: z.string(),
    rss_bytes: Integer.optional(),
    limit_mb: z.number().optional(),
    share: z.number().optional(),
    /** The parts of Feldera that hold most of the heap, where a profile was read. */
    held_by: z.array(z.object({ subsystem: Subsystem, bytes: z.number(), share: z.number() })),
  }),
  find({ stats, heap_profile }) {
    const level = stats?.memory.pressure;
    if (stats === undefined || level === undefined || level === "low") return [];
    const { rss_bytes, limit_mb, limit_setting, share } = stats.memory;
    const signs: Sign[] = [
      {
        part: "stats",
        field: "global_metrics.memory_pressure",
        value: { text: level },
        threshold: { text: "moderate" },
      },
    ];
    if (rss_bytes !== undefined) {
      signs.push({
        part: "stats",
        field: "global_metrics.rss_bytes",
        value: { bytes: rss_bytes },
        ...(limit_mb !== undefined && { threshold: { bytes: limit_mb * MB * THRESHOLDS.memoryPressure } }),
      });
    }
    if (limit_mb !== undefined && limit_setting !== undefined) {
      signs.push({
        part: "pipeline",
        field: `runtime_config.${limit_setting}`,
        value: { bytes: limit_mb * MB },
      });
    }
    const isOfBytes = heap_profile?.sampleType.unit === "bytes";
    const holders = isOfBytes ? heap_profile.subsystems.slice(0, HOLDERS_TOLD) : [];
    for (const { subsystem, weight } of holders) {
      signs.push({ part: "heap_profile", field: subsystem, value: { bytes: Math.round(weight) } });
    }
    const about = {
      pressure: level,
      ...(rss_bytes !== undefined && { rss_bytes }),
      ...(limit_mb !== undefined && { limit_mb }),
      ...(share !== undefined && { share }),
      held_by: holders.map(({ subsystem, weight, share: held }) => ({
        subsystem,
        bytes: weight,
        share: held,
      })),
    };
    return [{ about, severity: level === "critical" ? ("error" as const) : ("warning" as const), signs }];
  },
  what({ pressure, rss_bytes, limit_mb, share, held_by }) {
    const used = rss_bytes === undefined ? undefined : words`: ${bytes(Number(rss_bytes))} resident`;
    const of =
      limit_mb === undefined
        ? undefined
        : words` of ${bytes(limit_mb * MB)}${share === undefined ? undefined : words` (${percent(share)})`}`;
    const held = held_by.map(
      ({ subsystem, bytes: weight, share: of_heap }) =>
        words`${SUBSYSTEM_NAMES[subsystem]} ${bytes(weight)} (${percent(of_heap)})`,
    );
    const by = held.length === 0 ? undefined : words`; of the heap, ${joined(held, words`, `)}`;
    return words`memory pressure is ${pressure}${used}${of}${by}`;
  },
  cause: () =>
    words`The pipeline writes state to storage and slows down to stay below its limit, and is killed if it cannot. State that grows, large queues, or a limit too low for the workers' caches (512 MiB each)`,
  next: () => [
    { tool: "summarize_heap_profile", args: {}, why: words`for what holds the memory` },
    {
      tool: "summarize_circuit_profile",
      args: { by: "memory" },
      why: words`for the operators that hold the most`,
    },
  ],
});

const noLimit = defineRule({
  id: "memory/no-limit",
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`a missing memory limit`,
  about: z.object({}),
  find({ pipeline }) {
    const flag = pipeline?.red_flags.find((one) => one.flag === "no memory limit");
    if (flag === undefined) return [];
    return [
      {
        about: {},
        signs: [
          { part: "pipeline", field: "runtime_config.max_rss_mb", value: { text: "null" } },
          { part: "pipeline", field: flag.setting, value: { text: flag.value } },
        ],
      },
    ];
  },
  what: () =>
    words`no memory limit is set: memory_pressure stays low whatever the pipeline uses, and state is not written to storage in time`,
  cause: () =>
    words`Set max_rss_mb or resources.memory_mb_max, so that the pipeline reacts before the machine kills it`,
});

const MIB = 2 ** 20;

/** Feldera's default: 256 MiB for each foreground and each background thread, one of each per worker. */
const CACHE_MIB_PER_WORKER = 512;

const Settings = z.looseObject({
  workers: z.number().nullish(),
  max_rss_mb: z.number().nullish(),
  resources: z.looseObject({ memory_mb_max: z.number().nullish() }).nullish(),
  storage: z.looseObject({ cache_mib: z.number().nullish() }).nullish(),
});

/** The caches alone may fill the limit, as they are configured. */
const limitTooLow = defineRule({
  id: "memory/limit-too-low",
  severity: "warning",
  parts: ["pipeline"],
  looksFor: words`a memory limit below what the caches may take`,
  thresholds: ["cacheShareOfLimit"],
  about: z.object({
    limit_bytes: z.number(),
    cache_bytes: z.number(),
    workers: z.number().optional(),
    setting: z.string(),
  }),
  find({ pipeline }) {
    const settings = Settings.safeParse(pipeline?.runtime_config).data;
    if (settings?.storage == null) return [];
    const { workers, max_rss_mb, resources, storage } = settings;
    const limit_mb = max_rss_mb ?? resources?.memory_mb_max;
    const cache_mib = storage.cache_mib ?? (workers == null ? undefined : workers * CACHE_MIB_PER_WORKER);
    if (limit_mb == null || cache_mib === undefined) return [];
    const [limit_bytes, cache_bytes] = [limit_mb * MB, cache_mib * MIB];
    if (cache_bytes < limit_bytes * THRESHOLDS.cacheShareOfLimit) return [];
    const setting = max_rss_mb == null ? "resources.memory_mb_max" : "max_rss_mb";
    return [
      {
        about: {
          limit_bytes,
          cache_bytes,
          setting,
          ...(storage.cache_mib == null && workers != null && { workers }),
        },
        signs: [
          { part: "pipeline", field: `runtime_config.${setting}`, value: { bytes: Math.round(limit_bytes) } },
          storage.cache_mib == null
            ? { part: "pipeline", field: "runtime_config.workers", value: { count: workers ?? 0 } }
            : { part: "pipeline", field: "runtime_config.storage.cache_mib", value: { bytes: cache_bytes } },
        ],
      },
    ];
  },
  what: ({ limit_bytes, cache_bytes, workers, setting }) =>
    words`the memory limit (${setting}, ${bytes(limit_bytes)}) leaves little or nothing beside the storage caches, which may take ${bytes(cache_bytes)}${workers === undefined ? undefined : words` (${CACHE_MIB_PER_WORKER} MiB for each of ${workers} workers)`}`,
  cause: () =>
    words`Queues, indexes and batches in memory come on top. Raise the limit, lower storage.cache_mib, or use fewer workers`,
  next: () => [{ tool: "get_pipeline", args: { section: "config" }, why: words`for all settings` }],
});

export const MEMORY_RULES = [pressure, limitTooLow];
export const MEMORY_SETTING_RULES = [noLimit];
