import { expect, test } from "vitest";
import { measuredPipeline } from "../../support/compiled-program.ts";

const KEPT_BY_WORKER = /"state_records_count","value":\{"type":"count","value":(14716|13784)\}\}/g;

function payments(change?: (profile: string) => string) {
  return measuredPipeline("pay_null_measured", change).circuit_profile?.tables?.find(
    ({ name }) => name === "payments",
  );
}

test("what a join keeps of a table without a key is what is left of its rows", () => {
  expect(payments()).toMatchObject({ has_key: false, left: 28_500 });
});

test("no row is left of which each has one beside it that takes it back", () => {
  const half = (all: string, records: string) =>
    `${all},{"metric_id":"negative_weight_count","value":{"type":"count","value":${Number(records) / 2}}}`;
  expect(payments((profile) => profile.replace(KEPT_BY_WORKER, half))?.left).toBe(0);
});

test("rows of a table without a key are counted where equal ones of all workers have met, also of one worker", () => {
  const mergedOf = (program: string, table: string) =>
    measuredPipeline(program).circuit_profile?.tables?.find(({ name }) => name === table)?.merged;
  expect(mergedOf("null_status_measured", "results")).toEqual({ rows: 72_800, at_once: 2_597 });
  expect(mergedOf("null_status_measured", "orders")).toBeUndefined();
  expect(mergedOf("found_in_both_measured", "fees")).toEqual({ rows: 500, at_once: 364 });
});
