import { chargedLines, isHot } from "../operators/ledger/charged-lines.ts";
import type { CostedOperator, LedgerParts } from "../operators/ledger/costed-operators.ts";
import { addCosts, sharesOf } from "../operators/ledger/costs.ts";
import { statementLines } from "../operators/ledger/statements.ts";
import { columns, operatorFacts, pictured, shareColumns, sumOf } from "./operators.ts";
import type { ProgramFacts } from "./operators-schema.ts";

/**
 * The program's text with what its lines cost: each operator is charged to the line where its first position starts.
 *
 * @param maxLines how many of its lines are told
 */
export function picturedProgram(
  code: string,
  now: LedgerParts,
  baseline: LedgerParts | undefined,
  maxLines: number,
): ProgramFacts {
  const all = pictured(now, baseline);
  const { before, measures, totals } = all;
  const lines = code.split("\n");
  const { byLine, elsewhere } = chargedLines(all.all, lines.length);
  const positionOf = new Map(all.all.map((one, position) => [one, position]));
  const positions = (operators: readonly CostedOperator[]) =>
    operators
      .toSorted((a, b) => (b.costs.runtime_s ?? 0) - (a.costs.runtime_s ?? 0))
      .map((one) => positionOf.get(one) ?? -1);
  const charged = [...byLine].toSorted(([a], [b]) => a - b);
  const costs = charged.map(([, operators]) => sumOf(operators));
  const rest = addCosts([sumOf(elsewhere), ...all.none.map((one) => one.costs)]);
  return {
    picture: "program",
    ...operatorFacts(all),
    lines: lines.slice(0, maxLines),
    lines_left_out: Math.max(0, lines.length - maxLines),
    statements: statementLines(code).map(({ from, to }) => ({ from_line: from, to_line: to })),
    charged: {
      line: charged.map(([line]) => line),
      operators: charged.map(([, operators]) => positions(operators)),
      costs: columns(costs, measures),
      shares: shareColumns(costs, totals, measures),
      ...(before && {
        costs_before: columns(
          charged.map(([, operators]) => addCosts(operators.flatMap((one) => before.get(one) ?? []))),
          measures,
        ),
      }),
      is_hot: costs.map((one) => (isHot(sharesOf(one, totals)) ? 1 : 0)),
    },
    elsewhere: { operators: positions(elsewhere), costs: rest, shares: sharesOf(rest, totals) },
  };
}
