import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidPattern } from "../../src/analysis/invalid-pattern.ts";
import { compilePattern } from "../../src/analysis/pattern.ts";

describe("compilePattern", () => {
  test("searches anywhere in the text and is case-sensitive", () => {
    const pattern = compilePattern("dbsp::trace");
    expect(pattern.source).toBe("dbsp::trace");
    expect(pattern.matches("<dbsp::trace::Spine as Clone>::clone")).toBe(true);
    expect(pattern.matches("DBSP::TRACE")).toBe(false);
  });

  test("ignores case when asked, by option or in the pattern", () => {
    expect(compilePattern("dbsp", { ignoreCase: true }).matches("DBSP")).toBe(true);
    expect(compilePattern("(?i)dbsp").matches("DBSP")).toBe(true);
    expect(compilePattern("straße|É", { ignoreCase: true }).matches("é")).toBe(true);
  });

  test("keeps no state between calls", () => {
    const pattern = compilePattern("a");
    expect([1, 2, 3].map(() => pattern.matches("banana"))).toEqual([true, true, true]);
  });

  test("an empty pattern matches everything", () => {
    expect(compilePattern("").matches("")).toBe(true);
  });

  test.each([
    ["(a", "missing closing ): `(a`"],
    ["a**", "invalid nested repetition operator: `**`"],
    ["(?=x)", "invalid or unsupported Perl syntax: `(?=`"],
    ["(?<!x)y", "invalid named capture: `(?<!x)y`"],
    ["[z-a]", "invalid character class range: `z-a`"],
    ["(a)\\1", "invalid escape sequence: `\\1`"],
  ])("refuses %s in RE2's words", (source, problem) => {
    for (const ignoreCase of [false, true]) {
      expect(() => compilePattern(source, { ignoreCase })).toThrow(InvalidPattern);
      expect(() => compilePattern(source, { ignoreCase })).toThrow(
        expect.objectContaining({ pattern: source, problem }),
      );
    }
  });

  test("refuses what would be slow to match: very long patterns and large repetitions", () => {
    expect(() => compilePattern("x".repeat(1001))).toThrow(InvalidPattern);
    expect(() => compilePattern(".{1000}.{1000}.{1000}")).toThrow(/too large/);
    expect(compilePattern(".{1000}").matches("x".repeat(1000))).toBe(true);
  });

  test("matches in time linear in the text where a backtracking engine would hang", () => {
    const pattern = compilePattern("(a|aa)+$");
    expect(pattern.matches(`${"a".repeat(200_000)}b`)).toBe(false);
  });

  test("any string either compiles or is an InvalidPattern, and a quoted one finds itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (source) => {
        try {
          compilePattern(source).matches("some text");
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidPattern);
        }
        const quoted = source.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
        expect(compilePattern(quoted).matches(`before${source}after`)).toBe(true);
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
