import type { Average, MomentsCourse } from "../../analysis/pictures/moments-course.ts";
import type { SeriesCourse, Unfit } from "../../analysis/pictures/series-course.ts";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import type { Point } from "../../analysis/time-series/trend.ts";
import { bytes, grouped, moment, span } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";
import { perSecond } from "./connector-stats.ts";
import { NO_RATES } from "./stats.ts";

/** What the collections of a bundle are for a history. */
export interface CollectionsRead {
  /** Those of the bundle. */
  readonly all: number;
  /** Those whose statistics were read. */
  readonly read: number;
  /** When the one was collected that is told of; ms since 1970. */
  readonly atMs: number;
}

/** What a history of a bundle is of; of one moment, why it is no course and what would show one. */
export function courseOfBundleWords({ all, read, atMs }: CollectionsRead): Words {
  if (read > 1) {
    const of = read === all ? words`the ${all}` : words`${read} of the ${all}`;
    return words`From ${of} collections of the bundle, each a moment: what was between them is not known. Throughput is the average since the moment before.`;
  }
  const holds =
    all === 1
      ? words`The bundle holds one collection, of ${utcOf(atMs)}`
      : words`Of the ${all} collections of the bundle ${read === 1 ? words`only one has` : words`none has`} statistics that can be read`;
  return words`${holds}: how the pipeline got there is not in it. A bundle with older collections would show it (download_support_bundle with limit 3), and of a running pipeline get_time_series the last minute.`;
}

/** "the collection of 2026-11-21 09:18:08 UTC". */
export function collectionWords(atMs: number): Words {
  return words`The statistics of the collection of ${utcOf(atMs)}`;
}

export const TIME_SERIES_BESIDE = words`The time series beside the bundle`;

/** Where a history of a bundle is of time series that lay beside it. */
export function courseOfSeriesWords({ count, from_ms, to_ms }: SeriesCourse["samples"], atMs: number): Words {
  return words`From ${count} samples of time_series.json beside the bundle, over ${span(to_ms - from_ms)} to ${utcOf(to_ms)}, and from its collection of ${utcOf(atMs)}. The file names no pipeline; it fits this process in times and totals. Throughput is the average since the point before, that of the first since the start.`;
}

const UNFIT: Readonly<Record<Unfit, Words>> = {
  empty: words`it has no sample`,
  times: words`it is of another time than the process that the bundle is of`,
  totals: words`its totals are not those of the process that the bundle is of`,
};

/** Why they are left out. */
export function unfitSeriesWords(why: Unfit): Words {
  return words`Left out: ${UNFIT[why]}.`;
}

function utcOf(ms: number): Words {
  return moment(new Date(ms).toISOString());
}

const AMOUNTS = { memory: bytes, storage: bytes, waiting: grouped } as const;

/** "from 286 MiB to 1.09 GiB (+831 MiB) in 5 min 5 s". */
export function levelsWords(
  name: keyof typeof AMOUNTS,
  points: readonly Point[],
  restarts: MomentsCourse["restarts"],
): Words {
  const amount = AMOUNTS[name];
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || first === last) return words`known at one moment`;
  const change = last.value - first.value;
  const by = change > 0 ? words`+${amount(change)}` : change < 0 ? amount(change) : words`no change`;
  const between = restarts.some(({ ms }) => ms > first.ms && ms <= last.ms);
  return words`from ${amount(first.value)} to ${amount(last.value)} (${by}) in ${span(last.ms - first.ms)}${between ? words`, with a new process between` : undefined}`;
}

/** "3,120 records/s on average over the last 3 min 40 s". */
export function lastAverageWords({ value, ms, from_ms }: Average): Words {
  return words`${perSecond(value)} records/s on average over the last ${span(ms - from_ms)}`;
}

/** What was processed of what came, and since when that is counted. */
export function processedWords({
  read_records,
  started_at,
  resumed_from,
  resumed,
}: Pick<StatsFacts, "read_records" | "started_at" | "resumed_from" | "resumed">): Words {
  const of = read_records === undefined ? words`of records` : words`of ${grouped(read_records)} records`;
  const since = resumed ? resumed_from : started_at;
  if (since === undefined) return words`${of} received`;
  return words`${of} received since ${moment(since)}${resumed ? words`, by earlier processes too` : undefined}`;
}

/** Over what the average is, or why there is none. */
export function averageWords({ rates, rates_missing }: Pick<StatsFacts, "rates" | "rates_missing">): Words {
  if (rates !== undefined) return words`on average over the ${span(rates.window_ms)} since the start`;
  return rates_missing === undefined ? words`the runtime does not tell it` : NO_RATES[rates_missing];
}
