import { type CallTreeNode, calleesTree, callersTree } from "../callgraph/call-tree.ts";
import { nodesUnder } from "../callgraph/filter.ts";
import { FIRST, NONE, type StackIndex } from "../callgraph/indices.ts";
import { type StackSegments, stackSegments } from "../callgraph/stack-segments.ts";
import { isRuntimeGlue } from "../firefox/functions/runtime-glue.ts";
import type { SqlPlace } from "../operators/sql-places.ts";
import { crateHash } from "../owners/operator-crate.ts";
import type { CallTreeDirection } from "../profiles/cpu-options.ts";
import { NOISE_DEVIATIONS, samplingDeviation } from "../profiles/noise.ts";
import { type FlameFunction, type FlameSide, numberedFunctions } from "./flame-functions.ts";
import type { FlameFacts } from "./flame-schema.ts";
import { type ShownFrame, widestFrames } from "./flame-tree.ts";
import { picturedPlace } from "./placed.ts";

export interface FlameOptions {
  readonly direction: CallTreeDirection;
  /** Ids of functions from a frame without a parent on: only that frame, and what hangs on it. */
  readonly root?: readonly number[] | undefined;
  readonly search?: string | undefined;
  /** Frames at most. */
  readonly limit: number;
  /** By the hash of the operator's crate. */
  readonly places: Readonly<Record<string, SqlPlace>>;
}

export type FlameTree = Pick<
  FlameFacts,
  "total" | "total_before" | "root" | "functions" | "operators" | "frames" | "left_out" | "search"
>;

/** The stacks of one profile, or of two that are compared, in which trees of both directions are found. */
export interface FlameStacks {
  readonly sides: readonly FlameSide[];
  readonly functions: readonly FlameFunction[];
  readonly segments: StackSegments;
  readonly tree: (direction: CallTreeDirection) => readonly CallTreeNode[];
}

/** @param baseline its weights are those that compare: of CPU as if both had been recorded for as long */
export function flameStacks(profile: FlameSide, baseline: FlameSide | undefined): FlameStacks {
  const sides = baseline === undefined ? [profile] : [profile, baseline];
  const { functions, keysOf } = numberedFunctions(sides);
  const nothing = new Float64Array();
  const segments = stackSegments(
    sides.flatMap(({ parts }, side) =>
      parts.map(({ graph, weights }) => ({
        graph: { ...graph, weights: sides.map((_, at) => (at === side ? weights : nothing)) },
        keyOfFrame: keysOf(graph),
      })),
    ),
    sides.length,
  );
  const trees: Partial<Record<CallTreeDirection, readonly CallTreeNode[]>> = {};
  const tree = (direction: CallTreeDirection) =>
    (trees[direction] ??= direction === "callees" ? calleesTree(segments) : callersTree(segments));
  return { sides, functions, segments, tree };
}

/**
 * The widest frames of their call tree.
 *
 * @returns undefined where there is no such root
 */
export function flameTree(stacks: FlameStacks, options: FlameOptions): FlameTree | undefined {
  const { sides, functions } = stacks;
  const all = stacks.tree(options.direction);
  const path = options.root === undefined ? undefined : pathTo(options.root, all);
  if (options.root !== undefined && path === undefined) return undefined;
  const shown = widestFrames(path?.slice(-1) ?? all, options.limit);
  const sums = (side: number) => all.reduce((sum, { total }) => sum + (total[side] ?? 0), 0);
  const [profile] = sides;
  return {
    total: sums(0),
    ...(sides.length > 1 && { total_before: sums(1) }),
    ...(path && { root: path.map(({ key }) => ({ id: key, name: functions[key]?.info.name ?? "" })) }),
    ...columnsOf(shown.frames, path?.slice(0, -1) ?? [], { functions, sides, ...options }),
    left_out: shown.leftOut,
    ...(options.search && profile && { search: found(options.search, profile) }),
  };
}

/** The nodes from one without a parent to that which the ids lead to. */
function pathTo(ids: readonly number[], roots: readonly CallTreeNode[]): CallTreeNode[] | undefined {
  const path: CallTreeNode[] = [];
  let nodes = roots;
  for (const id of ids) {
    const node = nodes.find(({ key }) => key === id);
    if (node === undefined) return undefined;
    path.push(node);
    nodes = node.next();
  }
  return path.length === 0 ? undefined : path;
}

interface ColumnOptions extends FlameOptions {
  readonly functions: readonly FlameFunction[];
  readonly sides: readonly FlameSide[];
}

function columnsOf(
  shown: readonly ShownFrame[],
  above: readonly CallTreeNode[],
  { functions, sides, places, direction, search }: ColumnOptions,
): Pick<FlameTree, "functions" | "operators" | "frames"> {
  const operators = numbering<SqlPlace>(({ handle }) => handle);
  const ids = numbering<number>(String);
  const operatorOf = (key: number) => {
    const place = places[crateHash(functions[key]?.info.name ?? "") ?? ""];
    return place === undefined ? -1 : operators.at(place);
  };
  const inherited = above.reduce((last, { key }) => (operatorOf(key) < 0 ? last : operatorOf(key)), -1);
  const frameOperators: number[] = [];
  for (const { node, parent } of shown) {
    const own = operatorOf(node.key);
    const fromCaller = direction === "callers" ? -1 : (frameOperators[parent] ?? inherited);
    frameOperators.push(own < 0 ? fromCaller : own);
  }
  const positions = shown.map(({ node }) => ids.at(node.key));
  const told = ids.list.map((id) => functions[id]);
  const isMatch = matching(search);
  return {
    functions: {
      id: ids.list,
      name: told.map((one) => one?.info.name ?? ""),
      library: told.map((one) => one?.library ?? ""),
      operator: ids.list.map(operatorOf),
      is_glue: told.map((one) => (one !== undefined && isRuntimeGlue(one.info) ? 1 : 0)),
      ...(search && { is_match: told.map((one) => (isMatch(one?.info.name ?? "") ? 1 : 0)) }),
    },
    operators: operators.list.map(picturedPlace),
    frames: {
      function: positions,
      parent: shown.map(({ parent }) => parent),
      total: shown.map(({ node }) => node.total[0] ?? 0),
      self: shown.map(({ node }) => node.self[0] ?? 0),
      ...(sides.length > 1 && changesOf(shown, sides)),
      operator: frameOperators,
      left_out: shown.map(({ leftOut }) => leftOut.frames),
      left_out_total: shown.map(({ leftOut }) => leftOut.total),
    },
  };
}

function changesOf(
  shown: readonly ShownFrame[],
  [now, before]: readonly FlameSide[],
): Pick<FlameTree["frames"], "change" | "is_noise"> {
  const change = shown.map(({ node: { total } }) => (total[0] ?? 0) - (total[1] ?? 0));
  const [perNow, perBefore] = [now?.perSample, before?.perSample];
  if (perNow === undefined || perBefore === undefined) return { change };
  const is_noise = shown.map(({ node: { total } }, at) => {
    const deviation = Math.hypot(
      samplingDeviation(total[0] ?? 0, perNow),
      samplingDeviation(total[1] ?? 0, perBefore),
    );
    return Math.abs(change[at] ?? 0) <= NOISE_DEVIATIONS * deviation ? 1 : 0;
  });
  return { change, is_noise };
}

function matching(search: string | undefined): (name: string) => boolean {
  const text = search?.toLowerCase();
  return (name) => text !== undefined && name.toLowerCase().includes(text);
}

/** How much of a profile has a function in its stacks that matches, and how many do. */
function found(text: string, { parts }: FlameSide): NonNullable<FlameFacts["search"]> {
  const isMatch = matching(text);
  const names = new Set<string>();
  let total = 0;
  for (const { graph, weights } of parts) {
    const under = nodesUnder(graph, ({ name }) => isMatch(name));
    for (let stack: StackIndex = FIRST; stack < graph.stackNode.length; stack++) {
      if (under[graph.stackNode[stack] ?? NONE] === 1) total += weights[stack] ?? 0;
    }
    for (const name of graph.functions.map((info) => info.name)) if (isMatch(name)) names.add(name);
  }
  return { text, functions: names.size, total };
}

/** Gives what it is shown positions in the order in which they come. */
function numbering<Item>(idOf: (item: Item) => string) {
  const positions = new Map<string, number>();
  const list: Item[] = [];
  return {
    list,
    at(item: Item): number {
      const id = idOf(item);
      const known = positions.get(id) ?? list.push(item) - 1;
      positions.set(id, known);
      return known;
    },
  };
}
