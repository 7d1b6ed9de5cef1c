import { type Column, type FrameIndex, type FunctionIndex, toIndices } from "../../callgraph/indices.ts";
import type { FunctionInfo } from "../../callgraph/model.ts";
import { pruneLocations } from "./prune.ts";
import type { Tables } from "./tables.ts";

/** The frames of a call graph, and which of them each location stands for. */
export interface LocationFrames {
  readonly functions: readonly FunctionInfo[];
  /** Where each function starts in its file, 0 where unknown. */
  readonly functionStartLine: Column<FunctionIndex, number>;
  readonly frameFunction: Column<FrameIndex, FunctionIndex>;
  readonly frameLine: Column<FrameIndex, number>;
  readonly frameInlined: Column<FrameIndex, number>;
  /** Where each location's frames start in `frames`; one more entry says where the last one's end. */
  readonly firstFrame: Int32Array;
  /** Frames of all locations, each location's from the caller to the innermost inlined call. */
  readonly frames: Column<number, FrameIndex>;
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
  const distinct = new DistinctFrames(tables, objects);
  const frames: number[] = [];
  const firstFrame: number[] = [];
  for (let location = 0; location < locations.length; location++) {
    firstFrame.push(frames.length);
    const object = objectOfMapping[locations.mapping[location] ?? -1] ?? UNMAPPED;
    const first = firstLine[location] ?? 0;
    const last = (locations.firstLine[location + 1] ?? 0) - 1;
    if (last < first) frames.push(distinct.frameAt(distinct.functionAt(UNSYMBOLISED, object), 0, false));
    for (let line = last; line >= first; line--) {
      const owner = distinct.functionAt(locations.lineFunction[line] ?? UNSYMBOLISED, object);
      frames.push(distinct.frameAt(owner, locations.lineNumber[line] ?? 0, line < last));
    }
  }
  firstFrame.push(frames.length);
  return {
    functions: distinct.functions,
    functionStartLine: distinct.functionStartLine,
    frameFunction: toIndices(Int32Array.from(distinct.frameFunction)),
    frameLine: Int32Array.from(distinct.frameLine),
    frameInlined: Uint8Array.from(distinct.frameInlined),
    firstFrame: Int32Array.from(firstFrame),
    frames: toIndices(Int32Array.from(frames)),
    pruning,
  };
}

/** Functions and frames, each once, by the order in which they were first asked for. */
class DistinctFrames {
  readonly functions: FunctionInfo[] = [];
  readonly functionStartLine: number[] = [];
  readonly frameFunction: number[] = [];
  readonly frameLine: number[] = [];
  readonly frameInlined: number[] = [];
  readonly #tables: Tables;
  readonly #objects: readonly string[];
  readonly #functionByKey = new Map<number, number>();
  readonly #frameByKey = new Map<number, number>();

  constructor(tables: Tables, objects: readonly string[]) {
    this.#tables = tables;
    this.#objects = objects;
  }

  functionAt(tableIndex: number, object: number): number {
    const key = (tableIndex + 1) * this.#objects.length + object;
    const known = this.#functionByKey.get(key);
    if (known !== undefined) return known;
    const entry = this.#tables.functions[tableIndex];
    this.functionStartLine.push(entry?.startLine ?? 0);
    const index = this.functions.push({
      name: entry?.name ?? "",
      systemName: entry?.systemName ?? "",
      file: entry?.file ?? "",
      object: this.#objects[object] ?? "",
      ...(entry === undefined && { unsymbolised: true }),
      ...(object === UNMAPPED && { unmapped: true }),
    });
    this.#functionByKey.set(key, index - 1);
    return index - 1;
  }

  frameAt(functionIndex: number, line: number, inlined: boolean): number {
    const knownLine = line >= 0 && line < LINE_LIMIT ? line : 0;
    const key = (functionIndex * LINE_LIMIT + knownLine) * 2 + (inlined ? 1 : 0);
    const known = this.#frameByKey.get(key);
    if (known !== undefined) return known;
    this.frameLine.push(knownLine);
    this.frameInlined.push(inlined ? 1 : 0);
    const index = this.frameFunction.push(functionIndex);
    this.#frameByKey.set(key, index - 1);
    return index - 1;
  }
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
