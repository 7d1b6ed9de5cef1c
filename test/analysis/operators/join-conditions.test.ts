import { describe, expect, test } from "vitest";
import { contentsOf, everyTableIn } from "../../../src/analysis/circuit/contents.ts";
import { isOneOfSeveral, joinConditions } from "../../../src/analysis/operators/join-conditions.ts";
import { conditionOf, onlyOn } from "../../../src/analysis/operators/sql-conditions.ts";
import { type SqlOperator, takenBy } from "../../../src/analysis/operators/sql-graph.ts";
import { tablesBehind, viewsBefore } from "../../../src/analysis/operators/view-statement.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

describe("what the one JOIN of a statement compares by", () => {
  test.each([
    [
      "ends with the next clause",
      "SELECT a.k FROM a JOIN b ON a.k = b.k\n  AND a.at = b.at WHERE a.n > 3 GROUP BY a.k",
      "a.k = b.k AND a.at = b.at",
    ],
    ["ends with the statement", "SELECT a.k FROM a LEFT JOIN b USING (k);", "(k)"],
    [
      "is not what a connector's settings say",
      `CREATE VIEW v WITH ('x' = 'a join') AS SELECT 1 FROM a JOIN b ON a.k = b.k`,
      "a.k = b.k",
    ],
    ["is none where there is none", "SELECT a.k FROM a, b WHERE a.k = b.k", undefined],
    ["is none of two", "SELECT 1 FROM a JOIN b ON a.k = b.k JOIN c ON c.k = b.k", undefined],
    [
      "is none where WHERE makes columns meet, too",
      "SELECT 1 FROM a JOIN b ON a.k = b.k WHERE a.at = b.at",
      undefined,
    ],
    ["is none of a JOIN of all", "SELECT 1 FROM a CROSS JOIN b", undefined],
  ])("%s", (_, statement, expected) => {
    expect(onlyOn(statement)).toBe(expected);
  });
});

test("the condition of a filter is what it asks, and not what a CASE that it looks at chooses by", () => {
  const at = (...codes: string[]) =>
    conditionOf({
      handle: "v.flat_map@2",
      operator: "s1",
      operation: "flat_map",
      rule: "exact",
      distance: 0,
      positions: codes.map((code, line) => ({
        start_line: line + 1,
        start_column: 1,
        end_line: line + 1,
        end_column: code.length,
        code,
      })),
    });
  const CASE = "CASE WHEN n >= 18 THEN 'evening' ELSE 'morning' END";
  expect(at(CASE, "slot = 'Evening'")).toBe("slot = 'Evening'");
  expect(at(CASE)).toBe(CASE);
  expect(at("a = 1", "b = 2")).toBeUndefined();
});

describe("of several joins in one statement each compares what links its own tables", () => {
  const places = placesOfProgram("several_joins");
  const conditions = (name: string, one: string[], other: string[]) => {
    const join = places.byName(name);
    if (join === undefined) throw new Error(`no ${name}`);
    return joinConditions(join, places, [one, other]);
  };

  test("without those of the next, whose place it has beside its own", () => {
    const join = places.byName("s14");
    expect(join && joinConditions(join, places)).toEqual(["p.order_id = o.id"]);
  });

  test.each([
    // Of a WHERE, where it has no place of its own.
    ["s7", ["orders"], ["pays"], ["p.order_id = o.id AND p.at = o.at"]],
    // It stands in another place, too.
    ["s14", ["orders"], ["pays"], ["p.order_id = o.id"]],
    // What goes by a name of its own there is not known.
    ["s16", ["orders", "pays"], ["ships"], ["s.id = q.cust AND s.at = q.at"]],
    ["s7", ["orders"], ["orders"], []],
  ])("%s of %j and %j", (name, one, other, expected) => {
    expect(conditions(name, one, other)).toEqual(expected);
  });
});

describe("where several joins stand on a line, each is told by what it compares", () => {
  const places = placesOfProgram("joins_on_a_line");
  const contents = contentsOf(places.graph);
  const tablesOf = (operator: SqlOperator) => everyTableIn(contents(operator)).map(({ table = "" }) => table);
  const told = (view: string) =>
    places.graph.operators
      .filter(
        ({ name, operation }) => /join/.test(operation) && places.ofOperator(name)?.relation?.name === view,
      )
      .map((join) => {
        const [one = [], other = []] = takenBy(join, places.graph).map(tablesOf);
        return [isOneOfSeveral(join, places), ...joinConditions(join, places, [one, other])];
      });

  test.each([
    ["the same table is joined twice", "twice", ["t.a = x.stop", "t.b = y.stop"]],
    ["one has the place of the next beside its own", "chain", ["t.car = c.car", "c.kind = f.kind"]],
    ["one has no place of its own", "three", ["c.kind = f.kind", "t.car = c.car"]],
    ["they are LEFT JOINs", "either", ["t.car = c.car", "x.stop = t.a"]],
    ["one is another view's as well", "by_kind", ["c.kind = f.kind"]],
  ])("%s", (_, view, conditions) => {
    expect(told(view)).toEqual(conditions.map((condition) => [true, condition]));
  });
});

test("what a statement reads of views is of the tables that those are made of", () => {
  const places = placesOfProgram("views_on_a_line");
  const contents = contentsOf(places.graph);
  const tablesOf = (operator: SqlOperator) => everyTableIn(contents(operator)).map(({ table = "" }) => table);
  const joins = places.graph.operators.filter(({ operation }) => /join/.test(operation));
  const told = joins.map((join) => {
    const [one = [], other = []] = takenBy(join, places.graph).map(tablesOf);
    return [one, other, joinConditions(join, places, [one, other])];
  });
  expect(told).toEqual([
    [["trams"], ["runs"], ["r.tram_id = t.tram_id"]],
    [["lines"], ["trams", "runs"], ["r.line_no = l.line_no"]],
  ]);
});

test("of views that read one another several times over, each is read once", () => {
  const depth = 60;
  const views = Array.from({ length: depth }, (_, at) => `v${at}`);
  const statements = views.map((view, at) => {
    const from = at === 0 ? "t" : `v${at - 1}`;
    return [
      view,
      `CREATE LOCAL VIEW ${view} AS SELECT a.x FROM ${from} a JOIN ${from} b ON a.x = b.x`,
    ] as const;
  });
  const places = { ...placesOfProgram("views_on_a_line"), localStatements: new Map(statements) };
  expect(tablesBehind(`v${depth - 1}`, places)).toEqual(["t"]);
  expect(viewsBefore("t", `SELECT x FROM v${depth - 1}`, places)).toEqual(views.toReversed());
});
