import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REFUSALS, RefusedSql } from "../../../src/analysis/sql/refused.ts";
import { boundedQuery } from "../../../src/analysis/sql/statement.ts";
import { tokensOf } from "../../../src/analysis/sql/tokens.ts";
import { ALLOWED, REFUSED } from "./corpus.ts";

describe("a statement that reads", () => {
  test.each(ALLOWED)("%j is sent", (sql, sent) => {
    expect(boundedQuery(sql, 21).sql).toBe(sent ?? `${sql}\nLIMIT 21`);
  });

  test.each(ALLOWED.filter(([sql]) => !/^\s*explain/i.test(sql)))(
    "%j stays as it is when it is bounded once more",
    (sql) => {
      const once = boundedQuery(sql, 21).sql;
      expect(boundedQuery(once, 21).sql).toBe(once);
    },
  );

  test("is an EXPLAIN or a query", () => {
    expect(boundedQuery("EXPLAIN SELECT 1", 21).kind).toBe("explain");
    expect(boundedQuery("SELECT 'EXPLAIN'", 21).kind).toBe("query");
  });
});

describe("any other statement", () => {
  test.each(REFUSED)("%s: %j is refused", (refusal, sql) => {
    expect(refusalOf(sql)?.refusal).toBe(refusal);
  });

  test("is refused for each of the reasons there are", () => {
    expect(new Set(REFUSED.map(([refusal]) => refusal))).toEqual(new Set(REFUSALS));
  });

  test("is refused with the place, and what stands there", () => {
    expect(refusalOf("SELECT 1,\n  2;\nDROP TABLE t")).toMatchObject({
      refusal: "several statements",
      found: ";",
      line: 2,
      column: 4,
    });
    expect(refusalOf("WITH a AS (\n  delete FROM t) SELECT 1")).toMatchObject({
      found: "delete",
      line: 2,
      column: 3,
    });
    expect(refusalOf("SELECT 'it\\'s'")).toMatchObject({ found: "\\'", line: 1, column: 11 });
  });

  test("however deep it is nested, is refused or sent without running out of stack", () => {
    const deep = 20_000;
    expect(boundedQuery(`${"(".repeat(deep)}SELECT 1${")".repeat(deep)}`, 2).sql).toMatch(/\)\nLIMIT 2$/);
    expect(refusalOf("(".repeat(deep))?.refusal).toBe("unpaired bracket");
    expect(refusalOf("/*".repeat(deep))?.refusal).toBe("endless comment");
  });
});

const CHANGING = fc.constantFrom(
  "INSERT",
  "delete",
  "Update",
  "MERGE",
  "COPY",
  "DROP",
  "SET",
  "CALL",
  "INTO",
);

/** Text that holds a word that changes data, and semicolons; without what is refused wherever it stands. */
const hostileText = fc
  .tuple(fc.stringMatching(/^[\w ;(),.*=-]{0,12}$/), CHANGING, fc.stringMatching(/^[\w ;(),.*=-]{0,12}$/))
  .map((parts) => parts.join(" "));

const hidden = fc.oneof(
  hostileText.map((text) => `SELECT '${text}' AS x`),
  hostileText.map((text) => `SELECT '''${text}''' AS x`),
  hostileText.map((text) => `SELECT 1 AS "${text}"`),
  hostileText.map((text) => `SELECT 1 /* ${text} */ + 2`),
  hostileText.map((text) => `SELECT 1 /* /* ${text} */ ; ${text} */ + 2`),
  hostileText.map((text) => `SELECT 1 -- ${text}\n + 2`),
  hostileText.map((text) => `WITH "${text}" AS (SELECT '${text}') SELECT 2 -- ${text}`),
);

/** Text out of all the parts that quotes, comments and statements are made of. */
const scrambled = fc
  .array(
    fc.constantFrom(
      ...["SELECT", "DELETE", "WITH", "AS", "EXPLAIN", "VALUES", "LIMIT", "OFFSET", "a", "1", "21", "''"],
      ...["'", '"', "--", "/*", "*/", "\n", " ", ";", "(", ")", "[", "]", ",", "*", "\\", "$", "E", "&", "ü"],
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

describe("whatever the text", () => {
  test("a word hidden in strings, names or comments does not count", () => {
    fc.assert(
      fc.property(hidden, (sql) => {
        expect(refusalOf(sql)).toBeUndefined();
      }),
    );
  });

  test("a word that changes data, outside of them, is refused", () => {
    fc.assert(
      fc.property(hidden, CHANGING, (sql, word) => {
        expect(refusalOf(`${sql}\n${word} t`)?.refusal).toBe("change");
      }),
    );
  });

  test("two statements are refused", () => {
    fc.assert(
      fc.property(hidden, hidden, fc.constantFrom(";", "\n;", ";--\n", "\n/* */;"), (one, two, between) => {
        expect(refusalOf(`${one}\n${between}${two}`)?.refusal).toBe("several statements");
      }),
    );
  });

  test("what is sent is one statement without comments, semicolons, changes or more rows than wanted", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          scrambled,
          scrambled.map((text) => `SELECT 1 ${text}`),
        ),
        (sql) => {
          fc.pre(refusalOf(sql) === undefined);
          const { kind, sql: sent } = boundedQuery(sql, 7);
          const tokens = tokensOf(sent);
          const between = tokens.map(({ start }, i) => sent.slice(tokens[i - 1]?.end ?? 0, start));
          expect(between.every((gap) => /^[\t\n\r ]*$/.test(gap))).toBe(true);
          const words = tokens.filter((token) => token.kind === "word").map(({ text }) => text.toUpperCase());
          expect(words).not.toContain("DELETE");
          expect(tokens.filter((token) => token.kind === "symbol" && token.text === ";")).toEqual([]);
          if (kind === "query") expect(sent).toMatch(/LIMIT\s*[0-7](?:\s*OFFSET\s*\d+)?$/);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("it is sent or refused, and nothing else", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (sql) => {
        expect([undefined, ...REFUSALS]).toContain(refusalOf(sql)?.refusal);
      }),
    );
  });

  test("the tokens, and what stands between them, are the text", () => {
    fc.assert(
      fc.property(hidden, (sql) => {
        for (const { text, start, end } of tokensOf(sql)) expect(sql.slice(start, end)).toBe(text);
      }),
    );
  });
});

/** Why a statement is refused; undefined where it is not. Any other error is thrown. */
function refusalOf(sql: string): RefusedSql | undefined {
  try {
    boundedQuery(sql, 21);
    return undefined;
  } catch (error) {
    if (error instanceof RefusedSql) return error;
    throw error;
  }
}
