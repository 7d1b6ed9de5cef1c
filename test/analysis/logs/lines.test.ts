import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutText, readLines } from "../../../src/analysis/logs/lines.ts";

const texts = (text: string) => [...readLines(text, 1000)].map((line) => line.text);

describe("lines", () => {
  test("end with LF or CRLF, the last one perhaps with nothing", () => {
    expect(texts("a\nb\r\nc")).toEqual(["a", "b", "c"]);
  });

  test("a line break at the end starts no further line, an empty line counts", () => {
    expect(texts("a\n\n")).toEqual(["a", ""]);
    expect(texts("")).toEqual([]);
  });

  test("a carriage return within a line, NUL and a byte order mark stay for the cleaner to see", () => {
    expect(texts("\ufeffa\rb\0\n\ufeffc")).toEqual(["\ufeffa\rb\0", "\ufeffc"]);
  });

  test("an overlong line is cut, with its missing bytes counted, and the next one is whole", () => {
    expect([...readLines("abcdefgh\nxy\n", 3)]).toEqual([
      { text: "abc", bytesCut: 5 },
      { text: "xy", bytesCut: 0 },
    ]);
  });

  test.each([
    ["aé", 2, "a", 2],
    ["a€", 3, "a", 3],
    ["a😀", 4, "a", 4],
    ["aéb", 3, "aé", 1],
  ])("%j is not cut within a character at %i bytes", (text, maxBytes, kept, bytesCut) => {
    expect([...readLines(text, maxBytes)]).toEqual([{ text: kept, bytesCut }]);
    expect(cutText(text, maxBytes)).toEqual({ text: kept, bytesCut });
  });

  test("hold all of a valid text that is short enough", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
        const expected = parts.map((part) => part.replaceAll(/[\r\n]/g, ""));
        const lines = [...readLines(expected.map((part) => `${part}\n`).join(""), 1_000_000)];
        expect(lines).toEqual(expected.map((text) => ({ text, bytesCut: 0 })));
      }),
    );
  });
});

test("a text is cut to at most the bytes given, and the two parts make up the whole", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, maxBytes) => {
      const cut = cutText(text, maxBytes);
      const kept = Buffer.byteLength(cut.text);
      expect(kept).toBeLessThanOrEqual(maxBytes);
      expect(text.startsWith(cut.text)).toBe(true);
      expect(kept + cut.bytesCut).toBe(Buffer.byteLength(text));
    }),
  );
});
