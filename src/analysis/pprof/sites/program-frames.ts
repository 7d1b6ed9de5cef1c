import type { CallGraph } from "../../callgraph/model.ts";
import { classOf } from "./frame-class.ts";

/** The frames of a call graph that can own memory, by function name. A large tree has no room for more per node. */
export interface ProgramFrames {
  readonly names: readonly string[];
  /** The name of each frame, -1 for what is not the program. */
  readonly keyOfFrame: Int32Array;
  /** The name of a node of the tree, -1 for what is not the program and where there is no node. */
  readonly keyOf: (node: number) => number;
}

export function programFrames({ functions, frameFunction, nodeFrame }: CallGraph): ProgramFrames {
  const keys = new Map<string, number>();
  const keyOfFunction = functions.map((info) => {
    if (classOf(info) !== "program") return -1;
    const key = keys.get(info.name) ?? keys.size;
    keys.set(info.name, key);
    return key;
  });
  const keyOfFrame = frameFunction.map((index) => keyOfFunction[index] ?? -1);
  return {
    names: [...keys.keys()],
    keyOfFrame,
    keyOf: (node) => (node < 0 ? -1 : (keyOfFrame[nodeFrame[node] ?? -1] ?? -1)),
  };
}
