import * as z from "zod";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import { isOver } from "../../analysis/stats/going-on.ts";
import { isPushed } from "../../analysis/stats/pushed.ts";
import { beginsWithAll } from "../../feldera/settings/endless.ts";
import type { Evidence } from "../evidence.ts";
import { ticksPerS } from "./fast-clock.ts";
import { rowsOf } from "./filling.ts";
import { generatorOf } from "./generated.ts";
import { inputsInto } from "./lossy-filters.ts";

/** Whoever has a source of even rate has about the average; half as much now is no swing of it. */
const SLOWER = 2;

/** Of tables that bring a smaller part of all rows nothing shows in the rate of all. */
const SEEN = 0.1;

/** Of a file that was read at once, all may have come: as much less now is no swing of what others bring. */
const SEEN_OF_ONCE = 0.5;

/**
 * How what comes now of some tables is to the average since the start. Of others: most rows are, so that theirs may have
 * ended and nothing show it. Perhaps of others: fewer come than did, and another table may bring them all. None: of no
 * table. Stopped: none came between two looks within which many would have by the average. Untold: most rows are of
 * others, and what feeds these was not read. Untimed: without the time series.
 */
export const Pace = z.enum([
  "even",
  "slower",
  "faster at first",
  "of others",
  "perhaps of others",
  "none",
  "stopped",
  "untimed",
  "untold",
]);

export type Pace = z.infer<typeof Pace>;

/** Those of which it is not known whether rows of these tables come at all any more. */
const DOUBTFUL: ReadonlySet<Pace | undefined> = new Set([
  "of others",
  "perhaps of others",
  "none",
  "stopped",
  "untimed",
]);

export function isDoubtful(pace: Pace | undefined): boolean {
  return DOUBTFUL.has(pace);
}

/**
 * Whether rows of these tables come about as fast as they did on average since the start. They do not where all came
 * much faster at first, as where a source began with all that a file or a topic held: what grew by the average grows no
 * more at its rate.
 *
 * @param ended tables to which nothing comes
 * @returns undefined where that is not known without the time series
 */
export function paceSinceStart(
  tables: readonly string[],
  evidence: Evidence,
  ended: ReadonlySet<string> = new Set(),
): Pace | undefined {
  const { time_series, circuit_profile } = evidence;
  const { age_s } = circuit_profile ?? {};
  const all = (circuit_profile?.tables ?? []).map((one) => withRows(one, evidence));
  const own = rowsOf(tables, all);
  const sum = rowsOf(
    all.map(({ name }) => name),
    all,
  );
  const fed = tables.length === 0 ? "by a generator" : feeding(tables, evidence);
  const seen = fed === "by what is read at once" ? SEEN_OF_ONCE : SEEN;
  if (fed !== "by a generator" && own < sum * seen) return fed === undefined ? "untold" : "of others";
  const now = ratePerS(evidence);
  if (time_series?.records === undefined || now === undefined || age_s === undefined || age_s <= 0)
    return fed === "by a generator" ? undefined : "untimed";
  const average = time_series.records.processed_in_all / age_s;
  // Without any of theirs as much would be left; half-way to that, most of them still come.
  const isLess = now < average * (1 - own / sum / SLOWER);
  const mayStop = fed !== "by a generator" && areTablesTold(evidence) && !areComing(tables, evidence);
  if (isLess && mayStop) {
    const others = all.filter(({ name, rows = 0 }) => rows > 0 && !tables.includes(name) && !ended.has(name));
    if (others.length > 0) return "perhaps of others";
    if (now === 0 && Number(evidence.stats?.buffered_records ?? 0) === 0) return "none";
  }
  if (now * SLOWER < average) return "faster at first";
  return isLess && fed !== "by a generator" ? "slower" : "even";
}

/** Where the circuit does not count a table's rows, those that its inputs brought, if all of them tell. */
function withRows(table: TableFacts, { stats }: Evidence): TableFacts {
  if (table.rows !== undefined || stats?.lists_inputs !== true) return table;
  const records = inputsInto([table.name], stats).map((one) => one.records);
  const rows = records.reduce<number>((sum, each) => sum + Number(each ?? Number.NaN), 0);
  return records.length === 0 || Number.isNaN(rows) ? table : { ...table, rows };
}

/**
 * How many rows come now: as many as in most samples of the time series, or as on average in its later half, where that
 * is more. A rush at the start is in the mean of all samples, and steps that take longer than from one sample to the
 * next leave most of them without a row.
 */
function ratePerS({ time_series, processed = [], stats }: Evidence): number | undefined {
  const { throughput } = time_series ?? {};
  const last = processed.at(-1);
  if (throughput === undefined || last === undefined) return throughput?.median;
  const later = processed.slice(Math.floor((processed.length - 1) / 2));
  const { ms, value } = later[0] ?? last;
  const mean = last.ms > ms ? ((last.value - value) * 1_000) / (last.ms - ms) : 0;
  return Math.max(0, Math.max(throughput.median, mean) - ticksPerS(stats));
}

/** Whether of each input it is told which table it feeds. */
function areTablesTold({ stats }: Evidence): boolean {
  return (stats?.connectors ?? []).every(({ direction, relation }) => direction !== "input" || relation);
}

/** Whether rows of theirs wait at an input. */
function areComing(tables: readonly string[], { stats }: Evidence): boolean {
  return inputsInto(tables, stats).some(({ waiting_records = 0 }) => waiting_records > 0);
}

type Feeding = "by a generator" | "by what is read at once" | "by others";

/** A generator goes on as it began, until it ends. Undefined where what feeds them was not read. */
function feeding(tables: readonly string[], evidence: Evidence): Feeding | undefined {
  const { pipeline, stats } = evidence;
  const sources = inputsInto(tables, stats).filter((one) => !isOver(one));
  const declared = sources.flatMap(
    ({ name }) => pipeline?.connectors.find((one) => one.direction === "input" && one.name === name) ?? [],
  );
  const pushed = sources.filter(isPushed);
  if (stats?.lists_inputs !== true || declared.length + pushed.length < sources.length) return undefined;
  const areGenerated = sources.every(({ name }) => generatorOf(name, evidence) !== undefined);
  if (areGenerated && sources.length > 0) return "by a generator";
  return declared.some((one) => beginsWithAll(one.transport ?? "", one.transport_config))
    ? "by what is read at once"
    : "by others";
}
