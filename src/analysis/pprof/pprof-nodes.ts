import type { PprofProfile } from "./profile.ts";

/** The nodes of pprof's graph at its default granularity: functions by name, whatever their file or object. */
export interface PprofNodes {
  readonly keyOfFrame: Int32Array;
  /** Per key, the name as pprof prints it. */
  readonly names: readonly string[];
}

/** @see NodeInfo and nodeInfo in google/pprof's internal/graph */
export function pprofNodes({ graph, functionStartLine }: PprofProfile): PprofNodes {
  const keys = new Map<string, number>();
  const names: string[] = [];
  const keyOfFunction = graph.functions.map(({ name, object }, index) => {
    // What has no name is told apart by object file and, an oddity of pprof, by where the function starts.
    const identity = name === "" ? `\0${functionStartLine[index]}\0${object}` : name;
    const key = keys.get(identity) ?? keys.size;
    if (key === keys.size) {
      keys.set(identity, key);
      names.push(name === "" ? nameOfObject(object) : name);
    }
    return key;
  });
  return { keyOfFrame: graph.frameFunction.map((index) => keyOfFunction[index] ?? -1), names };
}

function nameOfObject(object: string): string {
  if (object === "") return "<unknown>";
  const path = object.replace(/\/+$/, "");
  return path === "" ? "[/]" : `[${path.slice(path.lastIndexOf("/") + 1)}]`;
}
