import { expect, test } from "vitest";
import { measuredPipeline } from "../../support/compiled-program.ts";

const unequalIn = (change?: (recorded: string) => string) =>
  measuredPipeline("null_status_measured", change).circuit_profile?.unequal_nulls;

test("what a column is asked not to be is told where it may be NULL, with what came and what was left", () => {
  expect(unequalIn()).toMatchObject([
    {
      condition: "status <> 'CANCELLED'",
      may_be_null: ["status"],
      tables: ["orders"],
      records_in: 21_760,
      records_out: 1_611,
    },
  ]);
});

test("nothing is told of a column that is never NULL, nor where the primary key does not keep rows apart", () => {
  const never = (recorded: string) =>
    recorded.replace(/"nullable":true([^}]*\},"name":"status")/, '"nullable":false$1');
  expect(unequalIn(never)).toEqual([]);
  expect(
    unequalIn((recorded) => recorded.replace("SELECT order_id, patient_id", "SELECT ordered_a, patient_id")),
  ).toEqual([]);
});
