import { type Column, FIRST, type KeyIndex, type KeyNodeIndex, NONE, toIndex } from "./indices.ts";
import type { KeyTree } from "./key-tree.ts";
import { type RisingGroup, RisingStacks } from "./rising-stacks.ts";
import { withDescendants } from "./totals.ts";

/** A place in a call tree, whose next ones are found when they are first asked for. */
export interface CallTreeNode {
  readonly key: KeyIndex;
  /** Per value type, the weight of the stacks that are counted here and in no further node. */
  readonly self: readonly number[];
  /** Per value type, that of the stacks which pass through here. */
  readonly total: readonly number[];
  /** What it calls, or what calls it, in no order: the same ones at any time. */
  readonly next: () => readonly CallTreeNode[];
}

/** The tree of who calls whom, from the roots down to where stacks end (Firefox's call tree). */
export function calleesTree(tree: KeyTree): readonly CallTreeNode[] {
  const { nodeParent, nodeKey, self } = tree;
  const under = self.map((weights) => withDescendants(nodeParent, weights.slice()));
  const { starts, children } = childrenOfNodes(nodeParent);
  const nodesFrom = (parent: KeyNodeIndex): CallTreeNode[] =>
    Array.from(children.subarray(starts[parent + 1], starts[parent + 2]), (row) =>
      toIndex<"key node">(row),
    ).map((node) => ({
      key: nodeKey[node] ?? NONE,
      self: self.map((weights) => weights[node] ?? 0),
      total: under.map((weights) => weights[node] ?? 0),
      next: once(() => nodesFrom(node)),
    }));
  return nodesFrom(NONE);
}

/**
 * The tree of who is called by whom: its roots are the keys in which stacks end, each with its callers up to the
 * roots of the stacks (Firefox's inverted call tree). Only a root has a self, which is its total.
 */
export function callersTree(tree: KeyTree): readonly CallTreeNode[] {
  const stacks = new RisingStacks(tree);
  const nodesOf = (groups: readonly RisingGroup[], isRoot: boolean): CallTreeNode[] =>
    groups.map((group) => ({
      key: group.key,
      self: isRoot ? group.total : group.total.map(() => 0),
      total: group.total,
      next: once(() => nodesOf(stacks.above(group), false)),
    }));
  return nodesOf(stacks.atEnds(), true);
}

function once(find: CallTreeNode["next"]): CallTreeNode["next"] {
  let found: readonly CallTreeNode[] | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

/** The nodes sorted by parent: those of parent p stand from starts[p + 1] to before starts[p + 2]. */
function childrenOfNodes(nodeParent: Column<KeyNodeIndex, KeyNodeIndex>): {
  starts: Int32Array;
  children: Int32Array;
} {
  const starts = new Int32Array(nodeParent.length + 2);
  for (const parent of nodeParent) starts[parent + 2] = (starts[parent + 2] ?? 0) + 1;
  for (let index = 1; index < starts.length; index++) {
    starts[index] = (starts[index] ?? 0) + (starts[index - 1] ?? 0);
  }
  const filled = starts.slice();
  const children = new Int32Array(nodeParent.length);
  for (let node: KeyNodeIndex = FIRST; node < nodeParent.length; node++) {
    const parent = nodeParent[node] ?? NONE;
    const at = filled[parent + 1] ?? 0;
    children[at] = node;
    filled[parent + 1] = at + 1;
  }
  return { starts, children };
}
