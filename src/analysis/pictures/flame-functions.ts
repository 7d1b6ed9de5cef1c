import {
  type Column,
  type FrameIndex,
  type KeyIndex,
  mapColumn,
  NONE,
  toIndex,
} from "../callgraph/indices.ts";
import type { CallGraph, FunctionInfo, FunctionTable, StackWeights } from "../callgraph/model.ts";

/** One of the profiles that a picture is of: its graphs, each with what its stacks weigh. */
export interface FlameSide {
  readonly parts: readonly { readonly graph: CallGraph; readonly weights: StackWeights }[];
  /** The pipeline's own executable, without folders: its functions are the same in each version, whose files have other names. */
  readonly mainLibrary: string | undefined;
  /** What one sample stands for, in the unit of the weights; absent where they are no estimates. */
  readonly perSample: number | undefined;
}

export interface FlameFunction {
  readonly info: FunctionInfo;
  /** Without folders; empty for the pipeline's own executable, or where it is not known. */
  readonly library: string;
}

export interface NumberedFunctions {
  readonly functions: readonly FlameFunction[];
  /** The function of each frame of a graph of one of the sides. */
  readonly keysOf: (graph: CallGraph) => Column<FrameIndex, KeyIndex>;
}

/** Functions over all graphs of both sides, equal by name and library. */
export function numberedFunctions(sides: readonly FlameSide[]): NumberedFunctions {
  const functions: FlameFunction[] = [];
  const keyOfIdentity = new Map<string, KeyIndex>();
  const keysOfTable = new Map<FunctionTable, readonly KeyIndex[]>();
  const keysOfFrames = new Map<CallGraph["frameFunction"], Column<FrameIndex, KeyIndex>>();

  function keyOf(info: FunctionInfo, mainLibrary: string | undefined): KeyIndex {
    const object = libraryOf(info);
    const library = object === mainLibrary ? "" : object;
    const identity = `${info.name}\0${library}`;
    const key = keyOfIdentity.get(identity) ?? toIndex<"key">(functions.push({ info, library }) - 1);
    keyOfIdentity.set(identity, key);
    return key;
  }

  for (const { parts, mainLibrary } of sides) {
    for (const { graph } of parts) {
      if (keysOfFrames.has(graph.frameFunction)) continue;
      const keys =
        keysOfTable.get(graph.functions) ?? graph.functions.map((info) => keyOf(info, mainLibrary));
      keysOfTable.set(graph.functions, keys);
      keysOfFrames.set(
        graph.frameFunction,
        mapColumn(graph.frameFunction, (owner) => keys[owner] ?? NONE),
      );
    }
  }
  return {
    functions,
    keysOf: ({ frameFunction }) => keysOfFrames.get(frameFunction) ?? mapColumn(frameFunction, () => NONE),
  };
}

/** Without the folders. */
export function libraryOf({ object }: Pick<FunctionInfo, "object">): string {
  return object.slice(object.lastIndexOf("/") + 1);
}
