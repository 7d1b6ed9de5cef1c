import fc from "fast-check";
import { expect, test } from "vitest";
import { type StackFilter, stacksInFocus, weightsOf } from "../../../src/analysis/callgraph/filter.ts";
import type { CallGraph } from "../../../src/analysis/callgraph/model.ts";
import { compilePattern } from "../../../src/analysis/pattern.ts";
import { namesOfStack, randomGraph } from "./random-graph.ts";

function filteredWeights(graph: CallGraph, weights: Float64Array, filter: StackFilter) {
  const inFocus = stacksInFocus(graph, filter);
  return inFocus === undefined ? weights : weightsOf((stack) => inFocus[stack] === 1, weights);
}

const graphs = randomGraph(fc.integer({ min: 1, max: 1000 }));

test("focus keeps the stacks with a matching frame, ignore leaves them out and wins", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const weights = graph.weights[0] ?? new Float64Array();
      const filtered = filteredWeights(graph, weights, {
        focus: compilePattern("^f[012]$"),
        ignore: compilePattern("^f2$"),
      });
      const expected = weights.map((weight, stack) => {
        const names = namesOfStack(graph, stack);
        const focused = names.some((name) => ["f0", "f1", "f2"].includes(name));
        return focused && !names.includes("f2") ? weight : 0;
      });
      expect([...filtered]).toEqual([...expected]);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("patterns match source files and object files too", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const weights = graph.weights[0] ?? new Float64Array();
      const byFile = filteredWeights(graph, weights, { focus: compilePattern("odd\\.rs") });
      const byName = filteredWeights(graph, weights, { focus: compilePattern("f[135]") });
      expect(byFile).toEqual(byName);
      const inObject = filteredWeights(graph, weights, { ignore: compilePattern("bin/app") });
      expect([...inObject].every((weight) => weight === 0)).toBe(true);
    }),
    { seed: 2 },
  );
});

test("without a filter everything stays, stacks without frames included", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const weights = graph.weights[0] ?? new Float64Array();
      expect(filteredWeights(graph, weights, {})).toBe(weights);
    }),
    { seed: 3 },
  );
});
