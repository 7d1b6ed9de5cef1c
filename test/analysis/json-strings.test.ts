import fc from "fast-check";
import { expect, test } from "vitest";
import { stringsOf } from "./read-stream.ts";

const words = fc.constantFrom("eval", "merge-0", "", "μs", '"', "\\", "eva\u0000l");

/** As JSON.stringify writes it, or with every character escaped. */
const written = fc
  .tuple(fc.oneof(words, fc.string({ unit: "binary" })), fc.boolean())
  .map(([text, isEscaped]) => (isEscaped ? `"${escaped(text)}"` : JSON.stringify(text)));

function escaped(text: string): string {
  return Array.from({ length: text.length }, (_, unit) => text.charCodeAt(unit))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}

test("strings are those of JSON.parse, by index, by text and by where they stand", () => {
  fc.assert(
    fc.property(fc.array(written), fc.constantFrom("", " \n"), (texts, space) => {
      const text = `[${texts.join(`${space},`)}]`;
      const strings = stringsOf(text);
      const parsed: unknown[] = JSON.parse(text);
      expect(strings.length).toBe(parsed.length);
      expect(parsed.map((_, index) => strings.at(index))).toEqual(parsed);
      expect(parsed.map((_, index) => strings.is(index, "eval"))).toEqual(
        parsed.map((each) => each === "eval"),
      );
      expect([...strings.indicesOf("eval")]).toEqual(
        Array.from(parsed.keys()).filter((index) => parsed[index] === "eval"),
      );
      const bytes = parsed.map((_, index) =>
        strings.bytes.slice(strings.startOf(index), strings.endOf(index)),
      );
      expect(bytes.map((each) => `"${new TextDecoder("utf-8", { ignoreBOM: true }).decode(each)}"`)).toEqual(
        texts,
      );
    }),
    { numRuns: 500 },
  );
});

test("half of a surrogate pair is read as JSON.parse reads it", () => {
  expect(stringsOf(String.raw`["\ud800", "\ude00\ud83d", "\ud83d\ude00"]`).at(0)).toBe("\ud800");
  expect(stringsOf(String.raw`["\ude00\ud83d"]`).at(0)).toBe("\ude00\ud83d");
  expect(stringsOf(String.raw`["\ud83d\ude00"]`).at(0)).toBe("\u{1f600}");
});

test.each([-1, 2, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("there is no string at %d", (index) => {
  const strings = stringsOf('["a", "b"]');
  expect(strings.at(index)).toBeUndefined();
  expect(strings.is(index, "")).toBe(false);
});

test("an element that is no string is told of by its index", () => {
  expect(stringsOf('["a", 1, "b", null]').firstOther).toBe(1);
  expect(stringsOf('["a", "b"]').firstOther).toBeUndefined();
});

test("a broken string is refused when it is read", () => {
  const strings = stringsOf(String.raw`["a", "\x"]`);
  expect(strings.at(0)).toBe("a");
  expect(() => strings.at(1)).toThrow("byte 6: not valid JSON");
});
