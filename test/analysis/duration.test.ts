import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidMoment, parseMoment, parseRfc3339 } from "../../src/analysis/duration.ts";

const reference = Date.parse("2026-11-21T08:00:00Z");

describe("a moment given as a duration counts back from the reference", () => {
  test.each([
    ["90s", "2026-11-21T07:58:30.000Z"],
    ["10m", "2026-11-21T07:50:00.000Z"],
    ["2h", "2026-11-21T06:00:00.000Z"],
    ["1d", "2026-11-20T08:00:00.000Z"],
    ["1d2h3m4s", "2026-11-20T05:56:56.000Z"],
    ["1h30m", "2026-11-21T06:30:00.000Z"],
    ["0s", "2026-11-21T08:00:00.000Z"],
  ])("%s is %s", (text, expected) => {
    expect(new Date(parseMoment(text, reference)).toISOString()).toBe(expected);
  });
});

describe("a moment given as an RFC 3339 time does not depend on the reference", () => {
  test.each([
    ["2026-11-21T07:43:28Z", "2026-11-21T07:43:28.000Z"],
    ["2026-11-21T07:43:28.719094Z", "2026-11-21T07:43:28.719Z"],
    ["2026-11-21T09:43:28+02:00", "2026-11-21T07:43:28.000Z"],
    ["2026-11-20T23:43:28.5-08:00", "2026-11-21T07:43:28.500Z"],
    ["2026-11-21t07:43:28z", "2026-11-21T07:43:28.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("%s is %s", (text, expected) => {
    expect(new Date(parseMoment(text, 0)).toISOString()).toBe(expected);
  });
});

describe("anything else is refused, and the message says what to give", () => {
  test.each(["", "10", "m", "10x", "-10m", "1.5h", "30m1h", "10 m", "9999999999d", "yesterday", "1h ", "٣m"])(
    "%j",
    (text) => {
      expect(() => parseMoment(text, reference)).toThrow(/^not a moment: neither .* 90s, 10m, 2h, 1d$/);
    },
  );

  test.each(["2026-11-21", "2026-11-21T07:43", "2026-11-21T07:43:28", "2026-11-21 07:43:28.5"])(
    "%s lacks its zone",
    (text) => {
      expect(() => parseMoment(text, reference)).toThrow(/zone/);
    },
  );

  test.each([
    "2026-02-30T00:00:00Z",
    "2025-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-11-21T24:00:00Z",
    "2026-11-21T07:60:00Z",
    "2026-11-21T07:43:28+25:00",
    "2026-11-21T07:43:28.Z",
  ])("%s is no time", (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
    expect(() => parseMoment(text, reference)).toThrow(InvalidMoment);
  });
});

test("every time that JavaScript writes is read back", () => {
  const dates = fc.date({
    min: new Date("0001-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(dates, (date) => {
      expect(parseRfc3339(date.toISOString())).toBe(date.getTime());
    }),
  );
});

test("any text gives a finite moment or InvalidMoment", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(Number.isFinite(parseMoment(text, reference))).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidMoment);
      }
    }),
  );
});
