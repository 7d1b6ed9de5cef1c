import type { CallTreeNode } from "./call-tree.ts";
import type { KeyIndex } from "./indices.ts";

export interface CallTreeRow {
  readonly key: KeyIndex;
  readonly self: readonly number[];
  readonly total: readonly number[];
  /** Nodes above it in the tree. */
  readonly depth: number;
  /** Number of the line that it stands in: a run of nodes of which each is the only one listed below the one before. */
  readonly line: number;
  /** Lines above its own, of which it is a branch. */
  readonly indent: number;
  /** Its next nodes that are not listed, each with all below it. */
  readonly leftOut: { readonly nodes: number; readonly total: readonly number[] };
}

export interface CallTreeLimits {
  /** Index of the value type that decides what is large. */
  readonly by: number;
  /** Nodes below this weight are left out. */
  readonly minWeight: number;
  readonly maxLines: number;
  /** Nodes with as many above them are left out. */
  readonly maxDepth: number;
}

export interface CallTreeRows {
  /** Depth first, the largest branch first. */
  readonly rows: readonly CallTreeRow[];
  /** Roots of the tree that are not listed. */
  readonly leftOut: CallTreeRow["leftOut"];
}

/** A node, and how many are above it. */
interface Place {
  readonly node: CallTreeNode;
  readonly depth: number;
}

/** The largest part of a call tree: of all nodes that hang on one listed already, the largest is taken next. */
export function callTreeRows(roots: readonly CallTreeNode[], limits: CallTreeLimits): CallTreeRows {
  const { by, minWeight, maxLines, maxDepth } = limits;
  const weightOf = ({ node }: Place) => node.total[by] ?? 0;
  const largestFirst = (a: Place, b: Place) => weightOf(b) - weightOf(a) || a.node.key - b.node.key;
  const withinLimits = (nodes: readonly CallTreeNode[], depth: number) =>
    depth >= maxDepth
      ? []
      : nodes
          .map((node) => ({ node, depth }))
          .filter((place) => weightOf(place) > 0 && weightOf(place) >= minWeight);
  const below = ({ node, depth }: Place) => withinLimits(node.next(), depth + 1);

  const firstOfLine = new Set<CallTreeNode>();
  let open = withinLimits(roots, 0);
  while (open.length > 0 && firstOfLine.size < maxLines) {
    const [first, ...rest] = open.sort(largestFirst);
    if (first === undefined) break;
    firstOfLine.add(first.node);
    let branches = below(first);
    while (branches.length === 1) branches = branches.flatMap(below);
    open = [...rest, ...branches];
  }
  const listed = (places: readonly Place[]) =>
    places.filter(({ node }) => firstOfLine.has(node)).sort(largestFirst);
  return written(roots, listed(withinLimits(roots, 0)), (place) => {
    const places = below(place);
    const isRun = places.length === 1;
    return { isRun, places: isRun ? places : listed(places) };
  });
}

/** Without recursion, for a tree may be as deep as a stack is. */
function written(
  roots: readonly CallTreeNode[],
  listedRoots: readonly Place[],
  listedBelow: (place: Place) => { readonly isRun: boolean; readonly places: readonly Place[] },
): CallTreeRows {
  const rows: CallTreeRow[] = [];
  const toWrite = listedRoots.toReversed().map((place) => ({ place, indent: 0, line: -1 }));
  let lines = 0;
  for (let item = toWrite.pop(); item !== undefined; item = toWrite.pop()) {
    const { place, indent } = item;
    const { key, self, total, next } = place.node;
    const line = item.line < 0 ? lines++ : item.line;
    const { isRun, places } = listedBelow(place);
    rows.push({ key, self, total, depth: place.depth, line, indent, leftOut: leftOut(next(), places) });
    for (const follower of places.toReversed()) {
      toWrite.push({ place: follower, indent: isRun ? indent : indent + 1, line: isRun ? line : -1 });
    }
  }
  return { rows, leftOut: leftOut(roots, listedRoots) };
}

function leftOut(all: readonly CallTreeNode[], listed: readonly Place[]): CallTreeRow["leftOut"] {
  const listedNodes = new Set(listed.map(({ node }) => node));
  const missing = all.filter((node) => !listedNodes.has(node));
  const total = (missing[0]?.total ?? []).map((_, type) =>
    missing.reduce((sum, node) => sum + (node.total[type] ?? 0), 0),
  );
  return { nodes: missing.length, total };
}
