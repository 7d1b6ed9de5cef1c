import { expect, test } from "vitest";
import { evidenceOf } from "../../diagnosis/evidence.ts";

test.each([
  ["skewed_join", [{ operator: "s3", aggregated: 0, rows_of: ["orders", "customers"] }]],
  ["late_rows", [{ operator: "s18", aggregated: 2, rows_of: [] }]],
])("of the join of %s it is known which sides are aggregated before", (world, joins) => {
  expect(evidenceOf(world).circuit_profile?.joins).toEqual(joins);
});
