import type { FunctionInfo } from "../../callgraph/model.ts";
import { pruneLocations } from "./prune.ts";
import type { Tables } from "./tables.ts";

/** The frames of a call graph, and which of them each location stands for. */
export interface LocationFrames {
  readonly functions: readonly FunctionInfo[];
  /** Where each function starts in its file, 0 where unknown. */
  readonly functionStartLine: readonly number[];
  readonly frameFunction: Int32Array;
  readonly frameLine: Int32Array;
  readonly frameInlined: Uint8Array;
  /** Where each location's frames start in `frames`; one more entry says where the last one's end. */
  readonly firstFrame: Int32Array;
  /** Frames of all locations, each location's from the caller to the innermost inlined call. */
  readonly frames: Int32Array;
  /** KEEP, PRUNE_BENEATH or PRUNE for each location. */
  readonly pruning: Uint8Array;
}

const LINE_LIMIT = 2 ** 31;
const UNMAPPED = 0;
/** In place of the function of a location that was not symbolised, so that only its object file is known. */
const UNSYMBOLISED = -1;

/**
 * Flattens the lines of each location into frames. Equal frames are one.
 *
 * @throws MalformedInput for patterns of frames to drop that cannot be applied
 */
export function framesOfLocations(tables: Tables): LocationFrames {
  const { firstLine, pruning } = pruneLocations(tables);
  const { locations } = tables;
  const { objects, objectOfMapping } = distinctObjects(tables);
  const functions: FunctionInfo[] = [];
  const functionStartLine: number[] = [];
  const functionByKey = new Map<number, number>();
  const frames: number[] = [];
  const firstFrame: number[] = [];
  const frameFunction: number[] = [];
  const frameLine: number[] = [];
  const frameInlined: number[] = [];
  const frameByKey = new Map<number, number>();

  function functionAt(tableIndex: number, object: number): number {
    const key = (tableIndex + 1) * objects.length + object;
    const known = functionByKey.get(key);
    if (known !== undefined) return known;
    const entry = tables.functions[tableIndex];
    functions.push({
      name: entry?.name ?? "",
      systemName: entry?.systemName ?? "",
      file: entry?.file ?? "",
      object: objects[object] ?? "",
      ...(entry === undefined && { unsymbolised: true }),
      ...(object === UNMAPPED && { unmapped: true }),
    });
    functionStartLine.push(entry?.startLine ?? 0);
    functionByKey.set(key, functions.length - 1);
    return functions.length - 1;
  }

  function frameAt(functionIndex: number, line: number, inlined: boolean): number {
    const knownLine = line >= 0 && line < LINE_LIMIT ? line : 0;
    const key = (functionIndex * LINE_LIMIT + knownLine) * 2 + (inlined ? 1 : 0);
    const known = frameByKey.get(key);
    if (known !== undefined) return known;
    frameFunction.push(functionIndex);
    frameLine.push(knownLine);
    frameInlined.push(inlined ? 1 : 0);
    frameByKey.set(key, frameFunction.length - 1);
    return frameFunction.length - 1;
  }

  for (let location = 0; location < locations.length; location++) {
    firstFrame.push(frames.length);
    const object = objectOfMapping[locations.mapping[location] ?? -1] ?? UNMAPPED;
    const first = firstLine[location] ?? 0;
    const last = (locations.firstLine[location + 1] ?? 0) - 1;
    if (last < first) frames.push(frameAt(functionAt(UNSYMBOLISED, object), 0, false));
    for (let line = last; line >= first; line--) {
      const owner = functionAt(locations.lineFunction[line] ?? UNSYMBOLISED, object);
      frames.push(frameAt(owner, locations.lineNumber[line] ?? 0, line < last));
    }
  }
  firstFrame.push(frames.length);

  return {
    functions,
    functionStartLine,
    frameFunction: Int32Array.from(frameFunction),
    frameLine: Int32Array.from(frameLine),
    frameInlined: Uint8Array.from(frameInlined),
    firstFrame: Int32Array.from(firstFrame),
    frames: Int32Array.from(frames),
    pruning,
  };
}

/** Object files without repetition, after the one that stands for none; a file is mapped once per segment. */
function distinctObjects(tables: Tables): { objects: readonly string[]; objectOfMapping: readonly number[] } {
  const objects = [...new Set(tables.mappings.map(({ file }) => file))];
  const index = new Map(objects.map((file, position) => [file, position + 1]));
  return {
    objects: ["", ...objects],
    objectOfMapping: tables.mappings.map(({ file }) => index.get(file) ?? UNMAPPED),
  };
}
