import * as z from "zod";
import type { Stats } from "../../feldera/schemas/stats.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { SizeReading } from "../../feldera/settings/reading.ts";
import type { RuntimeSettings } from "../../feldera/settings/runtime.ts";
import { CheckpointBlockers, checkpointBlockers } from "../checkpoints/blockers.ts";
import { ConnectorStats, connectorList, type Declared } from "./connectors.ts";
import { difference, isPositive, known } from "./counts.ts";
import { Disk, fullestDisk } from "./disk.ts";
import { isResumed, NoWindow, Rates, ratesOf, windowOf } from "./window.ts";

/** The status of a transaction where none is open: that of every step is over. */
export const NO_TRANSACTION = "NoTransaction";

const count = Integer.optional();

const Progress = z.object({
  /** Operators that have flushed, are flushing, and have not begun. */
  completed: count,
  in_progress: count,
  remaining: count,
  /** Of the operators that are flushing. */
  processed_records: count,
  total_records: count,
});

export type Progress = z.infer<typeof Progress>;

export const StatsFacts = z.object({
  state: z.string().optional(),
  complete: z.boolean().optional(),
  uptime_ms: count,
  started_at: z.string().optional(),
  /** Whether it carries on what an earlier process did; absent where the runtime does not tell. */
  resumed: z.boolean().optional(),
  /** When the first of the processes that it carries on began. */
  resumed_from: z.string().optional(),
  incarnation_uuid: z.string().optional(),
  /** The platform that compiled it, and the runtime that it was compiled against: the platform's own as a rule. */
  platform_version: z.string().optional(),
  runtime_version: z.string().optional(),
  /** Input records: read, processed by the circuit, and put out by every output. */
  read_records: count,
  read_bytes: count,
  processed_records: count,
  completed_records: count,
  /** Processed and not yet completed. */
  uncompleted_records: count,
  buffered_records: count,
  buffered_bytes: count,
  initiated_steps: count,
  completed_steps: count,
  /** One of the two is there. */
  rates: Rates.optional(),
  rates_missing: NoWindow.optional(),
  /** How long the present stall has lasted; 0 where there is none. */
  output_stall_ms: count,
  memory: z.object({
    rss_bytes: count,
    /** `low`, `moderate`, `high` or `critical`. */
    pressure: z.string().optional(),
  }),
  storage: z.object({
    bytes: count,
    /** As configured; absent where the configuration was not read. */
    limit: SizeReading.optional(),
    /** Of that limit. */
    share: z.number().optional(),
    /** Where the runtime tells it. */
    disk: Disk.optional(),
  }),
  /** Whether the configured limits and the declared connectors are known. */
  configuration_known: z.boolean(),
  transaction: z
    .object({
      status: z.string(),
      id: count,
      /** How long it has been in progress, or committing. */
      ms: count,
      records: count,
      /** `by` is absent for the API. */
      initiators: z.array(
        z.object({ by: z.string().optional(), phase: z.string(), label: z.string().optional() }),
      ),
      commit: Progress.optional(),
    })
    .optional(),
  bootstrap: z.object({
    in_progress: z.boolean().optional(),
    phase: z.string().optional(),
    progress: Progress.optional(),
  }),
  checkpoints: CheckpointBlockers,
  connectors: z.array(ConnectorStats),
  /** Whether the statistics list their connectors at all. */
  lists_inputs: z.boolean(),
  lists_outputs: z.boolean(),
});

export type StatsFacts = z.infer<typeof StatsFacts>;

/** What the manager knows of a pipeline's configuration. */
export interface Configuration {
  readonly declared: Declared | undefined;
  readonly settings: RuntimeSettings | undefined;
}

/**
 * @param before an earlier sample, for rates between the two; without one, averages since the start
 * @param configuration absent where it could not be read
 */
export function statsFacts(
  now: Stats,
  before: Stats | undefined,
  configuration: Configuration | undefined,
): StatsFacts {
  const metrics = now.global_metrics ?? {};
  const window = windowOf(now, before);
  const settings = configuration?.settings;
  return {
    ...known({
      state: metrics.state,
      complete: metrics.pipeline_complete,
      uptime_ms: metrics.uptime_msecs,
      started_at: isoTime(metrics.start_time),
      resumed: metrics.initial_start_time == null ? undefined : isResumed(now),
      resumed_from: isResumed(now) ? isoTime(metrics.initial_start_time) : undefined,
      incarnation_uuid: metrics.incarnation_uuid,
      platform_version: metrics.platform_version,
      runtime_version: metrics.runtime_version,
      read_records: metrics.total_input_records,
      read_bytes: metrics.total_input_bytes,
      processed_records: metrics.total_processed_records,
      completed_records: metrics.total_completed_records,
      uncompleted_records: difference(metrics.total_processed_records, metrics.total_completed_records),
      buffered_records: metrics.buffered_input_records,
      buffered_bytes: metrics.buffered_input_bytes,
      initiated_steps: metrics.total_initiated_steps,
      completed_steps: metrics.total_completed_steps,
      output_stall_ms: metrics.output_stall_msecs,
      transaction: transactionOf(now),
    }),
    ...("window" in window ? { rates: ratesOf(now, window.window) } : { rates_missing: window.missing }),
    memory: known({ rss_bytes: metrics.rss_bytes, pressure: metrics.memory_pressure }),
    storage: storageOf(now, settings),
    configuration_known: settings !== undefined && configuration?.declared !== undefined,
    bootstrap: known({
      in_progress: metrics.bootstrap_in_progress,
      phase: metrics.concurrent_bootstrap_phase,
      progress: progressOf(metrics.concurrent_bootstrap_progress),
    }),
    checkpoints: checkpointBlockers(now),
    connectors: connectorList(now, configuration?.declared, "window" in window ? window.window : undefined),
    lists_inputs: now.inputs != null,
    lists_outputs: now.outputs != null,
  };
}

function storageOf(stats: Stats, settings: RuntimeSettings | undefined): StatsFacts["storage"] {
  const bytes = stats.global_metrics?.storage_bytes;
  const limit = settings?.sizes.storage_limit;
  const isLimited = bytes != null && limit?.is === "set" && limit.bytes > 0;
  const share = isLimited ? Number(bytes) / Number(limit.bytes) : undefined;
  return known({ bytes, limit, share, disk: fullestDisk(stats) });
}

function transactionOf({ global_metrics }: Stats): StatsFacts["transaction"] {
  const { transaction_status, transaction_initiators, ...metrics } = global_metrics ?? {};
  if (transaction_status == null) return undefined;
  const api = transaction_initiators?.initiated_by_api;
  const connectors = Object.entries(transaction_initiators?.initiated_by_connectors ?? {});
  return {
    status: transaction_status,
    initiators: [
      ...(api ? [{ phase: api }] : []),
      ...connectors.map(([by, { phase, label }]) => ({
        by,
        phase: phase ?? "phase unknown",
        ...known({ label }),
      })),
    ],
    ...known({
      id: isPositive(metrics.transaction_id) ? metrics.transaction_id : undefined,
      ms: metrics.transaction_msecs,
      records: metrics.transaction_records,
      commit: progressOf(metrics.commit_progress),
    }),
  };
}

function progressOf(progress: NonNullable<Stats["global_metrics"]>["commit_progress"]): Progress | undefined {
  if (progress == null) return undefined;
  const { completed, in_progress, remaining } = progress;
  return known({
    completed,
    in_progress,
    remaining,
    processed_records: progress.in_progress_processed_records,
    total_records: progress.in_progress_total_records,
  });
}

/** Seconds since 1970, which a date can hold up to a point. */
function isoTime(secs: number | bigint | null | undefined): string | undefined {
  const date = new Date(Number(secs ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
