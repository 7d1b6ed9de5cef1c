import {
  type Column,
  FIRST,
  type FrameIndex,
  type KeyIndex,
  NONE,
  type NodeIndex,
  type StackIndex,
} from "./indices.ts";
import type { CallGraph } from "./model.ts";

/** A call graph, and the group that each of its frames is in: its function, say; NONE for a frame to pass over. */
export interface GroupedGraph {
  readonly graph: CallGraph;
  readonly keyOfFrame: Column<FrameIndex, KeyIndex>;
}

/**
 * The call trees of some graphs with the same value types as one, its nodes put together to segments, as a radix tree does:
 * a segment is a run of nodes of which each is the only child of the one before, and no stack ends but in its last. A large
 * profile has millions of nodes, of which most are alone below the one before, and so a twentieth as many segments. Nodes
 * of equal keys are merged where somebody looks: of such a profile thousands are shown.
 *
 * A segment's parent is in front of it. Columns have a value for each segment.
 */
export interface StackSegments {
  readonly graphs: readonly GroupedGraph[];
  /** Position among the graphs. */
  readonly graph: Int32Array;
  /** Its nodes in the graph, from the first to before `end`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** That whose last node is the parent of its first, -1 for a root. */
  readonly parent: Int32Array;
  /** Of segment s at s + 1, its first child; of the roots at 0; -1 for none. */
  readonly firstChild: Int32Array;
  /** The next child of the same parent, -1 for none. */
  readonly nextChild: Int32Array;
  /** Per value type, the weight of the stacks that end in it, and of those which pass through. */
  readonly self: readonly Float64Array[];
  readonly under: readonly Float64Array[];
}

export function stackSegments(graphs: readonly GroupedGraph[], valueTypes: number): StackSegments {
  const marked = graphs.map(({ graph }) => segmentEnds(graph));
  const count = marked.reduce((sum, one) => sum + one.segments, 0);
  const columns = Array.from({ length: 4 }, () => new Int32Array(count));
  const [graphOf = NOTHING, start = NOTHING, end = NOTHING, parent = NOTHING] = columns;
  const self = Array.from({ length: valueTypes }, () => new Float64Array(count));
  let segment = 0;
  for (const [position, { graph }] of graphs.entries()) {
    const ends = marked[position]?.ends ?? NOTHING;
    const first = segment;
    for (let node: NodeIndex = FIRST; node < ends.length; node++) {
      if (node === 0 || ends[node - 1] !== 0) {
        const above = graph.nodeParent[node] ?? NONE;
        graphOf[segment] = position;
        start[segment] = node;
        parent[segment] = above < 0 ? -1 : (ends[above] ?? 0) - 1;
        segment++;
      }
      // From here on an end tells which segment it is the end of.
      if (ends[node] === 0) continue;
      ends[node] = segment;
      end[segment - 1] = node + 1;
    }
    if (segment > first) end[segment - 1] = ends.length;
    for (const [type, sums] of self.entries()) addWeights(graph, graph.weights[type], ends, sums);
  }
  const under = self.map((sums) => withChildren(sums.slice(), parent));
  return { graphs, graph: graphOf, start, end, parent, ...childrenOf(parent), self, under };
}

const NOTHING = new Int32Array();
const IS_END = -1;

/** Marks each node behind which a segment ends: another segment begins behind it, or a stack ends in it. */
function segmentEnds({ nodeParent, stackNode }: CallGraph): {
  readonly ends: Int32Array;
  readonly segments: number;
} {
  const ends = new Int32Array(nodeParent.length);
  for (const node of stackNode) if (node >= 0) ends[node] = IS_END;
  for (let node: NodeIndex = FIRST; node < ends.length; node++) {
    const parent = nodeParent[node] ?? NONE;
    if (parent === node - 1) continue;
    ends[node - 1] = IS_END;
    if (parent >= 0) ends[parent] = IS_END;
  }
  if (ends.length > 0) ends[ends.length - 1] = IS_END;
  return { ends, segments: ends.reduce((count, end) => (end === 0 ? count : count + 1), 0) };
}

function addWeights(
  { stackNode }: CallGraph,
  weights: CallGraph["weights"][number] | undefined,
  segmentOfEnd: Int32Array,
  sums: Float64Array,
): void {
  for (let stack: StackIndex = FIRST; stack < stackNode.length; stack++) {
    const segment = (segmentOfEnd[stackNode[stack] ?? NONE] ?? 0) - 1;
    if (segment >= 0) sums[segment] = (sums[segment] ?? 0) + (weights?.[stack] ?? 0);
  }
}

/** What each has with all that hangs on it, added up in place. */
function withChildren(sums: Float64Array, parent: Int32Array): Float64Array {
  for (let segment = sums.length - 1; segment >= 0; segment--) {
    const above = parent[segment] ?? -1;
    if (above >= 0) sums[above] = (sums[above] ?? 0) + (sums[segment] ?? 0);
  }
  return sums;
}

/** The lowest child first. */
function childrenOf(parent: Int32Array): Pick<StackSegments, "firstChild" | "nextChild"> {
  const firstChild = new Int32Array(parent.length + 1).fill(-1);
  const nextChild = new Int32Array(parent.length);
  for (let segment = parent.length - 1; segment >= 0; segment--) {
    const place = (parent[segment] ?? -1) + 1;
    nextChild[segment] = firstChild[place] ?? -1;
    firstChild[place] = segment;
  }
  return { firstChild, nextChild };
}

/** The key of a node of a segment, NONE for one to pass over. */
export function keyOf({ graphs, graph }: StackSegments, segment: number, node: NodeIndex): KeyIndex {
  const one = graphs[graph[segment] ?? -1];
  return one?.keyOfFrame[one.graph.nodeFrame[node] ?? NONE] ?? NONE;
}

/** What they take, with what is found in them when all of it is looked at, in bytes. */
export function bytesOf({ graphs, start, self }: StackSegments): number {
  const nodes = graphs.reduce((sum, { graph }) => sum + graph.nodeParent.length, 0);
  return nodes * BYTES_OF_NODE + start.length * (6 * 4 + self.length * 16);
}

/** Parent and frame, and a place in a group. */
const BYTES_OF_NODE = 4 + 4 + 16;
