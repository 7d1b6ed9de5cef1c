import { expect, test } from "vitest";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { undoneJoins } from "../../../src/analysis/program/undone-joins.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../../src/tools/profiles/sql-sources.ts";
import { compiledProgram } from "../../support/compiled-program.ts";

function undone(name: string) {
  const { program_code, schema, mir, calcite_plan } = compiledProgram(name);
  const pipeline = Pipeline.parse({ name, program_code, program_info: { schema } });
  return undoneJoins(sqlPlaces(sqlSources(DataflowGraph.parse({ mir, calcite_plan }), pipeline)));
}

test("a LEFT JOIN is undone by a condition on its other side, and not by one on its own, by IS NULL, or within ON", () => {
  expect(undone("left_joins")).toEqual([{ view: "reported", side: "LEFT", where: "w.pieces > 0" }]);
});

test("an inner join is what the program says", () => {
  expect(undone("sum_of_join")).toEqual([]);
});
