import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CallTreeNode, calleesTree, callersTree } from "../../../src/analysis/callgraph/call-tree.ts";
import { callTreeRows } from "../../../src/analysis/callgraph/call-tree-rows.ts";
import { toIndex, toIndices } from "../../../src/analysis/callgraph/indices.ts";
import type { CallGraph } from "../../../src/analysis/callgraph/model.ts";
import { stackSegments } from "../../../src/analysis/callgraph/stack-segments.ts";
import { keysByFunction, namesOfStack, nodesOfStack, randomGraph } from "./random-graph.ts";

/** One function a frame; each stack from the root to the leaf, with its weight. */
function graphOf(stacks: Readonly<Record<string, number>>): CallGraph {
  const names = [...new Set(Object.keys(stacks).flatMap((stack) => stack.split(" ")))];
  const nodeParent: number[] = [];
  const nodeFrame: number[] = [];
  const stackNode = Object.keys(stacks).map((stack) =>
    stack.split(" ").reduce((parent, name) => {
      nodeFrame.push(names.indexOf(name));
      return nodeParent.push(parent) - 1;
    }, -1),
  );
  return {
    functions: names.map((name) => ({ name, systemName: name, file: "", object: "" })),
    frameFunction: toIndices(Int32Array.from(names.keys())),
    frameLine: new Int32Array(names.length),
    frameInlined: new Uint8Array(names.length),
    nodeParent: toIndices(Int32Array.from(nodeParent)),
    nodeFrame: toIndices(Int32Array.from(nodeFrame)),
    stackNode: toIndices(Int32Array.from(stackNode)),
    valueTypes: [{ type: "samples", unit: "count" }],
    weights: [Float64Array.from(Object.values(stacks))],
  };
}

function treesOf(graph: CallGraph) {
  const segments = stackSegments([{ graph, keyOfFrame: keysByFunction(graph) }], 1);
  return { callees: calleesTree(segments), callers: callersTree(segments) };
}

/** Every node as its path, its self and its total. */
function paths(roots: readonly CallTreeNode[], { functions }: CallGraph): Map<string, [number, number]> {
  const found = new Map<string, [number, number]>();
  const visit = (nodes: readonly CallTreeNode[], above: string) => {
    for (const { key, self, total, next } of nodes) {
      const path = `${above}${functions[toIndex<"function">(key)]?.name}`;
      expect(found.has(path)).toBe(false);
      found.set(path, [self[0] ?? 0, total[0] ?? 0]);
      visit(next(), `${path} `);
    }
  };
  visit(roots, "");
  return found;
}

const GRAPH = graphOf({
  "main run join hash": 5,
  "main run join": 2,
  "main run map hash": 1,
  "main wait": 3,
});

describe("the tree of callees", () => {
  test("counts what passes through each path, and what ends there", () => {
    expect(paths(treesOf(GRAPH).callees, GRAPH)).toEqual(
      new Map([
        ["main", [0, 11]],
        ["main run", [0, 8]],
        ["main run join", [2, 7]],
        ["main run join hash", [5, 5]],
        ["main run map", [0, 1]],
        ["main run map hash", [1, 1]],
        ["main wait", [3, 3]],
      ]),
    );
  });
});

describe("the tree of callers", () => {
  test("begins where stacks end, and follows each of them up", () => {
    expect(paths(treesOf(GRAPH).callers, GRAPH)).toEqual(
      new Map([
        ["hash", [6, 6]],
        ["hash join", [0, 5]],
        ["hash join run", [0, 5]],
        ["hash join run main", [0, 5]],
        ["hash map", [0, 1]],
        ["hash map run", [0, 1]],
        ["hash map run main", [0, 1]],
        ["join", [2, 2]],
        ["join run", [0, 2]],
        ["join run main", [0, 2]],
        ["wait", [3, 3]],
        ["wait main", [0, 3]],
      ]),
    );
  });
});

test("both trees count every beginning and every end of every stack once, whatever the graph", () => {
  fc.assert(
    fc.property(randomGraph(fc.nat({ max: 100 })), (graph) => {
      const [weights = new Float64Array()] = graph.weights;
      const down = new Map<string, number>();
      const up = new Map<string, number>();
      for (const [stack, weight] of weights.entries()) {
        const names = namesOfStack(graph, stack);
        const add = (sums: Map<string, number>, path: readonly string[]) =>
          sums.set(path.join(" "), (sums.get(path.join(" ")) ?? 0) + weight);
        for (const index of names.keys()) {
          add(down, names.toReversed().slice(0, index + 1));
          // Stacks of no weight end nowhere.
          if (weight > 0) add(up, names.slice(0, index + 1));
        }
      }
      const { callees, callers } = treesOf(graph);
      const totals = (roots: readonly CallTreeNode[]) =>
        new Map(
          [...paths(roots, graph)].flatMap(([path, [, total]]): [string, number][] =>
            total === 0 ? [] : [[path, total]],
          ),
        );
      expect(totals(callees)).toEqual(new Map([...down].filter(([, total]) => total !== 0)));
      expect(totals(callers)).toEqual(up);
    }),
    { numRuns: 300, seed: 1 },
  );
});

describe("the rows of a tree", () => {
  const limits = { by: 0, minWeight: 0, maxLines: 100, maxDepth: 10_000 };
  const told = (rows: ReturnType<typeof callTreeRows>) =>
    rows.rows.map(({ key, line, indent, depth, leftOut }) => [
      GRAPH.functions[toIndex<"function">(key)]?.name,
      line,
      indent,
      depth,
      leftOut.nodes,
    ]);

  test("stand depth first, the largest branch first, a run of only children in one line", () => {
    expect(told(callTreeRows(treesOf(GRAPH).callees, limits))).toEqual([
      ["main", 0, 0, 0, 0],
      ["run", 1, 1, 1, 0],
      ["join", 2, 2, 2, 0],
      ["hash", 2, 2, 3, 0],
      ["map", 3, 2, 2, 0],
      ["hash", 3, 2, 3, 0],
      ["wait", 4, 1, 1, 0],
    ]);
  });

  test("leave out what is light, and say so where it hung", () => {
    const pruned = callTreeRows(treesOf(GRAPH).callees, { ...limits, minWeight: 2 });
    expect(told(pruned)).toEqual([
      ["main", 0, 0, 0, 0],
      ["run", 1, 1, 1, 1],
      ["join", 1, 1, 2, 0],
      ["hash", 1, 1, 3, 0],
      ["wait", 2, 1, 1, 0],
    ]);
    expect(pruned.rows[1]?.leftOut).toEqual({ nodes: 1, total: [1] });
  });

  test("are the heaviest lines where there are too many, and the roots left out are told", () => {
    const pruned = callTreeRows(treesOf(GRAPH).callers, { ...limits, maxLines: 2 });
    expect(told(pruned)).toEqual([
      ["hash", 0, 0, 0, 1],
      ["join", 1, 1, 1, 0],
      ["run", 1, 1, 2, 0],
      ["main", 1, 1, 3, 0],
    ]);
    expect(pruned.leftOut).toEqual({ nodes: 2, total: [5] });
  });

  test("end at a depth, and say what is below", () => {
    expect(told(callTreeRows(treesOf(GRAPH).callers, { ...limits, maxDepth: 2 }))).toEqual([
      ["hash", 0, 0, 0, 0],
      ["join", 1, 1, 1, 1],
      ["map", 2, 1, 1, 1],
      ["wait", 3, 0, 0, 0],
      ["main", 3, 0, 1, 0],
      ["join", 4, 0, 0, 0],
      ["run", 4, 0, 1, 1],
    ]);
    expect(callTreeRows(treesOf(GRAPH).callees, { ...limits, maxDepth: 1 })).toMatchObject({
      rows: [{ leftOut: { nodes: 2, total: [11] } }],
      leftOut: { nodes: 0 },
    });
  });

  test("are the same when a tree is read again", () => {
    const { callees, callers } = treesOf(GRAPH);
    for (const tree of [callees, callers]) {
      const fewer = callTreeRows(tree, { ...limits, maxLines: 2 });
      callTreeRows(tree, limits);
      expect(callTreeRows(tree, { ...limits, maxLines: 2 })).toEqual(fewer);
    }
  });

  test("of a stack of 10,000 frames are one line", () => {
    const deep = graphOf({
      [Array.from({ length: 10_000 }, (_, at) => (at % 2 === 0 ? "even" : "odd")).join(" ")]: 1,
    });
    for (const tree of [treesOf(deep).callees, treesOf(deep).callers]) {
      const { rows } = callTreeRows(tree, limits);
      expect([rows.length, rows.at(-1)?.line, rows.at(-1)?.depth]).toEqual([10_000, 0, 9_999]);
    }
  });

  test("with what is left out come to all that there is", () => {
    fc.assert(
      fc.property(
        randomGraph(fc.nat({ max: 100 })),
        fc.integer({ min: 1, max: 10 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(50),
        fc.boolean(),
        (graph, maxLines, maxDepth, minWeight, down) => {
          const trees = treesOf(graph);
          const { rows, leftOut } = callTreeRows(down ? trees.callees : trees.callers, {
            by: 0,
            minWeight,
            maxLines,
            maxDepth,
          });
          const total = (row: (typeof rows)[number]) => row.total[0] ?? 0;
          const children = rows.map((row, at) => {
            const below = rows.slice(at + 1);
            const end = below.findIndex(({ depth }) => depth <= row.depth);
            return below
              .slice(0, end < 0 ? below.length : end)
              .filter(({ depth }) => depth === row.depth + 1);
          });
          for (const [at, row] of rows.entries()) {
            const next = (children[at] ?? []).reduce((sum, child) => sum + total(child), 0);
            const ended = down ? (row.self[0] ?? 0) : undefined;
            const accounted = next + (row.leftOut.total[0] ?? 0) + (ended ?? 0);
            if (down) expect(accounted).toBe(total(row));
            else expect(accounted).toBeLessThanOrEqual(total(row));
            expect(total(row)).toBeGreaterThanOrEqual(Math.max(minWeight, 1));
            expect(row.depth).toBeLessThan(maxDepth);
          }
          const roots = rows.filter(({ depth }) => depth === 0).reduce((sum, row) => sum + total(row), 0);
          const [weights = new Float64Array()] = graph.weights;
          const all = weights.reduce(
            (sum, weight, stack) => sum + (nodesOfStack(graph, stack).length === 0 ? 0 : weight),
            0,
          );
          expect(roots + (leftOut.total[0] ?? 0)).toBe(all);
          expect(new Set(rows.map(({ line }) => line)).size).toBeLessThanOrEqual(maxLines);
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });
});
