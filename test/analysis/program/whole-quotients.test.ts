import { expect, test } from "vitest";
import { wholeQuotients } from "../../../src/analysis/program/whole-quotients.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

function kinds(view: string) {
  const all = wholeQuotients(placesOfProgram("whole_numbers")).filter((one) => one.view === view);
  return Object.fromEntries(all.map(({ column, kind }) => [column, kind]));
}

test("counts of a part that are divided by the count of all are 0 or 1, and are not where one side has a fraction", () => {
  expect(kinds("by_ward")).toEqual({ part: "share", of_hundred: "share", percent: "quotient", mean: "mean" });
});

test("a column is cut that divides whole numbers and is one, and not what is asked by, meant, or a text", () => {
  expect(kinds("by_test")).toEqual({ share: "quotient", minutes: "unit" });
});

test("what a view takes of a local view is made where that is", () => {
  const [only] = wholeQuotients(placesOfProgram("whole_numbers")).filter(({ view }) => view === "yields");
  expect(only).toMatchObject({ column: "yield", kind: "quotient", code: "SUM(passed) / SUM(total)" });
});
