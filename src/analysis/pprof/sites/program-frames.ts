import type { CallGraph, FunctionInfo } from "../../callgraph/model.ts";
import { isBareRust } from "../../owners/file-path.ts";
import { classOf, mayBeAllocationInterface } from "./frame-class.ts";

/** The frames of a call graph that can own memory, by function name. A large tree has no room for more per node. */
export interface ProgramFrames {
  readonly names: readonly string[];
  /** The file of each name that has no path, undefined for the others. */
  readonly files: readonly (string | undefined)[];
  /** The name of each frame, -1 for what is not the program. */
  readonly keyOfFrame: Int32Array;
  /** The name of a node of the tree, -1 for what is not the program and where there is no node. */
  readonly keyOf: (node: number) => number;
  /** Whether the node is the allocator's, given that all beneath it is. */
  readonly isAllocator: (node: number) => boolean;
}

export function programFrames({ functions, frameFunction, nodeFrame }: CallGraph): ProgramFrames {
  const keys = new Map<string, number>();
  const names: string[] = [];
  const files: (string | undefined)[] = [];
  const classes = functions.map(classOf);
  const keyOfFunction = functions.map((info, index) => (classes[index] === "program" ? keyFor(info) : -1));

  function keyFor(info: FunctionInfo): number {
    const file = isBareRust(info) ? info.file : undefined;
    const identity = file === undefined ? info.name : `${info.name}\n${file}`;
    const known = keys.get(identity);
    if (known !== undefined) return known;
    keys.set(identity, names.length);
    files.push(file);
    return names.push(info.name) - 1;
  }

  const keyOfFrame = frameFunction.map((index) => keyOfFunction[index] ?? -1);
  const isAllocator = functions.map(
    (info, index) => classes[index] === "allocator" || mayBeAllocationInterface(info),
  );
  return {
    names,
    files,
    keyOfFrame,
    keyOf: (node) => (node < 0 ? -1 : (keyOfFrame[nodeFrame[node] ?? -1] ?? -1)),
    isAllocator: (node) => isAllocator[frameFunction[nodeFrame[node] ?? -1] ?? -1] ?? false,
  };
}
