import type { LateFilter } from "../../analysis/circuit/late-filters.ts";
import type { NoPartner } from "../../analysis/circuit/no-partner.ts";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import type { PipelineFacts } from "../../analysis/pipeline/pipeline-facts.ts";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** The late filters that put out fewer rows than came, by many or a large part, where equal ones of a table do not merge. */
export function lossyFilters({ circuit_profile, stats }: Evidence): LateFilter[] {
  const { late_filters = [], tables: facts } = circuit_profile ?? {};
  return late_filters.filter(
    (filter) =>
      missingOf(filter) >= (isLargePart(filter) ? THRESHOLDS.fewLateRecords : THRESHOLDS.lateRecords) &&
      !filter.tables.some((table) => mergesRows(table, facts, stats)),
  );
}

/** Whether it drops more of its rows, and a larger part, than equal ones that merge within a step as a rule are. */
export function dropsMuch(filter: LateFilter): boolean {
  return missingOf(filter) >= THRESHOLDS.lateRecords && isLargePart(filter);
}

export function isLargePart(filter: LateFilter): boolean {
  return missingOf(filter) >= filter.records_in * THRESHOLDS.lateShare;
}

function missingOf({ records_in, records_out }: LateFilter): number {
  return records_in - records_out;
}

/**
 * Whether equal rows met as they came, about as often as the filter lacks rows: of those that do, one of as many as
 * there are workers meets its like in the same worker, before any is counted. Undefined where that is not known.
 */
export function seemsMerged(
  { records_in, records_out, tables }: LateFilter,
  evidence: Evidence,
): boolean | undefined {
  const { circuit_profile, stats } = evidence;
  if (circuit_profile === undefined || stats?.lists_inputs !== true) return undefined;
  if (mayCancel(tables, evidence)) return undefined;
  const rows = (circuit_profile.tables ?? []).filter(({ name }) => tables.includes(name));
  const inputs = inputsInto(tables, stats);
  const waiting = inputs.map(({ waiting_records }) => waiting_records);
  const read = inputs.map(({ records }) => records);
  const came = rows.map((table) => table.rows);
  if (rows.length < tables.length) return undefined;
  if ([...waiting, ...read, ...came].includes(undefined)) return undefined;
  // Of connectors that are gone, as those of rows that are sent by HTTP, nothing tells what they read.
  if (sumOf(read) < sumOf(came) * (1 - THRESHOLDS.mergedShare)) return undefined;
  const merged = sumOf(read) - sumOf(waiting) - sumOf(came);
  return merged * (circuit_profile.workers - 1) >= (records_in - records_out) / 2;
}

/**
 * Which of several sources have delivered as many rows as a filter lacks. Statistics and circuit are of two moments:
 * what a source has sent by then is told by its part of all.
 */
export function lateSourcesOf(
  { records_in, records_out, tables }: LateFilter,
  { stats }: Evidence,
): string[] {
  const dropped = records_in - records_out;
  const inputs = inputsInto(tables, stats);
  const read = sumOf(inputs.map(({ records }) => records));
  if (inputs.length < 2 || read === 0) return [];
  // The rows that came before the first waterline are not late.
  const few = Math.max(THRESHOLDS.lateRecords, dropped * THRESHOLDS.lateShare);
  return inputs.flatMap(({ name, records }) => {
    if (records === undefined) return [];
    const isAlike = Math.abs((records_in * Number(records)) / read - dropped) <= few;
    return isAlike ? [name] : [];
  });
}

/** ", about as many as scans.gate_b sent": of another moment, so that it is no figure here. */
export function asManyWords(late_sources: readonly string[]): Words | undefined {
  const [one, ...others] = late_sources;
  if (one === undefined) return undefined;
  return others.length === 0
    ? words`, about as many as ${one} sent`
    : words`, about as many as each of ${nameList(late_sources)} sent`;
}

/**
 * Whether a source of these tables may take rows back, as far as is known: one that is taken back in the step that it
 * came in goes into the filter twice, and does not come out.
 */
export function mayCancel(tables: readonly string[], { pipeline, stats }: Evidence): boolean {
  if (pipeline?.lateness === undefined) return true;
  const never = pipeline.lateness.flatMap(({ table, append_only }) => (append_only ? [table] : []));
  const changing = tables.filter((table) => !never.includes(table));
  if (changing.length === 0) return false;
  // What is sent by HTTP has no connector in the program, and its format is not told.
  if (stats?.lists_inputs !== true) return true;
  const mayBeInto = (one: OfRelation) =>
    isInto(changing)(one) || (one.direction === "input" && one.relation === undefined);
  const declared = pipeline.connectors.filter(mayBeInto);
  const sent = stats.connectors
    .filter(mayBeInto)
    .some(({ name }) => !declared.some((one) => one.name === name));
  return sent || declared.some(({ only_inserts }) => only_inserts !== true);
}

/** Whether records of one side of a join may have been taken back; undefined where that is not known. */
export function mayTakeBack(
  { tables, may_be_taken_back }: Pick<NoPartner, "tables" | "may_be_taken_back">,
  evidence: Evidence,
): boolean | undefined {
  const may_delete = tables.map((table) => mayDelete(table, evidence));
  if (may_be_taken_back || may_delete.includes(true)) return true;
  return may_delete.includes(undefined) ? undefined : false;
}

/** Whether a source of a table may take rows back; undefined where what tells it was not read. */
export function mayDelete(table: string, evidence: Evidence): boolean | undefined {
  const { pipeline, stats } = evidence;
  if (pipeline?.lateness === undefined) return undefined;
  if (pipeline.lateness.some((one) => one.table === table && one.append_only)) return false;
  const inputs = (stats?.connectors ?? []).filter(({ direction }) => direction === "input");
  const areTold = stats?.lists_inputs === true && inputs.every(({ relation }) => relation !== undefined);
  return areTold ? mayCancel([table], evidence) : undefined;
}

interface OfRelation {
  readonly direction: string;
  readonly relation?: string | undefined;
}

/** The connectors of tables, as the statistics have them. */
export function inputsInto(tables: readonly string[], stats: StatsFacts | undefined) {
  return (stats?.connectors ?? []).filter(isInto(tables));
}

function isInto(tables: readonly string[]) {
  return ({ direction, relation }: OfRelation) =>
    direction === "input" && tables.includes(nameOfStream(relation) ?? "");
}

function sumOf(counts: readonly (number | bigint | undefined)[]): number {
  return counts.reduce<number>((sum, count = 0) => sum + Number(count), 0);
}

/** The connectors that the program feeds these tables with. */
export function sourcesOf(
  tables: readonly string[],
  connectors: PipelineFacts["connectors"] | undefined,
): string[] {
  return feeding(tables, connectors).map(({ name }) => name);
}

/** Those of them that wait for others to end before they start. */
export function waitingSourcesOf(...asked: Parameters<typeof feeding>): string[] {
  return feeding(...asked).flatMap(({ name, start_after }) => (start_after === undefined ? [] : [name]));
}

function feeding(tables: readonly string[], connectors: PipelineFacts["connectors"] = []) {
  return connectors.filter(isInto(tables));
}

/**
 * Whether equal rows of a table merge: then the circuit has fewer than its connectors read, and what a filter lets
 * out may be fewer for that reason. Of a profile that was taken a little before, somewhat fewer is no sign of it.
 */
function mergesRows(
  name: string,
  tables: readonly TableFacts[] | undefined,
  stats: StatsFacts | undefined,
): boolean {
  const rows = tables?.find((table) => table.name === name)?.rows;
  const read = sumOf(inputsInto([name], stats).map(({ records }) => records));
  return rows !== undefined && rows < read * (1 - THRESHOLDS.mergedShare);
}
