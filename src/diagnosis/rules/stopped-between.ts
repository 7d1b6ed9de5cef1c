import type { Integral } from "../../analysis/circuit/integrals.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { cameTo } from "./filling.ts";
import { inputsInto } from "./lossy-filters.ts";
import type { TwoLooks } from "./two-looks.ts";

/**
 * Where nothing came between two looks within which enough to tell would have, had it come as it did on average: by the
 * circuit, and by the sources themselves.
 */
export function stoppedBetween(
  integral: Integral,
  before: Integral | undefined,
  looks: TwoLooks | undefined,
  stats: Evidence["stats"],
): "stopped" | undefined {
  if (looks === undefined || before === undefined || stats?.rates?.over !== "two samples") return undefined;
  const came = cameTo(integral, looks.later.tables ?? []);
  const expected = (came / (looks.later.age_s ?? Number.POSITIVE_INFINITY)) * looks.elapsed_s;
  const isStill =
    came === cameTo(before, looks.earlier.tables ?? []) &&
    inputsInto(integral.tables, stats).every(({ records_per_s }) => records_per_s === 0);
  return isStill && expected >= THRESHOLDS.betweenLooksRows ? "stopped" : undefined;
}
