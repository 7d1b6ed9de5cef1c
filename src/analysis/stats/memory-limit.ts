import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import { SizeReading } from "../../feldera/settings/reading.ts";
import {
  configuredMemory,
  type RuntimeSettings,
  withoutQueryMemory,
} from "../../feldera/settings/runtime.ts";
import type { LogFacts } from "../logs/log-facts.ts";
import type { MetricsSigns } from "../metrics/signs.ts";
import type { PipelineFacts } from "../pipeline/pipeline-facts.ts";
import type { MemoryInUse } from "../pipeline/resized.ts";
import type { StatsFacts } from "./stats-facts.ts";

/** The memory that a pipeline's process may take, and from where it is known. */
export const MemoryLimit = z.object({
  bytes: Integer,
  /** `metrics` and `log` tell the limit that pressure is measured against; what is configured is that, or more. */
  from: z.enum(["metrics", "log", "status", "deployment", "configuration"]),
  /** `machine` where it is all the memory of the container or the machine; absent where that is not known. */
  set_by: z.enum(["configuration", "machine"]).optional(),
  /** The setting behind it; absent where the configuration was not read. */
  configured: SizeReading.optional(),
  /** What the process takes of it, where its size is known. */
  share: z.number().optional(),
});

export type MemoryLimit = z.infer<typeof MemoryLimit>;

/** What tells a pipeline's memory limit; each is absent where it was not read. */
export interface LimitSources {
  readonly metrics?: MetricsSigns | undefined;
  readonly log?: Pick<LogFacts, "process_limit"> | undefined;
  readonly pipeline?: Pick<PipelineFacts, "settings" | "memory_in_use"> | undefined;
  readonly stats?: Pick<StatsFacts, "memory"> | undefined;
}

/**
 * The limit that holds: as the process measures it, or else as its container has it now, or else as it is configured.
 *
 * @returns `none` where the process says that nothing limits it, undefined where nothing that was read tells
 */
export function memoryLimit(sources: LimitSources): MemoryLimit | "none" | undefined {
  const { metrics, log, pipeline, stats } = sources;
  const measured = metrics?.max_rss_bytes ?? log?.process_limit?.bytes;
  if (measured !== undefined && measured <= 0) return "none";
  const { settings, memory_in_use } = pipeline ?? {};
  const configured = settings ? configuredMemory(settings, memory_in_use?.size) : memory_in_use?.size;
  const rss_bytes = stats?.memory.rss_bytes;
  const limitOf = (bytes: number | bigint, from: MemoryLimit["from"], set_by?: MemoryLimit["set_by"]) => ({
    bytes,
    from,
    ...(set_by && { set_by }),
    ...(configured && { configured }),
    ...(rss_bytes !== undefined && bytes > 0 && { share: Number(rss_bytes) / Number(bytes) }),
  });
  if (measured !== undefined) {
    const from = metrics?.max_rss_bytes === undefined ? "log" : "metrics";
    return limitOf(measured, from, settings && configured && setBy(measured, configured, settings));
  }
  if (configured?.is !== "set") return undefined;
  return limitOf(configured.bytes, tellerOf(configured, memory_in_use), "configuration");
}

function tellerOf(configured: SizeReading, in_use: MemoryInUse | undefined): MemoryLimit["from"] {
  if (configured !== in_use?.size) return "configuration";
  return in_use.told_by === "deployment_config" ? "deployment" : "status";
}

/** Rounding aside, a process that measures less than is configured is bounded by its container or machine. */
const ROUNDING = 0.01;

function setBy(
  measured: number | bigint,
  configured: SizeReading,
  settings: RuntimeSettings,
): MemoryLimit["set_by"] {
  if (configured.is === "unset") return "machine";
  if (configured.is !== "set") return undefined;
  const expected = withoutQueryMemory(Number(configured.bytes), settings);
  return Number(measured) < expected * (1 - ROUNDING) ? "machine" : "configuration";
}
