import * as z from "zod";
import type { Evidence } from "../evidence.ts";
import { rowsOf } from "./filling.ts";
import { generatorOf } from "./generated.ts";
import { inputsInto } from "./lossy-filters.ts";

/** Whoever has a source of even rate has about the average; half as much now is no swing of it. */
const SLOWER = 2;

/** Of tables that bring a smaller part of all rows nothing shows in the rate of all. */
const SEEN = 0.1;

/**
 * How what comes now of some tables is to the average since the start. Of others: most rows are, so that theirs may have
 * ended and nothing show it. Untold: so are most, and what feeds these was not read.
 */
export const Pace = z.enum(["even", "slower", "faster at first", "of others", "untold"]);

export type Pace = z.infer<typeof Pace>;

/**
 * Whether rows of these tables come about as fast as they did on average since the start. They do not where all came
 * much faster at first, as where a source began with all that a file or a topic held: what grew by the average grows no
 * more at its rate.
 *
 * @returns undefined where that is not known without the time series
 */
export function paceSinceStart(tables: readonly string[], evidence: Evidence): Pace | undefined {
  const { time_series, circuit_profile } = evidence;
  const { records, throughput } = time_series ?? {};
  const { age_s, tables: all = [] } = circuit_profile ?? {};
  const own = rowsOf(tables, all);
  const sum = rowsOf(
    all.map(({ name }) => name),
    all,
  );
  const fed = tables.length === 0 ? "by a generator" : feeding(tables, evidence);
  if (fed !== "by a generator" && own < sum * SEEN) return fed === undefined ? "untold" : "of others";
  if (records === undefined || throughput === undefined || age_s === undefined || age_s <= 0)
    return undefined;
  const average = records.processed_in_all / age_s;
  if (throughput.median * SLOWER < average) return "faster at first";
  // Without any of theirs as much would be left; half-way to that, most of them still come.
  const isLess = throughput.median < average * (1 - own / sum / SLOWER);
  return isLess && fed !== "by a generator" ? "slower" : "even";
}

/** A generator goes on as it began, until it ends. Undefined where what feeds them was not read. */
function feeding(tables: readonly string[], evidence: Evidence): "by a generator" | "by others" | undefined {
  const { pipeline, stats } = evidence;
  const sources = inputsInto(tables, stats).filter(
    (one) => one.end_of_input !== true && one.failed !== true && !one.troubles.includes("missing"),
  );
  const isDeclared = ({ name }: { readonly name: string }) =>
    pipeline?.connectors.some((one) => one.direction === "input" && one.name === name) === true;
  if (stats?.lists_inputs !== true || !sources.every(isDeclared)) return undefined;
  const areGenerated = sources.every(({ name }) => generatorOf(name, evidence) !== undefined);
  return areGenerated && sources.length > 0 ? "by a generator" : "by others";
}
