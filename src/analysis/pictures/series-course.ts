import type { TimeSeries } from "../../feldera/schemas/metrics.ts";
import { windowOf } from "../stats/window.ts";
import { seriesPoints } from "../time-series/time-series-facts.ts";
import type { Point } from "../time-series/trend.ts";
import type { Average, MomentsCourse, StatsMoment } from "./moments-course.ts";

/** From one sample to the next, and over what is before the first and after the last. */
export interface SeriesCourse extends Pick<MomentsCourse, "throughput" | "memory" | "storage"> {
  /** Of the series alone. */
  readonly samples: { readonly count: number; readonly from_ms: number; readonly to_ms: number };
}

/** Why series are not of a process: without any sample, of another time, or with other totals. */
export type Unfit = "empty" | "times" | "totals";

/** Who dates a collection may have another clock than the pipeline, whose samples have its own. */
const CLOCKS_APART_MS = 2000;

/**
 * How figures went from a process's start to a moment of it, by the moment's statistics and by time series of the minute
 * before, which name no pipeline: they are taken where they fit the process in times and totals.
 */
export function courseOfSeries(moment: StatsMoment, series: TimeSeries): SeriesCourse | Unfit {
  const { ms, stats } = moment;
  const { records, memory, storage, restarts } = seriesPoints(series);
  const times = [records, memory, storage].flatMap((points) => points.map((point) => point.ms));
  if (times.length === 0) return "empty";
  const [from_ms, to_ms] = [Math.min(...times), Math.max(...times)];
  const { uptime_msecs, total_processed_records, rss_bytes, storage_bytes } = stats.global_metrics ?? {};
  const beganMs = ms - Number(uptime_msecs ?? Number.NaN);
  const isWithin = from_ms >= beganMs - CLOCKS_APART_MS && to_ms <= ms + CLOCKS_APART_MS;
  if (!isWithin) return "times";
  const processed = Number(total_processed_records ?? Number.NaN);
  if (restarts.length > 0 || !((records.at(-1)?.value ?? 0) <= processed)) return "totals";
  const isFromStart = "window" in windowOf(stats, undefined);
  const start = isFromStart ? [{ ms: beganMs, value: 0 }] : [];
  const upTo = (points: readonly Point[], value: typeof rss_bytes) =>
    value == null || ms <= to_ms ? points : [...points, { ms, value: Number(value) }];
  return {
    throughput: averagesOf([...start, ...upTo(records, total_processed_records)]),
    memory: upTo(memory, rss_bytes),
    storage: upTo(storage, storage_bytes),
    samples: { count: series.samples.length, from_ms, to_ms },
  };
}

function averagesOf(totals: readonly Point[]): Average[] {
  return totals.slice(1).flatMap(({ ms, value }, at) => {
    const before = totals[at];
    if (before === undefined || ms <= before.ms) return [];
    return [{ ms, value: (value - before.value) / ((ms - before.ms) / 1000), from_ms: before.ms }];
  });
}
