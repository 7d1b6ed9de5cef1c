import { toIndices } from "../../callgraph/indices.ts";
import type { CallGraph, FunctionInfo } from "../../callgraph/model.ts";
import {
  flaggedIndexColumn,
  hasColumn,
  indexColumn,
  numberColumn,
  optionalIndexColumn,
  type Table,
  tableAt,
} from "./columns.ts";
import { type JsonObject, malformed } from "./json-part.ts";
import type { KnownStrings } from "./known-strings.ts";

/** What all tables of a profile point into. */
export interface ProfileContext {
  readonly version: number;
  readonly strings: KnownStrings;
  /** Path of each library. */
  readonly libraries: readonly string[];
  /** Index into `strings` of each source file's name, -1 for none; empty before version 58. */
  readonly sourceNames: Int32Array;
}

/** A call graph without its stacks: what samples point into. */
export type StackTables = Pick<
  CallGraph,
  "functions" | "frameFunction" | "frameLine" | "frameInlined" | "nodeParent" | "nodeFrame"
>;

/** Bits of frameTable.flags since version 71 and of funcTable.flags since 75. */
const FRAME_INLINED = 1;
const FRAME_HAS_LIB = 2;
const FUNC_HAS_RESOURCE = 4;
const FUNC_HAS_SOURCE = 8;

/**
 * stackTable, frameTable, funcTable and resourceTable of a thread, or of `shared` since version 60. A function
 * is an entry of funcTable, as in the Firefox profiler. One that samply could not symbolise is named
 * `library!0xaddress`.
 */
export function readStackTables(owner: JsonObject, where: string, context: ProfileContext): StackTables {
  const resourceTable = tableAt(owner.get("resourceTable"), `${where}.resourceTable`);
  const funcTable = tableAt(owner.get("funcTable"), `${where}.funcTable`);
  const frameTable = tableAt(owner.get("frameTable"), `${where}.frameTable`);
  const stackTable = tableAt(owner.get("stackTable"), `${where}.stackTable`);

  const frameFunction = indexColumn(frameTable, "func", funcTable.length);
  const functionResource = readFunctionResources(funcTable, resourceTable.length, context.version);
  const functionLibrary =
    context.version >= 70
      ? librariesByFrame(frameTable, frameFunction, funcTable.length, context)
      : librariesByResource(resourceTable, functionResource, context.libraries.length);
  return {
    functions: readFunctions(funcTable, resourceTable, functionResource, functionLibrary, context),
    frameFunction: toIndices(frameFunction),
    frameLine: readFrameLines(frameTable),
    frameInlined: readFrameInlined(frameTable, context.version),
    nodeFrame: toIndices(indexColumn(stackTable, "frame", frameTable.length)),
    nodeParent: toIndices(readNodeParents(stackTable, context.version)),
  };
}

function readFunctions(
  funcTable: Table,
  resourceTable: Table,
  functionResource: Int32Array,
  functionLibrary: Int32Array,
  context: ProfileContext,
): FunctionInfo[] {
  const { strings, libraries } = context;
  const names = indexColumn(funcTable, "name", strings.length);
  const resourceNames = indexColumn(resourceTable, "name", strings.length);
  const files = readFunctionFiles(funcTable, context);
  const functions: FunctionInfo[] = [];
  for (let row = 0; row < funcTable.length; row++) {
    const nameIndex = names[row] ?? -1;
    const systemName = strings.at(nameIndex) ?? "";
    const resource = strings.at(resourceNames[functionResource[row] ?? -1] ?? -1) ?? "";
    functions.push({
      name:
        isAddress(systemName) && resource !== "" ? `${resource}!${systemName}` : strings.readable(nameIndex),
      systemName,
      file: strings.at(files[row] ?? -1) ?? "",
      object: libraries[functionLibrary[row] ?? -1] ?? resource,
    });
  }
  return functions;
}

function isAddress(name: string): boolean {
  return /^0x[0-9a-f]+$/i.test(name);
}

function readFunctionResources(funcTable: Table, resources: number, version: number): Int32Array {
  return version >= 75
    ? flaggedIndexColumn(funcTable, "resource", resources, FUNC_HAS_RESOURCE)
    : optionalIndexColumn(funcTable, "resource", resources);
}

/** Index into the strings of each function's file name, -1 for none. */
function readFunctionFiles(funcTable: Table, { version, strings, sourceNames }: ProfileContext): Int32Array {
  if (version < 58) return optionalIndexColumn(funcTable, "fileName", strings.length);
  const source =
    version >= 75
      ? flaggedIndexColumn(funcTable, "source", sourceNames.length, FUNC_HAS_SOURCE)
      : optionalIndexColumn(funcTable, "source", sourceNames.length);
  return source.map((row) => sourceNames[row] ?? -1);
}

function librariesByResource(
  resourceTable: Table,
  functionResource: Int32Array,
  libraries: number,
): Int32Array {
  const resourceLibrary = optionalIndexColumn(resourceTable, "lib", libraries);
  return functionResource.map((resource) => resourceLibrary[resource] ?? -1);
}

/** Since version 70 a function may have frames in several libraries; the first that has one is taken. */
function librariesByFrame(
  frameTable: Table,
  frameFunction: Int32Array,
  functions: number,
  { version, libraries }: ProfileContext,
): Int32Array {
  const frameLibrary =
    version >= 71
      ? flaggedIndexColumn(frameTable, "lib", libraries.length, FRAME_HAS_LIB)
      : optionalIndexColumn(frameTable, "lib", libraries.length);
  const functionLibrary = new Int32Array(functions).fill(-1);
  for (let frame = 0; frame < frameFunction.length; frame++) {
    const owner = frameFunction[frame] ?? 0;
    if (functionLibrary[owner] === -1) functionLibrary[owner] = frameLibrary[frame] ?? -1;
  }
  return functionLibrary;
}

function readFrameLines(frameTable: Table): Int32Array {
  return hasColumn(frameTable, "line")
    ? new Int32Array(numberColumn(frameTable, "line"))
    : new Int32Array(frameTable.length);
}

function readFrameInlined(frameTable: Table, version: number): Uint8Array {
  if (version >= 71) {
    return new Uint8Array(numberColumn(frameTable, "flags").map((flags) => flags & FRAME_INLINED));
  }
  return new Uint8Array(numberColumn(frameTable, "inlineDepth").map((depth) => (depth > 0 ? 1 : 0)));
}

/** Parents come before their children, so that no stack can contain itself. */
function readNodeParents(stackTable: Table, version: number): Int32Array {
  return version >= 66 ? parentsFromOffsets(stackTable) : parentsFromPrefixes(stackTable);
}

function parentsFromPrefixes(stackTable: Table): Int32Array {
  const prefixes = optionalIndexColumn(stackTable, "prefix", stackTable.length);
  const row = prefixes.findIndex((prefix, index) => prefix >= index);
  if (row >= 0) throw malformed(`${stackTable.where}.prefix[${row}]`, "not an earlier stack");
  return prefixes;
}

function parentsFromOffsets(stackTable: Table): Int32Array {
  const offsets = numberColumn(stackTable, "prefixOffset");
  const parents = new Int32Array(offsets.length).fill(-1);
  for (let row = 0; row < offsets.length; row++) {
    const offset = offsets[row] ?? 0;
    if (offset === 0) continue;
    if (!Number.isInteger(offset) || offset < 0 || offset > row) {
      throw malformed(`${stackTable.where}.prefixOffset[${row}]`, "not the distance to an earlier stack");
    }
    parents[row] = row - offset;
  }
  return parents;
}
