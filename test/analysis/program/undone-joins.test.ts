import { expect, test } from "vitest";
import { undoneJoins } from "../../../src/analysis/program/undone-joins.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

function undone(name: string) {
  return undoneJoins(placesOfProgram(name));
}

test("a LEFT JOIN is undone by a condition on its other side, and not by one on its own, by IS NULL, or within ON", () => {
  expect(undone("left_joins")).toEqual([{ view: "reported", side: "LEFT", where: "w.pieces > 0" }]);
});

test("an inner join is what the program says", () => {
  expect(undone("sum_of_join")).toEqual([]);
});
