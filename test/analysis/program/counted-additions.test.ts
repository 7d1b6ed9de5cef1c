import { expect, test } from "vitest";
import { countedAdditions } from "../../../src/analysis/program/counted-additions.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

test("COUNT(*) counts what a LEFT JOIN adds to groups of its left side, and nothing where the other side is counted, or grouped by", () => {
  expect(countedAdditions(placesOfProgram("whole_numbers"))).toEqual([
    { view: "tests_of", column: "tests", of: "tests" },
  ]);
});
