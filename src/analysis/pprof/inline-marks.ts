import type { CallGraph } from "../callgraph/model.ts";
import { weightUnderNodes } from "../callgraph/totals.ts";
import { walkTree } from "../callgraph/walk.ts";

export type InlineMark = "inline" | "partial-inline";

interface Edge {
  readonly callee: number;
  weight: number;
  inline: boolean;
}

/**
 * Which keys pprof marks as inlined: all calls to them, or some, among the calls that weigh enough to be edges
 * of its graph. A call over frames that are not kept counts as a call from the last kept frame above.
 *
 * @param keyOfFrame the key of each frame, -1 for a frame that is not kept
 * @param minimumWeight edges below this weight are left out
 */
export function inlineMarks(
  graph: CallGraph,
  keyOfFrame: Int32Array,
  keyCount: number,
  weights: Float64Array,
  minimumWeight: number,
): Map<number, InlineMark> {
  const marks = new Map<number, InlineMark>();
  const seen = new Set<number>();
  for (const { callee, weight, inline } of edgesBetweenKeys(graph, keyOfFrame, keyCount, weights)) {
    if (Math.abs(weight) < minimumWeight) continue;
    if (!seen.has(callee)) {
      seen.add(callee);
      if (inline) marks.set(callee, "inline");
    } else if (inline !== (marks.get(callee) === "inline")) {
      marks.set(callee, "partial-inline");
    }
  }
  return marks;
}

/**
 * The calls from key to key with the weight of the stacks in which they occur, each stack counted once. An edge
 * is inline if the callee was inlined wherever the call occurs first in a stack.
 */
function edgesBetweenKeys(
  graph: CallGraph,
  keyOfFrame: Int32Array,
  keyCount: number,
  weights: Float64Array,
): readonly Edge[] {
  const { nodeParent, nodeFrame, frameInlined } = graph;
  const under = weightUnderNodes(graph, weights);
  const stacksUnder = weightUnderNodes(
    graph,
    weights.map((weight) => (weight === 0 ? 0 : 1)),
  );
  const keptKey = nodeFrame.map((frame) => keyOfFrame[frame] ?? -1);
  const callerKey = keysAbove(nodeParent, keptKey);

  const edges: Edge[] = [];
  const edgeByKeys = new Map<number, number>();
  const edgeOfNode = new Int32Array(nodeParent.length).fill(-1);
  const onPath: number[] = [];
  walkTree(
    nodeParent,
    (node) => {
      const caller = callerKey[node] ?? -1;
      const callee = keptKey[node] ?? -1;
      if (caller < 0 || callee < 0 || caller === callee || stacksUnder[node] === 0) return;
      const keys = caller * keyCount + callee;
      const inlined = frameInlined[nodeFrame[node] ?? 0] === 1;
      const index = edgeByKeys.get(keys) ?? edges.length;
      if (index === edges.length) {
        edgeByKeys.set(keys, index);
        edges.push({ callee, weight: 0, inline: true });
        onPath.push(0);
      }
      edgeOfNode[node] = index;
      const edge = edges[index];
      if (edge !== undefined && onPath[index] === 0) {
        edge.weight += under[node] ?? 0;
        edge.inline &&= inlined;
      }
      onPath[index] = (onPath[index] ?? 0) + 1;
    },
    (node) => {
      const index = edgeOfNode[node] ?? -1;
      if (index >= 0) onPath[index] = (onPath[index] ?? 0) - 1;
    },
  );
  return edges;
}

/** The key of the nearest kept frame above each node, -1 for none. */
function keysAbove(nodeParent: Int32Array, keptKey: Int32Array): Int32Array {
  const above = new Int32Array(nodeParent.length);
  for (let node = 0; node < above.length; node++) {
    const parent = nodeParent[node] ?? -1;
    const parentKey = parent < 0 ? -1 : (keptKey[parent] ?? -1);
    above[node] = parent < 0 || parentKey >= 0 ? parentKey : (above[parent] ?? -1);
  }
  return above;
}
