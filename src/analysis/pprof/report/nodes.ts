import { posix } from "node:path";
import {
  type Column,
  type FrameIndex,
  type FunctionIndex,
  type KeyIndex,
  mapColumn,
  NONE,
  toIndex,
  toIndices,
} from "../../callgraph/indices.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import type { HeapOptions } from "../../profiles/heap-options.ts";

/** The nodes of pprof's graph. */
export interface PprofNodes {
  readonly keyOfFrame: Column<FrameIndex, KeyIndex>;
  /** Per key, the name as pprof prints it. Different nodes may have the same one. */
  readonly names: readonly string[];
}

interface NodeInfo {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  /** An oddity of pprof: what has no name is told apart by object file and by where the function starts. */
  readonly startLine: number;
  readonly object: string;
}

/**
 * @param functionStartLine where each function starts in its file
 * @see Aggregate in google/pprof's profile, NodeInfo and nodeInfo in its internal/graph
 */
export function pprofNodes(
  { functions, frameFunction, frameLine }: Pick<CallGraph, "functions" | "frameFunction" | "frameLine">,
  functionStartLine: Column<FunctionIndex, number>,
  granularity: NonNullable<HeapOptions["granularity"]>,
): PprofNodes {
  const hasNames = granularity !== "files";
  const hasFiles = granularity !== "functions";
  const hasLines = granularity === "lines";
  const infoOfFunction = functions.map((info, index): NodeInfo => {
    const name = hasNames ? info.name : "";
    const file = hasFiles ? cleanPath(info.file) : "";
    return name === ""
      ? {
          name,
          file,
          line: 0,
          startLine: functionStartLine[toIndex<"function">(index)] ?? 0,
          object: info.object,
        }
      : { name, file, line: 0, startLine: 0, object: "" };
  });

  const keys = new Map<string, KeyIndex>();
  const names: string[] = [];
  function keyOf(info: NodeInfo): KeyIndex {
    const identity = [info.name, info.file, info.line, info.startLine, info.object].join("\0");
    const known = keys.get(identity);
    if (known !== undefined) return known;
    const key = toIndex<"key">(names.push(printableName(info)) - 1);
    keys.set(identity, key);
    return key;
  }

  if (!hasLines) {
    const keyOfFunction = infoOfFunction.map(keyOf);
    return { keyOfFrame: mapColumn(frameFunction, (owner) => keyOfFunction[owner] ?? NONE), names };
  }
  const keyOfFrame = Int32Array.from(frameFunction, (owner, frame) => {
    const info = infoOfFunction[owner];
    return info === undefined ? NONE : keyOf({ ...info, line: frameLine[toIndex<"frame">(frame)] ?? 0 });
  });
  return { keyOfFrame: toIndices(keyOfFrame), names };
}

function printableName({ name, file, line, object }: NodeInfo): string {
  const place = line === 0 ? file : `${file}:${line}`;
  if (place !== "") return name === "" ? place : `${name} ${place}`;
  if (name !== "") return name;
  return object === "" ? "<unknown>" : `[${baseName(object)}]`;
}

/** A path as pprof prints it. */
function cleanPath(path: string): string {
  const trimmed = path.replace(/^\/proc\/self\/cwd\/(\.\/)?/, "");
  const normal = trimmed === "" ? "" : posix.normalize(trimmed);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

function baseName(path: string): string {
  // A pattern for these slashes would take a time quadratic in all others of the path.
  let end = path.length;
  while (path[end - 1] === "/") end--;
  const bare = path.slice(0, end);
  return bare === "" ? "/" : bare.slice(bare.lastIndexOf("/") + 1);
}
