import fc from "fast-check";
import type { CallGraph } from "../../../src/analysis/callgraph/model.ts";

/** Call graphs of a few functions, one frame each, with recursion and with stacks of one weight type. */
export function randomGraph(weight: fc.Arbitrary<number>): fc.Arbitrary<CallGraph> {
  const parents = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 40 });
  return fc
    .record({
      parents,
      functionCount: fc.integer({ min: 1, max: 6 }),
      frames: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      stacks: fc.array(fc.record({ node: fc.nat(), weight }), { maxLength: 40 }),
    })
    .map(({ parents, functionCount, frames, stacks }) => ({
      functions: Array.from({ length: functionCount }, (_, index) => ({
        name: `f${index}`,
        systemName: `f${index}`,
        file: index % 2 === 0 ? "even.rs" : "odd.rs",
        object: "/bin/app",
      })),
      frameFunction: Int32Array.from({ length: functionCount }, (_, index) => index),
      frameLine: new Int32Array(functionCount),
      frameInlined: new Uint8Array(functionCount),
      nodeParent: Int32Array.from(parents, (position, node) => Math.floor(position * (node + 1)) - 1),
      nodeFrame: Int32Array.from(parents, (_, node) => (frames[node] ?? 0) % functionCount),
      stackNode: Int32Array.from(stacks, ({ node }) => (node % (parents.length + 1)) - 1),
      valueTypes: [{ type: "inuse_space", unit: "bytes" }],
      weights: [Float64Array.from(stacks, ({ weight }) => weight)],
    }));
}

/** The nodes of a stack from the leaf to the root. */
export function nodesOfStack(graph: CallGraph, stack: number): number[] {
  const nodes: number[] = [];
  for (let node = graph.stackNode[stack] ?? -1; node >= 0; node = graph.nodeParent[node] ?? -1)
    nodes.push(node);
  return nodes;
}

/** The names of a stack's functions from the leaf to the root. */
export function namesOfStack(graph: CallGraph, stack: number): string[] {
  return nodesOfStack(graph, stack).map((node) => {
    const frame = graph.nodeFrame[node] ?? 0;
    return graph.functions[graph.frameFunction[frame] ?? 0]?.name ?? "";
  });
}
