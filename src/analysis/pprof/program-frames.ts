import type { CallGraph } from "../callgraph/model.ts";
import { classOf } from "./frame-class.ts";

/** The frames of a call graph that can own memory, by function name. */
export interface ProgramFrames {
  readonly names: readonly string[];
  /** The name of each frame and of each node of the tree, -1 for what is not the program. */
  readonly keyOfFrame: Int32Array;
  readonly keyOfNode: Int32Array;
  /** For each node, the nearest node of the program at or above it, -1 for none. */
  readonly nearestNode: Int32Array;
  /** For each node, the nearest node of the program above it, -1 for none. */
  readonly nodeAbove: Int32Array;
}

export function programFrames(graph: CallGraph): ProgramFrames {
  const keys = new Map<string, number>();
  const keyOfFunction = graph.functions.map((info) => {
    if (classOf(info) !== "program") return -1;
    const key = keys.get(info.name) ?? keys.size;
    keys.set(info.name, key);
    return key;
  });
  const keyOfFrame = graph.frameFunction.map((index) => keyOfFunction[index] ?? -1);
  const keyOfNode = graph.nodeFrame.map((frame) => keyOfFrame[frame] ?? -1);

  const nearestNode = new Int32Array(keyOfNode.length);
  const nodeAbove = new Int32Array(keyOfNode.length);
  for (let node = 0; node < keyOfNode.length; node++) {
    nodeAbove[node] = nearestNode[graph.nodeParent[node] ?? -1] ?? -1;
    nearestNode[node] = (keyOfNode[node] ?? -1) >= 0 ? node : (nodeAbove[node] ?? -1);
  }
  return { names: [...keys.keys()], keyOfFrame, keyOfNode, nearestNode, nodeAbove };
}
