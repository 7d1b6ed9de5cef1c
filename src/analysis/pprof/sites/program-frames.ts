import {
  type Column,
  type FrameIndex,
  type KeyIndex,
  mapColumn,
  NONE,
  type NodeIndex,
  toIndex,
} from "../../callgraph/indices.ts";
import type { CallGraph, FunctionInfo } from "../../callgraph/model.ts";
import { isBareRust } from "../../owners/file-path.ts";
import { classOf, mayBeAllocationInterface } from "./frame-class.ts";

/** The frames of a call graph that can own memory, by function name. A large tree has no room for more per node. */
export interface ProgramFrames {
  readonly names: readonly string[];
  /** The file of each name that has no path, undefined for the others. */
  readonly files: readonly (string | undefined)[];
  /** The name of each frame, NONE for what is not the program. */
  readonly keyOfFrame: Column<FrameIndex, KeyIndex>;
  /** The name of a node of the tree, NONE for what is not the program and where there is no node. */
  readonly keyOf: (node: NodeIndex) => KeyIndex;
  /** Whether the node is the allocator's, given that all beneath it is. */
  readonly isAllocator: (node: NodeIndex) => boolean;
}

export function programFrames({ functions, frameFunction, nodeFrame }: CallGraph): ProgramFrames {
  const keys = new Map<string, KeyIndex>();
  const names: string[] = [];
  const files: (string | undefined)[] = [];
  const classes = functions.map(classOf);
  const keyOfFunction = functions.map((info, index) => (classes[index] === "program" ? keyFor(info) : NONE));

  function keyFor(info: FunctionInfo): KeyIndex {
    const file = isBareRust(info) ? info.file : undefined;
    const identity = file === undefined ? info.name : `${info.name}\n${file}`;
    const known = keys.get(identity);
    if (known !== undefined) return known;
    const key = toIndex<"key">(names.push(info.name) - 1);
    files.push(file);
    keys.set(identity, key);
    return key;
  }

  const keyOfFrame = mapColumn(frameFunction, (owner) => keyOfFunction[owner] ?? NONE);
  const isAllocator = functions.map(
    (info, index) => classes[index] === "allocator" || mayBeAllocationInterface(info),
  );
  return {
    names,
    files,
    keyOfFrame,
    keyOf: (node) => keyOfFrame[nodeFrame[node] ?? NONE] ?? NONE,
    isAllocator: (node) => isAllocator[frameFunction[nodeFrame[node] ?? NONE] ?? NONE] ?? false,
  };
}
