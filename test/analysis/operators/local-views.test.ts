import { expect, test } from "vitest";
import { localViews } from "../../../src/analysis/operators/local-views.ts";
import { programText } from "../../../src/analysis/operators/program-text.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { viewStatement } from "../../../src/analysis/operators/view-statement.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { compiledProgram } from "../../support/compiled-program.ts";

const views = (sql: string) => localViews(programText(sql));

test("a local view's statement goes to its semicolon", () => {
  const sql =
    "CREATE TABLE t (x INT);\ncreate local\n  view Joined AS\nSELECT x FROM t;CREATE VIEW v AS SELECT 1;";
  expect(views(sql)).toEqual([
    { name: "joined", span: { startLine: 2, startColumn: 1, endLine: 4, endColumn: 16 } },
  ]);
});

test("semicolons and words in strings, quoted names and comments are none", () => {
  const sql = `CREATE LOCAL VIEW "A;b" AS SELECT ';' AS "x;" -- ; it's\n/* CREATE LOCAL VIEW c; */ FROM t;`;
  expect(views(sql)).toMatchObject([{ name: "A;b", span: { endLine: 2, endColumn: 34 } }]);
});

test("a program without its end, or without local views, has none", () => {
  expect(views("CREATE LOCAL VIEW v AS SELECT 1")).toEqual([]);
  expect(views("CREATE VIEW local AS SELECT 'CREATE LOCAL VIEW v;';")).toEqual([]);
});

test("an operator of a local view is told by that, and not by the table or view that is near", () => {
  const { program_code: programCode, mir } = compiledProgram("emit_final_of_view_late");
  const places = sqlPlaces({ graph: DataflowGraph.parse({ mir }), programCode, tables: [] });
  const join = places.all.find(({ place }) => place.operation.startsWith("join"));
  expect(join?.place).toMatchObject({ relation: { kind: "view", name: "placed" }, handle: "placed.join@3" });
});

test("what a local view asks of its rows stands in its statement, as that of any view", () => {
  const { program_code: programCode, mir } = compiledProgram("emit_final_of_view_late");
  const places = sqlPlaces({ graph: DataflowGraph.parse({ mir }), programCode, tables: [] });
  expect(viewStatement("placed", places)).toMatch(/^CREATE LOCAL VIEW placed AS\s+SELECT .* JOIN /s);
  expect(viewStatement("of_no_program", places)).toBe("");
});
