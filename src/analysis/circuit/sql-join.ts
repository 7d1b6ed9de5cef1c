import * as z from "zod";
import { DataflowGraph } from "../../feldera/schemas/program.ts";
import { nameInSql } from "../../sql-identifiers.ts";
import { type SqlGraph, type SqlOperator, type SqlSpan, sqlGraph } from "./dataflow.ts";
import { nearestOf } from "./nearest.ts";
import type { Operator, Operators } from "./operators.ts";

/** Where in the SQL program an operator comes from. */
export const SqlPlace = z.object({
  /** The compiler's operator, such as `s10`. */
  operator: z.string(),
  operation: z.string(),
  /** The table or view that it belongs to. */
  relation: z.object({ kind: z.enum(["table", "view"]), name: z.string() }).optional(),
  /** Lines and columns of the program, from 1, the last one included. */
  positions: z.array(
    z.object({
      start_line: z.int(),
      start_column: z.int(),
      end_line: z.int(),
      end_column: z.int(),
      /** The program's text between them, with its newlines; absent without the program. */
      code: z.string().optional(),
    }),
  ),
  /** Edges walked to an operator of which the place is known; 0 where the place is the operator's own. */
  distance: z.int(),
});

export type SqlPlace = z.infer<typeof SqlPlace>;

export interface SqlPlaces {
  readonly graph: SqlGraph;
  readonly timeColumns: SqlSources["time_columns"];
  /** The compiler's operators that have this persistent id: copies of one have the same. */
  readonly withPersistentId: (id: string) => readonly SqlOperator[];
  /**
   * The place of what has this persistent id. Suffixes, such as `.shard_accintegral` or `-weighted`, name parts of
   * the operator whose id they follow.
   */
  readonly ofPersistentId: (id: string) => SqlPlace | undefined;
  /** The place of the compiler's operator of this name, such as `s10`; of a recursive region, that of its output. */
  readonly ofOperator: (name: string) => SqlPlace | undefined;
}

/** What operators are placed in the SQL by. */
export const SqlSources = z.object({
  graph: DataflowGraph,
  /** The program; the graph's own copy stands in where it has one. */
  programCode: z.string().optional(),
  /** The names of the program's tables. */
  tables: z.array(z.string()),
  /** The columns of dates and times of each table that has some; absent where the program's schema was not read. */
  time_columns: z.record(z.string(), z.array(z.string())).optional(),
});

export type SqlSources = z.infer<typeof SqlSources>;

/**
 * Places operators in the SQL program: profiles, stacks and panics name them by persistent id, and the compiler's
 * dataflow graph ties that to tables, views and positions in the program. An operator without positions gets those
 * of the nearest one that has some.
 */
export function sqlPlaces({ graph, programCode, tables, time_columns }: SqlSources): SqlPlaces {
  const sql = sqlGraph(graph);
  const program = programText(programCode ?? graph.sources?.join("\n"));
  const spans = nearestSpans(sql);
  const relations = relationsOf(sql, spans, tables, program);
  const byId = new Map<string, SqlOperator[]>();
  for (const operator of sql.operators) {
    const key = idKey(operator.persistentId ?? "");
    byId.set(key, [...(byId.get(key) ?? []), operator]);
  }
  const withPersistentId = (id: string) => byId.get(idKey(id)) ?? [];
  const byName = new Map([
    ...sql.regions,
    ...sql.operators.map((operator) => [operator.name, operator] as const),
  ]);

  function placeOf(operator: SqlOperator | undefined): SqlPlace | undefined {
    if (operator === undefined) return undefined;
    const nearest = spans.get(operator);
    const relation = relations.get(operator);
    return {
      operator: operator.name,
      operation: operator.operation,
      ...(relation && { relation }),
      positions: (nearest?.found.spans ?? []).map((span) => positionOf(span, program)),
      distance: nearest?.distance ?? 0,
    };
  }

  return {
    graph: sql,
    timeColumns: time_columns,
    withPersistentId,
    ofPersistentId: (id) => placeOf(withPersistentId(id).at(-1)),
    ofOperator: (name) => placeOf(byName.get(name)),
  };
}

/** The place of every operator of a circuit that has one: that of its persistent id, or of the nearest that has one. */
export function placeOperators(operators: Operators, places: SqlPlaces): Map<Operator, SqlPlace> {
  const own = new Map<Operator, SqlPlace>();
  for (const operator of operators.list) {
    const place =
      operator.persistentId === undefined ? undefined : places.ofPersistentId(operator.persistentId);
    if (place !== undefined) own.set(operator, place);
  }
  const nearest = nearestOf(own, operators.successors, operators.predecessors);
  return new Map(
    [...nearest].map(([operator, { found, distance }]) => [
      operator,
      { ...found, distance: found.distance + distance },
    ]),
  );
}

/** The operator whose spans stand for each operator. */
type Spans = ReadonlyMap<SqlOperator, { readonly found: SqlOperator; readonly distance: number }>;

function idKey(id: string): string {
  return /^[0-9a-f]{64}/i.exec(id)?.[0].toLowerCase() ?? id;
}

/**
 * An operator that implements the same node of Calcite's plan says more than one that is nearer, and of equally near
 * ones the one with the shortest spans.
 */
function nearestSpans({ operators, successors, predecessors }: SqlGraph): Spans {
  const own = new Map(
    operators.filter(({ spans }) => spans.length > 0).map((operator) => [operator, operator]),
  );
  const shorter = (_: SqlOperator, candidate: SqlOperator, chosen: SqlOperator) =>
    linesIn(candidate) < linesIn(chosen);
  const kin = nearestOf(own, amongKin(successors), amongKin(predecessors), shorter);
  const all = nearestOf(kin, successors, predecessors, (node, a, b) => shorter(node, a.found, b.found));
  return new Map(
    [...all].map(([operator, { found, distance }]) => [
      operator,
      { found: found.found, distance: found.distance + distance },
    ]),
  );
}

type Neighbours = SqlGraph["successors"];

/** The edges between operators that share a node of Calcite's plan. */
function amongKin(neighbours: Neighbours): Neighbours {
  return new Map(
    [...neighbours].map(([operator, others]) => [
      operator,
      others.filter(({ plan }) => [...plan].some((node) => operator.plan.has(node))),
    ]),
  );
}

function linesIn({ spans }: SqlOperator): number {
  return spans.reduce((sum, { startLine, endLine }) => sum + endLine - startLine + 1, 0);
}

type Relation = NonNullable<SqlPlace["relation"]>;

/**
 * The table or view that each operator is, whose statement its spans lie in, or which is nearest: rather one that it
 * feeds, a view as a rule.
 */
function relationsOf(
  { operators, successors, predecessors }: SqlGraph,
  spans: Spans,
  tables: readonly string[],
  program: ProgramText,
): Map<SqlOperator, Relation> {
  const statements = operators.flatMap(({ view, spans }) =>
    view === undefined ? [] : spans.map((span) => ({ span, name: view })),
  );

  function ownRelation(operator: SqlOperator): Relation | undefined {
    if (operator.table !== undefined) return { kind: "table", name: operator.table };
    if (operator.view !== undefined) return { kind: "view", name: operator.view };
    const within = spans.get(operator)?.found.spans ?? [];
    const around = statements.filter((statement) => within.some((span) => contains(statement.span, span)));
    const [view] = around.sort((a, b) => linesOf(a.span) - linesOf(b.span));
    if (view !== undefined) return { kind: "view", name: view.name };
    // A table's operators carry the position of its name.
    const [table] = within
      .map((span) => nameInSql(textOf(span, program) ?? ""))
      .filter((name) => tables.includes(name));
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

function contains(outer: SqlSpan, inner: SqlSpan): boolean {
  const startsBefore =
    outer.startLine < inner.startLine ||
    (outer.startLine === inner.startLine && outer.startColumn <= inner.startColumn);
  const endsAfter =
    outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn);
  return startsBefore && endsAfter;
}

function linesOf({ startLine, endLine }: SqlSpan): number {
  return endLine - startLine;
}

function positionOf(span: SqlSpan, program: ProgramText): SqlPlace["positions"][number] {
  const code = textOf(span, program);
  return {
    start_line: span.startLine,
    start_column: span.startColumn,
    end_line: span.endLine,
    end_column: span.endColumn,
    ...(code !== undefined && { code }),
  };
}

interface ProgramText {
  readonly text: string;
  /** Where each line starts, and where one more would. */
  readonly starts: readonly number[];
}

function programText(text: string | undefined): ProgramText {
  if (text === undefined) return { text: "", starts: [] };
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return { text, starts: [...starts, text.length + 1] };
}

/**
 * The program's text in a span; undefined where the program has no such lines. A slice of the program, which takes
 * no memory of its own: many operators share a statement.
 */
function textOf(
  { startLine, startColumn, endLine, endColumn }: SqlSpan,
  { text, starts }: ProgramText,
): string | undefined {
  const at = (line: number, column: number) => {
    const [start, next] = starts.slice(line - 1, line + 1);
    return start === undefined || next === undefined ? undefined : Math.min(start + column, next - 1);
  };
  const from = at(startLine, startColumn - 1);
  const to = at(endLine, endColumn);
  return startLine > endLine || from === undefined || to === undefined ? undefined : text.slice(from, to);
}
