import type { Measure } from "../../analysis/operators/ledger/measures.ts";
import { countText, MEASURE_WORDS, percentText, signed } from "../figures/figures.ts";
import type { OperatorFacts, Place } from "./facts.ts";

/** "1.2 s (42 %)", against a baseline with what it has more. */
export function costText(facts: OperatorFacts, measure: Measure, operator: number): string {
  const cost = facts.costs[measure]?.[operator];
  if (cost === undefined || cost === null) return "";
  const { text } = MEASURE_WORDS[measure];
  const share = facts.shares[measure]?.[operator];
  const before = facts.costs_before?.[measure]?.[operator];
  const change = before === undefined || before === null ? "" : `, ${signed(cost - before, text)}`;
  return `${text(cost)}${share ? ` (${percentText(share)})` : ""}${change}`;
}

/** "line 76, view customer_totals". */
export function whereText({ line, relation }: Place): string {
  return [line === undefined ? undefined : `line ${line}`, relation && `${relation.kind} ${relation.name}`]
    .filter((part) => part !== undefined)
    .join(", ");
}

export function flowText({ records_in, records_out }: OperatorFacts, operator: number): string {
  const [into, out] = [records_in[operator] ?? undefined, records_out[operator] ?? undefined];
  if (into === undefined && out === undefined) return "";
  const part = (count: number | undefined) => (count === undefined ? "?" : countText(count));
  return `${part(into)} → ${part(out)}`;
}

export function busiestText(facts: OperatorFacts, operator: number): string {
  const worker = facts.busiest_worker[operator];
  const times = facts.busiest_times_average[operator];
  return worker === undefined || worker === null || times === undefined || times === null
    ? ""
    : `worker ${worker}, ${times.toFixed(2)} times the average`;
}
