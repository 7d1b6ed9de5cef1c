import type {
  FamilyRow,
  MetricsFacts,
  MetricValue,
  SeriesRow,
} from "../../analysis/metrics/metrics-facts-schema.ts";
import type { Quantile } from "../../analysis/metrics/quantile.ts";
import type { MetricUnit } from "../../analysis/metrics/unit.ts";
import type { MetricsAnswer } from "../../answers/statistics.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { bytes, grouped, moment, plural, span } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { renderUnoptimized } from "../pipeline/unoptimized.ts";
import { NEVER_MOVES, renderNotes } from "./metric-notes.ts";

/** As many families have their descriptions quoted whole. */
const DESCRIBED = 8;

/** Feldera's families begin with 15 words; more than these are no names of Feldera's. */
const GROUPS = 20;

/** The families there are, or the series that were asked for. */
export function renderMetrics({ facts }: Cleaned<MetricsAnswer>, page: Page): void {
  if (facts.series === undefined) renderFamilies(facts, page);
  else renderSeries(facts, page);
  renderUnoptimized(facts, page);
  suggestNext(facts, page);
}

/** What is unusual, and the families by the first word of their names. */
function renderFamilies(facts: MetricsAnswer, page: Page): void {
  const { families, trouble } = facts;
  page.line(
    words`${facts.pipeline_name}: ${troubleWords(trouble)} ${plural(facts.families_in_all, words`metric family`, words`metric families`)}, ${grouped(facts.series_in_all)} series in all.`,
  );
  renderUnread(facts, page);
  renderManagersOnly(facts, page);
  if (trouble !== undefined) renderNumbers(trouble.series, facts, page);
  const above0 = new Set(trouble?.series.map(({ name }) => name));
  const unmoved = families.filter(({ name }) => NEVER_MOVES.has(name) && !above0.has(name));
  renderNotes(
    unmoved.map(({ name }) => ({ name, value: 0 })),
    page,
  );
  if (families.length === 0) return;
  const groups = new Map<string, number>();
  for (const { name } of families) {
    const word = name.split("_", 1)[0] ?? name;
    groups.set(word, (groups.get(word) ?? 0) + 1);
  }
  const counted = [...groups].slice(0, GROUPS).map(([word, count]) => words`${word} ${count}`);
  const more = groups.size > GROUPS ? words`, and ${groups.size - GROUPS} more such words` : undefined;
  page.line(
    words`Families by the first word of their names: ${joined(counted, words`, `)}${more}. A pattern shows the values of those that match, and their descriptions.`,
  );
}

/** The verdict is of what is counted alone: latencies and throughput are usual or not by comparison. */
function troubleWords(trouble: MetricsAnswer["trouble"]): Words {
  if (trouble === undefined || trouble.of === 0)
    return words`no series here counts errors, failures or stalls;`;
  const counted = words`series that count errors, panics, failures, stalls, late rows, swapped memory or memory pressure`;
  return trouble.series.length === 0
    ? words`none of the ${trouble.of} ${counted} is above 0;`
    : words`${trouble.series.length} of the ${trouble.of} ${counted} ${trouble.series.length === 1 ? words`is` : words`are`} above 0;`;
}

function renderManagersOnly({ managers_only }: MetricsFacts, page: Page): void {
  if (!managers_only) return;
  page.line(
    words`These are the manager's own. The pipeline's metrics are missing because it is not deployed: nothing follows from that about memory, storage or throughput.`,
  );
}

/** The series that were asked for: first numbers, then histograms. */
function renderSeries(facts: MetricsAnswer, page: Page): void {
  const { families, series = [] } = facts;
  page.line(words`${facts.pipeline_name}: ${countWords(facts)}.`);
  renderUnread(facts, page);
  renderManagersOnly(facts, page);
  renderNumbers(
    series.filter(({ histogram }) => histogram === undefined),
    facts,
    page,
  );
  renderHistograms(
    series.filter(({ histogram }) => histogram !== undefined),
    facts,
    page,
  );
  renderEmpty(
    families.filter((family) => family.series === 0),
    page,
  );
  renderCommonLabels(facts, page);
  renderNotes(series, page);
  const named = new Set(series.map(({ name }) => name));
  describe(
    families.filter(({ name }) => named.has(name)),
    page,
  );
}

function countWords(facts: MetricsFacts): Words {
  const { families, families_in_all, series_of_families, series_in_all, series = [], window_secs } = facts;
  const of =
    families.length === families_in_all
      ? plural(families_in_all, words`metric family`, words`metric families`)
      : words`${grouped(families.length)} of ${grouped(families_in_all)} metric families`;
  const matching =
    series_in_all === series_of_families
      ? words`${grouped(series_in_all)} series`
      : words`${grouped(series_in_all)} of ${grouped(series_of_families)} series`;
  const shown =
    series.length === series_in_all
      ? words``
      : words`; the first ${grouped(series.length)} follow, a higher limit shows more`;
  const rates = window_secs === undefined ? words`` : words`; rates over ${span(window_secs * 1000)}`;
  return words`${of}, ${matching}${shown}${rates}`;
}

function describe(families: readonly FamilyRow[], page: Page): void {
  if (families.length === 0 || families.length > DESCRIBED) return;
  page.quote(
    families.map(({ name, type, description }) => `${name} (${type}): ${description ?? "no description"}`),
    { unit: words`descriptions` },
  );
}

function renderEmpty(families: readonly FamilyRow[], page: Page): void {
  if (families.length === 0) return;
  page.line(
    words`Without any series: ${joined(
      families.map(({ name }) => words`${name}`),
      words`, `,
    )}.`,
  );
}

function renderNumbers(rows: readonly SeriesRow[], facts: MetricsFacts, page: Page): void {
  if (rows.length === 0) return;
  const hasLabels = rows.some(({ labels }) => Object.keys(labels).length > 0);
  page.table(
    [
      { title: words`metric` },
      ...(hasLabels ? [{ title: words`labels` }] : []),
      { title: words`value` },
      ...(facts.window_secs === undefined ? [] : [{ title: words`rate` }]),
    ],
    rows.map((row) => [
      row.name,
      ...(hasLabels ? [labelWords(row.labels)] : []),
      valueWords(row.value, row.unit),
      ...(facts.window_secs === undefined ? [] : [rateWords(row)]),
    ]),
    { unit: words`series` },
  );
}

function renderHistograms(rows: readonly SeriesRow[], facts: MetricsFacts, page: Page): void {
  if (rows.length === 0) return;
  const hasLabels = rows.some(({ labels }) => Object.keys(labels).length > 0);
  page.table(
    [
      { title: words`histogram` },
      ...(hasLabels ? [{ title: words`labels` }] : []),
      { title: words`count` },
      { title: words`mean` },
      { title: words`p50` },
      { title: words`p90` },
      { title: words`p99` },
      ...(facts.window_secs === undefined ? [] : [{ title: words`rate of count` }]),
    ],
    rows.map((row) => {
      const { count, mean, p50, p90, p99 } = row.histogram ?? { count: 0 };
      return [
        row.name,
        ...(hasLabels ? [labelWords(row.labels)] : []),
        grouped(count),
        mean === undefined ? words`-` : observationWords(mean, row.unit),
        ...[p50, p90, p99].map((quantile) => quantileWords(quantile, row.unit)),
        ...(facts.window_secs === undefined ? [] : [rateWords({ ...row, unit: undefined })]),
      ];
    }),
    { unit: words`histograms` },
  );
  page.line(words`Percentiles are estimates, linear within a histogram's bucket.`);
}

/** Unquoted where both are plain names. */
function labelWords(labels: SeriesRow["labels"]): Words {
  return joined(
    Object.entries(labels).map(([name, value]) => words`${name}=${value}`),
    words`,`,
  );
}

function valueWords(value: MetricValue | undefined, unit: MetricUnit | undefined): Words {
  if (value === undefined) return words`-`;
  if (typeof value === "string") return words`${value}`;
  switch (unit) {
    case "bytes":
      return bytes(Math.round(Number(value)));
    case "bytes per second":
      return words`${bytes(Math.round(Number(value)))}/s`;
    case "byte seconds":
      return words`${numberWords(value)} byte seconds`;
    case "seconds":
      return words`${numberWords(value)} s`;
    case "unix time":
      return unixTime(Number(value));
    case "percent":
      return words`${numberWords(value)} %`;
    case "records":
      return words`${numberWords(value)} records`;
    case undefined:
      return numberWords(value);
  }
}

/** A value in a histogram: of a time, in the unit that suits it. */
function observationWords(value: number, unit: MetricUnit | undefined): Words {
  return unit === "seconds" && value >= 0 ? span(value * 1000) : valueWords(value, unit);
}

function quantileWords(quantile: Quantile | undefined, unit: MetricUnit | undefined): Words {
  if (quantile === undefined) return words`-`;
  const value = observationWords(quantile.value, unit);
  switch (quantile.bound) {
    case "at most":
      return words`at most ${value}`;
    case "more than":
      return words`more than ${value}`;
    case undefined:
      return value;
  }
}

const NO_RATE: Readonly<Record<NonNullable<SeriesRow["no_rate"]>, Words>> = {
  new: words`new in the second scrape`,
  fell: words`fell: began again`,
  "sliding window": words`none: a sliding window`,
};

function rateWords({ per_sec, no_rate, unit }: SeriesRow): Words {
  if (no_rate !== undefined) return NO_RATE[no_rate];
  return per_sec === undefined ? words`-` : words`${valueWords(per_sec, unit)}/s`;
}

function unixTime(seconds: number): Words {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? words`${seconds} s since 1970` : moment(date.toISOString());
}

/** A whole number exactly, any other to six digits. */
function numberWords(value: number | bigint): Words {
  return grouped(typeof value === "bigint" || Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}

function renderCommonLabels({ common_labels, series = [] }: MetricsFacts, page: Page): void {
  if (Object.keys(common_labels).length === 0 || series.length === 0) return;
  page.line(words`Labels that every series has: ${labelWords(common_labels)}.`);
}

function renderUnread({ unread }: MetricsFacts, page: Page): void {
  if (unread.count === 0) return;
  page.line(
    words`${plural(unread.count, words`part`, words`parts`)} of the metrics could not be read and ${unread.count === 1 ? words`is` : words`are`} left out, ${joined(
      unread.examples.map((example) => words`${example}`),
      words`; `,
    )}${unread.count > unread.examples.length ? words`; and more` : undefined}.`,
  );
}

function suggestNext(facts: MetricsAnswer, page: Page): void {
  const { pipeline_name, pattern, labels, live, series, window_secs } = facts;
  if (series === undefined) {
    page.next("get_metrics", { pipeline_name, pattern: "latency" }, words`for the latencies, for example`);
  } else if (series.length === 0) {
    page.next("get_metrics", { pipeline_name }, words`for the families there are`);
  } else if (live && window_secs === undefined && facts.families.some(({ type }) => type === "counter")) {
    const again = { pipeline_name, ...(pattern && { pattern }), ...(labels && { labels }), delta_secs: 5 };
    page.next("get_metrics", again, words`for rates`);
  }
}
