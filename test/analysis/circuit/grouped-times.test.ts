import { expect, test } from "vitest";
import { groupedTimes } from "../../../src/analysis/circuit/grouped-times.ts";
import { keptState } from "../../../src/analysis/program/kept-state.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

const bounds = (program: string) => keptState(placesOfProgram(program), []).map(({ bound }) => bound);

test.each([
  ["v", "by TUMBLE"],
  ["w", "by the table function TUMBLE"],
  ["by_day", "by its day, of a table that has another name there"],
])("view %s groups %s", (view) => {
  expect(groupedTimes(view, "readings", placesOfProgram("by_tumble"))).toEqual(["ts"]);
});

test.each([
  ["by_day", "below what it gives", ["at"]],
  ["by_moment", "above a SELECT that names the time otherwise", ["at"]],
  ["by_hour", "above one that rounds it", ["at"]],
  ["by_cust", "by no time, though it gives one", []],
])("view %s groups %s", (view, _, times) => {
  expect(groupedTimes(view, "orders", placesOfProgram("several_joins"))).toEqual(times);
});

test("by the compiler's graph, what such groups keep grows without LATENESS, and is bounded with it", () => {
  expect(new Set(bounds("by_tumble"))).toEqual(new Set(["rows", "groups"]));
  expect(new Set(bounds("by_tumble_late"))).toEqual(new Set(["lateness"]));
});

test("the hour of the day comes again each day, and is no time that passes", () => {
  expect(groupedTimes("v", "readings", placesOfProgram("by_hour"))).toEqual([]);
});

test("groups of a join, or of another column, are by no time of the table's", () => {
  expect(groupedTimes("v", "readings", placesOfProgram("sum_of_join"))).toEqual([]);
  expect(groupedTimes("v", "readings", placesOfProgram("max_by_sensor"))).toEqual([]);
});
