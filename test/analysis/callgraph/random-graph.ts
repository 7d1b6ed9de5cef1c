import fc from "fast-check";
import {
  type Column,
  type FrameIndex,
  type KeyIndex,
  mapColumn,
  NONE,
  type NodeIndex,
  toIndex,
  toIndices,
} from "../../../src/analysis/callgraph/indices.ts";
import type { CallGraph } from "../../../src/analysis/callgraph/model.ts";

export interface RandomGraph extends CallGraph {
  readonly weights: readonly Float64Array[];
}

/** Call graphs of a few functions, one frame each, with recursion and with stacks of one weight type. */
export function randomGraph(weight: fc.Arbitrary<number>): fc.Arbitrary<RandomGraph> {
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
      frameFunction: toIndices(Int32Array.from({ length: functionCount }, (_, index) => index)),
      frameLine: new Int32Array(functionCount),
      frameInlined: new Uint8Array(functionCount),
      nodeParent: toIndices(
        Int32Array.from(parents, (position, node) => Math.floor(position * (node + 1)) - 1),
      ),
      nodeFrame: toIndices(Int32Array.from(parents, (_, node) => (frames[node] ?? 0) % functionCount)),
      stackNode: toIndices(Int32Array.from(stacks, ({ node }) => (node % (parents.length + 1)) - 1)),
      valueTypes: [{ type: "inuse_space", unit: "bytes" }],
      weights: [Float64Array.from(stacks, ({ weight }) => weight)],
    }));
}

/** The nodes of a stack from the leaf to the root. */
export function nodesOfStack({ stackNode, nodeParent }: CallGraph, stack: number): NodeIndex[] {
  const nodes: NodeIndex[] = [];
  const leaf = stackNode[toIndex<"stack">(stack)] ?? NONE;
  for (let node = leaf; node >= 0; node = nodeParent[node] ?? NONE) nodes.push(node);
  return nodes;
}

/** The names of a stack's functions from the leaf to the root. */
export function namesOfStack(graph: CallGraph, stack: number): string[] {
  return nodesOfStack(graph, stack).map((node) => {
    const frame = graph.nodeFrame[node] ?? NONE;
    return graph.functions[graph.frameFunction[frame] ?? NONE]?.name ?? "";
  });
}

/** The functions of frames as their keys, each of its own. */
export function keysByFunction({ frameFunction }: CallGraph): Column<FrameIndex, KeyIndex> {
  return mapColumn(frameFunction, (index) => toIndex<"key">(index));
}
