import { describe, expect, test } from "vitest";
import * as z from "zod";
import { columnsIn, onlyWhere, unplacedWhere } from "../../../src/analysis/operators/sql-conditions.ts";
import { endCause } from "../../../src/diagnosis/rules/dead-end-words.ts";
import { measuredPipeline, playedPipeline } from "../../support/compiled-program.ts";

test("rows come to an end in a window that none of their times lies in, and nowhere after it", () => {
  const { dead_ends } = measuredPipeline("window_of_now_measured").circuit_profile ?? {};
  expect(dead_ends).toMatchObject([
    {
      kind: "window",
      place: { relation: { name: "recent" } },
      records_in: 12_400,
      views: ["recent", "recent_sum"],
    },
  ]);
});

test("no rows come to an end where all that they come to give some", () => {
  expect(measuredPipeline("rolling_measured").circuit_profile?.dead_ends).toEqual([]);
});

/** What is recorded of a LEFT JOIN, whose rows find no partner, as an inner join of the same rows counts it. */
const asInnerJoin = (recorded: string) =>
  recorded
    .replaceAll("left_join_balanced", "join_balanced")
    .replaceAll(/("computed_output_records_count","value":\{"type":"int","value":)\d+/g, "$10")
    .replaceAll(
      /("output_batches_stats","value":\{"total_records_count":\{"type":"count","value":)\d+/g,
      "$10",
    );

test("rows come to an end in a join that balances its work and finds no partner for any of them", () => {
  expect(measuredPipeline("pay_null_measured", asInnerJoin).circuit_profile?.dead_ends).toMatchObject([
    {
      kind: "join",
      place: { operation: "join_balanced" },
      records_in: 30_500,
      views: ["placed", "by_country"],
    },
  ]);
});

test("a join of rows with themselves that gives no pair is a condition that none meets", () => {
  const withItself = (recorded: string) => asInnerJoin(recorded).replace('"node":"s3"', '"node":"s2"');
  expect(measuredPipeline("pay_null_measured", withItself).circuit_profile?.dead_ends).toMatchObject([
    { kind: "filter", place: { operation: "join_balanced" } },
  ]);
});

test("no rows come to an end in a LEFT JOIN, which passes those without a partner", () => {
  expect(measuredPipeline("pay_null_measured").circuit_profile?.dead_ends).toEqual([]);
});

test("a condition on what an outer join has not found is told with that join", () => {
  const { dead_ends } = playedPipeline("outer_joins", { s12: { in: 4_000, out: 0 } }).circuit_profile ?? {};
  expect(dead_ends).toMatchObject([
    { kind: "filter", condition: "p.price IS NOT NULL", may_be_null: ["price"], outer: "LEFT_ASOF" },
  ]);
  const [end] = dead_ends ?? [];
  expect(end && String(endCause({ ...end, kind: "null_key" }, []))).toMatch(
    /leaves out what has NULL for its key.*Look at why: what a LEFT ASOF JOIN finds no row for is NULL/,
  );
  expect(end && String(endCause(end, []))).toMatch(
    /Look at why: what a LEFT ASOF JOIN finds no row for is NULL, without an error/,
  );
});

test("rows come to an end in an INTERSECT that finds none of them in both, and in an EXCEPT that leaves none", () => {
  const { dead_ends, empty_views } = measuredPipeline("found_in_both_measured").circuit_profile ?? {};
  expect(dead_ends).toMatchObject([
    { kind: "intersect", records_in: 300, views: ["paid"] },
    { kind: "except", records_in: 60, views: ["newcomers"] },
    { kind: "intersect", records_in: 300, views: ["paid_count"] },
  ]);
  expect(empty_views).toEqual(["paid_count", "newcomers"]);
});

test.each([
  ["none is in both", 300, ["both_in", "counted"]],
  ["one is in both", 299, []],
])("rows come to an end in an INTERSECT and in what is made of it where %s", (_, onlyInFirst, views) => {
  const counted = { s5: { in: 300, out: 300 }, s9: { in: 500, out: onlyInFirst } };
  const { dead_ends = [] } = playedPipeline("found_in_both", counted).circuit_profile ?? {};
  expect(dead_ends.flatMap((end) => end.views)).toEqual(views);
});

test.each([
  ["none", 0, ["but"]],
  ["one", 1, []],
])(
  "rows come to an end in an EXCEPT that leaves %s, and not in what takes that away again",
  (_, left, views) => {
    const counted = { s15: { in: 60, out: 60 }, s19: { in: 120, out: left } };
    const { dead_ends = [] } = playedPipeline("found_in_both", counted).circuit_profile ?? {};
    expect(dead_ends.flatMap((end) => end.views)).toEqual(views);
  },
);

test("of a condition the columns are told that may be NULL", () => {
  const none = (recorded: string) =>
    recorded.replaceAll(
      /("output_batches_stats","value":\{"total_records_count":\{"type":"count","value":)\d+\}/g,
      "$10}",
    );
  expect(measuredPipeline("null_keys_measured", none).circuit_profile?.dead_ends).toMatchObject([
    { kind: "null_key", may_be_null: ["mmsi"] },
  ]);
});

const Mir = z.looseObject({
  mir: z.record(z.string(), z.looseObject({ persistent_id: z.string().optional() })),
});

/** As if an operator had put out nothing. */
const noneOf = (operator: string) => (recorded: string) => {
  const { persistent_id } = Mir.parse(JSON.parse(recorded)).mir[operator] ?? {};
  const counted = String.raw`("output_batches_stats","value":\{"total_records_count":\{"type":"count","value":)\d+`;
  const ofIt = String.raw`(?=\}{3},\{"metric_id":"persistent_id","value":\{"type":"string","value":"${persistent_id}")`;
  return recorded.replaceAll(new RegExp(counted + ofIt, "g"), "$10");
};

test("and those that the join compares which takes what passes it", () => {
  const { dead_ends } = measuredPipeline("courses_unmatched_measured", noneOf("s66")).circuit_profile ?? {};
  expect(dead_ends).toMatchObject([{ kind: "filter", may_be_null: ["status"], keys: ["enrol_id"] }]);
});

test.each([
  ["NOT hidden", ["hidden"]],
  ["kind = 'hidden' AND \"Flag\" > 3", ["Flag"]],
  ["kind = 'x'", []],
])("of %s those are told that it names", (condition, named) => {
  expect(columnsIn(condition, ["hidden", "Flag"])).toEqual(named);
});

test.each([
  ["WHERE heated", "heated"],
  ["WHERE NOT l.heated;", "NOT l.heated"],
  ["WHERE seats > 3", undefined],
  ["WHERE built IS NOT NULL", "built IS NOT NULL"],
])("a condition that the compiler gives no position is that of %s: %s", (where, condition) => {
  expect(unplacedWhere(`CREATE VIEW v AS SELECT name FROM lifts l ${where}`, ["built"])).toBe(condition);
});

describe("the WHERE of a statement that names a column", () => {
  const ROUTES =
    "CREATE VIEW routes AS SELECT a, n FROM (SELECT a, COUNT(*) AS n FROM t\n WHERE b IS NOT NULL\n  GROUP BY a) WHERE n < 3;";

  test.each([
    ["ends with the next clause", ROUTES, ["b"], "b IS NOT NULL"],
    ["ends with the statement", ROUTES, ["n"], "n < 3"],
    [
      "ends with what it stands within",
      "SELECT 1 WHERE EXISTS (SELECT 1 FROM t WHERE b IN (1, 2))",
      ["x", "b"],
      undefined,
    ],
    ["is none where no clause names it", ROUTES, ["c"], undefined],
    ["is none where two do", ROUTES, ["b", "n"], undefined],
    [
      "is that within parentheses",
      "SELECT 1 FROM (SELECT a FROM t WHERE b = f(2, 3)) u",
      ["b"],
      "b = f(2, 3)",
    ],
  ])("%s", (_, statement, columns, expected) => {
    expect(onlyWhere(statement, columns)).toBe(expected);
  });
});
