import type { Pattern } from "../pattern.ts";
import type { CallGraph, FunctionInfo } from "./model.ts";

/** pprof's focus and ignore: both are matched against function name, source file and object file. */
export interface StackFilter {
  /** Keep only stacks in which some frame matches. */
  readonly focus?: Pattern;
  /** Leave out stacks in which some frame matches, even if they are in focus. */
  readonly ignore?: Pattern;
}

/** Weights with 0 for every stack that the filter leaves out. The weights themselves if there is no filter. */
export function filteredWeights(graph: CallGraph, weights: Float64Array, filter: StackFilter): Float64Array {
  if (filter.focus === undefined && filter.ignore === undefined) return weights;
  const { focus, ignore } = filter;
  const focused = focus && nodesUnder(graph, (info) => matchesFunction(info, focus));
  const ignored = ignore && nodesUnder(graph, (info) => matchesFunction(info, ignore));
  return weights.map((weight, stack) => {
    const node = graph.stackNode[stack] ?? -1;
    // pprof drops a stack without frames as soon as there is a filter: nothing in it is in focus.
    if (node < 0 || focused?.[node] === 0 || ignored?.[node] === 1) return 0;
    return weight;
  });
}

/** 1 for each node whose own function, or that of a node above it, is one that is looked for. */
export function nodesUnder(graph: CallGraph, isLookedFor: (info: FunctionInfo) => boolean): Uint8Array {
  const functionMatches = graph.functions.map(isLookedFor);
  const under = new Uint8Array(graph.nodeParent.length);
  for (let node = 0; node < under.length; node++) {
    const frame = graph.nodeFrame[node] ?? 0;
    const matches = functionMatches[graph.frameFunction[frame] ?? 0] === true;
    under[node] = matches ? 1 : (under[graph.nodeParent[node] ?? -1] ?? 0);
  }
  return under;
}

function matchesFunction(info: FunctionInfo, pattern: Pattern): boolean {
  return [info.name, info.file, info.object].some((text) => text !== "" && pattern.matches(text));
}
