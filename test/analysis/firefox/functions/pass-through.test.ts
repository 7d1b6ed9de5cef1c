import { expect, test } from "vitest";
import { totalFunctions } from "../../../../src/analysis/firefox/functions/function-totals.ts";
import { functionsPassingThrough } from "../../../../src/analysis/firefox/functions/pass-through.ts";
import { decodeSpec } from "../synthetic.ts";

/** Names of the functions that pass through, given stacks with the samples of each. */
function passingThrough(stacks: readonly (readonly [weight: number, ...stack: string[]])[]): string[] {
  const samples = stacks.map(([weight, ...stack], row) => ({ timeMs: row, weight, stack }));
  const { threads, functions } = totalFunctions(decodeSpec({ threads: [{ name: "x", samples }] }).threads);
  const graphs = threads.map(({ thread: { graph }, keyOfFrame }) => ({
    graph,
    keyOfFrame,
    weights: graph.weights[0] ?? new Float64Array(),
  }));
  const keys = functionsPassingThrough(
    graphs,
    functions.map(({ selfSamples, totalSamples }) => ({ self: selfSamples, total: totalSamples })),
    functions.map(({ info }) => !info.name.startsWith("glue")),
  );
  return [...keys].map((key) => functions[key]?.info.name ?? "").sort();
}

test("of a chain of calls all pass through but the innermost", () => {
  expect(passingThrough([[10, "a", "b", "c"]])).toEqual(["a", "b"]);
});

test("a function with enough of its own, or with two callees, does not", () => {
  expect(
    passingThrough([
      [10, "a", "b"],
      [1, "a"],
    ]),
  ).toEqual([]);
  expect(
    passingThrough([
      [10, "a", "b"],
      [10, "a", "c"],
    ]),
  ).toEqual([]);
});

test("95 % in one callee is enough", () => {
  expect(
    passingThrough([
      [95, "a", "b"],
      [5, "a"],
    ]),
  ).toEqual(["a"]);
});

test("calls are followed through functions of no interest, and what those spend stays with the caller", () => {
  expect(passingThrough([[10, "a", "glue", "b"]])).toEqual(["a"]);
  expect(passingThrough([[10, "a", "glue"]])).toEqual([]);
});

test("a call counts once in a stack in which it recurs, and a function with its own time stays", () => {
  expect(
    passingThrough([
      [10, "a", "b", "a", "b"],
      [10, "a", "c"],
    ]),
  ).toEqual([]);
});

test("of functions that call each other in a circle all stay, and what leads there passes through", () => {
  expect(passingThrough([[10, "main", "a", "b", "a", "b", "glue"]])).toEqual(["main"]);
});

test("a circle is one whichever function of it, or on the way to it, is looked at first", () => {
  expect(
    passingThrough([
      [10, "a", "b", "a", "b", "glue"],
      [10, "main", "a", "b", "a", "b", "glue"],
      [10, "init", "main", "a", "b", "a", "b", "glue"],
      [10, "c", "d", "e", "c", "d", "e", "glue"],
    ]),
  ).toEqual(["init", "main"]);
});

test("a chain of 20,000 calls passes through but for its end", () => {
  const chain = Array.from({ length: 20_000 }, (_, at) => `f${at}`);
  expect(passingThrough([[1, ...chain]])).toEqual(chain.slice(0, -1).sort());
});
