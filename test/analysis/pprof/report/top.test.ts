import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidPattern } from "../../../../src/analysis/invalid-pattern.ts";
import { sampleTypeIndex, UnknownSampleType } from "../../../../src/analysis/pprof/format/sample-type.ts";
import { TopFacts, topFacts } from "../../../../src/analysis/pprof/report/top.ts";
import { heapProfileOf } from "../folded.ts";
import { heapProfile } from "../heap-profiles.ts";

describe("topFacts", () => {
  test("of weights that are not negative, flat is at most cum, cum at most the total, and flat adds up", () => {
    const stack = fc
      .array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1, maxLength: 6 })
      .map((names) => names.join(" < "));
    const stacks = fc.array(fc.record({ stack, weight: fc.nat({ max: 10_000 }) }), { maxLength: 30 });
    fc.assert(
      fc.property(stacks, fc.constantFrom("flat" as const, "cum" as const), (folded, sort) => {
        const facts = TopFacts.parse(topFacts(heapProfileOf(folded), { sort }));
        expect(facts.total).toBe(folded.reduce((sum, { weight }) => sum + weight, 0));
        for (const { flat, cum } of facts.rows) {
          expect(flat).toBeLessThanOrEqual(cum);
          expect(cum).toBeLessThanOrEqual(facts.total);
        }
        const flat = facts.rows.reduce((sum, row) => sum + row.flat, 0);
        if (facts.droppedRows === 0) expect(flat).toBe(facts.total);
        const ranks = facts.rows.map((row) => row[sort]);
        expect(ranks).toEqual(ranks.toSorted((left, right) => right - left));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test("says how many rows there are beyond those it shows", () => {
    const profile = heapProfileOf([
      { stack: "main < a", weight: 900 },
      { stack: "main < b", weight: 99 },
      { stack: "main < c", weight: 1 },
    ]);
    expect(topFacts(profile, { sort: "flat", limit: 2 })).toMatchObject({
      sampleType: { type: "inuse_space", unit: "bytes" },
      total: 1000,
      sampleCount: 3,
      rows: [
        { name: "a", flat: 900, cum: 900 },
        { name: "b", flat: 99, cum: 99 },
      ],
      rowsInAll: 3,
      droppedRows: 1,
      cutoff: 5,
      leftOut: 0,
    });
  });

  test("says what focus and ignore left out", () => {
    const profile = heapProfileOf([
      { stack: "main < a", weight: 60 },
      { stack: "main < b", weight: 40 },
    ]);
    expect(topFacts(profile, { sort: "flat", focus: "a$" })).toMatchObject({ total: 100, leftOut: 40 });
    expect(topFacts(profile, { sort: "flat", ignore: "main" })).toMatchObject({ leftOut: 100, rows: [] });
  });

  test("refuses a pattern that RE2 refuses", () => {
    const profile = heapProfileOf([]);
    expect(() => topFacts(profile, { sort: "flat", focus: "a(?=b)" })).toThrow(InvalidPattern);
  });
});

describe("sampleTypeIndex", () => {
  test("is the profile's default, else the last", () => {
    expect(sampleTypeIndex(heapProfile("generated/cpu.pb.gz"))).toBe(1);
    expect(sampleTypeIndex(heapProfile("generated/ties.pb.gz"))).toBe(2);
    expect(sampleTypeIndex(heapProfile("heap_profile_1.body"))).toBe(0);
  });

  test("takes a number or a name, with or without inuse_", () => {
    const ties = heapProfile("generated/ties.pb.gz");
    expect(["0", "delay", "space", "inuse_space"].map((choice) => sampleTypeIndex(ties, choice))).toEqual([
      0, 1, 2, 2,
    ]);
  });

  test.each(["3", "-1", "wall"])("refuses %s and says which there are", (choice) => {
    const ties = heapProfile("generated/ties.pb.gz");
    expect(() => sampleTypeIndex(ties, choice)).toThrow(UnknownSampleType);
    expect(() => sampleTypeIndex(ties, choice)).toThrow("events, delay, space");
  });
});
