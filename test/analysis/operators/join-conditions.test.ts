import { describe, expect, test } from "vitest";
import { onlyOn } from "../../../src/analysis/operators/sql-conditions.ts";

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
