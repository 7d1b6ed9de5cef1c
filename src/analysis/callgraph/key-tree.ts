import {
  type Column,
  FIRST,
  type FrameIndex,
  type KeyIndex,
  type KeyNodeIndex,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndices,
} from "./indices.ts";
import type { CallGraph } from "./model.ts";
import { CallTreeBuilder } from "./tree-builder.ts";

/** A call graph, and the group that each of its frames is in: its function, say; NONE for a frame to pass over. */
export interface GroupedGraph {
  readonly graph: CallGraph;
  readonly keyOfFrame: Column<FrameIndex, KeyIndex>;
}

/** The call tree of groups of frames: two nodes are one where all keys from the root on are equal. */
export interface KeyTree {
  /** Parent of each node, NONE for a root; always smaller than the node's own index. */
  readonly nodeParent: Column<KeyNodeIndex, KeyNodeIndex>;
  readonly nodeKey: Column<KeyNodeIndex, KeyIndex>;
  /** Per value type, the weight of the stacks that end in each node. */
  readonly self: readonly Float64Array[];
}

/** Merges the stacks of graphs with the same value types into one tree. Stacks without a key are left out. */
export function keyTree(graphs: readonly GroupedGraph[], valueTypes: number): KeyTree {
  const tree = new CallTreeBuilder<KeyNodeIndex, KeyIndex>();
  const nodesOfGraphs = graphs.map((grouped) => keyNodes(grouped, tree));
  const self = Array.from({ length: valueTypes }, (_, type) => {
    const sums = new Float64Array(tree.nodeCount);
    for (const [position, { graph }] of graphs.entries()) {
      const weights = graph.weights[type];
      for (let stack: StackIndex = FIRST; stack < graph.stackNode.length; stack++) {
        const node = nodesOfGraphs[position]?.[graph.stackNode[stack] ?? NONE] ?? NONE;
        if (node >= 0) sums[node] = (sums[node] ?? 0) + (weights?.[stack] ?? 0);
      }
    }
    return sums;
  });
  return { nodeParent: tree.nodeParent, nodeKey: tree.nodeFrame, self };
}

/** The node of keys that each node of a graph stands for. */
function keyNodes(
  { graph: { nodeParent, nodeFrame }, keyOfFrame }: GroupedGraph,
  tree: CallTreeBuilder<KeyNodeIndex, KeyIndex>,
): Column<NodeIndex, KeyNodeIndex> {
  const nodes = new Int32Array(nodeParent.length);
  const keyNode: Column<NodeIndex, KeyNodeIndex> = toIndices(nodes);
  for (let node: NodeIndex = FIRST; node < nodes.length; node++) {
    const above = keyNode[nodeParent[node] ?? NONE] ?? NONE;
    const key = keyOfFrame[nodeFrame[node] ?? NONE] ?? NONE;
    nodes[node] = key < 0 ? above : tree.child(above, key);
  }
  return keyNode;
}
