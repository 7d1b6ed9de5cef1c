import type { Pattern } from "../pattern.ts";
import type { FamilyRow, MetricsFacts, MetricValue, SeriesRow } from "./metrics-facts-schema.ts";
import {
  type Amount,
  type Family,
  type Histogram,
  type Labels,
  labelKey,
  type Scrape,
  type Series,
} from "./model.ts";
import { quantile } from "./quantile.ts";
import { seriesOfTrouble } from "./trouble.ts";
import { unitOf } from "./unit.ts";

/** A pipeline with hundreds of connectors in trouble shows it in as many series. */
const TROUBLE_SHOWN = 50;

export interface MetricsOptions {
  /** Families whose name it matches. */
  readonly pattern?: Pattern;
  /** Series whose labels it matches, written `a=x,b=y` without those that all series share. */
  readonly labels?: Pattern;
  /** Rows; without it the answer is the families alone. */
  readonly limit?: number;
  /** An earlier scrape, for rates. */
  readonly before?: { readonly scrape: Scrape; readonly secs: number };
}

/** A manager from 0.356 on answers for a pipeline that is not deployed, with these two gauges alone. */
const OF_MANAGER: ReadonlySet<string> = new Set(["pipeline_status", "pipeline_desired_status"]);

/** The families of a scrape, and the series of those that were asked for. */
export function metricsFacts(scrape: Scrape, options: MetricsOptions): MetricsFacts {
  const { pattern, labels, limit, before } = options;
  const common = commonLabels(scrape);
  const families = scrape.families.filter(({ name }) => pattern?.matches(name) ?? true);
  const all = families.flatMap((family) => family.series.map((series) => ({ family, series })));
  const wanted = all.filter(
    ({ series }) => labels?.matches(labelText(withoutCommon(series.labels, common))) ?? true,
  );
  const earlier = before && { secs: before.secs, seriesOf: seriesByKey(before.scrape) };
  return {
    families_in_all: scrape.families.length,
    managers_only: scrape.families.length > 0 && scrape.families.every(({ name }) => OF_MANAGER.has(name)),
    families: families.map(familyRow),
    series_of_families: all.length,
    series_in_all: wanted.length,
    common_labels: common,
    unread: { count: scrape.unread.count, examples: [...scrape.unread.examples] },
    ...(limit === undefined && { trouble: troubleFacts(scrape, common) }),
    ...(limit !== undefined && {
      series: wanted
        .slice(0, limit)
        .map(({ family, series }) =>
          seriesRow(family, series, withoutCommon(series.labels, common), earlier),
        ),
    }),
    ...(before && { window_secs: before.secs }),
  };
}

function troubleFacts(scrape: Scrape, common: Labels): MetricsFacts["trouble"] {
  const { all, above0 } = seriesOfTrouble(scrape);
  return {
    of: all,
    series: above0
      .slice(0, TROUBLE_SHOWN)
      .map(({ family, series }) =>
        seriesRow(family, series, withoutCommon(series.labels, common), undefined),
      ),
  };
}

/** `endpoint=t.c,worker=0` */
export function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

/** Labels that say nothing about a series, since all have them: the pipeline's name. */
function commonLabels({ families }: Scrape): Record<string, string> {
  const [first, ...others] = families.flatMap(({ series }) => series.map(({ labels }) => labels));
  if (first === undefined || others.length === 0) return {};
  const shared = Object.entries(first).filter(([name, value]) =>
    others.every((labels) => Object.hasOwn(labels, name) && labels[name] === value),
  );
  return Object.fromEntries(shared);
}

function withoutCommon(labels: Labels, common: Labels): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !Object.hasOwn(common, name)));
}

function familyRow({ name, type, description, series }: Family): FamilyRow {
  return { name, type, ...(description && { description }), series: series.length };
}

type SeriesByKey = ReadonlyMap<string, Series>;

interface Earlier {
  readonly secs: number;
  readonly seriesOf: ReadonlyMap<string, SeriesByKey>;
}

function seriesByKey({ families }: Scrape): Earlier["seriesOf"] {
  return new Map(
    families.map(({ name, series }) => [name, new Map(series.map((one) => [labelKey(one.labels), one]))]),
  );
}

function seriesRow(
  family: Family,
  { labels, value }: Series,
  ownLabels: Record<string, string>,
  earlier: Earlier | undefined,
): SeriesRow {
  const unit = unitOf(family.name);
  const before = earlier?.seriesOf.get(family.name)?.get(labelKey(labels));
  return {
    name: family.name,
    labels: ownLabels,
    ...(unit && { unit }),
    ...(isHistogram(value) ? { histogram: histogramFacts(value) } : { value: valueFact(value) }),
    ...(earlier && unit !== "unix time" && rateOf(family, value, before?.value, earlier.secs)),
  };
}

function rateOf(
  { type, description }: Family,
  now: Series["value"],
  before: Series["value"] | undefined,
  secs: number,
): Pick<SeriesRow, "per_sec" | "no_rate"> {
  if (type !== "counter" && !isHistogram(now)) return {};
  // Feldera's latencies are those of the last so many seconds or samples: their counts do not count up.
  if (isHistogram(now) && /\bover the last\b/.test(description ?? "")) return { no_rate: "sliding window" };
  if (before === undefined) return { no_rate: "new" };
  const rise = difference(countOf(now), countOf(before));
  if (rise < 0) return { no_rate: "fell" };
  return Number.isFinite(rise) ? { per_sec: rise / secs } : {};
}

function countOf(value: Series["value"]): Amount {
  return isHistogram(value) ? value.count : value;
}

function difference(now: Amount, before: Amount): number {
  const areExact = [now, before].every((one) => typeof one === "bigint" || Number.isSafeInteger(one));
  return areExact ? Number(BigInt(now) - BigInt(before)) : Number(now) - Number(before);
}

function isHistogram(value: Series["value"]): value is Histogram {
  return typeof value === "object";
}

function valueFact(value: Amount): MetricValue {
  if (typeof value === "bigint" || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function histogramFacts(histogram: Histogram): NonNullable<SeriesRow["histogram"]> {
  const { count, sum } = histogram;
  const mean = sum === undefined || count === 0 ? undefined : sum / count;
  const p50 = quantile(histogram, 0.5);
  const p90 = quantile(histogram, 0.9);
  const p99 = quantile(histogram, 0.99);
  return {
    count,
    ...(mean !== undefined && Number.isFinite(mean) && { mean }),
    ...(p50 && { p50 }),
    ...(p90 && { p90 }),
    ...(p99 && { p99 }),
  };
}
