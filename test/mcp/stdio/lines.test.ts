import fc from "fast-check";
import { expect, test } from "vitest";
import { type Line, LineSplitter } from "../../../src/mcp/stdio/lines.ts";

function linesOf(chunks: readonly Buffer[], maxBytes: number): Line[] {
  const splitter = new LineSplitter(maxBytes);
  return chunks.flatMap((chunk) => [...splitter.split(chunk)]);
}

/** `bytes` in pieces that end where `cuts` say. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

const texts = fc.array(
  fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => text.replaceAll("\n", "")),
);

test("lines are the same however the bytes come, characters of several bytes cut in two included", () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat()), (lines, cuts) => {
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
      const read = linesOf(pieces(bytes, cuts), 1000);
      expect(read.map((line) => line.kind === "line" && line.bytes.toString())).toEqual(lines);
    }),
  );
});

test("of a line beyond the limit the ends are kept, and the lines around it are whole", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), fc.array(fc.nat()), (length, cuts) => {
      const long = `${"a".repeat(length)}${"z".repeat(length)}`;
      const bytes = Buffer.from(`before\n${long}\nafter\n`);
      const [before, line, after, ...rest] = linesOf(pieces(bytes, cuts), 100);
      expect(before).toEqual({ kind: "line", bytes: Buffer.from("before") });
      expect(after).toEqual({ kind: "line", bytes: Buffer.from("after") });
      expect(rest).toEqual([]);
      expect(line).toEqual(
        long.length <= 100
          ? { kind: "line", bytes: Buffer.from(long) }
          : {
              kind: "too long",
              head: Buffer.from(long.slice(0, 1024)),
              tail: Buffer.from(long.slice(-1024)),
            },
      );
    }),
  );
});
