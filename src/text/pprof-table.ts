import type { TopFacts } from "../analysis/pprof/top.ts";
import { percentage, reportUnit, scaledLabel } from "./units.ts";

const HEADER = "      flat  flat%   sum%        cum   cum%";
const INLINE_SUFFIX = { inline: " (inline)", "partial-inline": " (partial-inline)" } as const;

/**
 * The table of `go tool pprof -top`, from its column headers on, byte for byte.
 *
 * @see printText in google/pprof's internal/report
 */
export function pprofTable({ rows, sampleType, total }: TopFacts): string {
  const unit = reportUnit(smallestWeight(rows) || total, total, sampleType.unit);
  const label = (weight: number) => scaledLabel(weight, sampleType.unit, unit).padStart(10);
  let sum = 0;
  const lines = rows.map(({ name, flat, cum, inline }) => {
    sum += flat;
    const columns = [
      label(flat),
      percentage(flat, total),
      percentage(sum, total),
      label(cum),
      percentage(cum, total),
    ];
    return `${columns.join(" ")}  ${name}${inline ? INLINE_SUFFIX[inline] : ""}`;
  });
  return [HEADER, ...lines, ""].join("\n");
}

function smallestWeight(rows: TopFacts["rows"]): number {
  const weights = rows.map(({ flat, cum }) => Math.abs(flat || cum)).filter((weight) => weight > 0);
  return weights.reduce((least, weight) => Math.min(least, weight), weights[0] ?? 0);
}
