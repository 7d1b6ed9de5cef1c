import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MalformedInput } from "../../../src/analysis/malformed.ts";
import { decodePprof } from "../../../src/analysis/pprof/format/decode.ts";
import { topFacts } from "../../../src/analysis/pprof/report/top.ts";
import { sitesFacts } from "../../../src/analysis/pprof/sites/sites.ts";
import { heapProfileBytes, LIMITS } from "./heap-profiles.ts";

const FILES = ["opt_heap_profile_1.body", "generated/cpu.pb.gz", "generated/unsymbolised.pb.gz"].map(
  heapProfileBytes,
);
const MESSAGES = FILES.map((bytes) => Uint8Array.from(gunzipSync(bytes)));

/** Decodes and analyses, or finds the input malformed; anything else fails. */
function digest(bytes: Uint8Array): "value" | "malformed" {
  try {
    const profile = decodePprof(bytes, LIMITS);
    topFacts(profile, { sort: "cum" });
    sitesFacts(profile, { sort: "flat", limit: 10 });
    return "value";
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedInput);
    return "malformed";
  }
}

interface Edit {
  readonly at: number;
  readonly byte: number;
  readonly kind: "replace" | "insert" | "delete";
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  byte: fc.integer({ min: 0, max: 255 }),
  kind: fc.constantFrom("replace", "insert", "delete"),
});

function applied(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  return edits.reduce((current, { at, byte, kind }) => {
    const index = Math.floor(at * current.length);
    const inserted = kind === "delete" ? [] : [byte];
    return Uint8Array.from([
      ...current.subarray(0, index),
      ...inserted,
      ...current.subarray(kind === "insert" ? index : index + 1),
    ]);
  }, bytes);
}

describe("a damaged profile is a value or malformed input", () => {
  test.each([
    ["compressed", FILES],
    ["inflated", MESSAGES],
  ])("with bytes replaced, inserted and deleted, %s", (_, files) => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        (bytes, edits) => {
          outcomes.add(digest(applied(bytes, edits)));
        },
      ),
      { numRuns: 300, seed: 42 },
    );
    expect(outcomes).toContain("malformed");
  });

  test("truncated anywhere", () => {
    const [, , small = new Uint8Array()] = MESSAGES;
    for (let length = 0; length < small.length; length++) digest(small.subarray(0, length));
    for (const bytes of FILES) {
      for (let length = 2; length < bytes.length; length += 397) {
        expect(digest(bytes.subarray(0, length))).toBe("malformed");
      }
    }
  });

  test("as random bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        digest(bytes);
      }),
      { numRuns: 500, seed: 43 },
    );
  });
});
