import type { CallGraph, FunctionInfo } from "../../callgraph/model.ts";

/** Something of each function that occurs in the graph's stacks; threads may share a table of many more. */
export function ofOccurringFunctions<T>(
  { functions, frameFunction, nodeFrame }: CallGraph,
  of: (info: FunctionInfo) => T,
): Map<number, T> {
  const found = new Map<number, T>();
  for (const frame of nodeFrame) {
    const index = frameFunction[frame] ?? -1;
    const info = functions[index];
    if (info !== undefined && !found.has(index)) found.set(index, of(info));
  }
  return found;
}
