import { expect, test } from "vitest";
import { onlyNotIn } from "../../../src/analysis/operators/sql-conditions.ts";
import { measuredPipeline, playedPipeline } from "../../support/compiled-program.ts";
import type { Counted } from "../../support/made-profile.ts";

const deadEndsOf = (change?: (recorded: string) => string) =>
  measuredPipeline("not_in_null_measured", change).circuit_profile?.dead_ends;

const NOT_IN = {
  kind: "not_in",
  place: { relation: { name: "untested" }, line: 91 },
  condition: "c.cow_id NOT IN (SELECT cow_id FROM tests)",
  may_be_null: ["cow_id"],
  views: ["untested"],
};

test("no row passes a NOT IN whose subquery has given NULL, which the join of its values leaves out", () => {
  expect(deadEndsOf()).toMatchObject([{ ...NOT_IN, nulls: 1 }]);
});

/** One more of the values that are looked for, of the worker to which NULL came. */
const asManyAs = (recorded: string) =>
  recorded.replaceAll(/("total_records_count":\{"type":"count","value":)608(?=\})/g, "$1609");

test("where all that it gives is looked for, each row is found there", () => {
  expect(deadEndsOf(asManyAs)).toMatchObject([{ ...NOT_IN, nulls: 0 }]);
});

test("where the circuit does not count them, whether NULL has come is not known", () => {
  const uncounted = (recorded: string) =>
    recorded.replaceAll('"operation":"flat_map_index"', '"operation":"flat_map_keyed"');
  const [end] = deadEndsOf(uncounted) ?? [];
  expect(end).toMatchObject(NOT_IN);
  expect(end).not.toHaveProperty("nulls");
});

test("of a column that is NOT NULL the plan counts nothing, and it is an ordinary LEFT JOIN", () => {
  expect(deadEndsOf((recorded) => recorded.replace('"group":[],', '"group":[0],'))).toEqual([]);
});

/** Forty records, which rows that passed have made and taken back, and what is left of them. */
const passedBefore = (kept: number, nulls = 1, trace: Pick<Counted, "keptAs"> = {}) =>
  playedPipeline("not_in_null_measured", {
    s36: { in: 700, out: 600 + nulls },
    s37: { in: 700, out: 600 },
    s108: { left: [1_200, 40], right: [450, 0] },
    s112: { in: 40, out: 40, kept, ...trace },
  }).circuit_profile?.dead_ends?.filter(({ kind }) => kind === "not_in");

test("of what passed before NULL came none is left", () => {
  expect(passedBefore(0)).toMatchObject([{ ...NOT_IN, nulls: 1, is_taken_back: true }]);
});

test("and none of what a materialized view keeps for queries", () => {
  const forQueries = { keptAs: ".shard.accintegral" };
  expect(passedBefore(0, 1, forQueries)).toMatchObject([{ ...NOT_IN, nulls: 1, is_taken_back: true }]);
  expect(passedBefore(20, 1, forQueries)).toEqual([]);
});

test("what passed is there as long as none of it is taken back, or no NULL has come", () => {
  expect(passedBefore(20)).toEqual([]);
  expect(passedBefore(0, 0)).toEqual([]);
});

test.each([
  ["SELECT a FROM t WHERE a NOT IN (SELECT b FROM u);", "a NOT IN (SELECT b FROM u)"],
  [
    "SELECT a FROM t WHERE (a, c) not\n in(SELECT b, max(d) FROM u GROUP BY b) AND c > 1",
    "(a, c) not in(SELECT b, max(d) FROM u GROUP BY b)",
  ],
  ["SELECT a FROM t -- a NOT IN (SELECT 1)\nWHERE a NOT IN (1, 2)", undefined],
  ["SELECT 1 WHERE a NOT IN (SELECT b FROM u) AND c NOT IN (SELECT d FROM v)", undefined],
])("of %s the one NOT IN is told", (statement, condition) => {
  expect(onlyNotIn(statement)).toBe(condition);
});
