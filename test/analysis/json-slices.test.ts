import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonSlices } from "../../src/analysis/json-slices.ts";
import { MalformedInput } from "../../src/analysis/malformed.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function slicesOf(text: string, limits: { maxDepth?: number; maxParsedBytes?: number } = {}): JsonSlices {
  return new JsonSlices(encode(text), { format: "circuit profile", maxDepth: 100, ...limits });
}

/** Every member and element on its own, and only what is neither object nor array parsed. */
function walked(json: JsonSlices): unknown {
  if (json.kind === "object") {
    const members: [string, unknown][] = [];
    for (const key of json.members()) members.push([key, walked(json)]);
    return Object.fromEntries(members);
  }
  if (json.kind === "array") {
    const elements: unknown[] = [];
    for (const _ of json.elements()) elements.push(walked(json));
    return elements;
  }
  return json.value();
}

function whole(text: string): unknown {
  const json = slicesOf(text);
  const value = walked(json);
  json.end();
  return value;
}

function attempt(parse: () => unknown): { value: unknown } | "refused" {
  try {
    return { value: parse() };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MalformedInput) return "refused";
    throw error;
  }
}

/** JSON with space, escapes and any character in it, rarely broken in one place. */
const texts = fc
  .tuple(fc.jsonValue({ maxDepth: 5, stringUnit: "binary" }), fc.constantFrom(undefined, 1, "\t\r\n"))
  .map(([value, space]) => JSON.stringify(value, undefined, space));

const brokenTexts = fc
  .tuple(texts, fc.nat(), fc.nat(2), fc.constantFrom("", ...'{}[]",:\\ 0e-.tn\u0001é'))
  .map(([text, at, cut, put]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + cut);
  })
  // Half of a surrogate pair has no UTF-8.
  .filter((text) => text.isWellFormed());

describe("JsonSlices", () => {
  test("gives what JSON.parse gives", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(whole(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("refuses what JSON.parse refuses, and nothing else", () => {
    fc.assert(
      fc.property(brokenTexts, (text) => {
        expect(attempt(() => whole(text))).toEqual(attempt(() => JSON.parse(text)));
      }),
      { numRuns: 1000 },
    );
  });

  test("passes over what is not read, and tells where it stood", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (values) => {
        const text = ` ${JSON.stringify({ skipped: values, kept: values }, undefined, 1)} `;
        const json = slicesOf(text);
        const kept: unknown[] = [];
        for (const key of json.members()) {
          if (key !== "kept") continue;
          const slice = json.skip();
          kept.push(JSON.parse(Buffer.from(encode(text)).toString("utf8", slice.start, slice.end)));
          expect(json.parse(slice)).toEqual(kept[0]);
        }
        json.end();
        expect(kept).toEqual([JSON.parse(JSON.stringify(values))]);
      }),
    );
  });

  test("steps into an object that begins as expected, to the value that follows", () => {
    const json = slicesOf('[{"a":1,"b":2,"c":[3]},{"a":1,"b": [4] },{"a":1,"b" :5},{}]');
    const found: unknown[] = [];
    json.enterArray();
    while (json.nextElement()) {
      if (!json.enterObjectOf('{"a":1,"b":')) continue;
      const values: unknown[] = [json.value()];
      while (json.nextMember()) values.push(json.keyIs("c") && json.value());
      found.push(values);
    }
    json.end();
    expect(found).toEqual([[2, [3]], [[4]]]);
  });

  test("knows keys and strings by their text, however they are written", () => {
    const json = slicesOf(String.raw`{"\u0061b": "x", "ab": "\u0078", "abc": 1, "\n": "x\n"}`);
    const found: boolean[][] = [];
    json.enterObject();
    while (json.nextMember()) found.push([json.keyIs("ab"), json.textIs("x")]);
    expect(found).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
    ]);
  });

  test("goes back to what was passed over", () => {
    const json = slicesOf('[[1, 2], "a"]');
    json.enterArray();
    json.nextElement();
    const first = json.skip();
    while (json.nextElement());
    json.end();
    json.seek(first.start);
    expect(json.value()).toEqual([1, 2]);
    json.seek(first.start);
    expect(walked(json)).toEqual([1, 2]);
  });

  test("names the byte where the structure breaks", () => {
    const problem = (text: string) => {
      try {
        return whole(text);
      } catch (error) {
        return error instanceof MalformedInput ? `${error.where}: ${error.problem}` : error;
      }
    };
    expect(problem('{"é": [1 2]}')).toBe("byte 10: not a comma or the end of what is open");
    expect(problem('{"a" 1}')).toBe("byte 5: not a colon");
    expect(problem("[1,]")).toBe("byte 3: not a value after the comma");
    expect(problem('["a')).toBe("byte 1: a string without an end");
    expect(problem("[1")).toBe("byte 2: the end, not a comma or the end of what is open");
    expect(problem("[nul]")).toBe("byte 1: not valid JSON");
    expect(problem("1 2")).toBe("byte 2: not the end");
    expect(problem("")).toBe("byte 0: the end, not a value");
  });

  test("checks the brackets of what it passes over", () => {
    expect(() => slicesOf('[{"a": [1}]').skip()).toThrow(/byte 9: a bracket that closes another one/);
    expect(() => slicesOf('{"a": [1, 2').skip()).toThrow(/byte 0: a bracket that is never closed/);
  });

  test("goes no deeper than it is told, read or passed over", () => {
    const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(walked(slicesOf(deep(3), { maxDepth: 3 }))).toEqual([[[]]]);
    expect(() => walked(slicesOf(deep(4), { maxDepth: 3 }))).toThrow(/byte 3: nested more than 3 levels/);
    expect(() => slicesOf(deep(4), { maxDepth: 3 }).skip()).toThrow(/byte 3: nested more than 3 levels/);
    expect(() => slicesOf("[".repeat(1_000_000), { maxDepth: 1000 }).skip()).toThrow(/byte 1000: nested/);
  });

  test("parses no value that is larger than it is told", () => {
    expect(slicesOf('"12345678"', { maxParsedBytes: 10 }).value()).toBe("12345678");
    expect(() => slicesOf('"123456789"', { maxParsedBytes: 10 }).value()).toThrow(/a value of 11 bytes/);
  });

  test("refuses what is not UTF-8", () => {
    const bytes = Uint8Array.of(0x22, 0xff, 0x22);
    expect(() => new JsonSlices(bytes, { format: "circuit profile", maxDepth: 1 })).toThrow(/not UTF-8/);
  });
});
