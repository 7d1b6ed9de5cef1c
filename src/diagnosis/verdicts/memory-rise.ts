import type { SeriesFacts } from "../../analysis/time-series/trend.ts";
import { bytes, span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";

const HOUR_MS = 3_600_000;

/** A month: what is further off will have changed by then. */
const FAR_MS = 30 * 24 * HOUR_MS;

/** Bytes an hour that memory rises by; undefined where it does not, or has come to a level. */
export function riseOf(memory: SeriesFacts["trend"]): number | undefined {
  return memory?.direction === "rising" && memory.course === undefined
    ? (memory.per_sec * HOUR_MS) / 1_000
    : undefined;
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

function timeLeft(left: number | undefined, perHour: number): number | undefined {
  if (left === undefined || left <= 0 || perHour <= 0) return undefined;
  const ms = (left / perHour) * HOUR_MS;
  return ms > FAR_MS ? undefined : ms;
}
