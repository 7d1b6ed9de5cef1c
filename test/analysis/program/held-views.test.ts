import { expect, test } from "vitest";
import { heldViews } from "../../../src/analysis/program/held-views.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

function held(name: string) {
  return heldViews(placesOfProgram(name));
}

test("a view with emit_final over a union waits for the time of every table of it", () => {
  expect(held("emit_final_of_union")).toEqual([{ view: "per_minute", tables: ["north", "south"] }]);
});

test("a view of one table waits for what it groups times by to be over, where that is a span of the calendar", () => {
  expect(held("emit_final_of_a_day")).toEqual([
    { view: "day_close", tables: ["sales"], each: "day" },
    { view: "five_minutes", tables: ["sales"] },
  ]);
});

test("no view waits that LATENESS only lets forget, or that the clock of NOW() moves on", () => {
  expect(held("sum_of_union_late")).toEqual([]);
  expect(held("window_of_now_measured")).toEqual([]);
});

test("a view waits for no table whose rows another table's stand beside in the view with LATENESS", () => {
  expect(held("emit_final_of_view_late")).toEqual([]);
});
