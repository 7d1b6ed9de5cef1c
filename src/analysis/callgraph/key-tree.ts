import type { CallGraph } from "./model.ts";
import { CallTreeBuilder } from "./tree-builder.ts";

/** A call graph, and the group that each of its frames is in: its function, say; -1 for a frame to pass over. */
export interface GroupedGraph {
  readonly graph: CallGraph;
  readonly keyOfFrame: Int32Array;
}

/** The call tree of groups of frames: two nodes are one where all keys from the root on are equal. */
export interface KeyTree {
  /** Parent of each node, -1 for a root; always smaller than the node's own index. */
  readonly nodeParent: Int32Array;
  readonly nodeKey: Int32Array;
  /** Per value type, the weight of the stacks that end in each node. */
  readonly self: readonly Float64Array[];
}

/** Merges the stacks of graphs with the same value types into one tree. Stacks without a key are left out. */
export function keyTree(graphs: readonly GroupedGraph[], valueTypes: number): KeyTree {
  const tree = new CallTreeBuilder();
  const nodesOfGraphs = graphs.map(({ graph: { nodeParent, nodeFrame }, keyOfFrame }) => {
    const newNode = new Int32Array(nodeParent.length);
    for (let node = 0; node < newNode.length; node++) {
      const above = newNode[nodeParent[node] ?? -1] ?? -1;
      const key = keyOfFrame[nodeFrame[node] ?? -1] ?? -1;
      newNode[node] = key < 0 ? above : tree.child(above, key);
    }
    return newNode;
  });
  const self = Array.from({ length: valueTypes }, (_, type) => {
    const sums = new Float64Array(tree.nodeCount);
    for (const [index, { graph }] of graphs.entries()) {
      const weights = graph.weights[type];
      for (let stack = 0; stack < graph.stackNode.length; stack++) {
        const node = nodesOfGraphs[index]?.[graph.stackNode[stack] ?? -1] ?? -1;
        if (node >= 0) sums[node] = (sums[node] ?? 0) + (weights?.[stack] ?? 0);
      }
    }
    return sums;
  });
  return { nodeParent: tree.nodeParent, nodeKey: tree.nodeFrame, self };
}
