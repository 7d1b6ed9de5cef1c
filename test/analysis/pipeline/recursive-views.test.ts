import { expect, test } from "vitest";
import { countingViews } from "../../../src/analysis/pipeline/recursive-views.ts";

const recursive = (select: string, name = "up") => `-- DECLARE RECURSIVE VIEW none(x INT);
DECLARE RECURSIVE VIEW ${name}(id INT, over INT);
CREATE LOCAL VIEW ${name} AS
SELECT id, boss FROM people WHERE boss IS NOT NULL
UNION ALL
${select};
CREATE VIEW other AS SELECT a + b FROM t;`;

test.each([
  ["a depth", "SELECT u.id, u.depth + 1 FROM up u JOIN people p ON p.id = u.over"],
  ["a path", "SELECT u.id, u.path || '>' || p.name FROM up u JOIN people p ON p.id = u.over"],
  ["a list", "SELECT u.id, ARRAY_APPEND(u.path, p.id) FROM up u JOIN people p ON p.id = u.over"],
  ["an amount", "SELECT u.id, u.many * p.many FROM up u JOIN people p ON p.id = u.over"],
])("a recursive view that computes %s may not come to its end", (_, select) => {
  expect(countingViews(recursive(select))).toEqual([{ name: "up", line: 2 }]);
});

test.each([
  ["takes its values from tables", "SELECT u.id, p.boss FROM up u JOIN people p ON p.id = u.over"],
  ["takes all columns", "SELECT DISTINCT * FROM up"],
  [
    "has signs in comments and texts",
    "SELECT u.id, p.boss /* a + b */ FROM up u, people p WHERE p.kind = 'a-b'",
  ],
])("and does where it %s", (_, select) => {
  expect(countingViews(recursive(select))).toEqual([]);
});

test("a name in quotes is told as it is, and a view that was only declared is none", () => {
  const counting = "SELECT id, depth + 1 FROM people";
  expect(countingViews(recursive(counting, '"The Up"'))).toEqual([{ name: "The Up", line: 2 }]);
  expect(countingViews("DECLARE RECURSIVE VIEW up(id INT);")).toEqual([]);
  expect(countingViews("CREATE VIEW v AS SELECT a + 1 FROM t;")).toEqual([]);
});
