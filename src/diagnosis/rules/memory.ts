import * as z from "zod";
import { Subsystem } from "../../analysis/owners/subsystem.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { SetSize } from "../../feldera/settings/reading.ts";
import { configuredMemory } from "../../feldera/settings/runtime.ts";
import { SUBSYSTEM_NAMES } from "../../text/heap/subsystem-words.ts";
import { bytes, percent } from "../../text/page/format.ts";
import { joined, words } from "../../text/page/words.ts";
import { settingWords } from "../../text/settings.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

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
    limit_bytes: Integer.optional(),
    share: z.number().optional(),
    /** The parts of Feldera that hold most of the heap, where a profile was read. */
    held_by: z.array(z.object({ subsystem: Subsystem, bytes: z.number(), share: z.number() })),
  }),
  find({ stats, heap_profile }) {
    const level = stats?.memory.pressure;
    if (stats === undefined || level === undefined || level === "low") return [];
    const { rss_bytes, share } = stats.memory;
    const limit = stats.memory.limit?.is === "set" ? stats.memory.limit : undefined;
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
        ...(limit && {
          threshold: { bytes: Math.round(Number(limit.bytes) * THRESHOLDS.memoryPressure) },
        }),
      });
    }
    if (limit) {
      signs.push({
        part: "pipeline",
        field: `runtime_config.${limit.name}`,
        value: { bytes: limit.bytes },
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
      ...(limit && { limit_bytes: limit.bytes }),
      ...(share !== undefined && { share }),
      held_by: holders.map(({ subsystem, weight, share: held }) => ({
        subsystem,
        bytes: weight,
        share: held,
      })),
    };
    return [{ about, severity: level === "critical" ? ("error" as const) : ("warning" as const), signs }];
  },
  what({ pressure, rss_bytes, limit_bytes, share, held_by }) {
    const used = rss_bytes === undefined ? undefined : words`: ${bytes(Number(rss_bytes))} resident`;
    const of =
      limit_bytes === undefined
        ? undefined
        : words` of ${bytes(Number(limit_bytes))}${share === undefined ? undefined : words` (${percent(share)})`}`;
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
  about: z.object({ settings: z.array(z.string()) }),
  find({ pipeline }) {
    const { process_memory, container_memory } = pipeline?.settings?.sizes ?? {};
    if (process_memory?.is !== "unset" || container_memory?.is !== "unset") return [];
    const settings = [process_memory.name, container_memory.name];
    return [
      {
        about: { settings },
        signs: settings.map((name) => ({
          part: "pipeline" as const,
          field: `runtime_config.${name}`,
          value: { text: "null" },
        })),
      },
    ];
  },
  what: () =>
    words`no memory limit is set: memory_pressure stays low whatever the pipeline uses, and state is not written to storage in time`,
  cause: ({ settings }) =>
    words`Set ${joined(
      settings.map((name) => words`${name}`),
      words` or `,
    )}, so that the pipeline reacts before the machine kills it`,
});

const MIB = 2 ** 20;

/** Feldera's default: 256 MiB for each foreground and each background thread, one of each per worker. */
const CACHE_MIB_PER_WORKER = 512;

/** The caches alone may fill the limit, as they are configured. */
const limitTooLow = defineRule({
  id: "memory/limit-too-low",
  severity: "warning",
  parts: ["pipeline"],
  looksFor: words`a memory limit below what the caches may take`,
  thresholds: ["cacheShareOfLimit"],
  about: z.object({
    limit: SetSize,
    cache_bytes: z.number(),
    /** Where the cache is as large as it is by default. */
    workers: z.number().optional(),
    cache_setting: z.string(),
  }),
  find({ pipeline }) {
    const { settings } = pipeline ?? {};
    if (!settings?.has_storage) return [];
    const { workers } = settings;
    const limit = configuredMemory(settings);
    const cache = settings.sizes.storage_cache;
    if (limit.is !== "set" || cache.is === "unreadable") return [];
    if (cache.is === "unset" && workers === undefined) return [];
    const byDefault = (workers ?? 0) * CACHE_MIB_PER_WORKER * MIB;
    const cache_bytes = cache.is === "set" ? Number(cache.bytes) : byDefault;
    if (cache_bytes < Number(limit.bytes) * THRESHOLDS.cacheShareOfLimit) return [];
    return [
      {
        about: {
          limit,
          cache_bytes,
          cache_setting: cache.name,
          ...(cache.is === "unset" && { workers }),
        },
        signs: [
          { part: "pipeline", field: `runtime_config.${limit.name}`, value: { bytes: limit.bytes } },
          cache.is === "set"
            ? { part: "pipeline", field: `runtime_config.${cache.name}`, value: { bytes: cache.bytes } }
            : { part: "pipeline", field: "runtime_config.workers", value: { count: workers ?? 0 } },
        ],
      },
    ];
  },
  what: ({ limit, cache_bytes, workers }) =>
    words`the memory limit (${settingWords(limit)}, ${bytes(Number(limit.bytes))}) leaves little or nothing beside the storage caches, which may take ${bytes(cache_bytes)}${workers === undefined ? undefined : words` (${CACHE_MIB_PER_WORKER} MiB for each of ${workers} workers)`}`,
  cause: ({ cache_setting }) =>
    words`Queues, indexes and batches in memory come on top. Raise the limit, lower ${cache_setting}, or use fewer workers`,
  next: () => [{ tool: "get_pipeline", args: { section: "config" }, why: words`for all settings` }],
});

export const MEMORY_RULES = [pressure, limitTooLow];
export const MEMORY_SETTING_RULES = [noLimit];
