import { type FunctionIndex, NONE } from "../../callgraph/indices.ts";
import type { CallGraph, FunctionInfo } from "../../callgraph/model.ts";

/** Something of each function that occurs in the graph's stacks; threads may share a table of many more. */
export function ofOccurringFunctions<T>(
  { functions, frameFunction, nodeFrame }: CallGraph,
  of: (info: FunctionInfo) => T,
): Map<FunctionIndex, T> {
  const found = new Map<FunctionIndex, T>();
  for (const frame of nodeFrame) {
    const owner = frameFunction[frame] ?? NONE;
    const info = functions[owner];
    if (info !== undefined && !found.has(owner)) found.set(owner, of(info));
  }
  return found;
}
