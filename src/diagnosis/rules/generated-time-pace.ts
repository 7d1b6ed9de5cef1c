import type { Evidence } from "../evidence.ts";
import { generatedPace, generatorOf, INCREMENT, planAfter } from "./generated.ts";
import { inputsInto } from "./lossy-filters.ts";

/**
 * By how much the times that a table's generator makes are faster than the clock: each row's is later than the one before
 * by as much as its one plan says. Undefined where it has others, or makes far fewer rows than it is to.
 */
export function generatedTimePace(table: string, evidence: Evidence): number | undefined {
  const { pipeline, stats } = evidence;
  const [source, ...others] = inputsInto([table], stats);
  const [column, ...more] = pipeline?.lateness?.find((one) => one.table === table)?.columns ?? [];
  if (source === undefined || others.length > 0 || column === undefined || more.length > 0) return undefined;
  const rows = Number(source.records ?? 0);
  const pace = generatedPace(source.name, rows, source.records_per_s, evidence);
  const generator = generatorOf(source.name, evidence);
  const plan = generator?.plans.length === 1 ? planAfter(rows, generator) : undefined;
  if (plan === undefined || pace === undefined || !("rate" in pace)) return undefined;
  const { strategy, values, scale } = plan.field(column);
  return strategy !== INCREMENT || values || scale <= 0 ? undefined : (scale * pace.rate) / 1_000;
}
