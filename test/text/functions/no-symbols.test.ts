import { expect, test } from "vitest";
import { foldUnknownFrames, hasUnknownFrames } from "../../../src/text/functions/no-symbols.ts";

test("frames of a backtrace without names are one line, with their numbers; others stay", () => {
  const backtrace = [
    "stack backtrace:",
    "   0: rust_begin_unwind",
    "   1: <unknown>",
    "   2: <unknown>",
    "   3: <unknown>",
    "   4: dbsp::circuit::run",
    "             at /src/circuit.rs:12:3",
    "   5: <unknown>",
    "   6:     0x55d1c3b2a0f1 - <unknown>",
    "   7:     0x55d1c3b2a0f2 - <unknown>",
  ].join("\n");
  expect(hasUnknownFrames(backtrace)).toBe(true);
  expect(foldUnknownFrames(backtrace).split("\n")).toEqual([
    "stack backtrace:",
    "   0: rust_begin_unwind",
    "  1 to 3: <unknown>",
    "   4: dbsp::circuit::run",
    "             at /src/circuit.rs:12:3",
    "  5 to 7: <unknown>",
  ]);
});

test.each(["   0: rust_begin_unwind\n   1: <unknown>\n   2: main", "SELECT 1: <unknown>", ""])(
  "a frame alone, and what is no frame, stays: %j",
  (text) => {
    expect(hasUnknownFrames(text)).toBe(false);
    expect(foldUnknownFrames(text)).toBe(text);
  },
);
