import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MalformedInput } from "../../../../src/analysis/malformed.ts";
import { pprofDifference } from "../../../../src/analysis/pprof/compare/difference.ts";
import { IncompatibleProfiles } from "../../../../src/analysis/pprof/compare/incompatible-profiles.ts";
import { decodeTables } from "../../../../src/analysis/pprof/format/decode.ts";
import { type TopFacts, topFacts } from "../../../../src/analysis/pprof/report/top.ts";
import type { DifferenceKind } from "../../../../src/analysis/profiles/heap-options.ts";
import { encodedHeapProfile, type FoldedStack } from "../folded.ts";
import { heapProfileBytes, LIMITS, RECORDED_HEAP_PROFILES } from "../heap-profiles.ts";

function top(profile: Uint8Array, base: Uint8Array, kind: DifferenceKind): TopFacts {
  const difference = pprofDifference(decodeTables(profile, LIMITS), decodeTables(base, LIMITS), kind);
  return topFacts(difference, { sort: "cum" });
}

const stack = fc
  .array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1, maxLength: 6 })
  .map((names) => names.join(" < "));
const profiles = fc.array(fc.record({ stack, weight: fc.nat({ max: 10_000 }) }), { maxLength: 30 });

function folded(stacks: readonly FoldedStack[]): Uint8Array {
  // Locations are numbered as they come: all of them first, so that equal names have equal addresses.
  return encodedHeapProfile([{ stack: "a < b < c < d < e", weight: 0 }, ...stacks]);
}

describe.each(["base", "diff_base"] as const)("-%s", (kind) => {
  test.each([...RECORDED_HEAP_PROFILES, "generated/cpu.pb.gz", "generated/run-2.pb.gz", "go/regalloc.pb.gz"])(
    "of %s and itself is nothing",
    (name) => {
      const bytes = heapProfileBytes(name);
      const { rows, rowsInAll, droppedRows } = top(bytes, bytes, kind);
      expect({ rows, rowsInAll, droppedRows }).toEqual({ rows: [], rowsInAll: 0, droppedRows: 0 });
    },
  );

  test("of two profiles is the negative of that of the two swapped", () => {
    fc.assert(
      fc.property(profiles, profiles, (one, other) => {
        const there = top(folded(one), folded(other), kind);
        const back = top(folded(other), folded(one), kind);
        const negated = back.rows.map(({ flat, cum, name }) => ({ flat: 0 - flat, cum: 0 - cum, name }));
        expect(there.rows.map(({ flat, cum, name }) => ({ flat, cum, name }))).toEqual(negated);
        if (kind === "base") expect(there.total).toBe(back.total);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test("of a profile that holds all of the base, and more, is what it has more", () => {
    fc.assert(
      fc.property(profiles, profiles, (more, base) => {
        const { rows } = top(folded([...base, ...more]), folded(base), kind);
        const { rows: alone } = top(folded(more), folded([]), kind);
        expect(rows).toEqual(alone);
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});

test("percentages of -diff_base are of the base", () => {
  const [one, base] = [folded([{ stack: "a < b", weight: 900 }]), folded([{ stack: "a < c", weight: 300 }])];
  expect(top(one, base, "base").total).toBe(1200);
  expect(top(one, base, "diff_base").total).toBe(300);
});

describe("what cannot be compared", () => {
  test("for lack of a common sample type", () => {
    const [heap, cpu] = [heapProfileBytes("heap_profile_1.body"), heapProfileBytes("generated/cpu.pb.gz")];
    expect(() => top(heap, cpu, "base")).toThrow(IncompatibleProfiles);
  });

  test("because a sample of the base is malformed is said to be in the baseline", () => {
    const good = heapProfileBytes("generated/run-1.pb.gz");
    const encoded = decodeTables(good, LIMITS);
    const message = Uint8Array.from(encoded.message);
    // The first sample's list of locations, which are fewer than 127.
    const sample = message.indexOf(0x12);
    message[sample + 4] = 0x7f;
    const read = () => pprofDifference(encoded, { ...encoded, message }, "base");
    expect(read).toThrow(MalformedInput);
    expect(read).toThrow(/ at the baseline's /);
  });
});
