import { describe, expect, test } from "vitest";
import { waterlinesFor } from "../../src/analysis/pipeline/sql-waterlines.ts";
import { sqlErrorAdvice } from "../../src/diagnosis/sql-error-advice.ts";
import { waterlineCause } from "../../src/diagnosis/waterline-advice.ts";

const MESSAGE = "Could not infer a waterline for column 'v'.'t' which has an 'emit_final' annotation";

const TABLES = `CREATE TABLE a (id BIGINT NOT NULL, k BIGINT, ts TIMESTAMP NOT NULL LATENESS INTERVAL 1 HOUR, other TIMESTAMP);
CREATE TABLE b (id BIGINT NOT NULL, k BIGINT, ts TIMESTAMP NOT NULL, -- no LATENESS here
  note VARCHAR DEFAULT ' LATENESS ', PRIMARY KEY (id));
CREATE TABLE c (id BIGINT NOT NULL, k BIGINT, "ts" TIMESTAMP NOT NULL LATENESS INTERVAL '1' HOUR);
`;

/** The cause of what 0.337's compiler says of a program whose view v has 't' as its emit_final. */
function causeOf(query: string, before = "", message = MESSAGE): string {
  const program = `${TABLES}${before}CREATE VIEW v WITH ('emit_final' = 't') AS\n${query};`;
  const waterlines = waterlinesFor(message, program);
  return waterlines === undefined ? "unknown" : String(waterlineCause(waterlines));
}

describe("a column without a waterline", () => {
  test.each([
    ["SELECT ts AS t FROM b", /^b\.ts has no LATENESS \(b has it on no column\)$/],
    ["SELECT other AS t FROM a", /^a\.other has no LATENESS \(a has it on ts\)$/],
    ["SELECT * FROM (SELECT id, ts AS t FROM b)", /^b\.ts has no LATENESS/],
    ["SELECT DATE_TRUNC(x.ts, DAY) AS t, COUNT(*) AS n FROM b AS x GROUP BY 1", /^b\.ts has no/],
    [
      "SELECT window_start AS t FROM TABLE(TUMBLE(TABLE b, DESCRIPTOR(ts), INTERVAL 1 HOUR)) GROUP BY window_start",
      /^b\.ts has no/,
    ],
    [
      "SELECT ts AS t FROM a UNION ALL SELECT ts FROM b",
      /^b\.ts has no LATENESS .*, unlike a\.ts, which it meets in the UNION of view v on line 5$/,
    ],
    ["SELECT ts AS t FROM a EXCEPT SELECT ts FROM b", /^b\.ts .* in the EXCEPT of view v/],
    [
      "WITH x AS (SELECT ts, k FROM b) SELECT ts AS t FROM a UNION (SELECT x.ts FROM x)",
      /^b\.ts .* in the UNION of view v/,
    ],
    ["SELECT a.ts AS t FROM a JOIN b ON a.ts = b.ts", /^b\.ts .* unlike a\.ts, .* in the JOIN of view v/],
    ["SELECT b.ts AS t FROM a, b WHERE a.ts = b.ts", /^b\.ts .* unlike a\.ts, .* in the JOIN of view v/],
    ["SELECT a.ts AS t FROM a JOIN c ON a.k = c.k", /^view v on line 5 joins .* on other columns than ts/],
    ["SELECT ts AS t FROM a WHERE k IN (SELECT k FROM c)", /^view v .* asks IN a query/],
    ["SELECT MAX(ts) AS t, k FROM a GROUP BY k", /^MAX in view v on line 5 gives no waterline/],
    ["SELECT EXTRACT(HOUR FROM ts) AS t FROM a", /^EXTRACT in view v/],
    ["SELECT CAST(ts AS VARCHAR) AS t FROM a", /^CAST in view v/],
    [
      "SELECT window_start AS t FROM TABLE(HOP(TABLE a, DESCRIPTOR(ts), INTERVAL 1 MINUTE, INTERVAL 1 HOUR)) GROUP BY window_start",
      /^HOP in view v/,
    ],
    ["SELECT GREATEST(ts, ts) AS t FROM b", /^none of the tables behind it \(b\) has LATENESS/],
  ])("is told by what has none: %s", (query, says) => {
    expect(causeOf(query)).toMatch(says);
  });

  test.each([
    // Feldera 0.337 compiles these.
    "SELECT ts AS t FROM a",
    "SELECT ts AS t FROM a UNION ALL SELECT ts FROM c",
    "SELECT a.ts AS t FROM a JOIN c ON a.ts = c.ts",
    "SELECT ts AS t FROM a WHERE ts IN (SELECT ts FROM c)",
    "SELECT EXTRACT(YEAR FROM ts) AS t FROM a",
    "SELECT CAST(ts AS DATE) AS t FROM a",
    "SELECT ts - INTERVAL 1 HOUR AS t FROM a",
    "SELECT ts AS t FROM TABLE(HOP(TABLE a, DESCRIPTOR(ts), INTERVAL 1 MINUTE, INTERVAL 1 HOUR))",
    // What these lose it by the text does not tell.
    "SELECT GREATEST(ts, other) AS t FROM a",
    "SELECT ts AS t FROM a, b",
    "SELECT ts AS t FROM elsewhere",
    "SELECT a.ts AS t FROM a JOIN c ON a.k = c.k AND a.ts < c.ts",
  ])("is told of none where each has one, or the text does not tell: %s", (query) => {
    expect(causeOf(query)).toBe("unknown");
  });

  test("is followed through views, of which one may have LATENESS itself", () => {
    const views =
      "CREATE LOCAL VIEW w (x, y) AS SELECT k, ts FROM a\nUNION ALL SELECT k, ts FROM b;\nCREATE LOCAL VIEW u AS SELECT * FROM w;\n";
    const query = "SELECT y AS t FROM u";
    expect(causeOf(query, views)).toMatch(
      /^b\.ts has no LATENESS .*, unlike a\.ts, which it meets in the UNION of view w on line 5$/,
    );
    expect(causeOf(query, `${views}LATENESS w.y INTERVAL 1 HOUR;\n`)).toBe("unknown");
  });

  test("is told by either message of the compiler, and not by another", () => {
    const query = "SELECT ts AS t, k FROM b";
    expect(causeOf(query, "", "Compiler could not infer a waterline for column 'v'.'t'")).toMatch(/^b\.ts/);
    expect(causeOf(query, "", "Column 't' not found in any table")).toBe("unknown");
  });

  test("in views that read each other ends", () => {
    expect(causeOf("SELECT t FROM w", "CREATE VIEW w AS SELECT t FROM v;\n")).toBe("unknown");
  });

  test("in views that are read twice by views that are ends as well", () => {
    const views = Array.from(
      { length: 30 },
      (_, i) => `CREATE VIEW w${i} AS SELECT t FROM w${i + 1} UNION ALL SELECT t FROM w${i + 1};\n`,
    ).join("");
    expect(causeOf("SELECT t FROM w0", `${views}CREATE VIEW w30 AS SELECT ts AS t FROM b;\n`)).toMatch(
      /^b\.ts/,
    );
  });

  test("comes with what mends it", () => {
    const advice = (query: string) => {
      const program = `${TABLES}CREATE VIEW v AS ${query};`;
      return String(sqlErrorAdvice(MESSAGE, { waterlines: waterlinesFor(MESSAGE, program) }));
    };
    expect(advice("SELECT ts AS t FROM a UNION ALL SELECT ts FROM b")).toMatch(
      /declare LATENESS on b\.ts .* each part has one, or leave emit_final out$/,
    );
    expect(advice("SELECT MAX(ts) AS t FROM a GROUP BY k")).toMatch(/does not go through MAX/);
    expect(advice("SELECT a.ts AS t FROM a JOIN c ON a.k = c.k")).toMatch(/join on ts too/);
    expect(advice("SELECT GREATEST(ts, ts) AS t FROM b")).toMatch(/on the time column of the table/);
    expect(advice("SELECT ts AS t FROM a")).toMatch(/declare LATENESS on their time columns/);
  });
});
