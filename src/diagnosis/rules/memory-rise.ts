import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import type { SeriesFacts } from "../../analysis/time-series/trend.ts";
import { bytes, span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";

const HOUR_MS = 3_600_000;

/** A month: what is further off will have changed by then. */
const FAR_MS = 30 * 24 * HOUR_MS;

/** Whether a window of the time series is of the time since the start; undefined where that, or whether rows wait, is not known. */
export function isOfStart(
  { uptime_ms, buffered_records }: StatsFacts,
  window_ms: number | undefined,
): boolean | undefined {
  return uptime_ms === undefined || buffered_records === undefined
    ? undefined
    : window_ms !== undefined && Number(uptime_ms) < 2 * window_ms;
}

/** Right after a start caches fill: what is watched from then on is reckoned with for so many times as long, and no further. */
const RECKONED_ON = 15;

/** Of a rise, so much is explained by state that the rest is not asked about. */
const MOST = 0.5;

/** Memory that rises, has not come to a level, and fills no caches. */
export interface Rise {
  /** Bytes an hour. */
  readonly per_hour: number;
  /** Whether it was watched from the start of its process, when caches fill. */
  readonly is_of_start: boolean;
  /** Whether it was watched for too short a time to tell when it reaches its limit. */
  readonly is_early: boolean;
}

/**
 * @param left bytes to its limit, where that is known
 * @param isOfStart whether it was watched from its start; nothing is told where that is not known
 * @param window_ms how long it was watched
 */
export function riseOf(
  memory: SeriesFacts["trend"],
  left: number | undefined,
  isOfStart: boolean | undefined,
  window_ms: number | undefined,
): Rise | undefined {
  if (isOfStart === undefined || memory?.direction !== "rising" || memory.course !== undefined)
    return undefined;
  const per_hour = (memory.per_sec * HOUR_MS) / 1_000;
  const isNear = (timeLeft(left, per_hour) ?? Number.POSITIVE_INFINITY) <= (window_ms ?? 0) * RECKONED_ON;
  return { per_hour, is_of_start: isOfStart, is_early: isOfStart && !isNear };
}

/** Whether the state that grows is most of what memory rises by. */
function isByState({ per_hour }: Rise, stateBytesPerHour = 0): boolean {
  return stateBytesPerHour >= per_hour * MOST;
}

/** " by 41.2 GiB an hour, which would take all of that in 30 min", or that it is too soon to tell. */
export function riseWords(
  rise: Rise | undefined,
  left: number | undefined,
  stateBytesPerHour: number | undefined,
): Words | undefined {
  if (rise === undefined) return undefined;
  const { per_hour, is_of_start, is_early } = rise;
  // Whether the limit is near is not known without it.
  if (is_early) return left === undefined ? undefined : words`, too soon after its start to tell where to`;
  const ms = timeLeft(left, per_hour);
  const isDoubtful = is_of_start && !isByState(rise, stateBytesPerHour);
  const doubt = isDoubtful ? words`, as it seldom does right after a start` : undefined;
  const until =
    ms === undefined ? undefined : words`, which would take all of that in ${span(ms)} if it went on${doubt}`;
  return words` by ${bytes(per_hour)} an hour${until}`;
}

/** Of memory that rises faster than the state that grows. */
export function elseWords(rise: Rise, stateBytesPerHour: number | undefined): Words | undefined {
  if (rise.is_early || isByState(rise, stateBytesPerHour)) return undefined;
  return stateBytesPerHour === undefined
    ? words`; the heap profile tells what takes it`
    : words`; this state explains ${bytes(stateBytesPerHour)} an hour of the rise of memory, and the heap profile tells what the rest is`;
}

/** State is written to storage where memory is short, so that this is the soonest. */
export function limitWords(left: number | undefined, perHour: number): Words | undefined {
  const ms = timeLeft(left, perHour);
  return ms === undefined ? undefined : words` (all of its memory is taken in ${span(ms)} at the soonest)`;
}

/** In ms; undefined where the limit is not known, is reached, or is so far off that much will have changed by then. */
export function timeLeft(left: number | undefined, perHour: number): number | undefined {
  if (left === undefined || left <= 0 || perHour <= 0) return undefined;
  const ms = (left / perHour) * HOUR_MS;
  return ms > FAR_MS ? undefined : ms;
}
