import {
  type Column,
  FIRST,
  type FrameIndex,
  type FunctionIndex,
  mapColumn,
  NONE,
  type NodeIndex,
  toIndex,
  toIndices,
} from "./indices.ts";
import type { CallGraph } from "./model.ts";
import { CallTreeBuilder } from "./tree-builder.ts";

/**
 * The call graph without the frames of some functions: what they call is called by the nearest frame above. A
 * frame whose callers at its own address are all hidden stands for that address, so that it is not inlined.
 *
 * Stacks stay in their places; one that is hidden whole is empty.
 *
 * @param isVisible 1 for each function that stays
 */
export function visibleGraph(graph: CallGraph, isVisible: Column<FunctionIndex, number>): CallGraph {
  const { nodeParent, nodeFrame, frameFunction, frameLine, frameInlined } = graph;
  const frameCount = frameFunction.length;
  const tree = new CallTreeBuilder<NodeIndex, FrameIndex>();
  const newNodes = new Int32Array(nodeParent.length);
  const newNode: Column<NodeIndex, NodeIndex> = toIndices(newNodes);
  /** 1 where the node was inlined into a frame that is visible. */
  const intoVisible = new Uint8Array(nodeParent.length);
  const visible = mapColumn(nodeFrame, (frame) => isVisible[frameFunction[frame] ?? NONE] ?? 0);
  for (let node: NodeIndex = FIRST; node < newNodes.length; node++) {
    const parent = nodeParent[node] ?? NONE;
    const frame = nodeFrame[node] ?? NONE;
    const hasCaller = visible[parent] === 1 || intoVisible[parent] === 1;
    intoVisible[node] = frameInlined[frame] === 1 && hasCaller ? 1 : 0;
    const above = newNode[parent] ?? NONE;
    const asOuter = frameInlined[frame] === 1 && !hasCaller ? toIndex<"frame">(frame + frameCount) : frame;
    newNodes[node] = visible[node] === 1 ? tree.child(above, asOuter) : above;
  }
  return {
    ...graph,
    // Behind the frames come the same ones, not inlined.
    frameFunction: toIndices(twice(frameFunction)),
    frameLine: twice(frameLine),
    frameInlined: Uint8Array.from(
      { length: frameCount * 2 },
      (_, frame) => frameInlined[toIndex<"frame">(frame)] ?? 0,
    ),
    nodeParent: tree.nodeParent,
    nodeFrame: tree.nodeFrame,
    stackNode: mapColumn(graph.stackNode, (node) => newNode[node] ?? NONE),
  };
}

function twice(numbers: Iterable<number>): Int32Array {
  return Int32Array.from([...numbers, ...numbers]);
}
