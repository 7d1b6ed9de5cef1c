import { expect, test } from "vitest";
import { selectItems } from "../../../src/analysis/sql/select-items.ts";

function items(statement: string) {
  return selectItems(statement).map(({ name, text }) => [name, text]);
}

test("the items of a SELECT are told with their names, whatever stands in brackets and texts", () => {
  const list = `SELECT DISTINCT a.id, f(x, 'y, z') AS "made of", EXTRACT(HOUR FROM t) hour, CASE WHEN a THEN 1 END`;
  expect(items(`CREATE VIEW v(p, q) AS ${list}\nFROM a WHERE b IN (SELECT c FROM d);`)).toEqual([
    ["id", "a.id"],
    ["made of", "f(x, 'y, z')"],
    ["hour", "EXTRACT(HOUR FROM t)"],
    [undefined, "CASE WHEN a THEN 1 END"],
  ]);
});

test("of WITH the statement's own SELECT is read, of a UNION the first", () => {
  const union = "SELECT a / b AS q FROM c UNION ALL SELECT d AS q FROM e";
  expect(items(`WITH c AS (SELECT x AS a, y AS b FROM f) ${union}`)).toEqual([["q", "a / b"]]);
});

test("without a SELECT there are none", () => {
  expect(items("CREATE TABLE t (a INT)")).toEqual([]);
});
