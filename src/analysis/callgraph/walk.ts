import { type Column, FIRST, NONE, type NodeIndex, toIndex, toIndices } from "./indices.ts";

/**
 * Visits every node of a call tree depth first, so that between `enter` and `leave` of a node exactly its
 * descendants are visited. Takes time linear in the nodes, however deep the tree.
 *
 * @param nodeParent parent of each node, NONE for a root
 */
export function walkTree(
  nodeParent: Column<NodeIndex, NodeIndex>,
  enter: (node: NodeIndex) => void,
  leave: (node: NodeIndex) => void,
): void {
  const { firstRoot, firstChild, nextSibling } = childLists(nodeParent);
  let node = firstRoot;
  while (node >= 0) {
    enter(node);
    const child = firstChild[node] ?? NONE;
    if (child >= 0) {
      node = child;
      continue;
    }
    while (node >= 0) {
      leave(node);
      const sibling = nextSibling[node] ?? NONE;
      if (sibling >= 0) {
        node = sibling;
        break;
      }
      node = nodeParent[node] ?? NONE;
    }
  }
}

function childLists(nodeParent: Column<NodeIndex, NodeIndex>) {
  const firstChild = new Int32Array(nodeParent.length).fill(NONE);
  const nextSibling = new Int32Array(nodeParent.length).fill(NONE);
  let firstRoot: NodeIndex = NONE;
  for (let node = toIndex<"node">(nodeParent.length - 1); node >= FIRST; node--) {
    const parent = nodeParent[node] ?? NONE;
    if (parent < 0) {
      nextSibling[node] = firstRoot;
      firstRoot = node;
    } else {
      nextSibling[node] = firstChild[parent] ?? NONE;
      firstChild[parent] = node;
    }
  }
  return {
    firstRoot,
    firstChild: toIndices<NodeIndex, NodeIndex>(firstChild),
    nextSibling: toIndices<NodeIndex, NodeIndex>(nextSibling),
  };
}
