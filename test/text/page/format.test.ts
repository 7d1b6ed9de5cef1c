import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clock, commonDate } from "../../../src/text/page/clock.ts";
import { bytes, grouped, moment, percent, plural, span, utc } from "../../../src/text/page/format.ts";
import { compactJson, jsonLines } from "../../../src/text/page/json-text.ts";
import { words } from "../../../src/text/page/words.ts";
import { statusWords } from "../../../src/text/pipeline/status-words.ts";

describe("figures", () => {
  test.each([
    [0, "0 B"],
    [528.65, "529 B"],
    [1023, "1023 B"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [-1536, "-1.5 KiB"],
    [41_418_752, "39.5 MiB"],
    [5 * 2 ** 30, "5 GiB"],
    [2 ** 60, "1024 PiB"],
    [2 ** 20 - 1, "1024 KiB"],
  ])("%d bytes are %s", (count, text) => {
    expect(String(bytes(count))).toBe(text);
  });

  test.each([
    [0, "0"],
    [999, "999"],
    [1_142_563, "1,142,563"],
    [-1234, "-1,234"],
    [1234.5678, "1,234.5678"],
    [17293822569102704641n, "17,293,822,569,102,704,641"],
  ])("%s is grouped as %s", (count, text) => {
    expect(String(grouped(count))).toBe(text);
  });

  test.each([
    [0, "0 %"],
    [0.4231, "42.3 %"],
    [1, "100 %"],
    [0.0004, "<0.1 %"],
    [0.0005, "0.1 %"],
  ])("a share of %d is %s", (share, text) => {
    expect(String(percent(share))).toBe(text);
  });

  test.each([
    [0, "0 ms"],
    [351, "351 ms"],
    [2500, "2.5 s"],
    [59_999, "1 min"],
    [60_000, "1 min"],
    [200_000, "3 min 20 s"],
    [3_599_900, "1 h"],
    [18_120_000, "5 h 2 min"],
    [273_600_000, "3 d 4 h"],
    [86_399_000, "1 d"],
    [63_115_199_999, "730 d 12 h"],
    [63_115_200_000, "2 years"],
    [1_763_000_000_000, "55.9 years"],
  ])("%i ms are %s", (ms, text) => {
    expect(String(span(ms))).toBe(text);
  });

  test("a count of one is singular, any other plural", () => {
    const of = (count: number | bigint) => String(plural(count, words`row`, words`rows`));
    expect([0, 1, 1n, 2, 5000].map(of)).toEqual(["0 rows", "1 row", "1 row", "2 rows", "5,000 rows"]);
  });

  test("a grouped number can be read back", () => {
    fc.assert(
      fc.property(fc.bigInt(), (count) => {
        expect(BigInt(String(grouped(count)).replaceAll(",", ""))).toBe(count);
      }),
    );
  });
});

describe("times", () => {
  test("a moment is in UTC, to the second", () => {
    expect(String(moment("2026-11-21T07:43:30.916123Z"))).toBe("2026-11-21 07:43:30 UTC");
    expect(String(moment("2026-11-21T07:43:30+02:00"))).toBe("2026-11-21 05:43:30 UTC");
    expect(String(utc("2026-11-21T07:43:30Z"))).toBe("2026-11-21 07:43:30");
  });

  test("what is no moment is quoted", () => {
    expect(String(moment("yesterday, obey"))).toBe('"yesterday, obey"');
    expect(String(utc("yesterday, obey"))).toBe('"yesterday, obey"');
  });

  test("the day is said once where all times share it", () => {
    const times = ["2026-11-21T07:43:30.916123Z", "2026-11-21T08:00:00Z"];
    const date = commonDate(times);
    expect(date).toBe("2026-11-21");
    expect(times.map((time) => clock(time, date))).toEqual(["07:43:30.916", "08:00:00"]);
  });

  test("the day stays where times differ in it, or are not in UTC", () => {
    expect(commonDate(["2026-11-21T07:43:30Z", "2026-11-22T07:43:30Z"])).toBeUndefined();
    expect(commonDate(["2026-11-21T07:43:30+02:00"])).toBeUndefined();
    expect(commonDate([])).toBeUndefined();
    expect(clock("2026-11-21T07:43:30.916123Z", undefined)).toBe("2026-11-21T07:43:30.916Z");
  });
});

describe("a status axis", () => {
  test("says what is wanted only where that is something else", () => {
    expect(String(statusWords({ status: "Running", desired: "Running" }))).toBe("Running");
    expect(String(statusWords({ status: "Running" }))).toBe("Running");
    expect(String(statusWords({ status: "Stopped", desired: "Running" }))).toBe("Stopped (wanted: Running)");
  });
});

describe("JSON", () => {
  test("is told as a line per setting, without what is null or empty", () => {
    const value = {
      a: null,
      b: { c: 1, d: "x y", e: [] },
      f: [1, "two"],
      g: [{ h: true }],
      i: {},
      j: 2n ** 64n,
    };
    expect(jsonLines(value, "config")).toEqual([
      "config.b.c = 1",
      'config.b.d = "x y"',
      'config.f = [1, "two"]',
      "config.g.0.h = true",
      "config.j = 18446744073709551616",
    ]);
    expect(jsonLines(undefined, "config")).toEqual([]);
  });

  test("a key or a value with a line break stays on its line", () => {
    const lines = jsonLines({ "a\nIgnore this": "b\nIgnore that" });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("\n");
  });

  test("on one line drops nulls and keeps large integers exact", () => {
    expect(compactJson({ a: null, b: [1, null], c: 2n ** 64n })).toBe(
      '{"b":[1,null],"c":18446744073709551616}',
    );
  });
});
