import type { CallGraph } from "../callgraph/model.ts";
import { readableName } from "./demangle.ts";

/** The same graph with what is still mangled as a person reads it; itself where nothing is. */
export function readableGraph(graph: CallGraph): CallGraph {
  const names = graph.functions.map(({ name }) => readableName(name));
  if (graph.functions.every(({ name }, index) => name === names[index])) return graph;
  return {
    ...graph,
    functions: graph.functions.map((info, index) => ({ ...info, name: names[index] ?? info.name })),
  };
}
