import { nameInSql } from "../../sql-identifiers.ts";
import type { Statement } from "./local-views.ts";
import { nearestOf } from "./nearest.ts";
import { type ProgramText, textOf } from "./program-text.ts";
import type { SqlGraph, SqlOperator, SqlSpan } from "./sql-graph.ts";
import type { FoundSpans } from "./sql-spans.ts";

/** The table or view that an operator belongs to. */
export interface Relation {
  readonly kind: "table" | "view";
  readonly name: string;
}

/**
 * The table or view that each operator is, whose plan it alone is of, whose statement its spans lie in, or which is
 * nearest: rather one that it feeds, a view as a rule.
 *
 * @param locals the statements of the program's local views
 */
export function relationsOf(
  graph: SqlGraph,
  spans: ReadonlyMap<SqlOperator, FoundSpans>,
  tables: readonly string[],
  program: ProgramText,
  locals: readonly Statement[],
): Map<SqlOperator, Relation> {
  const { operators, successors, predecessors } = graph;
  const statementAround = statementFinder(operators, locals);
  const names = new Set(tables);
  // The compiler names the tables of most sources, though not of those with LATENESS.
  const tableAt = new Map(
    operators.flatMap(({ table, operation, spans: own }) =>
      table === undefined || operation === "Z" ? [] : own.map((span) => [spanKey(span), table] as const),
    ),
  );

  function ownRelation(operator: SqlOperator): Relation | undefined {
    const recursive = operator.operation === "Z" ? /^(.*)-decl$/s.exec(operator.table ?? "")?.[1] : undefined;
    if (recursive !== undefined) return { kind: "view", name: recursive };
    if (operator.table !== undefined) return { kind: "table", name: operator.table };
    if (operator.view !== undefined) return { kind: "view", name: operator.view };
    const planned = operator.spans.length === 0 ? plannedIn(operator, graph) : undefined;
    if (planned !== undefined) return { kind: "view", name: planned };
    const within = spans.get(operator)?.found.spans ?? [];
    const view = shortest(within.flatMap((span) => statementAround(span) ?? []));
    if (view !== undefined) return { kind: "view", name: view.name };
    // A table's operators carry the position of its name; what is only near to it may belong to a view.
    const [table] = operator.spans
      .map((span) => nameInSql(textOf(span, program) ?? ""))
      .filter((name) => names.has(name))
      .concat(operator.spans.flatMap((span) => tableAt.get(spanKey(span)) ?? []));
    return table === undefined ? undefined : { kind: "table", name: table };
  }

  const own = new Map<SqlOperator, Relation>();
  for (const operator of operators) {
    const relation = ownRelation(operator);
    if (relation !== undefined) own.set(operator, relation);
  }
  const all = nearestOf(own, successors, predecessors);
  return new Map([...all].map(([operator, { found }]) => [operator, found]));
}

/** The view that all of its plan but the reading of tables is of; what two views have in common has that of one of them. */
function plannedIn({ plan }: SqlOperator, { planViews, relOps }: SqlGraph): string | undefined {
  const done = [...plan].filter((node) => relOps.get(node) !== "LogicalTableScan");
  const [view, ...others] = new Set(done.flatMap((node) => planViews.get(node) ?? []));
  return others.length === 0 ? view : undefined;
}

/** The shortest statement of a view that a span lies in. Statements follow one another, so that few are looked at. */
function statementFinder(
  operators: readonly SqlOperator[],
  locals: readonly Statement[],
): (span: SqlSpan) => Statement | undefined {
  const statements = operators
    .flatMap(({ view, spans }) => (view === undefined ? [] : spans.map((span) => ({ span, name: view }))))
    .concat(locals)
    .sort((a, b) => startOrder(a.span, b.span));
  const lastLines: number[] = [];
  for (const { span } of statements) lastLines.push(Math.max(lastLines.at(-1) ?? 0, span.endLine));

  return (span) => {
    let [low, high] = [0, statements.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = statements[middle];
      if (at !== undefined && startOrder(at.span, span) <= 0) low = middle + 1;
      else high = middle;
    }
    const around: Statement[] = [];
    for (let at = low - 1; at >= 0 && (lastLines[at] ?? 0) >= span.endLine; at--) {
      const statement = statements[at];
      if (statement !== undefined && contains(statement.span, span)) around.push(statement);
    }
    return shortest(around.reverse());
  };
}

function shortest(statements: readonly Statement[]): Statement | undefined {
  const lines = ({ span }: Statement) => span.endLine - span.startLine;
  return statements.toSorted((a, b) => lines(a) - lines(b))[0];
}

function startOrder(a: SqlSpan, b: SqlSpan): number {
  return a.startLine - b.startLine || a.startColumn - b.startColumn;
}

function spanKey({ startLine, startColumn, endLine, endColumn }: SqlSpan): string {
  return [startLine, startColumn, endLine, endColumn].join(":");
}

export function contains(outer: SqlSpan, inner: SqlSpan): boolean {
  const endsAfter =
    outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn);
  return startOrder(outer, inner) <= 0 && endsAfter;
}
