import { expect, test } from "vitest";
import type { PictureOf } from "../../src/answers/pictures.ts";
import { historyTitle } from "../../src/page/history/title.ts";

const MIB = 2 ** 20;

function historyOf(memory: number, limit: number): PictureOf<"history"> {
  return {
    picture: "history",
    pipeline_name: "orders",
    source: { kind: "live", at_ms: 1000 },
    missing: [],
    notes: [],
    from_ms: 0,
    to_ms: 1000,
    told_by: "time series",
    series: [
      {
        name: "memory",
        unit: "bytes",
        at_ms: [0, 1000],
        value: [100 * MIB, memory],
        breaks: [],
        min: 100 * MIB,
        max: memory,
        last: memory,
        says: "rising",
        limit: { value: limit, says: "memory limit 217 MiB" },
      },
    ],
    marks: [],
  };
}

test("The title of a history says what memory does, and that it is beyond its limit where it is", () => {
  expect(historyTitle(historyOf(519 * MIB, 217 * MIB))).toBe(
    "Memory: rising, above the memory limit 217 MiB",
  );
  expect(historyTitle(historyOf(217 * MIB, 217 * MIB))).toBe("Memory: rising");
});

test("It says that nothing is processed while something waits, and not where nothing does", () => {
  const facts = historyOf(217 * MIB, 217 * MIB);
  const stalled = (records: number, kind: "input" | "output"): PictureOf<"history"> => ({
    ...facts,
    series: [
      {
        name: "throughput",
        unit: "records_per_s",
        at_ms: [0, 9000],
        value: [100, 0],
        breaks: [],
        min: 0,
        max: 100,
        last: 0,
        idle_ms: 9000,
        says: "falling",
      },
      ...facts.series,
    ],
    lag: { at_ms: 9000, connectors: [{ name: "orders.in", kind, records }] },
  });
  expect(historyTitle(stalled(1200, "input"))).toBe(
    "Nothing was processed for the last 9 s, while 1,200 records wait at the inputs",
  );
  expect(historyTitle(stalled(0, "input"))).toBe("Memory: rising");
  expect(historyTitle(stalled(1200, "output"))).toBe("Memory: rising");
});

test("Of one moment it has what is known, and nothing of what is not", () => {
  const figures = [
    { name: "throughput", unit: "records_per_s", says: "not known, since it was resumed" },
    { name: "memory", unit: "bytes", value: 440 * MIB, says: "limit not known" },
  ] as const;
  const moment = { at_ms: 1000, figures: [...figures] };
  expect(historyTitle({ ...historyOf(1, 1), series: [], moment })).toBe("At one moment: memory 440 MiB");
});
