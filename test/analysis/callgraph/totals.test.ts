import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mapColumn, NONE, toIndices } from "../../../src/analysis/callgraph/indices.ts";
import type { CallGraph } from "../../../src/analysis/callgraph/model.ts";
import { flatAndCum, weightUnderNodes } from "../../../src/analysis/callgraph/totals.ts";
import { keysByFunction, namesOfStack, nodesOfStack, randomGraph } from "./random-graph.ts";

const positive = randomGraph(fc.nat({ max: 1000 }));
const signed = randomGraph(fc.integer({ min: -1000, max: 1000 }));

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

/** Two functions of a frame each, in one chain of calls. */
function recursion(
  depth: number,
  { frameOf, leaves }: { frameOf: (node: number) => number; leaves: Int32Array },
): CallGraph {
  return {
    functions: [],
    frameFunction: toIndices(Int32Array.of(0, 1)),
    frameLine: new Int32Array(2),
    frameInlined: new Uint8Array(2),
    nodeParent: toIndices(Int32Array.from({ length: depth }, (_, node) => node - 1)),
    nodeFrame: toIndices(Int32Array.from({ length: depth }, (_, node) => frameOf(node))),
    stackNode: toIndices(leaves),
    valueTypes: [],
    weights: [],
  };
}

describe("flatAndCum", () => {
  test("equals a count stack by stack, by its definition", () => {
    fc.assert(
      fc.property(signed, (graph) => {
        const weights = graph.weights[0] ?? new Float64Array();
        const flat = graph.functions.map(() => 0);
        const cum = graph.functions.map(() => 0);
        for (const [stack, weight] of weights.entries()) {
          const keys = namesOfStack(graph, stack).map((name) => Number(name.slice(1)));
          for (const key of keys.slice(0, 1)) flat[key] = (flat[key] ?? 0) + weight;
          for (const key of new Set(keys)) cum[key] = (cum[key] ?? 0) + weight;
        }
        const totals = flatAndCum(graph, keysByFunction(graph), graph.functions.length, weights);
        expect([[...totals.flat], [...totals.cum]]).toEqual([flat, cum]);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test("of weights that are not negative, flat is at most cum, cum at most the total, and flat adds up", () => {
    fc.assert(
      fc.property(positive, (graph) => {
        const weights = graph.weights[0] ?? new Float64Array();
        const { flat, cum } = flatAndCum(graph, keysByFunction(graph), graph.functions.length, weights);
        const total = sum(weights);
        for (const [key, weight] of flat.entries()) {
          expect(weight).toBeLessThanOrEqual(cum[key] ?? 0);
          expect(cum[key]).toBeLessThanOrEqual(total);
        }
        const ofEmptyStacks = sum(weights.filter((_, stack) => nodesOfStack(graph, stack).length === 0));
        expect(sum(flat)).toBe(total - ofEmptyStacks);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  test("leaves out frames without a key", () => {
    fc.assert(
      fc.property(positive, (graph) => {
        const keys = mapColumn(keysByFunction(graph), (key) => (key === 0 ? NONE : key));
        const weights = graph.weights[0] ?? new Float64Array();
        const all = flatAndCum(graph, keysByFunction(graph), graph.functions.length, weights);
        const some = flatAndCum(graph, keys, graph.functions.length, weights);
        expect([some.flat[0], some.cum[0]]).toEqual([0, 0]);
        expect([...some.cum.slice(1)]).toEqual([...all.cum.slice(1)]);
      }),
      { seed: 3 },
    );
  });

  test("takes a stack that ends at each of a hundred thousand frames within each other", () => {
    const depth = 100_000;
    const graph = recursion(depth, {
      frameOf: (node) => (node < 10 ? 0 : 1),
      leaves: Int32Array.from({ length: depth }, (_, node) => node),
    });
    const totals = flatAndCum(graph, keysByFunction(graph), 2, new Float64Array(depth).fill(1));
    expect([...totals.flat]).toEqual([10, depth - 10]);
    expect([...totals.cum]).toEqual([depth, depth - 10]);
  });

  test("takes a stack of a million frames", () => {
    const depth = 1_000_000;
    const graph = recursion(depth, { frameOf: (node) => node % 2, leaves: Int32Array.of(depth - 1) });
    const { flat, cum } = flatAndCum(graph, keysByFunction(graph), 2, Float64Array.of(5));
    expect([[...flat], [...cum]]).toEqual([
      [0, 5],
      [5, 5],
    ]);
  });
});

describe("weightUnderNodes", () => {
  test("is the weight of the stacks that contain the node", () => {
    fc.assert(
      fc.property(signed, (graph) => {
        const weights = graph.weights[0] ?? new Float64Array();
        const under = new Float64Array(graph.nodeParent.length);
        for (const [stack, weight] of weights.entries()) {
          for (const node of nodesOfStack(graph, stack)) under[node] = (under[node] ?? 0) + weight;
        }
        expect([...weightUnderNodes(graph, weights)]).toEqual([...under]);
      }),
      { numRuns: 300, seed: 4 },
    );
  });
});
