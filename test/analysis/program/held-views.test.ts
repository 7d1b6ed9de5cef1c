import { expect, test } from "vitest";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { heldViews } from "../../../src/analysis/program/held-views.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../../src/tools/profiles/sql-sources.ts";
import { compiledProgram } from "../../support/compiled-program.ts";

function held(name: string) {
  const { program_code, schema, mir } = compiledProgram(name);
  const pipeline = Pipeline.parse({ name, program_code, program_info: { schema } });
  return heldViews(sqlPlaces(sqlSources(DataflowGraph.parse({ mir }), pipeline)));
}

test("a view with emit_final over a union waits for the time of every table of it", () => {
  expect(held("emit_final_of_union")).toEqual([{ view: "per_minute", tables: ["north", "south"] }]);
});

test("no view waits that LATENESS only lets forget, or that the clock of NOW() moves on", () => {
  expect(held("sum_of_union_late")).toEqual([]);
  expect(held("window_of_now_measured")).toEqual([]);
});

test("a view waits for no table whose rows another table's stand beside in the view with LATENESS", () => {
  expect(held("emit_final_of_view_late")).toEqual([]);
});
