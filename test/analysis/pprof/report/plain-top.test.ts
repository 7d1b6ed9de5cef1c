import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeSamples, decodeTables } from "../../../../src/analysis/pprof/format/decode.ts";
import { sampleTypeIndex } from "../../../../src/analysis/pprof/format/sample-type.ts";
import { plainTop } from "../../../../src/analysis/pprof/report/plain-top.ts";
import { type TopOptions, topFacts } from "../../../../src/analysis/pprof/report/top.ts";
import { samplingOf } from "../../../../src/analysis/pprof/sites/sampling.ts";
import { encodedHeapProfile, type FoldedStack } from "../folded.ts";
import { heapProfileBytes, LIMITS, RECORDED_HEAP_PROFILES } from "../heap-profiles.ts";

const GENERATED = readdirSync(new URL("../../../recordings/generated/", import.meta.url))
  .filter((name) => name.endsWith(".pb.gz"))
  .map((name) => `generated/${name}`);

/** What a call tree tells, or the error. */
function byTree(bytes: Uint8Array, options: TopOptions): unknown {
  return orError(() => {
    const profile = decodeSamples(decodeTables(bytes, LIMITS));
    const sampling = samplingOf(profile, sampleTypeIndex(profile, options.sample_type));
    return { top: topFacts(profile, options), ...(sampling && { sampling }) };
  });
}

function bySamples(bytes: Uint8Array, options: TopOptions): unknown {
  return orError(() => plainTop(decodeTables(bytes, LIMITS), options));
}

function orError(tell: () => unknown): unknown {
  try {
    return tell();
  } catch (error) {
    return error;
  }
}

describe("plainTop tells what the call tree does", () => {
  test.each([...RECORDED_HEAP_PROFILES, ...GENERATED])("of %s", (name) => {
    const bytes = heapProfileBytes(name);
    for (const granularity of ["functions", "filefunctions", "files", "lines"] as const) {
      for (const sort of ["flat", "cum"] as const) {
        const options = { sort, granularity, limit: 20 };
        const told = bySamples(bytes, options);
        if (told !== undefined) expect(told).toEqual(byTree(bytes, options));
      }
    }
  });

  test.each(RECORDED_HEAP_PROFILES)("and does so of Feldera's: %s", (name) => {
    expect(bySamples(heapProfileBytes(name), { sort: "flat" })).toBeDefined();
  });

  const names = fc.array(fc.constantFrom("a", "b", "c", "prof_backtrace"), { maxLength: 5 });
  const stack = names.map((frames) => frames.join(" < "));
  const folded: fc.Arbitrary<FoldedStack> = fc.record({
    stack,
    weight: fc.oneof(fc.integer({ min: -5, max: 100 }), fc.constantFrom(2 ** 52, 2 ** 53)),
  });

  test("of stacks that repeat, weigh nothing, less than nothing, or more than doubles hold", () => {
    fc.assert(
      fc.property(fc.array(folded, { maxLength: 20 }), (stacks) => {
        const bytes = encodedHeapProfile(stacks);
        const told = bySamples(bytes, { sort: "cum" });
        const magnitude = stacks.reduce((sum, { weight }) => sum + Math.abs(weight), 0);
        if (magnitude > Number.MAX_SAFE_INTEGER) expect(told).toBeUndefined();
        else expect(told).toEqual(byTree(bytes, { sort: "cum" }));
      }),
    );
  });

  test("of damaged ones, errors included", () => {
    const whole = encodedHeapProfile([
      { stack: "main < a < b", weight: 7 },
      { stack: "main < prof_backtrace", weight: 9 },
      { stack: "main < a", weight: 300_000 },
    ]);
    const at = fc.nat({ max: whole.length - 1 });
    fc.assert(
      fc.property(at, fc.nat({ max: 255 }), at, (changed, byte, end) => {
        const damaged = Uint8Array.from(whole).subarray(0, Math.max(end, changed + 1));
        damaged[changed] = byte;
        const told = bySamples(damaged, { sort: "flat" });
        if (told !== undefined) expect(told).toEqual(byTree(damaged, { sort: "flat" }));
      }),
      { numRuns: 500 },
    );
  });
});

test("plainTop leaves to the call tree what chooses among stacks and frames, and what is inlined", () => {
  const bytes = encodedHeapProfile([{ stack: "main < a", weight: 1 }]);
  for (const pattern of ["focus", "ignore", "hide", "show"]) {
    expect(bySamples(bytes, { sort: "flat", [pattern]: "a" })).toBeUndefined();
  }
});
