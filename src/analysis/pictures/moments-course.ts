import type { Stats } from "../../feldera/schemas/stats.ts";
import { ratesOf, windowOf } from "../stats/window.ts";
import type { Point } from "../time-series/trend.ts";

/** The statistics of one moment. */
export interface StatsMoment {
  /** ms since 1970. */
  readonly ms: number;
  readonly stats: Stats;
}

/** An average over a time. */
export interface Average extends Point {
  /** When that time began; the value is of it and of all up to `ms`. */
  readonly from_ms: number;
}

/** How figures went from one moment to the next: what was in between is not known. */
export interface MomentsCourse {
  /**
   * Records per second: since the moment before, or since the process began where that is later. Absent at a moment of
   * which neither is known.
   */
  readonly throughput: readonly Average[];
  readonly memory: readonly Point[];
  readonly storage: readonly Point[];
  /** Records that wait at the inputs. */
  readonly waiting: readonly Point[];
  /** The first moment of each process but the first, and when that process began, where it is known. */
  readonly restarts: readonly { readonly ms: number; readonly began_ms?: number }[];
}

/** @param moments oldest first */
export function courseOfMoments(moments: readonly StatsMoment[]): MomentsCourse {
  return {
    throughput: moments.flatMap((moment, at) => averageAt(moment, moments[at - 1]) ?? []),
    memory: pointsOf(moments, (metrics) => metrics.rss_bytes),
    storage: pointsOf(moments, (metrics) => metrics.storage_bytes),
    waiting: pointsOf(moments, (metrics) => metrics.buffered_input_records),
    restarts: moments.flatMap((moment, at) => restartAt(moment, moments[at - 1]) ?? []),
  };
}

function averageAt({ ms, stats }: StatsMoment, before: StatsMoment | undefined): Average | undefined {
  const since = windowOf(stats, before?.stats);
  const told = "window" in since || since.missing !== RESTARTED ? since : windowOf(stats, undefined);
  if (!("window" in told)) return undefined;
  const { window } = told;
  const value = ratesOf(stats, window).processed_records_per_s;
  return value === undefined ? undefined : { ms, value, from_ms: ms - window.ms };
}

const RESTARTED = "restarted between the samples";

function restartAt(
  { ms, stats }: StatsMoment,
  before: StatsMoment | undefined,
): MomentsCourse["restarts"][number] | undefined {
  if (before === undefined) return undefined;
  const since = windowOf(stats, before.stats);
  if ("window" in since || since.missing !== RESTARTED) return undefined;
  const upMs = stats.global_metrics?.uptime_msecs;
  return { ms, ...(upMs != null && { began_ms: ms - Number(upMs) }) };
}

type Metrics = NonNullable<Stats["global_metrics"]>;

function pointsOf(
  moments: readonly StatsMoment[],
  of: (metrics: Metrics) => number | bigint | null | undefined,
): Point[] {
  return moments.flatMap(({ ms, stats }) => {
    const value = of(stats.global_metrics ?? {});
    return value == null ? [] : [{ ms, value: Number(value) }];
  });
}
