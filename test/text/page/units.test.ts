import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { percentage, reportUnit, scale, scaledLabel } from "../../../src/text/page/units.ts";

describe("scaledLabel", () => {
  test.each([
    [512, "bytes", "auto", "512B"],
    [524_320, "bytes", "auto", "512.03kB"],
    [8 * 2 ** 20, "bytes", "MB", "8MB"],
    [-1536, "bytes", "kB", "-1.50kB"],
    [3, "kilobytes", "B", "3072B"],
    [1, "bytes", "GB", "0"],
    [0, "bytes", "MB", "0"],
    [90, "seconds", "auto", "90s"],
    [7200, "s", "auto", "2hrs"],
    [1_500_000, "nanoseconds", "auto", "1.50ms"],
    [0, "nanoseconds", "auto", "0"],
    [42, "count", "count", "42"],
    [42, "widgets", "widgets", "42widgets"],
    [2 ** 40, "GB", "B", "1180591620717411303424B"],
  ])("%d %s in %s is %s", (value, unit, target, label) => {
    expect(scaledLabel(value, unit, target)).toBe(label);
  });

  test("rounds exact ties to even, as Go does", () => {
    expect(scaledLabel(2 ** 20 / 8, "bytes", "MB")).toBe("0.12MB");
    expect(scaledLabel((3 * 2 ** 20) / 8, "bytes", "MB")).toBe("0.38MB");
    expect(scaledLabel((5 * 2 ** 20) / 8, "bytes", "MB")).toBe("0.62MB");
  });

  test("a scaled value converts back", () => {
    const unit = fc.constantFrom("bytes", "kB", "MB", "GB");
    fc.assert(
      fc.property(fc.integer(), unit, unit, (value, from, to) => {
        const there = scale(value, from, to);
        expect(scale(there.value, there.unit, from).value).toBeCloseTo(value, 6);
      }),
    );
  });
});

describe("reportUnit", () => {
  test("is the smallest value's unit, or the one of a hundred times it if the total is far larger", () => {
    expect(reportUnit(2048, 900_000, "bytes")).toBe("kB");
    expect(reportUnit(512 * 1024, 41_458_836, "bytes")).toBe("kB");
    expect(reportUnit(512 * 1024, 487_182_013, "bytes")).toBe("MB");
    expect(reportUnit(3, 5, "count")).toBe("count");
  });
});

describe("percentage", () => {
  test.each([
    [1, 1, "  100%"],
    [9994, 10_000, "99.94%"],
    [9996, 10_000, "  100%"],
    [3, 2, "150.00%"],
    [759, 10_000, " 7.59%"],
    [-759, 10_000, " 7.59%"],
    [1, 100, " 1.00%"],
    [5, 1000, "  0.5%"],
    [36, 100_000, "0.036%"],
    [999, 100_000, "    1%"],
    [1, 8 * 100, " 0.12%"],
    [5, 8 * 100, " 0.62%"],
    [1, 16 * 100, "0.062%"],
    [1, 10_000_000, "1e-05%"],
    [12, 100_000_000, "1.2e-05%"],
    [0, 7, "    0%"],
    [7, 0, "    0%"],
  ])("%d of %d is %s", (value, total, text) => {
    expect(percentage(value, total)).toBe(text);
  });
});
