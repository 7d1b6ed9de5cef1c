import { expect, test } from "vitest";
import { withoutErrorViewListeners } from "../../../src/analysis/stats/error-view-listeners.ts";

const ID = "79992081-870c-42a5-a3bb-facddf05b693";

function keptOf(endpoint_name: string, queued_records = 0): boolean {
  const output = { endpoint_name, config: { stream: "error_view" }, metrics: { queued_records } };
  return withoutErrorViewListeners({ outputs: [output] }).outputs?.length === 1;
}

test("who listens to errors is no output of the pipeline", () => {
  expect(keptOf(`error_view.api-${ID}`)).toBe(false);
  expect(keptOf(`orders.api-${ID}`)).toBe(true);
  expect(keptOf("error_view.to_kafka")).toBe(true);
});

test("but one whose queue is full may hold it up", () => {
  expect(keptOf(`error_view.api-${ID}`, 99_999)).toBe(false);
  expect(keptOf(`error_view.api-${ID}`, 100_000)).toBe(true);
});

test("statistics that list no outputs stay so", () => {
  expect(withoutErrorViewListeners({ inputs: [] })).toEqual({ inputs: [] });
});
