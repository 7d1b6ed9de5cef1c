import type { Pattern } from "../pattern.ts";
import { type Column, FIRST, NONE, type NodeIndex, type StackIndex, toIndex } from "./indices.ts";
import type { Int64Array } from "./int64.ts";
import type { CallGraph, FunctionInfo } from "./model.ts";
import { visibleGraph } from "./visible.ts";

/** pprof's focus and ignore: both are matched against function name, source file and object file. */
export interface StackFilter {
  /** Keep only stacks in which some frame matches. */
  readonly focus?: Pattern | undefined;
  /** Leave out stacks in which some frame matches, even if they are in focus. */
  readonly ignore?: Pattern | undefined;
}

/** pprof's hide and show, matched against the same. */
export interface FrameFilter {
  /** Leave out frames that match. */
  readonly hide?: Pattern | undefined;
  /** Keep only frames that match; one that was not symbolised never does. */
  readonly show?: Pattern | undefined;
}

/** 1 for each stack that the filter keeps; undefined where there is no filter. */
export function stacksInFocus(
  graph: CallGraph,
  { focus, ignore }: StackFilter,
): Column<StackIndex, number> | undefined {
  if (focus === undefined && ignore === undefined) return undefined;
  const focused = focus && nodesUnder(graph, (info) => matchesFunction(info, focus));
  const ignored = ignore && nodesUnder(graph, (info) => matchesFunction(info, ignore));
  return Uint8Array.from(graph.stackNode, (node) => {
    // pprof drops a stack without frames as soon as there is a filter: nothing in it is in focus.
    return node < 0 || focused?.[node] === 0 || ignored?.[node] === 1 ? 0 : 1;
  });
}

/** The graph without the frames that the filter leaves out; itself where there is no filter. */
export function graphInView(graph: CallGraph, { hide, show }: FrameFilter): CallGraph {
  if (hide === undefined && show === undefined) return graph;
  const isVisible = graph.functions.map((info) => {
    if (hide !== undefined && matchesFunction(info, hide)) return 0;
    return show === undefined || (info.unsymbolised !== true && matchesFunction(info, show)) ? 1 : 0;
  });
  return visibleGraph(graph, isVisible);
}

/** The weights of the stacks that stay, and 0 for all others. */
export function weightsOf(stays: (stack: StackIndex) => boolean, weights: Int64Array): Int64Array {
  return weights instanceof Float64Array
    ? weights.map((weight, stack) => (stays(toIndex(stack)) ? weight : 0))
    : weights.map((weight, stack) => (stays(toIndex(stack)) ? weight : 0n));
}

/** 1 for each node whose own function, or that of a node above it, is one that is looked for. */
export function nodesUnder(
  graph: CallGraph,
  isLookedFor: (info: FunctionInfo) => boolean,
): Column<NodeIndex, number> {
  const functionMatches = graph.functions.map(isLookedFor);
  const under = new Uint8Array(graph.nodeParent.length);
  for (let node: NodeIndex = FIRST; node < under.length; node++) {
    const frame = graph.nodeFrame[node] ?? NONE;
    const matches = functionMatches[graph.frameFunction[frame] ?? NONE] === true;
    under[node] = matches ? 1 : (under[graph.nodeParent[node] ?? NONE] ?? 0);
  }
  return under;
}

/** What is unknown matches no pattern, not even one of the empty text. */
function matchesFunction({ name, file, object, unsymbolised, unmapped }: FunctionInfo, pattern: Pattern) {
  if (unsymbolised !== true && (pattern.matches(name) || pattern.matches(file))) return true;
  return unmapped !== true && pattern.matches(object);
}
