import { type Column, type KeyIndex, NONE, type NodeIndex } from "./indices.ts";

/** Which nodes of a call tree are callers, and which are passed over. */
export interface CallerNodes {
  /** The key of a node, NONE for nodes to pass over. */
  readonly keyOf: (node: NodeIndex) => KeyIndex;
  /** The parent of each node, NONE for a root; always smaller than the node. */
  readonly nodeParent: Column<NodeIndex, NodeIndex>;
}

/** A place in the call tree where weight arrives on its way to the root. */
export interface Arrival {
  readonly node: NodeIndex;
  readonly weight: number;
  /** The node towards the root behind which no caller is followed; the root if absent. */
  readonly end?: NodeIndex;
}

/** A key with the weight that came through it. */
export interface WeightedKey {
  readonly key: KeyIndex;
  readonly weight: number;
}

export interface HeaviestCallers {
  /** From the nearest caller up, each with the weight that came through it and all before it. */
  readonly path: readonly WeightedKey[];
  /** Where the weight splits above the path: the paths of the heaviest callers. Empty at the roots. */
  readonly branches: readonly (readonly WeightedKey[])[];
  /** Callers there. */
  readonly branchesInAll: number;
}

interface Callers {
  readonly key: KeyIndex;
  readonly weight: number;
  readonly arrivals: readonly Arrival[];
}

/** Longer paths are cut: recursion can make them as long as a stack. */
const MAX_PATH = 64;
/** Some functions are called from hundreds of places, and it takes long to follow all. */
const MAX_BRANCHES = 8;

/**
 * Follows weight from some nodes towards the roots, as long as one caller holds nearly all of it; where
 * it splits, follows each part in the same way, up to where that splits.
 *
 * @param share the share of the weight at the start that a caller must hold to be followed
 */
export function heaviestCallers(
  nodes: CallerNodes,
  starts: readonly Arrival[],
  share: number,
): HeaviestCallers {
  const { path, split } = follow(nodes, starts, share);
  const branches = split
    .slice(0, MAX_BRANCHES)
    .map(({ key, weight, arrivals }) => [{ key, weight }, ...follow(nodes, arrivals, share).path]);
  return { path, branches, branchesInAll: split.length };
}

function follow(nodes: CallerNodes, starts: readonly Arrival[], share: number) {
  const needed = Math.abs(starts.reduce((sum, { weight }) => sum + weight, 0)) * share;
  const path: WeightedKey[] = [];
  let arrivals = starts;
  while (path.length < MAX_PATH) {
    const callers = callersOf(nodes, arrivals);
    const [heaviest] = callers;
    if (heaviest === undefined) break;
    if (Math.abs(heaviest.weight) < needed) return { path, split: callers };
    path.push({ key: heaviest.key, weight: heaviest.weight });
    arrivals = heaviest.arrivals;
  }
  return { path, split: [] };
}

/** The next callers on the way up, the heaviest first. */
function callersOf(nodes: CallerNodes, arrivals: readonly Arrival[]): Callers[] {
  const byKey = new Map<KeyIndex, { key: KeyIndex; weight: number; arrivals: Arrival[] }>();
  for (const arrival of arrivals) {
    const { weight } = arrival;
    const caller = nextCaller(nodes, arrival);
    if (caller < 0) continue;
    const key = nodes.keyOf(caller);
    const group = byKey.get(key) ?? { key, weight: 0, arrivals: [] };
    group.weight += weight;
    group.arrivals.push({ ...arrival, node: caller });
    byKey.set(key, group);
  }
  return [...byKey.values()].sort(
    (left, right) => Math.abs(right.weight) - Math.abs(left.weight) || left.key - right.key,
  );
}

/** The nearest node above with another key, up to the end: direct recursion is one step. */
function nextCaller({ keyOf, nodeParent }: CallerNodes, { node, end = NONE }: Arrival): NodeIndex {
  const own = keyOf(node);
  for (
    let caller = nodeParent[node] ?? NONE;
    caller >= 0 && caller >= end;
    caller = nodeParent[caller] ?? NONE
  ) {
    const key = keyOf(caller);
    if (key >= 0 && key !== own) return caller;
  }
  return NONE;
}
