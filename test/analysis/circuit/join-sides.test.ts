import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { contentsOf } from "../../../src/analysis/circuit/contents.ts";
import { joinSides } from "../../../src/analysis/circuit/join-sides.ts";
import type { SqlOperator } from "../../../src/analysis/operators/sql-graph.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../../src/tools/profiles/sql-sources.ts";
import { evidenceOf } from "../../diagnosis/evidence.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { compiledProgram, measuredPipeline, playedPipeline } from "../../support/compiled-program.ts";
import { recordingPath } from "../../support/responses.ts";

test.each([
  [
    "skewed_join",
    [
      {
        operator: "s3",
        aggregated: 0,
        rows_of: ["orders", "customers"],
        condition: "o.customer_id = c.customer_id",
      },
    ],
  ],
  ["late_rows", [{ operator: "s18", aggregated: 2, rows_of: [] }]],
])(
  "of the join of %s it is known which sides are aggregated before, and what it compares",
  (world, joins) => {
    expect(evidenceOf(world).circuit_profile?.joins).toEqual(joins);
  },
);

test("a join that compares a part of a primary key tells the rest, where the other side has it as well", () => {
  const joins = playedPipeline("part_of_key", {}).circuit_profile?.joins ?? [];
  expect(joins.map(({ condition, left_out }) => [condition, left_out])).toEqual([
    ["b.class = f.class", { table: "fares", key: ["flight", "class"], columns: ["flight"] }],
    ["b.class = f.class AND b.flight = f.flight", undefined],
    ["u.class = f.class", undefined],
  ]);
});

test("of several joins on a line each has what it compares itself", () => {
  const joins = playedPipeline("several_joins", {}).circuit_profile?.joins ?? [];
  expect(
    joins.map(({ operator, condition, is_one_of_several }) => [operator, condition, is_one_of_several]),
  ).toEqual([
    ["s7", "p.order_id = o.id AND p.at = o.at", true],
    ["s8", "s.order_id = o.id AND s.at = p.at", true],
    ["s14", "p.order_id = o.id", true],
    ["s16", "s.id = q.cust AND s.at = q.at", true],
    ["s37", "p.order_id = o.id AND p.at = o.at", undefined],
  ]);
});

/** The join of bids and bands by a range, or by another condition of the same length. */
function comparesBy(condition = RANGE) {
  const { program_code, schema, mir, calcite_plan } = compiledProgram("range_join");
  const code = program_code.replace(RANGE, condition);
  const pipeline = Pipeline.parse({ name: "p", program_code: code, program_info: { schema } });
  const places = sqlPlaces(sqlSources(DataflowGraph.parse({ mir, calcite_plan }), pipeline));
  const namesOf = (tables: Iterable<SqlOperator>) => [...tables].flatMap(({ table }) => table ?? []);
  return joinSides(places, contentsOf(places.graph), namesOf).map(
    ({ condition, without_equality }) => [condition, without_equality] as const,
  );
}

const RANGE = "b.amount >= p.lo AND b.amount < p.hi";
const BY_KEY = ["l.lot_id = x.lot_id", undefined];

test("a join by a range has no equality, and one of another table, or with a text, is none of it", () => {
  expect(comparesBy()).toEqual([[RANGE, true], BY_KEY]);
  const ofText = "b.amount >= p.lo AND b.channel = 'W'";
  expect(comparesBy(ofText)).toEqual([[ofText, true], BY_KEY]);
});

test.each(["b.amount >= p.lo AND b.lot_id = p.hi", "b.amount >= p.lo AND f(b.loti)= p.hi"])(
  "a join has an equality beside its range: %s",
  (condition) => {
    expect(comparesBy(condition)).toEqual([[condition, undefined], BY_KEY]);
  },
);

test("no join of the recorded programs is without one, but that by a range", () => {
  const names = readdirSync(recordingPath("graphs")).map((file) => file.replace(/\.json$/, ""));
  const without = atLeastOne(names).filter((name) =>
    playedPipeline(name, {}).circuit_profile?.joins?.some((join) => join.without_equality),
  );
  expect(without).toEqual(["range_join"]);
});

test("a join with the clock is told from the others of its line, and a filter by NOW() is none", () => {
  const ofClock = (name: string) =>
    measuredPipeline(name).circuit_profile?.joins?.flatMap(({ operator, of_clock }) =>
      of_clock ? [operator] : [],
    );
  expect(ofClock("now_age_measured")).toEqual(["s18"]);
  expect(ofClock("window_of_now_measured")).toEqual([]);
});
