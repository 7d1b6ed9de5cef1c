import { expect, test } from "vitest";
import { Resident, residentOf } from "../../../src/analysis/stats/resident.ts";
import { Stats } from "../../../src/feldera/schemas/stats.ts";
import { recording } from "../../support/responses.ts";

test("the resident size stands beside what inputs and outputs hold", () => {
  const stats = Stats.parse(JSON.parse(recording("stats_1").body.toString()));
  expect(Resident.parse(residentOf(stats))).toEqual({
    rss_bytes: 299_339_776,
    memory_pressure: "low",
    buffered_input_bytes: 0,
    output_bytes: 0,
    storage_bytes: 119,
  });
});

test("what outputs hold is summed up", () => {
  const outputs = [{ metrics: { memory: 5 } }, { metrics: {} }, { metrics: { memory: 7 } }].map((output) => ({
    endpoint_name: "v.c",
    config: { stream: "v" },
    ...output,
  }));
  const stats = Stats.parse({ global_metrics: { rss_bytes: 100 }, inputs: [], outputs });
  expect(residentOf(stats)).toEqual({ rss_bytes: 100, output_bytes: 12 });
});

test("without the resident size there is nothing to stand beside the heap", () => {
  expect(residentOf(Stats.parse({ global_metrics: { storage_bytes: 5 } }))).toBeUndefined();
  expect(residentOf(Stats.parse({}))).toBeUndefined();
});
