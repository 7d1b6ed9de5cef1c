import type { CallTreeNode } from "../callgraph/call-tree.ts";

/** A frame that is shown, with what of the tree hangs on it unseen. */
export interface ShownFrame {
  readonly node: CallTreeNode;
  /** Position among the shown ones, -1 for one without a parent. */
  readonly parent: number;
  readonly leftOut: LeftOut;
}

export interface LeftOut {
  readonly frames: number;
  readonly total: number;
}

export interface ShownTree {
  /** A parent before its children, the widest child first. */
  readonly frames: readonly ShownFrame[];
  readonly leftOut: LeftOut;
}

/** Frames of less than this part of all are looked for where there is room for more. */
const FIRST_PART = 500;

/**
 * The widest part of a tree, of at most so many frames: all that are as wide as the widest that is left out is not. What
 * is too narrow is left out with all that hangs on it.
 */
export function widestFrames(roots: readonly CallTreeNode[], most: number): ShownTree {
  let least = roots.reduce((sum, node) => sum + widthOf(node), 0) / FIRST_PART;
  let shown = framesFrom(roots, least, most);
  if (shown === undefined) {
    while (shown === undefined) {
      least *= 2;
      shown = framesFrom(roots, least, most);
    }
    return shown;
  }
  while (isCut(shown)) {
    least /= 2;
    const more = framesFrom(roots, least, most);
    if (more === undefined) break;
    shown = more;
  }
  return shown;
}

/** What a frame takes of the picture; where two profiles are compared, the larger. */
export function widthOf({ total: [now = 0, before = 0] }: CallTreeNode): number {
  return Math.max(Math.abs(now), Math.abs(before));
}

function isCut({ frames, leftOut }: ShownTree): boolean {
  return leftOut.frames > 0 || frames.some((frame) => frame.leftOut.frames > 0);
}

interface Waiting {
  readonly nodes: readonly CallTreeNode[];
  readonly parent: number;
}

/** Those of at least that width; undefined where they are too many. Without recursion, for a stack may be deep. */
function framesFrom(roots: readonly CallTreeNode[], least: number, most: number): ShownTree | undefined {
  const frames: ShownFrame[] = [];
  const top = parted(roots, least);
  const waiting: Waiting[] = [{ nodes: top.shown, parent: -1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { nodes, parent } = next;
    if (frames.length + nodes.length > most) return undefined;
    for (const node of nodes) {
      const { shown, leftOut } = parted(node.next(), least);
      const at = frames.push({ node, parent, leftOut }) - 1;
      if (shown.length > 0) waiting.push({ nodes: shown, parent: at });
    }
  }
  return { frames, leftOut: top.leftOut };
}

function parted(
  nodes: readonly CallTreeNode[],
  least: number,
): { readonly shown: readonly CallTreeNode[]; readonly leftOut: LeftOut } {
  const shown: CallTreeNode[] = [];
  let [frames, total] = [0, 0];
  for (const node of nodes) {
    const width = widthOf(node);
    if (width === 0) continue;
    if (width >= least) shown.push(node);
    else {
      frames++;
      total += node.total[0] ?? 0;
    }
  }
  shown.sort((a, b) => (b.total[0] ?? 0) - (a.total[0] ?? 0) || widthOf(b) - widthOf(a) || a.key - b.key);
  return { shown, leftOut: { frames, total } };
}
