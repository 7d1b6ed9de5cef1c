import * as z from "zod";
import { chargedLines, isHot } from "./charged-lines.ts";
import type { CostedOperator } from "./costed-operators.ts";
import { addCosts, sharesOf } from "./costs.ts";
import type { Growth as GrowthOfState } from "./growth.ts";
import { Costs } from "./ledger-schema.ts";
import { LEDGER_BY, LEDGER_RANKINGS, type LedgerBy } from "./measures.ts";
import { type StatementLines, statementLines } from "./statements.ts";

/** By how much state has grown since a baseline; absent without one. */
const Growth = Costs.optional();

const Line = z.object({
  kind: z.literal("line"),
  line: z.int(),
  /** Which of `statements` it is in; absent between them. */
  statement: z.int().optional(),
  costs: Costs,
  shares: Costs,
  growth: Growth,
  /** Whether some measure has much of its sum here. */
  is_hot: z.boolean(),
  /** The operators that are charged here, the dearest first. */
  operators: z.array(z.object({ handle: z.string(), share: z.number() })),
});

const Fold = z.object({
  kind: z.literal("fold"),
  from_line: z.int(),
  to_line: z.int(),
  operators: z.int(),
  costs: Costs,
  shares: Costs,
  growth: Growth,
  /** The tables and views whose operators are charged in it, the dearest first. */
  relations: z.array(z.string()),
});

/** A program with what its lines cost. Each operator is charged to one line: where its first position starts. */
export const AnnotatedProgram = z.object({
  by: z.enum(LEDGER_BY),
  lines: z.int(),
  /** The line that has most of what is ranked by; absent where no line has any. */
  dearest: z.object({ line: z.int(), amount: z.number(), of: z.number() }).optional(),
  /** The statements that lines are shown of, each whole. */
  statements: z.array(z.object({ from_line: z.int(), code: z.string() })),
  rows: z.array(z.discriminatedUnion("kind", [Line, Fold])),
  totals: Costs,
  /** What is charged to no line. */
  elsewhere: z.object({ operators: z.int(), costs: Costs, shares: Costs, growth: Growth }),
});

export type AnnotatedProgram = z.infer<typeof AnnotatedProgram>;

export interface AnnotateOptions {
  readonly by: LedgerBy;
  /** How many of the dearest lines are shown, with those around them. */
  readonly limit: number;
  /** What is charged to no operator at all. */
  readonly none: Costs;
  readonly growth?: GrowthOfState | undefined;
}

/** The program's text with the costs of its dearest lines, and the lines between them folded. */
export function annotatedProgram(
  program: string,
  operators: readonly CostedOperator[],
  { by, limit, none, growth }: AnnotateOptions,
): AnnotatedProgram {
  const lines = program.split("\n");
  const totals = addCosts([...operators.map(({ costs }) => costs), none]);
  const { byLine, elsewhere } = chargedLines(operators, lines.length);
  const rank = (costs: Costs) => LEDGER_RANKINGS[by].reduce((sum, name) => sum + (costs[name] ?? 0), 0);
  const costsAt = (line: number) => addCosts((byLine.get(line) ?? []).map(({ costs }) => costs));
  const dearest = [...byLine.keys()]
    .map((line) => ({ line, costs: costsAt(line) }))
    .filter(({ costs }) => rank(costs) > 0)
    .toSorted((a, b) => rank(b.costs) - rank(a.costs) || a.line - b.line)
    .slice(0, limit);
  const statements = statementLines(program);
  const shown = around(
    dearest.map(({ line, costs }) => ({ line, is_hot: isHot(sharesOf(costs, totals)) })),
    statements,
  );
  const [first] = dearest;
  const told = statements.filter(({ from, to }) => shown.some((line) => from <= line && line <= to));
  const growthIn = (members: readonly CostedOperator[]) =>
    growth && addCosts(members.flatMap(({ owner }) => growth.ofOperator.get(owner) ?? []));
  const context: RowContext = { lines, byLine, totals, rank, told, growthIn };
  const rest = addCosts([...elsewhere.map(({ costs }) => costs), none]);
  return {
    by,
    lines: lines.length,
    ...(first && { dearest: { line: first.line, amount: rank(first.costs), of: rank(totals) } }),
    statements: told.map(({ from, to }) => ({
      from_line: from,
      code: lines.slice(from - 1, to).join("\n"),
    })),
    rows: rowsOf(shown, context),
    totals,
    elsewhere: {
      operators: elsewhere.length,
      costs: rest,
      shares: sharesOf(rest, totals),
      ...(growth && { growth: addCosts([growthIn(elsewhere) ?? {}, growth.gone]) }),
    },
  };
}

/** These lines, where their statements begin, and what is before and after hot ones; in the program's order. */
function around(
  lines: readonly { readonly line: number; readonly is_hot: boolean }[],
  statements: readonly StatementLines[],
): number[] {
  const shown = new Set<number>();
  for (const { line, is_hot } of lines) {
    const statement = statements.find(({ from, to }) => from <= line && line <= to);
    const { from, to } = statement ?? { from: line, to: line };
    const beside = is_hot ? [line - 1, line + 1] : [];
    for (const one of [from, line, ...beside]) if (from <= one && one <= to) shown.add(one);
  }
  return [...shown].sort((a, b) => a - b);
}

interface RowContext {
  readonly lines: readonly string[];
  readonly byLine: ReadonlyMap<number, readonly CostedOperator[]>;
  readonly totals: Costs;
  readonly rank: (costs: Costs) => number;
  readonly told: readonly StatementLines[];
  readonly growthIn: (members: readonly CostedOperator[]) => Costs | undefined;
}

function rowsOf(shown: readonly number[], context: RowContext): AnnotatedProgram["rows"] {
  const rows: AnnotatedProgram["rows"] = [];
  let next = 1;
  for (const line of [...shown, context.lines.length + 1]) {
    const between = context.lines.slice(next - 1, line - 1);
    const fold = foldOf(next, line - 1, context);
    if (fold.operators > 0 || between.some((text) => text.trim() !== "")) rows.push(fold);
    if (line <= context.lines.length) rows.push(lineOf(line, context));
    next = line + 1;
  }
  return rows;
}

function lineOf(line: number, { byLine, totals, rank, told, growthIn }: RowContext): z.infer<typeof Line> {
  const operators = byLine.get(line) ?? [];
  const costs = addCosts(operators.map((one) => one.costs));
  const shares = sharesOf(costs, totals);
  const statement = told.findIndex(({ from, to }) => from <= line && line <= to);
  const total = rank(totals);
  return {
    kind: "line",
    line,
    ...(statement >= 0 && { statement }),
    costs,
    shares,
    growth: growthIn(operators),
    is_hot: isHot(shares),
    operators: operators
      .map(({ owner, costs }) => ({ handle: owner.handle, share: total === 0 ? 0 : rank(costs) / total }))
      .toSorted((a, b) => b.share - a.share || (a.handle < b.handle ? -1 : 1)),
  };
}

function foldOf(
  from_line: number,
  to_line: number,
  { byLine, totals, rank, growthIn }: RowContext,
): z.infer<typeof Fold> {
  const operators: CostedOperator[] = [];
  for (let line = from_line; line <= to_line; line++) operators.push(...(byLine.get(line) ?? []));
  const costs = addCosts(operators.map((one) => one.costs));
  const byRelation = new Map<string, number>();
  for (const { owner, costs } of operators) {
    const name = owner.place?.relation?.name;
    if (name !== undefined) byRelation.set(name, (byRelation.get(name) ?? 0) + rank(costs));
  }
  return {
    kind: "fold",
    from_line,
    to_line,
    operators: operators.length,
    costs,
    shares: sharesOf(costs, totals),
    growth: growthIn(operators),
    relations: [...byRelation].toSorted(([, a], [, b]) => b - a).map(([name]) => name),
  };
}
