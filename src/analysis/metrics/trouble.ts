import type { Family, Scrape, Series } from "./model.ts";

/**
 * Families that stay 0 while all is well: errors, panics, failures, stalls, late rows, swapped memory, memory
 * pressure. Other figures are usual or not only by comparison.
 */
const OF_TROUBLE = /(?:^|_)(?:errors?|panics|failures|stall|late|swap|duplicate)(?:_|$)|^memory_pressure$/;

/** The series of such families, and those of them that are above 0, in the scrape's order. */
export function seriesOfTrouble({ families }: Scrape): {
  readonly all: number;
  readonly above0: readonly { readonly family: Family; readonly series: Series }[];
} {
  const all = families
    .filter(({ name }) => OF_TROUBLE.test(name))
    .flatMap((family) => family.series.map((series) => ({ family, series })));
  return { all: all.length, above0: all.filter(({ series }) => isAbove0(series)) };
}

function isAbove0({ value }: Series): boolean {
  return (typeof value === "object" ? value.count : value) > 0;
}
