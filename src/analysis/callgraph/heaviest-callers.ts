/** Which nodes of a call tree are callers, and which are passed over. */
export interface CallerNodes {
  /** The key of each node, -1 for nodes to pass over. */
  readonly keyOfNode: Int32Array;
  /** For each node, the nearest node above it that is not passed over, -1 for none. */
  readonly nodeAbove: Int32Array;
}

/** A place in the call tree where weight arrives on its way to the root. */
export interface Arrival {
  readonly node: number;
  readonly weight: number;
}

/** A key with the weight that came through it. */
export interface WeightedKey {
  readonly key: number;
  readonly weight: number;
}

export interface HeaviestCallers {
  /** From the nearest caller up, each with the weight that came through it and all before it. */
  readonly path: readonly WeightedKey[];
  /** Where the weight splits above the path: the path of each caller, heaviest first. Empty at the roots. */
  readonly branches: readonly (readonly WeightedKey[])[];
}

interface Callers {
  readonly key: number;
  readonly weight: number;
  readonly arrivals: readonly Arrival[];
}

/** Longer paths are cut: recursion can make them as long as a stack. */
const MAX_PATH = 64;

/**
 * Follows weight from where it is charged towards the roots, as long as one caller holds nearly all of it; where
 * it splits, follows each part in the same way, up to where that splits.
 *
 * @param share the share of the weight at the start that a caller must hold to be followed
 */
export function heaviestCallers(
  nodes: CallerNodes,
  charged: readonly Arrival[],
  share: number,
): HeaviestCallers {
  const { path, split } = follow(nodes, charged, share);
  const branches = split.map(({ key, weight, arrivals }) => [
    { key, weight },
    ...follow(nodes, arrivals, share).path,
  ]);
  return { path, branches };
}

function follow(nodes: CallerNodes, charged: readonly Arrival[], share: number) {
  const needed = Math.abs(charged.reduce((sum, { weight }) => sum + weight, 0)) * share;
  const path: WeightedKey[] = [];
  let arrivals = charged;
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
  const byKey = new Map<number, { key: number; weight: number; arrivals: Arrival[] }>();
  for (const { node, weight } of arrivals) {
    const caller = nextCaller(nodes, node);
    if (caller < 0) continue;
    const key = nodes.keyOfNode[caller] ?? -1;
    const group = byKey.get(key) ?? { key, weight: 0, arrivals: [] };
    group.weight += weight;
    group.arrivals.push({ node: caller, weight });
    byKey.set(key, group);
  }
  return [...byKey.values()].sort(
    (left, right) => Math.abs(right.weight) - Math.abs(left.weight) || left.key - right.key,
  );
}

/** The nearest node above with another key: direct recursion is one step. */
function nextCaller({ keyOfNode, nodeAbove }: CallerNodes, node: number): number {
  let caller = nodeAbove[node] ?? -1;
  while (caller >= 0 && keyOfNode[caller] === keyOfNode[node]) caller = nodeAbove[caller] ?? -1;
  return caller;
}
