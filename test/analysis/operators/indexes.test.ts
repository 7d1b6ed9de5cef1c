import { expect, test } from "vitest";
import { placesOfProgram } from "../../support/compiled-program.ts";

const { all, graph, ofOperator } = placesOfProgram("indexes");

test("the compiler's graph tells views from their indexes", () => {
  const views = graph.operators.flatMap(({ view }) => view ?? []);
  expect(views).toEqual(["by_region", "large", "pairs", "error_view"]);
  const indexes = graph.operators.flatMap(({ index }) => index ?? []);
  expect(indexes).toEqual(["large_by_id", "region_total", "pairs_by_id"]);
});

test("an index is an operator of the view that it is of", () => {
  const indexes = graph.operators.filter(({ index }) => index !== undefined);
  expect(indexes.map(({ index, name }) => [index, ofOperator(name)?.relation?.name])).toEqual([
    ["large_by_id", "large"],
    ["region_total", "by_region"],
    ["pairs_by_id", "pairs"],
  ]);
  const handles = all.map(({ place }) => place.handle);
  expect(handles.filter((handle) => /\bindex\b/.test(handle))).toHaveLength(3);
});
