import fc from "fast-check";
import { expect, test } from "vitest";
import { callsBetweenKeys } from "../../../src/analysis/callgraph/calls.ts";
import { mapColumn, NONE } from "../../../src/analysis/callgraph/indices.ts";
import { keysByFunction, namesOfStack, randomGraph } from "./random-graph.ts";

const graphs = randomGraph(fc.integer({ min: -1000, max: 1000 }));

test("calls equal a count stack by stack, by their definition", () => {
  fc.assert(
    fc.property(graphs, fc.integer({ min: 0, max: 63 }), (graph, leftOut) => {
      const weights = graph.weights[0] ?? new Float64Array();
      const isLeftOut = (key: number) => ((leftOut >> key) & 1) === 1;
      const keyOfFrame = mapColumn(keysByFunction(graph), (key) => (isLeftOut(key) ? NONE : key));
      const expected = new Map<string, number>();
      for (const [stack, weight] of weights.entries()) {
        if (weight === 0) continue;
        const fromRoot = namesOfStack(graph, stack)
          .map((name) => Number(name.slice(1)))
          .filter((key) => !isLeftOut(key))
          .reverse();
        const calls = fromRoot.slice(1).map((callee, index) => [fromRoot[index], callee]);
        const others = calls
          .filter(([caller, callee]) => caller !== callee)
          .map((call) => call.join(" calls "));
        for (const call of new Set(others)) expected.set(call, (expected.get(call) ?? 0) + weight);
      }
      const calls = callsBetweenKeys(graph, keyOfFrame, graph.functions.length, weights).map(
        ({ caller, callee, weight }): [string, number] => [`${caller} calls ${callee}`, Number(weight)],
      );
      expect(new Map(calls)).toEqual(expected);
      expect(calls).toHaveLength(expected.size);
    }),
    { numRuns: 500, seed: 1 },
  );
});
