import * as z from "zod";
import { DataflowGraph } from "../../feldera/schemas/program.ts";
import { type HandleParts, handlesOf } from "./handles.ts";
import { localViews, type Statement } from "./local-views.ts";
import { type ProgramText, programText, textOf } from "./program-text.ts";
import { contains, type Relation, relationsOf } from "./relations.ts";
import { type SqlGraph, type SqlOperator, type SqlSpan, sqlGraph } from "./sql-graph.ts";
import { type FoundSpans, nearestSpans, PLACE_RULES } from "./sql-spans.ts";

/** Where in the SQL program an operator comes from. */
export const SqlPlace = z.object({
  /** The operator's one name, the same in every answer, such as `customer_totals.max@76`. */
  handle: z.string(),
  /**
   * Its handle where the program's text is not read, if that is another: the text tells the functions of aggregates, and
   * the names of tables with LATENESS.
   */
  plain_handle: z.string().optional(),
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
  /** Where its first position starts; absent where that is within another table's or view's statement. */
  line: z.int().optional(),
  /** How the positions were chosen. */
  rule: z.enum(PLACE_RULES),
  /** Edges walked to an operator of which the place is known; 0 where the place is the operator's own. */
  distance: z.int(),
});

export type SqlPlace = z.infer<typeof SqlPlace>;

export interface SqlPlaces {
  readonly graph: SqlGraph;
  readonly timeColumns: SqlSources["time_columns"];
  readonly primaryKeys: SqlSources["primary_keys"];
  readonly nullableColumns: SqlSources["nullable_columns"];
  readonly columnTypes: SqlSources["column_types"];
  readonly viewTypes: SqlSources["view_types"];
  /** One for each operator: copies with one persistent id are one, whose place is that of the first. */
  readonly all: readonly PlacedOperator[];
  /** The compiler's operators that have this persistent id: copies of one have the same. */
  readonly withPersistentId: (id: string) => readonly SqlOperator[];
  /**
   * The place of what has this persistent id; for `mir_node` the compiler's name is one. Suffixes, such as
   * `.shard_accintegral` or `-weighted`, name parts of the operator whose id they follow.
   */
  readonly ofPersistentId: (id: string) => SqlPlace | undefined;
  /** The place of the compiler's operator of this name, such as `s10`; of a recursive region, that of its output. */
  readonly ofOperator: (name: string) => SqlPlace | undefined;
  /** The statements of the local views, which have no operator of their own. */
  readonly localStatements: ReadonlyMap<string, string>;
  /** The compiler's operator of this name. */
  readonly byName: (name: string) => SqlOperator | undefined;
}

export interface PlacedOperator {
  readonly place: SqlPlace;
  /** The compiler's operators that it stands for: several where they have one persistent id. */
  readonly copies: readonly SqlOperator[];
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
  /** The columns of each table that may be NULL; absent where that schema was not read. */
  nullable_columns: z.record(z.string(), z.array(z.string())).optional(),
  /** The type of each column of each table, such as `VARCHAR`; absent where that schema was not read. */
  column_types: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /** The columns of each view in their order, local views aside; absent where that schema was not read. */
  view_types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))).optional(),
  /** The columns of the primary key of each table that has one; absent as well where that schema was not read. */
  primary_keys: z.record(z.string(), z.array(z.string())).optional(),
});

export type SqlSources = z.infer<typeof SqlSources>;

/**
 * Places operators in the SQL program: profiles, stacks and panics name them by persistent id, and the compiler's
 * dataflow graph ties that to tables, views and positions in the program. An operator without positions gets those
 * of the nearest one that has some, by the rule of `nearestSpans`. Takes time linear in the graph.
 */
export function sqlPlaces({ graph, programCode, tables, ...columns }: SqlSources): SqlPlaces {
  const sql = sqlGraph(graph);
  const program = programText(programCode ?? graph.sources?.join("\n"));
  const copies = copiesOf(sql);
  const locals = localViews(program);
  const all = placed(sql, program, tables, copies, locals);
  const operators = new Map(sql.operators.map((operator) => [operator.name, operator]));
  const placeOf = new Map(
    all.flatMap(({ place, copies }) => copies.map(({ name }) => [name, place] as const)),
  );
  for (const [region, output] of sql.regions) {
    const place = placeOf.get(output.name);
    if (place !== undefined) placeOf.set(region, place);
  }
  const withPersistentId = (id: string) => (id === "" ? [] : (copies.get(idKey(id)) ?? []));
  const ofOperator = (name: string) => placeOf.get(name);
  return {
    graph: sql,
    timeColumns: columns.time_columns,
    nullableColumns: columns.nullable_columns,
    columnTypes: columns.column_types,
    viewTypes: columns.view_types,
    primaryKeys: columns.primary_keys,
    all,
    withPersistentId,
    ofPersistentId: (id) => ofOperator(withPersistentId(id)[0]?.name ?? id),
    ofOperator,
    localStatements: new Map(locals.map(({ name, span }) => [name, textOf(span, program) ?? ""])),
    byName: (name) => operators.get(name),
  };
}

/** What the parts of one operator have in common: the 64 digits that their persistent ids start with. */
export function idKey(id: string): string {
  return /^[0-9a-f]{64}/i.exec(id)?.[0].toLowerCase() ?? id;
}

/** By what the places of an operator are found: its persistent id, or its name where it has none. */
export function keyOf({ persistentId, name }: SqlOperator): string {
  return persistentId === undefined ? name : idKey(persistentId);
}

/** The operators by their keys. */
function copiesOf({ operators }: SqlGraph): Map<string, SqlOperator[]> {
  const copies = new Map<string, SqlOperator[]>();
  for (const operator of operators) {
    const key = keyOf(operator);
    const known = copies.get(key);
    if (known === undefined) copies.set(key, [operator]);
    else known.push(operator);
  }
  return copies;
}

function placed(
  sql: SqlGraph,
  program: ProgramText,
  tables: readonly string[],
  copies: ReadonlyMap<string, SqlOperator[]>,
  locals: readonly Statement[],
): PlacedOperator[] {
  const spans = nearestSpans(sql);
  const relations = relationsOf(sql, spans, tables, program, locals);
  const statements = new Map(sql.operators.map((one) => [one.view ?? "", one.spans]));
  const groups = [...copies.values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ first, all }];
  });
  const partsBy = (relationOf: typeof relations, text: ProgramText) =>
    groups.map(({ first }) => {
      const [relation, found] = [relationOf.get(first), spans.get(first)];
      return handleParts(first, relation, found, statements.get(relation?.name ?? "") ?? [], text);
    });
  const parts = partsBy(relations, program);
  const handles = handlesOf(parts);
  const unread = programText(undefined);
  const plain = handlesOf(partsBy(relationsOf(sql, spans, [], unread, []), unread));
  return groups.map(({ first, all }, at) => {
    const found = spans.get(first);
    const relation = relations.get(first);
    const line = parts[at]?.at?.line;
    const handle = handles[at] ?? first.name;
    const plain_handle = plain[at];
    return {
      copies: all,
      place: {
        handle,
        ...(plain_handle !== undefined && plain_handle !== handle && { plain_handle }),
        operator: first.name,
        operation: first.operation,
        ...(relation && { relation }),
        positions: (found?.found.spans ?? []).map((span) => positionOf(span, program)),
        ...(line !== undefined && { line }),
        rule: found?.rule ?? "none",
        distance: found?.distance ?? 0,
      },
    };
  });
}

/** A line of another relation's statement would mislead. */
function handleParts(
  { name, operation, view, index }: SqlOperator,
  relation: Relation | undefined,
  found: FoundSpans | undefined,
  statement: readonly SqlSpan[],
  program: ProgramText,
): HandleParts {
  const span = found?.found.spans[0];
  const isWithin = span !== undefined && statement.some((around) => contains(around, span));
  const isOfTable = relation?.kind === "view" && found?.found.table !== undefined;
  const isElsewhere =
    found?.rule === "nearest"
      ? view !== undefined || !isWithin
      : found?.rule === "same_plan" && (isOfTable || (statement.length > 0 && !isWithin));
  return {
    name,
    operation:
      operation === "inspect" && view === undefined ? (index === undefined ? "probe" : "index") : operation,
    relation,
    at: span === undefined || isElsewhere ? undefined : { line: span.startLine, column: span.startColumn },
    code: span === undefined || found?.rule !== "exact" ? undefined : textOf(span, program),
  };
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
