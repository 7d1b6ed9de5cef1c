import type { TimeSeriesFacts } from "../../analysis/time-series/time-series-facts.ts";
import type { SeriesFacts } from "../../analysis/time-series/trend.ts";
import type { TimeSeriesAnswer } from "../../answers/statistics.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { bytes, grouped, moment, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { sparkline } from "../page/sparkline.ts";
import { joined, type Words, words } from "../page/words.ts";
import { perSecond } from "./connector-stats.ts";
import { trendName } from "./trend-words.ts";

/** An age of the newest sample that is worth a word, ms. */
const OLD_MS = 5000;

export function renderTimeSeries({ facts }: Cleaned<TimeSeriesAnswer>, page: Page): void {
  page.line(words`${facts.pipeline_name}: ${headWords(facts)}`);
  renderWindow(facts, page);
  renderSeries(facts, page);
  suggestNext(facts, page);
}

function headWords(facts: TimeSeriesFacts): Words {
  const { records, window, restarts } = facts;
  if (window === undefined) return words`no samples, so neither throughput nor memory nor storage is known.`;
  if (window.samples < 2) {
    const since = restarts.length > 0 ? words` since it began again` : words``;
    return words`fewer than two samples${since}, so neither throughput nor any trend is known.`;
  }
  return words`${joined(
    [
      records === undefined ? words`throughput is not reported` : throughputWords(records, facts),
      levelWords(words`memory`, facts.memory),
      levelWords(words`storage`, facts.storage),
    ],
    words`; `,
  )}.`;
}

function throughputWords(
  { per_sec, idle }: NonNullable<TimeSeriesFacts["records"]>,
  { window, throughput }: TimeSeriesFacts,
): Words {
  const over = span(window?.ms ?? 0);
  if (idle?.whole_window) return words`no record was processed within the window of ${over}`;
  const average = words`${recordsPerSec(per_sec)} on average over ${over}`;
  if (idle) return words`no record was processed for the last ${span(idle.ms)}; ${average}`;
  return words`${average}${directionWords(throughput)}`;
}

function levelWords(what: Words, series: SeriesFacts | undefined): Words {
  if (series === undefined) return words`${what} is not reported`;
  return words`${what} ${wholeBytes(series.last)}${directionWords(series)}`;
}

function directionWords(series: SeriesFacts | undefined): Words {
  return series?.trend === undefined ? words`` : words` (${trendName(series.trend)})`;
}

function renderWindow(facts: TimeSeriesFacts, page: Page): void {
  const { window, longest_gap_ms, age_ms, records } = facts;
  for (const { at, records_before, records_after } of facts.restarts) {
    page.line(
      words`It began again before ${moment(at)}: the total of processed records fell from ${grouped(records_before)} to ${grouped(records_after)}. All figures are of the time since.`,
    );
  }
  if (facts.unreadable > 0) {
    page.line(
      words`${plural(facts.unreadable, words`sample`, words`samples`)} left out: the time could not be read.`,
    );
  }
  if (window === undefined) return;
  const of = facts.restarts.length > 0 ? words` of ${grouped(facts.samples)}` : words``;
  const total =
    records === undefined
      ? words``
      : words` ${grouped(records.processed_in_window)} records were processed in it, ${grouped(records.processed_in_all)} in all.`;
  page.line(
    words`Window: ${grouped(window.samples)}${of} samples over ${span(window.ms)}, ${moment(window.from)} to ${moment(window.to)}.${total}`,
  );
  if (longest_gap_ms !== undefined) {
    page.line(
      words`Between two of the samples there are ${span(longest_gap_ms)}; what was in between is not known.`,
    );
  }
  if (age_ms !== undefined && age_ms >= OLD_MS) {
    page.line(words`The newest sample was ${span(age_ms)} old when the pipeline answered.`);
  }
}

interface Quantity {
  readonly name: Words;
  readonly series: SeriesFacts | undefined;
  readonly amount: (value: number) => Words;
  /** How long it has been nothing, which a robust trend does not show. */
  readonly idleMs?: number | undefined;
}

function renderSeries({ throughput, memory, storage, window, records }: TimeSeriesFacts, page: Page): void {
  const quantities: Quantity[] = [
    { name: words`throughput`, series: throughput, amount: recordsPerSec, idleMs: records?.idle?.ms },
    { name: words`memory (resident)`, series: memory, amount: wholeBytes },
    { name: words`storage`, series: storage, amount: wholeBytes },
  ];
  const rows = quantities.flatMap(({ name, series, amount, idleMs }) =>
    series === undefined
      ? []
      : [
          [
            name,
            amount(series.last),
            amount(series.min),
            amount(series.max),
            amount(series.median),
            idleMs === undefined
              ? trendWords(series.trend, amount)
              : words`none for the last ${span(idleMs)}`,
            sparkline(series.buckets, series),
          ],
        ],
  );
  if (rows.length === 0) return;
  page.table(
    [
      { title: words`` },
      { title: words`last` },
      { title: words`min` },
      { title: words`max` },
      { title: words`median` },
      { title: words`trend over ${span(window?.ms ?? 0)}` },
      { title: words`course, oldest first (▁ min, █ max)` },
    ],
    rows,
    { unit: words`series` },
  );
}

/** The course of a series in its own unit. */
export function courseWords(name: "throughput" | "memory" | "storage", { trend }: SeriesFacts): Words {
  return trendWords(trend, name === "throughput" ? recordsPerSec : wholeBytes);
}

function trendWords(trend: SeriesFacts["trend"], amount: Quantity["amount"]): Words {
  if (trend === undefined) return words`too few samples`;
  const { change, per_sec } = trend;
  const name = trendName(trend);
  if (change === 0) return name;
  return words`${name}, ${signed(change, amount)} (${signed(per_sec, amount)} per s)`;
}

function signed(value: number, amount: Quantity["amount"]): Words {
  return words`${value > 0 ? words`+` : undefined}${amount(value)}`;
}

function recordsPerSec(rate: number): Words {
  return words`${perSecond(rate)} records/s`;
}

function wholeBytes(count: number): Words {
  return bytes(Math.round(count));
}

function suggestNext({ pipeline_name, records, memory }: TimeSeriesAnswer, page: Page): void {
  if (records?.idle) page.next("get_stats", { pipeline_name }, words`for what holds it up`);
  if (memory?.trend?.direction === "rising") {
    page.next("summarize_heap_profile", { pipeline_name }, words`for what holds the memory`);
  }
}
