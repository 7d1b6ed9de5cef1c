import { CLOCK_TABLE, type DataflowGraph, DataflowNode } from "../../feldera/schemas/program.ts";
import { notInsOf } from "./not-ins.ts";
import { windowReachesOf } from "./window-reaches.ts";

/** A piece of the program: lines and columns from 1, the last one included. */
export interface SqlSpan {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** An operator as the SQL compiler made it. */
export interface SqlOperator {
  /** The compiler's name, such as `s10`. */
  readonly name: string;
  readonly operation: string;
  readonly table?: string;
  readonly view?: string;
  /** That of a view (CREATE INDEX), whose rows it hands on by a key. */
  readonly index?: string;
  readonly persistentId?: string;
  /** Where in the program it comes from, in the program's order; empty where the compiler does not say. */
  readonly spans: readonly SqlSpan[];
  /** The nodes of Calcite's plan that it implements. */
  readonly plan: ReadonlySet<number>;
}

/** The operators of a program, those within recursive regions too, and what feeds what. */
export interface SqlGraph {
  readonly operators: readonly SqlOperator[];
  /** The operator that each recursive region gives its first output from, by the region's name. */
  readonly regions: ReadonlyMap<string, SqlOperator>;
  readonly successors: ReadonlyMap<SqlOperator, readonly SqlOperator[]>;
  readonly predecessors: ReadonlyMap<SqlOperator, readonly SqlOperator[]>;
  /** What an operator takes, in the order of its arguments. */
  readonly inputs: ReadonlyMap<SqlOperator, readonly SqlInput[]>;
  /** The columns that each GROUP BY of the plan groups by, by the number of its node. */
  readonly groupings: ReadonlyMap<number, string[]>;
  /** The columns of which an aggregate takes each value once (DISTINCT), by the number of the node that groups by them too. */
  readonly distincts: ReadonlyMap<number, readonly string[]>;
  /** The columns that the plan takes of each inner join, by the number of its node; none where it does not name them. */
  readonly innerJoins: ReadonlyMap<number, readonly string[]>;
  /** What each outer join of the plan is, by the number of its node: `LEFT`, `RIGHT`, `FULL`, `LEFT_ASOF`. */
  readonly outerJoins: ReadonlyMap<number, string>;
  /** The number of each join's node that is the only one in the plan of its view. */
  readonly onlyJoins: ReadonlySet<number>;
  /** The view whose plan each node is of, by its number. */
  readonly planViews: ReadonlyMap<number, string>;
  /** What each node of the plan does, by its number: `LogicalFilter`, `Uncollect`. */
  readonly relOps: ReadonlyMap<number, string>;
  /** The number of each node of OVER windows that begin with the first row, however old it is. */
  readonly endlessWindows: ReadonlySet<number>;
  /** How far each node of OVER windows by time reaches back, or ahead, in ms, by its number. */
  readonly windowReaches: ReadonlyMap<number, number>;
  /** The columns that the subquery of each NOT IN may bring NULL in, by the number of its filter. */
  readonly notIns: ReadonlyMap<number, readonly string[]>;
}

export interface SqlInput {
  readonly from: SqlOperator;
  /** 0 for an operator's rows; others are for what was dropped, or for a waterline. */
  readonly output: number;
}

/** The compiler's own graph, `mir` of `GET …/dataflow_graph`. */
export function sqlGraph({ mir, calcite_plan }: DataflowGraph): SqlGraph {
  const nodes = new Map<string, DataflowNode>();
  const collect = (name: string, node: DataflowNode) => {
    nodes.set(name, node);
    if (node.operation !== "nested") return;
    for (const [innerName, member] of Object.entries(node)) {
      const inner = DataflowNode.safeParse(member);
      if (inner.success && inner.data.operation != null) collect(innerName, inner.data);
    }
  };
  for (const [name, node] of Object.entries(mir ?? {})) collect(name, node);

  const isView = (name: string) => !isIndex(name, calcite_plan);
  const operators = new Map(
    [...nodes]
      .filter(([, { operation }]) => operation !== "nested")
      .map(([name, node]) => [name, sqlOperator(name, node, isView)]),
  );
  const successors = new Map<SqlOperator, SqlOperator[]>();
  const predecessors = new Map<SqlOperator, SqlOperator[]>();
  const inputs = new Map<SqlOperator, SqlInput[]>();
  for (const [name, target] of operators) {
    for (const { node, output } of nodes.get(name)?.inputs ?? []) {
      const inner = nodes.get(node)?.outputs?.[output ?? 0];
      const source = operators.get(inner?.node ?? node);
      if (source === undefined) continue;
      push(successors, source, target);
      push(predecessors, target, source);
      push(inputs, target, { from: source, output: inner == null ? (output ?? 0) : (inner.output ?? 0) });
    }
  }
  const regions = new Map(
    [...nodes].flatMap(([name, { operation, outputs }]) => {
      const output = operation === "nested" ? outputs?.find((one) => one != null)?.node : undefined;
      const operator = operators.get(output ?? "");
      return operator === undefined ? [] : [[name, operator] as const];
    }),
  );
  const groupings = groupingsOf(calcite_plan);
  return {
    operators: [...operators.values()],
    regions,
    successors,
    predecessors,
    inputs,
    groupings,
    distincts: distinctsOf(calcite_plan, groupings),
    innerJoins: innerJoinsOf(calcite_plan),
    outerJoins: outerJoinsOf(calcite_plan),
    onlyJoins: onlyJoinsOf(calcite_plan),
    planViews: planViewsOf(calcite_plan),
    relOps: relOpsOf(calcite_plan),
    endlessWindows: endlessWindowsOf(calcite_plan),
    windowReaches: windowReachesOf(calcite_plan),
    notIns: notInsOf(calcite_plan),
  };
}

/** The graph has the indexes of views (CREATE INDEX) as if they were views; a plan of their own they have not. */
function isIndex(view: string, plans: DataflowGraph["calcite_plan"]): boolean {
  return plans != null && !Object.hasOwn(plans, view);
}

function sqlOperator(name: string, node: DataflowNode, isView: (name: string) => boolean): SqlOperator {
  const { table, view, persistent_id } = node;
  return {
    name,
    operation: node.operation ?? "",
    ...(table != null && { table }),
    ...(view != null && (isView(view) ? { view } : { index: view })),
    ...(persistent_id != null && { persistentId: persistent_id }),
    // The clock stands in no program: its positions are those of a statement of the compiler's own.
    spans: table === CLOCK_TABLE ? [] : spansOf(node.positions ?? []),
    plan: new Set(numbersIn(node.calcite)),
  };
}

function spansOf(positions: NonNullable<DataflowNode["positions"]>): SqlSpan[] {
  return positions
    .flatMap(({ start_line_number, start_column, end_line_number, end_column }) =>
      // An unknown place is written as four zeros.
      start_line_number && start_column && end_line_number && end_column
        ? [
            {
              startLine: start_line_number,
              startColumn: start_column,
              endLine: end_line_number,
              endColumn: end_column,
            },
          ]
        : [],
    )
    .sort((a, b) => a.startLine - b.startLine || a.startColumn - b.startColumn);
}

/** A total over all rows groups by nothing, and is none of them, nor are GROUPING SETS, which may have one; Calcite's own names, such as `$f0`, are left out. */
function groupingsOf(plans: DataflowGraph["calcite_plan"]): Map<number, string[]> {
  const rels = new Map(
    Object.values(plans ?? {}).flatMap((plan) => (plan.rels ?? []).map((rel) => [rel.id, rel])),
  );
  return new Map(
    [...rels].flatMap(([id, { group, groups, inputs }]) => {
      if (group == null || group.length === 0 || (groups ?? []).length > 1) return [];
      const fields = rels.get(inputs?.[0] ?? -1)?.fields ?? [];
      const names = group.flatMap((field) => fields[field] ?? []).filter((name) => !name.startsWith("$"));
      return [[id, names] as const];
    }),
  );
}

/** Calcite makes two aggregates of one of DISTINCT: the first groups by its columns as well, the second by what is asked for. */
function distinctsOf(
  plans: DataflowGraph["calcite_plan"],
  groupings: SqlGraph["groupings"],
): Map<number, readonly string[]> {
  const rels = Object.values(plans ?? {}).flatMap((plan) => plan.rels ?? []);
  return new Map(
    [...groupings].flatMap(([id, columns]) => {
      const second = rels.find(({ relOp, inputs }) => relOp === "LogicalAggregate" && inputs?.includes(id));
      const asked = new Set(second?.group);
      const more = columns.filter((_, index) => !asked.has(index));
      return second === undefined || more.length === 0 ? [] : [[id, more] as const];
    }),
  );
}

function innerJoinsOf(plans: DataflowGraph["calcite_plan"]): Map<number, readonly string[]> {
  const rels = Object.values(plans ?? {}).flatMap((plan) => plan.rels ?? []);
  return new Map(
    rels
      .filter(({ joinType }) => joinType === "inner")
      .map(({ id }) => [id, rels.find(({ inputs }) => inputs?.includes(id))?.fields ?? []]),
  );
}

function outerJoinsOf(plans: DataflowGraph["calcite_plan"]): Map<number, string> {
  const rels = Object.values(plans ?? {}).flatMap((plan) => plan.rels ?? []);
  return new Map(
    rels.flatMap(({ id, joinType }) =>
      joinType == null || joinType === "inner" ? [] : [[id, joinType.toUpperCase()] as const],
    ),
  );
}

function onlyJoinsOf(plans: DataflowGraph["calcite_plan"]): Set<number> {
  return new Set(
    Object.values(plans ?? {}).flatMap(({ rels }) => {
      const [only, ...others] = (rels ?? []).filter(({ joinType }) => joinType != null);
      return only === undefined || others.length > 0 ? [] : [only.id];
    }),
  );
}

function planViewsOf(plans: DataflowGraph["calcite_plan"]): Map<number, string> {
  return new Map(
    Object.entries(plans ?? {}).flatMap(([view, { rels }]) =>
      (rels ?? []).map(({ id }) => [id, view] as const),
    ),
  );
}

function relOpsOf(plans: DataflowGraph["calcite_plan"]): Map<number, string> {
  const rels = Object.values(plans ?? {}).flatMap((plan) => plan.rels ?? []);
  return new Map(rels.flatMap(({ id, relOp }) => (relOp == null ? [] : [[id, relOp] as const])));
}

/** A lower bound, as Calcite prints it: `range between $3 PRECEDING and CURRENT ROW`; without one, nothing is printed. */
const LOWER_BOUND = /\bbetween (?!UNBOUNDED PRECEDING\b)/;

function endlessWindowsOf(plans: DataflowGraph["calcite_plan"]): Set<number> {
  const rels = Object.values(plans ?? {}).flatMap((plan) => plan.rels ?? []);
  const isEndless = (rel: object) => {
    const windows = Object.entries(rel).filter(([name]) => name.startsWith("window#"));
    return windows.length > 0 && windows.every(([, printed]) => !LOWER_BOUND.test(String(printed)));
  };
  return new Set(rels.filter(isEndless).map(({ id }) => id));
}

/** Every number in `{final: 3}`, `{partial: 3}`, `{seq: […]}`, `{and: […]}`. */
function numbersIn(calcite: unknown): number[] {
  if (typeof calcite === "number") return [calcite];
  return typeof calcite === "object" && calcite !== null ? Object.values(calcite).flatMap(numbersIn) : [];
}

function push<Value>(map: Map<SqlOperator, Value[]>, key: SqlOperator, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

/**
 * These operators and all that feed them, each once, the nearest first.
 *
 * @param endsAt what feeds such an operator is left out
 */
export function upstream(
  graph: SqlGraph,
  from: readonly SqlOperator[],
  endsAt: (operator: SqlOperator) => boolean = () => false,
): SqlOperator[] {
  return reachedFrom(from, (operator) => (endsAt(operator) ? [] : takenBy(operator, graph)));
}

/** What an operator takes, in the order of its arguments. */
export function takenBy(operator: SqlOperator, { inputs }: SqlGraph): SqlOperator[] {
  return (inputs.get(operator) ?? []).map(({ from }) => from);
}

/** These operators, or views, and all that such steps lead to, each once, the nearest first. */
export function reachedFrom<T>(from: readonly T[], next: (one: T) => readonly T[]): T[] {
  const reached = new Set(from);
  for (const one of reached) for (const other of next(one)) reached.add(other);
  return [...reached];
}
