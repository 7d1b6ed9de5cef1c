import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { paceSinceStart } from "../../src/diagnosis/rules/backlog.ts";
import { evidenceOf } from "./evidence.ts";

/** A generator makes orders, without end; customers came once, and were few. */
const { pipeline, stats, time_series, circuit_profile, ...others } = evidenceOf("skewed_join");
if (!pipeline || !stats || !time_series?.throughput || !time_series.records || !circuit_profile?.age_s)
  throw new Error("the world has no rates");
const average = time_series.records.processed_in_all / circuit_profile.age_s;

/** The same, with so many times the average now, and orders of a broker where a generator is not to make them. */
function evidence(ofAverage: number, transport = "datagen"): Evidence {
  const connectors = pipeline?.connectors.map((one) => ({ ...one, transport })) ?? [];
  return {
    ...others,
    ...(stats && { stats }),
    ...(circuit_profile && { circuit_profile }),
    ...(pipeline && { pipeline: { ...pipeline, connectors } }),
    ...(time_series?.throughput && {
      time_series: { ...time_series, throughput: { ...time_series.throughput, median: average * ofAverage } },
    }),
  };
}

describe("what comes now of a table, by its average since the start,", () => {
  test("is even where most rows are of it, and as many come", () => {
    expect(paceSinceStart(["orders"], evidence(0.95, "kafka_input"))).toBe("even");
  });

  test("is not known to be where fewer come than would without half of its rows", () => {
    expect(paceSinceStart(["orders"], evidence(0.505, "kafka_input"))).toBe("slower");
  });

  test("is, of a generator, what it was", () => {
    expect(paceSinceStart(["orders"], evidence(0.505))).toBe("even");
  });

  test("is far less where a source began with all that it had", () => {
    expect(paceSinceStart(["orders"], evidence(0.495, "kafka_input"))).toBe("faster at first");
  });

  test("does not show where nearly all rows are of others", () => {
    expect(paceSinceStart(["customers"], evidence(1))).toBe("of others");
  });

  test("is not told where what feeds it was not read, nor without the time series", () => {
    const { pipeline: _, ...unread } = evidence(1);
    const { time_series: __, ...without } = evidence(1);
    const open = stats?.connectors.map((one) => ({ ...one, end_of_input: false })) ?? [];
    expect(
      paceSinceStart(["customers"], { ...unread, ...(stats && { stats: { ...stats, connectors: open } }) }),
    ).toBe("untold");
    expect(paceSinceStart(["orders"], without)).toBeUndefined();
  });
});
