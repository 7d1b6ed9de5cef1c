import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NumberReader } from "../../src/analysis/json-numbers.ts";
import { JsonSlices } from "../../src/analysis/json-slices.ts";
import { MalformedInput } from "../../src/analysis/malformed.ts";
import { readStream } from "./read-stream.ts";

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 25 });
const integers = digits.map((text) => text.replace(/^0+(?=.)/, ""));
const exponents = fc.tuple(fc.constantFrom("e", "E-", "e+"), fc.nat(400)).map((pair) => pair.join(""));
const optional = (text: fc.Arbitrary<string>) => fc.option(text, { nil: "" });

const numberTexts = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.integer().map(String),
  fc
    .tuple(
      fc.constantFrom("", "-"),
      integers,
      optional(digits.map((text) => `.${text}`)),
      optional(exponents),
    )
    .map((parts) => parts.join("")),
);
const otherTexts = fc.constantFrom("null", "true", '"1"', '"]"', "[]", "[1,2]", '{"a":1}');
const brokenNumberTexts = fc.oneof(
  numberTexts,
  fc.constantFrom(
    "nul",
    "nulll",
    "01",
    "-",
    "-01",
    "+1",
    ".5",
    "1.",
    "1.e2",
    "1e",
    "0x1",
    "1_0",
    "",
    " ",
    "1 2",
    "00.5",
  ),
);
const space = fc.constantFrom("", "", "", " ", "\n\t");

const partSizes = fc.integer({ min: 1, max: 40 });

/** Of an array in a text that comes in parts of so many bytes. */
function numbersOf(text: string, partBytes: number): number[] {
  const reader = new NumberReader();
  readStream(new TextEncoder().encode(text), partBytes, function* (stream) {
    yield* stream.column(
      function* () {
        const { bytes, start } = yield* stream.keep();
        reader.add(new JsonSlices(bytes, { format: "circuit profile", maxDepth: 10, offset: start }));
      },
      (bytes, at) => reader.addPlain(bytes, at),
    );
    yield* stream.end();
  });
  return [...reader.take().values];
}

function parsedNumbers(text: string): number[] {
  const values: unknown[] = JSON.parse(text);
  return values.map(asNumber);
}

function asNumber(value: unknown): number {
  if (value === null) return Number.NaN;
  return typeof value === "number" ? value : Number.POSITIVE_INFINITY;
}

function attempt(read: () => number[]): number[] | "refused" {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MalformedInput) return "refused";
    throw error;
  }
}

describe("numbers of JSON that comes in parts", () => {
  test("are those of JSON.parse, null as NaN and all else as infinite", () => {
    const elements = fc.array(fc.tuple(space, fc.oneof(numberTexts, numberTexts, otherTexts), space));
    fc.assert(
      fc.property(elements, partSizes, (parts, partBytes) => {
        const text = `[${parts.map((each) => each.join("")).join(",")}]`;
        expect(numbersOf(text, partBytes)).toEqual(parsedNumbers(text));
      }),
      { numRuns: 1000 },
    );
  });

  test("are refused where JSON.parse refuses them", () => {
    fc.assert(
      fc.property(fc.array(brokenNumberTexts, { minLength: 1 }), partSizes, (texts, partBytes) => {
        const text = `[${texts.join(",")}]`;
        expect(attempt(() => numbersOf(text, partBytes))).toEqual(attempt(() => parsedNumbers(text)));
      }),
      { numRuns: 1000 },
    );
  });

  test("are told as wrong with the byte, and only where they are asked for", () => {
    const reader = new NumberReader();
    const broken = new JsonSlices(new TextEncoder().encode("1x"), {
      format: "firefox profile",
      maxDepth: 1,
      offset: 70,
    });
    reader.add(broken);
    const column = reader.take();
    expect(() => column.values).toThrow(new MalformedInput("firefox profile", "byte 70", "not valid JSON"));
    reader.addPlain(new TextEncoder().encode("7,8]"), 0);
    expect([...reader.take().values]).toEqual([7, 8]);
  });

  test.each([
    ["[1,2}", "byte 4: a bracket that closes another one"],
    ["[1,}]", "byte 3: a bracket that closes another one"],
    ["[1,[2}]", "byte 5: a bracket that closes another one"],
    ["[1,2", "byte 0: a bracket that is never closed"],
    ["[1,[2", "byte 0: a bracket that is never closed"],
    ['[1,"2', "byte 3: a string without an end"],
    ["[1 2]", "byte 3: not a comma or the end of what is open"],
  ])("are refused as what is passed over is, and only then for commas: %s", (text, problem) => {
    for (const partBytes of [1, 2, 40]) expect(() => numbersOf(text, partBytes)).toThrow(problem);
  });
});
