import {
  type Column,
  FIRST,
  mapColumn,
  NONE,
  type NodeIndex,
  type StackIndex,
} from "../../callgraph/indices.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import type { Samples } from "../format/samples.ts";
import { ofOccurringFunctions } from "../functions/occurring-functions.ts";
import { ascending, type Intervals } from "./innermost-interval.ts";

/** What a merge does outside of its markers: it sizes up what it is to write, and frees what it has merged. */
export type MergeEdge = "begin" | "end";

/** The functions that do it, within a step of a merger. */
const EDGE_FUNCTIONS: readonly (readonly [RegExp, MergeEdge])[] = [
  [/::for_merges?$/, "begin"],
  [/^<aliasable::boxed::AliasableBox<.*> as core::ops::drop::Drop>::drop$/, "end"],
];
const MERGE_STEP = /^<?dbsp::trace::spine_async::MergeWorkers\b.*::merge_step$/;

/**
 * Charges what a merge does right before its first marker, or right after its last one, to that marker: a merger begins
 * and ends a merge in the step that works on it. A sample counts where its stack says that it begins or ends a merge,
 * and where each sample between it and the marker says the same.
 *
 * @param markerOfSample the marker that holds each sample, -1 where none does; what is charged is filled in
 */
export function chargeMergeEdges(
  markerOfSample: Int32Array,
  { timeMs, stack }: Samples,
  graph: CallGraph,
  { startMs, endMs }: Intervals,
): void {
  const edges = edgesOfStacks(graph);
  const held = markerOfSample.slice();
  const edgeOf = (row: number) => (held[row] === -1 ? edges[stack[row] ?? NONE] : undefined);
  const rows = ascending(timeMs);
  const after = {
    rows,
    at: (row: number) => timeMs[row] ?? 0,
    isEdge: (row: number) => edgeOf(row) === "end",
    markers: ascending(endMs),
    edgeAt: (marker: number) => endMs[marker] ?? 0,
  };
  const before = {
    rows: rows.toReversed(),
    at: (row: number) => -(timeMs[row] ?? 0),
    isEdge: (row: number) => edgeOf(row) === "begin",
    markers: ascending(startMs).reverse(),
    edgeAt: (marker: number) => -(startMs[marker] ?? 0),
  };
  chargeNext(after, markerOfSample);
  chargeNext(before, markerOfSample);
}

/** Samples and the edges of markers that they may belong to, both in one order along time. */
interface Passing {
  readonly rows: Int32Array;
  readonly at: (row: number) => number;
  readonly isEdge: (row: number) => boolean;
  readonly markers: Int32Array;
  readonly edgeAt: (marker: number) => number;
}

function chargeNext({ rows, at, isEdge, markers, edgeAt }: Passing, markerOfSample: Int32Array): void {
  let passed = 0;
  let lastOther = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const time = at(row);
    while (passed < markers.length && edgeAt(markers[passed] ?? 0) <= time) passed++;
    const marker = markers[passed - 1];
    if (!isEdge(row)) lastOther = time;
    else if (marker !== undefined && lastOther <= edgeAt(marker)) markerOfSample[row] = marker;
  }
}

/** What each stack does of a merge's edges, by its function of the kind that is called by a step of a merger. */
function edgesOfStacks(graph: CallGraph): Column<StackIndex, MergeEdge | undefined> {
  const { frameFunction, nodeFrame, nodeParent, stackNode } = graph;
  const functionOfNode = mapColumn(nodeFrame, (frame) => frameFunction[frame] ?? NONE);
  const isStep = ofOccurringFunctions(graph, ({ name }) => MERGE_STEP.test(name));
  const edgeOf = ofOccurringFunctions(
    graph,
    ({ name }) => EDGE_FUNCTIONS.find(([pattern]) => pattern.test(name))?.[1],
  );
  const inStep: boolean[] = [];
  const edge: (MergeEdge | undefined)[] = [];
  for (let node: NodeIndex = FIRST; node < nodeParent.length; node++) {
    const own = functionOfNode[node] ?? NONE;
    const parent = nodeParent[node] ?? NONE;
    inStep[node] = inStep[parent] === true || isStep.get(own) === true;
    edge[node] = edge[parent] ?? (inStep[node] === true ? edgeOf.get(own) : undefined);
  }
  return Array.from(stackNode, (leaf) => edge[leaf]);
}
