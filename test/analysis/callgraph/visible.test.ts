import fc from "fast-check";
import { expect, test } from "vitest";
import { type FrameFilter, graphInView } from "../../../src/analysis/callgraph/filter.ts";
import type { CallGraph } from "../../../src/analysis/callgraph/model.ts";
import { flatAndCum } from "../../../src/analysis/callgraph/totals.ts";
import { compilePattern } from "../../../src/analysis/pattern.ts";
import { keysByFunction, namesOfStack, randomGraph } from "./random-graph.ts";

const graphs = randomGraph(fc.integer({ min: -1000, max: 1000 }));
const ODD = compilePattern("odd\\.rs");
const EVEN = compilePattern("even\\.rs");
const LOW = compilePattern("^f[0-2]$");

function namesInView(graph: CallGraph, filter: FrameFilter): string[][] {
  const inView = graphInView(graph, filter);
  return Array.from(inView.stackNode, (_, stack) => namesOfStack(inView, stack));
}

function cumInView(graph: CallGraph, filter: FrameFilter): number[] {
  const inView = graphInView(graph, filter);
  const weights = graph.weights[0] ?? new Float64Array();
  return [...flatAndCum(inView, keysByFunction(inView), graph.functions.length, weights).cum];
}

test("hide takes the frames that match out of every stack, and no other", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const expected = Array.from(graph.stackNode, (_, stack) =>
        namesOfStack(graph, stack).filter((name) => !LOW.matches(name)),
      );
      expect(namesInView(graph, { hide: LOW })).toEqual(expected);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("show is to hide all that does not match", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      expect(namesInView(graph, { show: ODD })).toEqual(namesInView(graph, { hide: EVEN }));
    }),
    { numRuns: 200, seed: 2 },
  );
});

test("hide and show together leave what shows and is not hidden", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const both = namesInView(graph, { show: ODD, hide: LOW });
      const one = namesInView(graph, { show: ODD }).map((names) =>
        names.filter((name) => !LOW.matches(name)),
      );
      expect(both).toEqual(one);
    }),
    { numRuns: 200, seed: 3 },
  );
});

test("what stays in view keeps its cum", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const all = cumInView(graph, {});
      const some = cumInView(graph, { hide: LOW });
      expect(some.map((cum, key) => (key > 2 ? cum : 0))).toEqual(all.map((cum, key) => (key > 2 ? cum : 0)));
      expect(some.slice(0, 3).every((cum) => cum === 0)).toBe(true);
    }),
    { numRuns: 200, seed: 4 },
  );
});

test("what matches nothing hides nothing, and shows nothing", () => {
  const nothing = compilePattern("no such function");
  fc.assert(
    fc.property(graphs, (graph) => {
      expect(namesInView(graph, { hide: nothing })).toEqual(namesInView(graph, {}));
      expect(namesInView(graph, { show: nothing }).flat()).toEqual([]);
    }),
    { seed: 5 },
  );
});
