import type { Series } from "./words.ts";

/** What of the axis is seen. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  /** Whether the limit is within it: else it would press the course flat. */
  readonly hasLimit: boolean;
}

/** A limit is drawn where so much of it is used. */
const NEAR_LIMIT = 0.5;

/** Bytes that vary by less than this part of them are not drawn from 0 on. */
const NARROW = 0.2;

/** What varies by less than this part does not vary: `get_time_series` calls it steady. */
const LEVEL = 0.005;

/** Less than this part is not spread over the whole height: what is steady looks steady. */
const NARROWEST = 0.05;

/** Room above and below. */
const ROOM = 0.08;

/** Rates and counts begin at 0; of bytes the use is seen, and the limit where it is near. */
export function scaleOf({ unit, min, max, limit }: Pick<Series, "unit" | "min" | "max" | "limit">): Scale {
  const hasLimit = limit !== undefined && max >= limit.value * NEAR_LIMIT;
  const most = hasLimit ? Math.max(max, limit.value) : max;
  const varies = max - min;
  const isNarrow = unit === "bytes" && !hasLimit && varies > max * LEVEL && varies < max * NARROW;
  if (!isNarrow) return { from: 0, to: most === 0 ? 1 : most * (1 + ROOM), hasLimit };
  const height = Math.max(varies, max * NARROWEST);
  const middle = (max + min) / 2;
  const half = height * (0.5 + ROOM);
  return { from: middle - half, to: middle + half, hasLimit };
}
