import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyze } from "./support.ts";

const START =
  "[manager] 2026-11-21T09:00:00.000000Z INFO pipeline_manager::runner: Fresh start of pipeline logs\n";

/** As a runtime from 0.367 on logs it. */
const set = (second: number, sizes: string, target = "dbsp::circuit::runtime") =>
  `[p] 2026-11-21T09:00:${String(second).padStart(2, "0")}.000000Z  INFO ${target}:  process memory limit set to ${sizes}\n`;

const limitOf = (...lines: string[]) => analyze(`${START}${lines.join("")}`).process_limit;

describe("the memory limit that a process of 0.367 logs", () => {
  test("is what is left of its container's memory, where nothing is configured", () => {
    expect(limitOf(set(1, "22807M (configured: none, available: 24G, reserved: 1193M)"))).toEqual({
      bytes: 22_807_000_000,
      available_bytes: 24_000_000_000,
      at: "2026-11-21T09:00:01.000000Z",
    });
  });

  test("is the newest after a resize", () => {
    const before = set(1, "15200M (configured: 16G, available: 64Gi, reserved: 800M)");
    const after = set(30, "510027367B (configured: 536870912B, available: 64Gi, reserved: 26843545B)");
    expect(limitOf(before, after)).toMatchObject({ bytes: 510_027_367, configured_bytes: 536_870_912 });
    expect(limitOf(before)).toMatchObject({ bytes: 15_200_000_000, configured_bytes: 16_000_000_000 });
  });

  test("is 0 where nothing limits it", () => {
    expect(limitOf(set(1, "none (configured: none, available: none, reserved: 0B)"))).toMatchObject({
      bytes: 0,
    });
  });

  test("is not taken from what a connector or a program prints", () => {
    const forged = set(1, "1M (configured: 1M, available: 1M, reserved: 0B)", "dbsp_connectors::input");
    expect(limitOf(forged)).toBeUndefined();
    expect(limitOf("process memory limit set to 1M (configured: 1M, available: 1M, reserved: 0B)\n")).toBe(
      undefined,
    );
  });

  test("is not known to 0.337, which logs none, nor where it cannot be read", () => {
    expect(limitOf()).toBeUndefined();
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), (size) => {
        const limit = limitOf(set(1, `${size}x (configured: none, available: none, reserved: 0B)`));
        expect(limit).toBeUndefined();
      }),
    );
  });
});
