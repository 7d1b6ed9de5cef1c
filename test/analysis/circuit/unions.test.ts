import { expect, test } from "vitest";
import { measuredPipeline } from "../../support/compiled-program.ts";

const signs = (change?: (recorded: string) => string) =>
  measuredPipeline("union_measured", change).circuit_profile;

test("of a UNION the records of its parts are told beside those that it gave", () => {
  expect(signs()?.unions).toMatchObject([{ view: "all_scans", records_in: 7_410, records_out: 3_810 }]);
});

test("UNION ALL is none, nor is NULL known of where the subquery of a NOT IN leaves it out", () => {
  const { unions, dead_ends } = measuredPipeline("union_all_measured").circuit_profile ?? {};
  expect(unions).toEqual([]);
  expect(dead_ends).toEqual([]);
});

test("DISTINCT is none", () => {
  const change = (recorded: string) => recorded.replaceAll('"LogicalUnion"', '"LogicalAggregate"');
  expect(signs(change)?.unions).toEqual([]);
});

test("where a part is not counted, nothing is known of it", () => {
  const change = (recorded: string) => recorded.replaceAll("put_batches_stats", "put_batches_other");
  expect(signs(change)?.unions).toEqual([]);
});

test("the subquery of a NOT IN may be a union, whose columns the first part names", () => {
  expect(signs()?.dead_ends).toMatchObject([
    {
      kind: "not_in",
      condition: "s.film_id NOT IN (SELECT sequel_of FROM films UNION ALL SELECT film_id FROM films)",
      may_be_null: ["sequel_of"],
    },
  ]);
});
