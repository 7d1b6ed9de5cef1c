import * as z from "zod";
import type { MetricFamilies } from "../../feldera/schemas/metrics.ts";
import { type Amount, type Bucket, type Histogram, readAmount, type Scrape, UnreadNotes } from "./model.ts";

const Numeric = z.union([z.number(), z.bigint(), z.string()]);

const HistogramJson = z.looseObject({
  buckets: z.array(z.looseObject({ gt: Numeric.nullish(), le: Numeric.nullish(), count: Numeric })),
  sum: Numeric.nullish(),
  count: Numeric,
});

/** Metrics as Feldera's `format=json` gives them: buckets not cumulative, NaN and infinities as strings. */
export function scrapeOfJson(families: MetricFamilies): Scrape {
  const unread = new UnreadNotes();
  return {
    unread,
    families: families.map(({ key, type, description, values }) => ({
      name: key,
      type: type ?? "untyped",
      description: description ?? undefined,
      series: (values ?? []).flatMap(({ labels, value }) => {
        const read = amountOf(value) ?? histogramOf(value);
        if (read === undefined) {
          unread.note(`a value of ${key} is neither a number nor a histogram`);
          return [];
        }
        const texts = Object.entries(labels ?? {}).map(([name, label]) => [name, String(label)]);
        return { labels: Object.fromEntries(texts), value: read };
      }),
    })),
  };
}

function amountOf(value: unknown): Amount | undefined {
  if (typeof value === "string") return readAmount(value);
  return typeof value === "number" || typeof value === "bigint" ? value : undefined;
}

function histogramOf(value: unknown): Histogram | undefined {
  const { success, data } = HistogramJson.safeParse(value);
  if (!success) return undefined;
  const count = numberOf(data.count);
  const buckets = data.buckets.map(
    (bucket): Bucket => ({
      gt: numberOf(bucket.gt ?? -Infinity),
      le: numberOf(bucket.le ?? Infinity),
      count: numberOf(bucket.count),
    }),
  );
  if (!(count >= 0) || !buckets.every(({ gt, le, count }) => gt < le && count >= 0)) return undefined;
  return {
    buckets: buckets.filter((bucket) => bucket.count > 0).sort((a, b) => a.le - b.le),
    count,
    sum: data.sum == null ? undefined : numberOf(data.sum),
  };
}

function numberOf(value: Amount | string): number {
  return Number(typeof value === "string" ? (readAmount(value) ?? Number.NaN) : value);
}
