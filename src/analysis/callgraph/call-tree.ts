import { once } from "../../once.ts";
import { type FallenGroup, FallingStacks } from "./falling-stacks.ts";
import type { KeyIndex } from "./indices.ts";
import { type RisingGroup, RisingStacks } from "./rising-stacks.ts";
import type { StackSegments } from "./stack-segments.ts";

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
export function calleesTree(segments: StackSegments): readonly CallTreeNode[] {
  const stacks = new FallingStacks(segments);
  const nodeOf = (group: FallenGroup): CallTreeNode => {
    const below = once(() => {
      const { groups, self } = stacks.below(group);
      return { nodes: groups.map(nodeOf), self };
    });
    return {
      key: group.key,
      total: group.total,
      get self() {
        return below().self;
      },
      next: () => below().nodes,
    };
  };
  return stacks.atRoots().map(nodeOf);
}

/**
 * The tree of who is called by whom: its roots are the keys in which stacks end, each with its callers up to the
 * roots of the stacks (Firefox's inverted call tree). Only a root has a self, which is its total.
 */
export function callersTree(segments: StackSegments): readonly CallTreeNode[] {
  const stacks = new RisingStacks(segments);
  const nodesOf = (groups: readonly RisingGroup[], isRoot: boolean): CallTreeNode[] =>
    groups.map((group) => ({
      key: group.key,
      self: isRoot ? group.total : group.total.map(() => 0),
      total: group.total,
      next: once(() => nodesOf(stacks.above(group), false)),
    }));
  return nodesOf(stacks.atEnds(), true);
}
