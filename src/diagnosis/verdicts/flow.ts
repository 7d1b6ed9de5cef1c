import { plural, span } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { ticksPerS } from "../rules/fast-clock.ts";
import { seriesWindow, windowWords } from "../rules/series-window.ts";

/** Rates of rows, without the ticks of NOW()'s clock, which Feldera counts among the records. */
export function ratesOf(evidence: Evidence) {
  const { input_per_s, processed_per_s, ...rest } = recordRates(evidence);
  const ticks = ticksPerS(evidence.stats);
  return {
    ...rest,
    ...(input_per_s !== undefined && { input_per_s: Math.max(0, input_per_s - ticks) }),
    ...(processed_per_s !== undefined && { processed_per_s: Math.max(0, processed_per_s - ticks) }),
  };
}

type RecordRates = Omit<Figures, "waiting_records" | "uncompleted_records" | "late_outputs">;

/** Rates between two looks; from one, those of the time series, or else means since the start. */
function recordRates({ stats, time_series }: Evidence): RecordRates {
  const { rates } = stats ?? {};
  if (rates?.over !== "two samples" && time_series?.records !== undefined) {
    return {
      is_average: false,
      processed_per_s: time_series.records.per_sec,
      ...seriesWindow(time_series),
    };
  }
  return {
    is_average: rates?.over === "since start",
    ...(rates && { window_ms: rates.window_ms }),
    ...(rates?.input_records_per_s !== undefined && { input_per_s: rates.input_records_per_s }),
    ...(rates?.processed_records_per_s !== undefined && { processed_per_s: rates.processed_records_per_s }),
  };
}

interface Figures {
  readonly waiting_records?: number | bigint | undefined;
  readonly uncompleted_records?: number | bigint | undefined;
  /** The outputs that have not put those out, where others have. */
  readonly late_outputs?: readonly string[] | undefined;
  readonly window_ms?: number | undefined;
  readonly window_age_ms?: number | undefined;
  readonly input_per_s?: number | undefined;
  readonly processed_per_s?: number | undefined;
  readonly is_average: boolean;
}

/** What waits, what is not put out yet, and how fast rows come and are processed. */
export function figuresOf(figures: Figures): Words[] {
  const { waiting_records, uncompleted_records, late_outputs, window_ms, window_age_ms } = figures;
  const { input_per_s, processed_per_s, is_average } = figures;
  const rate = (perSecond: number) => plural(Math.round(perSecond), words`record/s`, words`records/s`);
  const over =
    window_ms === undefined
      ? undefined
      : is_average
        ? words` on average in the ${span(window_ms)} since its start`
        : windowWords(window_ms, window_age_ms);
  const flow = [
    ...(input_per_s === undefined ? [] : [words`${rate(input_per_s)} in`]),
    ...(processed_per_s === undefined ? [] : [words`${rate(processed_per_s)} processed`]),
  ];
  return [
    ...(waiting_records === undefined
      ? []
      : [words`${plural(waiting_records, words`record waits`, words`records wait`)} at its inputs`]),
    ...(uncompleted_records === undefined || uncompleted_records <= 0
      ? []
      : [
          words`${plural(uncompleted_records, words`is`, words`are`)} processed and not yet put out${late_outputs && late_outputs.length > 0 ? words` by ${nameList(late_outputs)}` : undefined}`,
        ]),
    ...(flow.length === 0 ? [] : [words`${joined(flow, words`, `)}${over}`]),
  ];
}
