import type { LateFilter } from "../../analysis/circuit/late-filters.ts";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import type { PipelineFacts } from "../../analysis/pipeline/pipeline-facts.ts";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** The late filters that put out fewer rows than came, by more than are in flight, where equal ones of a table do not merge. */
export function lossyFilters({ circuit_profile, stats }: Evidence): LateFilter[] {
  const { late_filters = [], tables: facts } = circuit_profile ?? {};
  return late_filters.filter(
    ({ records_in, records_out, tables }) =>
      records_in - records_out >= THRESHOLDS.lateRecords &&
      !tables.some((table) => mergesRows(table, facts, stats)),
  );
}

/** Whether it drops a larger part of its rows than equal ones that merge within a step as a rule are. */
export function dropsMuch({ records_in, records_out }: LateFilter): boolean {
  return records_in - records_out >= records_in * THRESHOLDS.lateShare;
}

/** The connectors that the program feeds these tables with. */
export function sourcesOf(
  tables: readonly string[],
  connectors: PipelineFacts["connectors"] | undefined = [],
): string[] {
  return connectors
    .filter(
      ({ name, direction }) => direction === "input" && tables.some((table) => name.startsWith(`${table}.`)),
    )
    .map(({ name }) => name);
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
  const read = (stats?.connectors ?? [])
    .filter(({ direction, relation }) => direction === "input" && relation === name)
    .reduce((sum, { records = 0 }) => sum + Number(records), 0);
  return rows !== undefined && rows < read * (1 - THRESHOLDS.mergedShare);
}
