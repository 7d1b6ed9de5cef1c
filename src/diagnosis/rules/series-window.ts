import type { TimeSeriesFacts } from "../../analysis/time-series/time-series-facts.ts";
import { span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";

/** A sample is taken every second, between two steps: older ones are of a time that is over. */
const SERIES_AGE_MS = 10_000;

/** How long the time series are, and how long ago they ended where that is not now. */
export function seriesWindow({ window, age_ms }: TimeSeriesFacts) {
  return {
    ...(window && { window_ms: window.ms }),
    ...(age_ms !== undefined && age_ms >= SERIES_AGE_MS && { window_age_ms: age_ms }),
  };
}

/** " over the last 59 s", or " over 3 s, until 1 min ago". */
export function windowWords(window_ms: number, window_age_ms: number | undefined): Words {
  return window_age_ms === undefined
    ? words` over the last ${span(window_ms)}`
    : words` over ${span(window_ms)}, until ${span(window_age_ms)} ago`;
}
