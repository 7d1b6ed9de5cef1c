import { filteredWeights, nodesUnder, type StackFilter } from "../callgraph/filter.ts";
import type { Arrival } from "../callgraph/heaviest-callers.ts";
import type { CallGraph } from "../callgraph/model.ts";
import { weightUnderNodes } from "../callgraph/totals.ts";
import { walkTree } from "../callgraph/walk.ts";
import { isProfilerFrame } from "./frame-class.ts";
import type { ProgramFrames } from "./program-frames.ts";

/** What owns a stack that has no site. All are negative: they are no node of the tree. */
export const UNSITED = -1;
export const PROFILER = -2;
export const LEFT_OUT = -3;

/** The node that each stack is charged to, or one of the constants above. */
export function ownersOfStacks(
  graph: CallGraph,
  weights: Float64Array,
  program: ProgramFrames,
  filter: StackFilter,
): Int32Array {
  const inFocus = filteredWeights(graph, weights, filter);
  const inProfiler = nodesUnder(graph, isProfilerFrame);
  return graph.stackNode.map((leaf, stack) => {
    if (inFocus[stack] !== weights[stack]) return LEFT_OUT;
    if (inProfiler[leaf] === 1) return PROFILER;
    return program.nearestNode[leaf] ?? UNSITED;
  });
}

/** Per program key that is asked for, the nodes that stacks are charged to. */
export function chargedNodes(
  owners: Int32Array,
  weights: Float64Array,
  { keyOfNode }: ProgramFrames,
  keys: ReadonlySet<number>,
): Map<number, Arrival[]> {
  const arrivals = arrivalLists(keys);
  for (let stack = 0; stack < owners.length; stack++) {
    const node = owners[stack] ?? -1;
    arrivals.get(keyOfNode[node] ?? -1)?.push({ node, weight: weights[stack] ?? 0 });
  }
  return arrivals;
}

/** Per program key that is asked for, the nodes nearest to the root, with what passes through them. */
export function outermostNodes(
  sites: CallGraph,
  weights: Float64Array,
  { keyOfNode }: ProgramFrames,
  keys: ReadonlySet<number>,
): Map<number, Arrival[]> {
  const arrivals = arrivalLists(keys);
  const under = weightUnderNodes(sites, weights);
  const onPath = new Map<number, number>();
  walkTree(
    sites.nodeParent,
    (node) => {
      const key = keyOfNode[node] ?? -1;
      const above = onPath.get(key) ?? 0;
      if (above === 0) arrivals.get(key)?.push({ node, weight: under[node] ?? 0 });
      onPath.set(key, above + 1);
    },
    (node) => {
      const key = keyOfNode[node] ?? -1;
      onPath.set(key, (onPath.get(key) ?? 0) - 1);
    },
  );
  return arrivals;
}

function arrivalLists(keys: ReadonlySet<number>): Map<number, Arrival[]> {
  return new Map([...keys].map((key) => [key, []]));
}
