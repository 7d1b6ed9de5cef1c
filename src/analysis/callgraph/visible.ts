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
export function visibleGraph(graph: CallGraph, isVisible: Uint8Array): CallGraph {
  const { nodeParent, nodeFrame, frameFunction, frameLine, frameInlined } = graph;
  const frameCount = frameFunction.length;
  const tree = new CallTreeBuilder();
  const newNode = new Int32Array(nodeParent.length);
  /** 1 where the node was inlined into a frame that is visible. */
  const intoVisible = new Uint8Array(nodeParent.length);
  const visible = nodeFrame.map((frame) => isVisible[frameFunction[frame] ?? 0] ?? 0);
  for (let node = 0; node < newNode.length; node++) {
    const parent = nodeParent[node] ?? -1;
    const frame = nodeFrame[node] ?? 0;
    const hasCaller = visible[parent] === 1 || intoVisible[parent] === 1;
    intoVisible[node] = frameInlined[frame] === 1 && hasCaller ? 1 : 0;
    const above = newNode[parent] ?? -1;
    const asOuter = frameInlined[frame] === 1 && !hasCaller ? frame + frameCount : frame;
    newNode[node] = visible[node] === 1 ? tree.child(above, asOuter) : above;
  }
  return {
    ...graph,
    // Behind the frames come the same ones, not inlined.
    frameFunction: twice(frameFunction),
    frameLine: twice(frameLine),
    frameInlined: Uint8Array.from({ length: frameCount * 2 }, (_, frame) => frameInlined[frame] ?? 0),
    nodeParent: tree.nodeParent,
    nodeFrame: tree.nodeFrame,
    stackNode: graph.stackNode.map((node) => newNode[node] ?? -1),
  };
}

function twice(numbers: Int32Array): Int32Array {
  const both = new Int32Array(numbers.length * 2);
  both.set(numbers);
  both.set(numbers, numbers.length);
  return both;
}
