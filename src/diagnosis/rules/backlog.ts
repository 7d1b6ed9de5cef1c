import * as z from "zod";
import type { Evidence } from "../evidence.ts";
import { generatorOf } from "./generated.ts";
import { inputsInto } from "./lossy-filters.ts";

/** Whoever has a source of even rate has about the average; half as much now is no swing of it. */
const SLOWER = 2;

/** Of tables that bring a smaller part of all rows nothing shows in the rate of all. */
const SEEN = 0.1;

/** How what comes now is to the average since the start. */
export const Pace = z.enum(["even", "faster at first", "of others"]);

export type Pace = z.infer<typeof Pace>;

/**
 * Whether rows of these tables come about as fast as they did on average since the start. They do not where all came
 * much faster at first, as where a source began with all that a file or a topic held: what grew by the average grows no
 * more at its rate. Where others bring most rows, theirs may have ended and the rate of all be nearly what it was.
 *
 * @returns undefined where it is not known
 */
export function paceSinceStart(tables: readonly string[], evidence: Evidence): Pace | undefined {
  const { time_series, circuit_profile, stats } = evidence;
  const { records, throughput } = time_series ?? {};
  const { age_s, tables: all = [] } = circuit_profile ?? {};
  if (records === undefined || throughput === undefined || age_s === undefined || age_s <= 0)
    return undefined;
  const average = records.processed_in_all / age_s;
  if (throughput.median * SLOWER < average) return "faster at first";
  const sum = all.reduce((rows, one) => rows + (one.rows ?? 0), 0);
  const own = all.reduce((rows, one) => rows + (tables.includes(one.name) ? (one.rows ?? 0) : 0), 0);
  // Without any of theirs as much would be left; half-way to that, most of them still come.
  const isSeen = own >= sum * SEEN && throughput.median >= average * (1 - own / sum / SLOWER);
  const sources = inputsInto(tables, stats).filter(({ end_of_input }) => end_of_input !== true);
  // A generator goes on as it began, until it ends.
  const areGenerated =
    sources.length > 0 && sources.every(({ name }) => generatorOf(name, evidence) !== undefined);
  return tables.length === 0 || isSeen || areGenerated ? "even" : "of others";
}
