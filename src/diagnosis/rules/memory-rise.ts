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

/** Right after a start caches fill: a minute of that tells nothing of what is further off. */
const FAR_FROM_START_MS = 6 * HOUR_MS;

/**
 * Bytes an hour that memory rises by; undefined where it does not, has come to a level, or fills caches.
 *
 * @param left bytes to its limit, where that is known
 * @param isOfStart whether it was watched from its start; nothing is told where that is not known
 */
export function riseOf(
  memory: SeriesFacts["trend"],
  left: number | undefined,
  isOfStart: boolean | undefined,
): number | undefined {
  if (isOfStart === undefined || memory?.direction !== "rising" || memory.course !== undefined)
    return undefined;
  const perHour = (memory.per_sec * HOUR_MS) / 1_000;
  const isNear = (timeLeft(left, perHour) ?? Number.POSITIVE_INFINITY) <= FAR_FROM_START_MS;
  return isOfStart && !isNear ? undefined : perHour;
}

/**
 * " by 41.2 GiB an hour, which would bring it to its limit in 30 min".
 *
 * @param isOfStart whether it was watched from its start, when caches fill
 */
export function riseWords(
  perHour: number | undefined,
  left: number | undefined,
  isOfStart: boolean,
): Words | undefined {
  if (perHour === undefined) return undefined;
  const ms = timeLeft(left, perHour);
  const doubt = isOfStart ? words`, as it seldom does right after a start` : undefined;
  const until =
    ms === undefined
      ? undefined
      : words`, which would bring it to its limit in ${span(ms)} if it went on${doubt}`;
  return words` by ${bytes(perHour)} an hour${until}`;
}

/** Of memory that rises faster than the state that grows. */
export function elseWords(stateBytesPerHour: number | undefined): Words {
  return stateBytesPerHour === undefined
    ? words`; the heap profile tells what takes it`
    : words`; this state explains ${bytes(stateBytesPerHour)} an hour of the rise of memory, and the heap profile tells what the rest is`;
}

/** State is written to storage where memory is short, so that this is the soonest. */
export function limitWords(left: number | undefined, perHour: number): Words | undefined {
  const ms = timeLeft(left, perHour);
  return ms === undefined ? undefined : words` (it reaches its memory limit in ${span(ms)} at the soonest)`;
}

/** In ms; undefined where the limit is not known, is reached, or is so far off that much will have changed by then. */
export function timeLeft(left: number | undefined, perHour: number): number | undefined {
  if (left === undefined || left <= 0 || perHour <= 0) return undefined;
  const ms = (left / perHour) * HOUR_MS;
  return ms > FAR_MS ? undefined : ms;
}
