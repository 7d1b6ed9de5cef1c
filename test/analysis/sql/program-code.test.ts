import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { joinConditions } from "../../../src/analysis/operators/join-conditions.ts";
import {
  conditionOf,
  onlyNotIn,
  onlyOn,
  onlyWhere,
  outerJoin,
} from "../../../src/analysis/operators/sql-conditions.ts";
import { type SqlPlaces, sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { viewStatement } from "../../../src/analysis/operators/view-statement.ts";
import {
  aliasesOf,
  byComma,
  codeOnly,
  onOneLine,
  sourcesIn,
  untilClosed,
  withoutComments,
  withoutTexts,
} from "../../../src/analysis/sql/program-code.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { compiledProgram } from "../../support/compiled-program.ts";
import { recordingPath } from "../../support/responses.ts";

const SQL = `SELECT '--''x' AS "a -- b", c -- it's c\nFROM t /* 'one\ntwo' */ WHERE c = '/* d */';`;

test.each([
  [withoutComments, `SELECT '--''x' AS "a -- b", c |\nFROM t |\n| WHERE c = '/* d */';`],
  [withoutTexts, `SELECT | AS "a -- b", c |\nFROM t |\n| WHERE c = |;`],
  [codeOnly, `SELECT | AS ________, c |\nFROM t |\n| WHERE c = |;`],
])("%o leaves all else of a program in its place", (without, left) => {
  const code = without(SQL);
  expect(code).toHaveLength(SQL.length);
  expect(onOneLine(code)).toBe(onOneLine(left.replaceAll("|", " ")));
  expect(code.split("\n").map(({ length }) => length)).toEqual(SQL.split("\n").map(({ length }) => length));
});

test("commas within parentheses part nothing, and what a piece stands within ends it", () => {
  expect(byComma("a, f(b, (c, d)), e")).toEqual(["a", " f(b, (c, d))", " e"]);
  expect(untilClosed("a, (b), c) AS d")).toBe("a, (b), c");
  expect(untilClosed("a, (b)")).toBe("a, (b)");
});

test.each([
  ["SELECT * FROM t AS one, u JOIN t two ON one.id = two.id", ["one", "two"]],
  ['SELECT * FROM (t "One" JOIN u ON One.id = u.id)', ["one"]],
  ["SELECT t.a FROM t WHERE t.a > 1", []],
  ["SELECT t.a FROM u, t LEFT JOIN v ON t.a = v.a", []],
])("of %s the names are known that t is given", (statement, names) => {
  expect(aliasesOf("t", statement)).toEqual(names);
});

test.each([
  ["SELECT a, t FROM t", ["t"]],
  ["SELECT * FROM t JOIN u x ON t.a = x.a, v AS y WHERE t.a IN (1, w)", ["t", "v y", "u x"]],
  ["SELECT * FROM t ORDER BY a, b", ["t"]],
  ["SELECT * FROM (SELECT a FROM t GROUP BY a, b) q, u", ["select a", "u", "t"]],
  ['SELECT * FROM "My Table" "My M", u WHERE u."group" = 1', ["my table my m", "u"]],
])("%s reads these, by these names", (statement, read) => {
  const named = sourcesIn(statement).map(({ source, alias }) =>
    alias === source ? source : `${source} ${alias}`,
  );
  expect(named).toEqual(read);
});

test("a word of SQL within a text begins and ends no clause", () => {
  const asks = "SELECT a FROM t WHERE note <> 'JOIN us WHERE you ORDER' AND a > 1 ORDER BY a";
  expect(onlyWhere(asks)).toBe("note <> 'JOIN us WHERE you ORDER' AND a > 1");
  expect(onlyOn("SELECT 'a JOIN b' FROM a JOIN b ON a.k = b.k AND a.x = 'x GROUP y' GROUP BY a.k")).toBe(
    "a.k = b.k AND a.x = 'x GROUP y'",
  );
  expect(onlyNotIn("SELECT a FROM t WHERE a NOT IN (SELECT b FROM u WHERE b <> ')')")).toBe(
    "a NOT IN (SELECT b FROM u WHERE b <> ')')",
  );
  expect(outerJoin("SELECT 'x JOIN y', a.k FROM a LEFT JOIN b ON a.k = b.k WHERE b.c = ' LIMIT '")).toEqual({
    side: "LEFT",
    where: "b.c = ' LIMIT '",
  });
});

const COMMENT = " -- it's WHERE one JOIN other ON (a.x = b.y, or LEFT JOIN";

/** In place of its own comments; a text may end in another line, and no comment stands in it. */
function withAtLineEnds(program: string, comment: string): string {
  return program.replace(/ *--.*$|('(?:[^']|'')*')| *$/gm, (_, text?: string) => text ?? comment);
}

/** What is read of a program's text, with its white space as one blank. */
function read(name: string, change: (program: string) => string): unknown {
  const { program_code, mir, calcite_plan } = compiledProgram(name);
  const graph = DataflowGraph.parse({ mir, calcite_plan });
  const places: SqlPlaces = sqlPlaces({ graph, programCode: change(program_code), tables: [] });
  return places.all.map(({ place, copies: [operator] }) => ({
    code: place.positions.map(({ code = "" }) => onOneLine(code)),
    condition: conditionOf(place),
    statement: onOneLine(viewStatement(place.relation?.name, places)),
    where: onlyWhere(viewStatement(place.relation?.name, places)),
    joins: operator && joinConditions(operator, places).map(onOneLine),
  }));
}

const PROGRAMS = readdirSync(recordingPath("graphs")).map((file) => file.replace(/\.json$/, ""));

test.each(PROGRAMS)(
  "comments at the ends of its lines change nothing that is read of the program %s",
  (name) => {
    const bare = read(name, (program) => withAtLineEnds(program, ""));
    expect(read(name, (program) => withAtLineEnds(program, COMMENT))).toEqual(bare);
  },
);
