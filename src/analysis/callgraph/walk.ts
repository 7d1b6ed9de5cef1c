/**
 * Visits every node of a call tree depth first, so that between `enter` and `leave` of a node exactly its
 * descendants are visited. Takes time linear in the nodes, however deep the tree.
 *
 * @param nodeParent parent of each node, -1 for a root
 */
export function walkTree(
  nodeParent: Int32Array,
  enter: (node: number) => void,
  leave: (node: number) => void,
): void {
  const { firstRoot, firstChild, nextSibling } = childLists(nodeParent);
  let node = firstRoot;
  while (node >= 0) {
    enter(node);
    const child = firstChild[node] ?? -1;
    if (child >= 0) {
      node = child;
      continue;
    }
    while (node >= 0) {
      leave(node);
      const sibling = nextSibling[node] ?? -1;
      if (sibling >= 0) {
        node = sibling;
        break;
      }
      node = nodeParent[node] ?? -1;
    }
  }
}

function childLists(nodeParent: Int32Array) {
  const firstChild = new Int32Array(nodeParent.length).fill(-1);
  const nextSibling = new Int32Array(nodeParent.length).fill(-1);
  let firstRoot = -1;
  for (let node = nodeParent.length - 1; node >= 0; node--) {
    const parent = nodeParent[node] ?? -1;
    if (parent < 0) {
      nextSibling[node] = firstRoot;
      firstRoot = node;
    } else {
      nextSibling[node] = firstChild[parent] ?? -1;
      firstChild[parent] = node;
    }
  }
  return { firstRoot, firstChild, nextSibling };
}
