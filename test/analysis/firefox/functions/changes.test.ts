import { describe, expect, test } from "vitest";
import { FunctionChanges, OperatorChanges } from "../../../../src/analysis/firefox/change-schema.ts";
import { functionChanges } from "../../../../src/analysis/firefox/functions/function-changes.ts";
import { operatorChanges } from "../../../../src/analysis/firefox/operators/operator-changes.ts";
import { rateChange } from "../../../../src/analysis/firefox/rates.ts";
import type { Change } from "../../../../src/analysis/profiles/change.ts";
import { decodeMarkedSpec, decodeSpec, evaluation, type SampleSpec, type ThreadSpec } from "../synthetic.ts";

/** Samples of 1 ms of CPU, one each ms from `from` on. */
function samples(stack: readonly string[], count: number, from = 0): SampleSpec[] {
  return Array.from({ length: count }, (_, index) => ({ timeMs: from + index, stack, cpu: 1000 }));
}

/** A worker whose recording ends with a sample without CPU at this time. */
function worker(ends: number, ...parts: readonly SampleSpec[][]): ThreadSpec {
  return { name: "dbsp-worker-0", samples: [...parts.flat(), { timeMs: ends, stack: ["run"], cpu: 0 }] };
}

function told({ direction, noise }: Change): string {
  return noise?.isWithin === true ? "noise" : direction;
}

describe("a rate", () => {
  const sampling = { seconds: 2, perSample: 1000 };

  test("is per second of its own window, so that longer recordings do not look busier", () => {
    const rate = rateChange(
      { cost: 100_000, sampling },
      { cost: 200_000, sampling: { seconds: 4, perSample: 1000 } },
    );
    expect(rate).toMatchObject({ before: 50_000, after: 50_000, direction: "same" });
    expect(rate.noise).toMatchObject({ deviations: 0, isWithin: true });
  });

  test("differs by as many deviations as counts of so many samples would", () => {
    // 100 samples against 144 in as much time: 44 apart, where the root of 100 + 144 is 15.62.
    const rate = rateChange({ cost: 100_000, sampling }, { cost: 144_000, sampling });
    expect(rate.noise?.deviations).toBeCloseTo(44 / Math.sqrt(244), 9);
    expect(told(rate)).toBe("noise");
    expect(told(rateChange({ cost: 100_000, sampling }, { cost: 160_000, sampling }))).toBe("grew");
    expect(told(rateChange({ cost: 160_000, sampling }, { cost: 100_000, sampling }))).toBe("shrank");
  });

  test("from or to nothing is new or gone, but for a few samples it is noise", () => {
    const of = (before: number, after: number) =>
      told(rateChange({ cost: before, sampling }, { cost: after, sampling }));
    expect([of(0, 10_000), of(10_000, 0), of(0, 9000), of(0, 0)]).toEqual(["new", "gone", "noise", "noise"]);
  });
});

describe("changes by function", () => {
  const before = decodeSpec({
    threads: [
      worker(
        1000,
        samples(["run", "join"], 100),
        samples(["run", "scan"], 50, 200),
        samples(["run", "old"], 40, 400),
      ),
    ],
  });
  const after = decodeSpec({
    threads: [
      worker(
        2000,
        samples(["run", "join"], 600),
        samples(["run", "scan"], 90, 700),
        samples(["run", "new"], 40, 900),
      ),
    ],
  });
  const facts = functionChanges(before, after, { limit: 10 });

  test("fit their schema and tell both windows", () => {
    expect(FunctionChanges.parse(facts)).toEqual(facts);
    expect(facts.seconds).toEqual({ before: 1, after: 2 });
    expect(facts.all).toMatchObject({ before: 190_000, after: 365_000, direction: "grew" });
  });

  test("rank the largest change per second first, and noise after all else", () => {
    expect(facts.functionsBySelf.rows.map((row) => [row.name, row.before, row.after, told(row)])).toEqual([
      ["join", 100_000, 300_000, "grew"],
      ["old", 40_000, 0, "gone"],
      ["new", 0, 20_000, "new"],
      ["scan", 50_000, 45_000, "noise"],
    ]);
    expect([facts.functionsBySelf.of, facts.functionsBySelf.withinNoise]).toEqual([3, 1]);
  });

  test("are told by group of threads", () => {
    expect(facts.groups).toMatchObject([{ group: "workers", before: 190_000, after: 365_000 }]);
  });

  test("are none between a profile and itself", () => {
    const same = functionChanges(after, after, { limit: 10 });
    expect(same.all.noise?.deviations).toBe(0);
    expect([same.functionsBySelf.rows, same.functionsByTotal.rows]).toEqual([[], []]);
  });

  test("count samples where one of the two has no CPU", () => {
    const without = decodeSpec({
      threads: [worker(1000, samples(["run", "join"], 100))],
      withoutCpuColumn: true,
    });
    const counted = functionChanges(without, after, { limit: 10 });
    expect(counted.rankedBy).toBe("samples");
    expect(counted.functionsBySelf.rows[0]).toMatchObject({ name: "join", before: 100, after: 300 });
  });
});

describe("changes by operator", () => {
  const profileOf = (seconds: number, join: number, kind = "Join") =>
    decodeMarkedSpec({
      threads: [
        {
          ...worker(seconds * 1000, samples(["run"], join, 10)),
          markers: [
            evaluation(`${kind} n1`, [10, 10 + join]),
            evaluation("Map n2", [seconds * 1000 - 1, seconds * 1000]),
          ],
        },
      ],
    });

  test("are per second of the window that markers cover", () => {
    const facts = operatorChanges(profileOf(1, 100), profileOf(2, 600), { limit: 10 });
    expect(OperatorChanges.parse(facts)).toEqual(facts);
    expect(facts.operators.rows).toMatchObject([{ nodeId: "n1", kind: "Join", direction: "grew" }]);
    expect(facts.operators.rows[0]?.before).toBeCloseTo(100_000 / facts.seconds.before, 6);
    expect(facts.operators.rows[0]?.after).toBeCloseTo(600_000 / facts.seconds.after, 6);
  });

  test("take an id that another kind of operator has for another operator", () => {
    const facts = operatorChanges(profileOf(1, 100), profileOf(1, 100, "Filter"), { limit: 10 });
    expect(facts.operators.rows.map(({ kind, direction }) => [kind, direction])).toEqual([
      ["Join", "gone"],
      ["Filter", "new"],
    ]);
  });
});
