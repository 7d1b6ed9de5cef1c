import { expect, test } from "vitest";
import { evidenceOf } from "../../diagnosis/evidence.ts";
import { playedPipeline } from "../../support/compiled-program.ts";

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
