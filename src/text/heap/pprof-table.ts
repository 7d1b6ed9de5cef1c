import type { TopFacts } from "../../analysis/pprof/report/top.ts";
import type { TreeFacts } from "../../analysis/pprof/report/tree.ts";
import { percentage, reportUnit, scaledLabel } from "../page/units.ts";

/** What stands above a report's rows, and the rows, each of one or more lines. */
export interface PprofText {
  readonly head: string;
  readonly rows: readonly string[];
}

const TOP_HEAD = "      flat  flat%   sum%        cum   cum%";
const INLINE_SUFFIX = { inline: " (inline)", "partial-inline": " (partial-inline)" } as const;
const TREE_HEAD = `${TOP_HEAD}   calls calls% + context \t \t `;
const SEPARATOR = `${"-".repeat(58)}+${"-".repeat(13)}`;

/**
 * The table of `go tool pprof -top`, from its column headers on, byte for byte.
 *
 * @see printText in google/pprof's internal/report
 */
export function topText(facts: TopFacts): PprofText {
  const columns = columnsOf(facts);
  return {
    head: TOP_HEAD,
    rows: facts.rows.map(
      (row) => `${columns(row)}  ${row.name}${row.inline ? INLINE_SUFFIX[row.inline] : ""}`,
    ),
  };
}

/**
 * The text of `go tool pprof -tree` and `-peek`, from its column headers on, byte for byte.
 *
 * @see printTree in google/pprof's internal/report
 */
export function treeText(facts: TreeFacts): PprofText {
  const label = labelOf(facts);
  const columns = columnsOf(facts);
  const rows = facts.rows.map((row) => {
    const call = ({ name, weight, inlined }: Call) =>
      `${label(weight).padStart(50)} ${percentage(weight, row.cum)} |   ${name}${inlined ? INLINE_SUFFIX.inline : ""}`;
    const node = `${columns(row)}                | ${row.name}`;
    return [...row.callers.map(call), node, ...row.callees.map(call), SEPARATOR].join("\n");
  });
  return { head: rows.length === 0 ? TREE_HEAD : `${TREE_HEAD}\n${SEPARATOR}`, rows };
}

type Call = TreeFacts["rows"][number]["callers"][number];
type Row = Pick<TreeFacts["rows"][number], "flat" | "sum" | "cum">;

function columnsOf(facts: TopFacts | TreeFacts): (row: Row) => string {
  const { total } = facts;
  const label = labelOf(facts);
  return ({ flat, sum, cum }) =>
    [
      label(flat).padStart(10),
      percentage(flat, total),
      percentage(sum, total),
      label(cum).padStart(10),
      percentage(cum, total),
    ].join(" ");
}

function labelOf({ smallest, total, sampleType }: TopFacts | TreeFacts): (weight: number) => string {
  const unit = reportUnit(smallest || total, total, sampleType.unit);
  return (weight) => scaledLabel(weight, sampleType.unit, unit);
}
