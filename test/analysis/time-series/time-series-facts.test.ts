import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TimeSeriesFacts, timeSeriesFacts } from "../../../src/analysis/time-series/time-series-facts.ts";

const START = Date.parse("2026-11-21T07:46:00Z");
const sample = (second: number, r: number) => ({ t: START + second * 1000, r, m: 1000, s: 0 });

describe("the facts of a time series", () => {
  test("are throughput between samples, and over the whole window", () => {
    const facts = timeSeriesFacts({
      now: START + 4500,
      samples: [sample(0, 100), sample(1, 110), sample(2, 140), sample(4, 180)],
    });
    expect(facts.records).toEqual({ processed_in_all: 180, processed_in_window: 80, per_sec: 20 });
    expect(facts.throughput).toMatchObject({ min: 10, max: 30, last: 20, median: 20 });
    expect(facts.window).toEqual({
      from: "2026-11-21T07:46:00.000Z",
      to: "2026-11-21T07:46:04.000Z",
      ms: 4000,
      samples: 4,
    });
    expect(facts.age_ms).toBe(500);
  });

  test("say for how long nothing was processed", () => {
    const idle = [sample(0, 1), sample(1, 9), ...[2, 3, 4, 5, 6, 7].map((second) => sample(second, 9))];
    expect(timeSeriesFacts({ samples: idle }).records?.idle).toEqual({ ms: 6000, whole_window: false });
    expect(timeSeriesFacts({ samples: idle.slice(1) }).records?.idle).toEqual({
      ms: 6000,
      whole_window: true,
    });
    expect(timeSeriesFacts({ samples: idle.slice(0, 6) }).records).not.toHaveProperty("idle");
  });

  test("are of the time since the last restart", () => {
    const facts = timeSeriesFacts({
      samples: [sample(0, 500), sample(1, 600), sample(2, 5), sample(3, 0), sample(4, 7)],
    });
    expect(facts.restarts).toEqual([
      { at: "2026-11-21T07:46:02.000Z", records_before: 600, records_after: 5 },
      { at: "2026-11-21T07:46:03.000Z", records_before: 5, records_after: 0 },
    ]);
    expect(facts.window?.samples).toBe(2);
    expect(facts.records?.per_sec).toBe(7);
  });

  test("tell a gap among regular samples", () => {
    const samples = [0, 1, 2, 3, 13, 14].map((second) => sample(second, second));
    expect(timeSeriesFacts({ samples }).longest_gap_ms).toBe(10_000);
    expect(timeSeriesFacts({ samples: samples.slice(0, 4) })).not.toHaveProperty("longest_gap_ms");
  });

  test("are the same from the strings of an older runtime", () => {
    const numbers = [sample(0, 100), sample(1, 110), sample(2, 140)];
    const strings = numbers.map(({ t, r, m, s }) => ({
      t: new Date(t).toISOString(),
      r: String(r),
      m: String(m),
      s: String(s),
    }));
    const digits = numbers.map(({ t, r }) => ({ t: String(t), r, m: 1000, s: 0 }));
    const facts = timeSeriesFacts({ now: START + 3000, samples: numbers });
    expect(timeSeriesFacts({ now: new Date(START + 3000).toISOString(), samples: strings })).toEqual(facts);
    expect(timeSeriesFacts({ now: START + 3000, samples: digits })).toEqual(facts);
  });

  test("leave out what a runtime does not tell", () => {
    const facts = timeSeriesFacts({
      samples: [
        { t: START, m: 5 },
        { t: START + 1000, m: 6 },
      ],
    });
    expect(facts).not.toHaveProperty("records");
    expect(facts).not.toHaveProperty("throughput");
    expect(facts).not.toHaveProperty("storage");
    expect(facts.memory?.last).toBe(6);
  });

  test("count samples without a time that can be read", () => {
    expect(timeSeriesFacts({ samples: [{ t: "yesterday" }, sample(0, 1)] })).toMatchObject({
      samples: 1,
      unreadable: 1,
    });
  });

  test("keep their schema whatever the samples are, in whatever order", () => {
    const moment = fc.oneof(fc.integer(), fc.string(), fc.bigInt(), fc.constant("1795247207440"));
    const count = fc.oneof(fc.nat(), fc.bigInt(), fc.string(), fc.constant(null));
    const samples = fc.array(fc.record({ t: moment, r: count, m: count, s: count }), { maxLength: 40 });
    fc.assert(
      fc.property(samples, moment, (all, now) => {
        const facts = TimeSeriesFacts.parse(timeSeriesFacts({ now, samples: all }));
        expect(facts.samples + facts.unreadable).toBeLessThanOrEqual(all.length);
      }),
    );
  });
});
