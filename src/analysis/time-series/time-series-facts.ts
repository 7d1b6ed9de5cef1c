import * as z from "zod";
import type { TimeSeries } from "../../feldera/schemas/metrics.ts";
import { type Point, SeriesFacts, seriesFacts } from "./trend.ts";

const Restart = z.object({
  /** The first sample after it. */
  at: z.string(),
  /** Records processed in all, before and after. */
  records_before: z.number(),
  records_after: z.number(),
});

export const TimeSeriesFacts = z.object({
  /** Samples whose time could be read, one for each time. */
  samples: z.number(),
  /** Samples left out, since their time could not be read. */
  unreadable: z.number(),
  /** From the first to the last sample since the last restart within them: what all figures are of. */
  window: z.object({ from: z.string(), to: z.string(), ms: z.number(), samples: z.number() }).optional(),
  /** The total of processed records fell: the pipeline began anew. */
  restarts: z.array(Restart),
  /** The longest time without a sample, where it is much longer than the others. */
  longest_gap_ms: z.number().optional(),
  /** From the last sample to when the pipeline answered. */
  age_ms: z.number().optional(),
  records: z
    .object({
      processed_in_all: z.number(),
      processed_in_window: z.number(),
      /** Over the whole window, in records per second. */
      per_sec: z.number(),
      /** How long nothing has been processed, up to the last sample. */
      idle: z.object({ ms: z.number(), whole_window: z.boolean() }).optional(),
    })
    .optional(),
  /** Records per second, from each sample to the next. */
  throughput: SeriesFacts.optional(),
  /** Resident memory, bytes. */
  memory: SeriesFacts.optional(),
  /** Storage in use, bytes. */
  storage: SeriesFacts.optional(),
});

export type TimeSeriesFacts = z.infer<typeof TimeSeriesFacts>;

/** Less than this without a processed record is not called idle, ms. */
const IDLE_MS = 5000;

/** A gap this many times the usual time between samples is told. */
const GAP_FACTOR = 3;

interface Sample {
  readonly ms: number;
  readonly records: number | undefined;
  readonly memory: number | undefined;
  readonly storage: number | undefined;
}

/** What `time_series` says of throughput, memory and storage. */
export function timeSeriesFacts({ now, samples: raw }: TimeSeries): TimeSeriesFacts {
  const { samples, unreadable } = samplesOf(raw);
  const restarts = restartsOf(samples);
  const lastRestart = restarts.at(-1);
  const since = lastRestart === undefined ? samples : samples.slice(lastRestart.index);
  const [first] = since;
  const last = since.at(-1);
  const nowMs = now == null ? undefined : msOf(now);
  const records = pointsOf(since, "records");
  const memory = seriesFacts(pointsOf(since, "memory"));
  const storage = seriesFacts(pointsOf(since, "storage"));
  const throughput = seriesFacts(ratesOf(records));
  const progress = progressOf(records);
  const gap = longestGap(since);
  return {
    samples: samples.length,
    unreadable,
    restarts: restarts.map(({ index: _, ...restart }) => restart),
    ...(first &&
      last && {
        window: { from: iso(first.ms), to: iso(last.ms), ms: last.ms - first.ms, samples: since.length },
      }),
    ...(gap !== undefined && { longest_gap_ms: gap }),
    ...(nowMs !== undefined && last !== undefined && { age_ms: nowMs - last.ms }),
    ...(progress && { records: progress }),
    ...(throughput && { throughput }),
    ...(memory && { memory }),
    ...(storage && { storage }),
  };
}

/** Each quantity in the unit of its facts, oldest first, from before restarts too. */
export interface SeriesPoints {
  /** Processed in all. */
  readonly records: readonly Point[];
  readonly throughput: readonly Point[];
  readonly memory: readonly Point[];
  readonly storage: readonly Point[];
  /** The first sample after each restart. */
  readonly restarts: readonly { readonly ms: number }[];
}

/** The samples themselves, for who draws them. */
export function seriesPoints({ samples: raw }: TimeSeries): SeriesPoints {
  const { samples } = samplesOf(raw);
  const restarts = restartsOf(samples);
  const starts = [0, ...restarts.map(({ index }) => index)];
  const runs = starts.map((start, i) => samples.slice(start, starts[i + 1]));
  return {
    records: pointsOf(samples, "records"),
    throughput: runs.flatMap((run) => ratesOf(pointsOf(run, "records"))),
    memory: pointsOf(samples, "memory"),
    storage: pointsOf(samples, "storage"),
    restarts: restarts.flatMap(({ index }) => samples[index] ?? []).map(({ ms }) => ({ ms })),
  };
}

/** What was processed in all at each sample since it began, oldest first. */
export function processedPoints({ samples: raw }: TimeSeries): Point[] {
  const { samples } = samplesOf(raw);
  return pointsOf(samples.slice(restartsOf(samples).at(-1)?.index), "records");
}

type RawSample = TimeSeries["samples"][number];

/** One for each time, oldest first. */
function samplesOf(raw: readonly RawSample[]): {
  readonly samples: readonly Sample[];
  readonly unreadable: number;
} {
  const readable = raw.flatMap(sampleOf);
  const samples = [...new Map(readable.map((sample) => [sample.ms, sample])).values()];
  return { samples: samples.toSorted((a, b) => a.ms - b.ms), unreadable: raw.length - readable.length };
}

function sampleOf({ t, r, m, s }: RawSample): Sample[] {
  const ms = msOf(t);
  return ms === undefined ? [] : [{ ms, records: countOf(r), memory: countOf(m), storage: countOf(s) }];
}

/** The furthest from 1970 that a date can be, in ms. */
const LAST_MS = 8.64e15;

function msOf(moment: RawSample["t"]): number | undefined {
  const ms = countOf(moment) ?? Date.parse(String(moment));
  return Math.abs(ms) <= LAST_MS ? ms : undefined;
}

function countOf(value: RawSample["r"]): number | undefined {
  if (value == null) return undefined;
  const count = typeof value !== "string" || /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(count) ? count : undefined;
}

function restartsOf(samples: readonly Sample[]): (z.infer<typeof Restart> & { index: number })[] {
  let before: number | undefined;
  return samples.flatMap(({ ms, records }, index) => {
    const last = before;
    before = records ?? before;
    return last === undefined || records === undefined || records >= last
      ? []
      : [{ at: iso(ms), records_before: last, records_after: records, index }];
  });
}

function pointsOf(samples: readonly Sample[], of: "records" | "memory" | "storage"): Point[] {
  return samples.flatMap(({ ms, [of]: value }) => (value === undefined ? [] : [{ ms, value }]));
}

/** Each rate at the end of its interval. */
function ratesOf(points: readonly Point[]): Point[] {
  return points.slice(1).flatMap((point, i) => {
    const before = points[i];
    if (before === undefined) return [];
    return [{ ms: point.ms, value: (point.value - before.value) / ((point.ms - before.ms) / 1000) }];
  });
}

function progressOf(points: readonly Point[]): TimeSeriesFacts["records"] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.ms === first.ms) return undefined;
  const processed_in_window = last.value - first.value;
  const reached = points.find(({ value }) => value === last.value) ?? last;
  const idleMs = last.ms - reached.ms;
  return {
    processed_in_all: last.value,
    processed_in_window,
    per_sec: processed_in_window / ((last.ms - first.ms) / 1000),
    ...(idleMs >= IDLE_MS && { idle: { ms: idleMs, whole_window: processed_in_window === 0 } }),
  };
}

function longestGap(samples: readonly Sample[]): number | undefined {
  const gaps = samples.slice(1).map(({ ms }, i) => ms - (samples[i]?.ms ?? ms));
  const usual = gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
  return gaps.length >= 3 && longest > GAP_FACTOR * Math.max(usual, 1) ? longest : undefined;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
