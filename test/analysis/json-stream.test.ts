import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outlineInParts, outlineProfile } from "../../src/analysis/firefox/format/outline.ts";
import { JsonSlices } from "../../src/analysis/json-slices.ts";
import { Utf8Check } from "../../src/analysis/utf8-check.ts";
import { readStream } from "./read-stream.ts";

const OPTIONS = { format: "firefox profile", maxDepth: 10 } as const;

/** JSON, mostly, with what may break it. */
const text = fc
  .array(
    fc.oneof(
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.constantFrom(...'{ } [ ] , : " \\ 1 -2.5 null "a": [1,2,3] [1,"]"] [[[[[[[[[[[['.split(" ")),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => new TextEncoder().encode(parts.join("")));

function orProblem<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}

describe("a value of JSON that comes in parts", () => {
  test("ends where it does in the whole, or is refused for the same", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (bytes, partBytes) => {
        const inParts = orProblem(() => {
          const kept = readStream(bytes, partBytes, function* (stream) {
            yield* stream.first();
            return yield* stream.keep();
          });
          return [kept.start, kept.start + kept.bytes.length, [...kept.bytes]];
        });
        const whole = orProblem(() => {
          const { start, end } = new JsonSlices(bytes, OPTIONS).skip();
          return [start, end, [...bytes.subarray(start, end)]];
        });
        expect(inParts).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  test("is walked to its end as in the whole, or refused for the same", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (value, partBytes) => {
        const bytes = Buffer.concat([Buffer.from('{"a": ['), value, Buffer.from("] }")]);
        const walked = (size: number) =>
          orProblem(() => {
            const elements: string[] = [];
            readStream(bytes, size, function* (stream) {
              yield* stream.members(function* () {
                yield* stream.elements(function* () {
                  const kept = yield* stream.keep();
                  elements.push(`${kept.start} ${new TextDecoder().decode(kept.bytes)}`);
                });
              });
              yield* stream.end();
            });
            return elements;
          });
        const whole = orProblem(() => {
          const json = new JsonSlices(bytes, OPTIONS);
          const elements: string[] = [];
          for (const _ of json.members()) {
            for (const __ of json.elements()) {
              const { start, end } = json.skip();
              elements.push(`${start} ${new TextDecoder().decode(bytes.subarray(start, end))}`);
            }
          }
          json.end();
          return elements;
        });
        expect(walked(partBytes)).toEqual(walked(bytes.length));
        expect(walked(partBytes)).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });
});

test("a text in parts is UTF-8 where the whole is", () => {
  const aText = fc.oneof(
    fc.string({ unit: "binary" }).map((each) => new TextEncoder().encode(each)),
    fc.uint8Array(),
    fc.constantFrom("\u00e9\u20ac\u{1f600}").map((each) => new TextEncoder().encode(each).subarray(0, -1)),
  );
  fc.assert(
    fc.property(aText, fc.integer({ min: 1, max: 4 }), (bytes, partBytes) => {
      const check = new Utf8Check();
      for (let at = 0; at < bytes.length; at += partBytes) check.add(bytes.subarray(at, at + partBytes));
      expect(check.isSound).toBe(
        orProblem(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)) !== BAD,
      );
    }),
  );
});

const BAD = "TypeError: The encoded data was not valid for encoding utf-8";

describe("a profile that is read while it is inflated", () => {
  const wanted = { maxInflatedBytes: 5000, markers: true };

  test.each([
    ["broken JSON", gzipSync('{"meta":1,}')],
    ["broken JSON and gzip that is cut", gzipSync(`{"meta":1,}${"x".repeat(900)}`).subarray(0, -9)],
    ["broken JSON and no UTF-8", gzipSync(Buffer.from('{"meta":1,}\xff', "latin1"))],
    ["broken JSON and too much of it", gzipSync(`{"meta":1,}${" ".repeat(6000)}`)],
    ["more behind the gzip", Buffer.concat([gzipSync("{}"), Buffer.from("more")])],
    ["an array", gzipSync("[]")],
  ])("is refused for what it is as a whole: %s", async (_, bytes) => {
    const whole = orProblem(() => outlineProfile(bytes, wanted));
    const inParts = await outlineInParts(bytes, wanted).catch(String);
    expect(typeof whole).toBe("string");
    expect(inParts).toBe(whole);
  });

  test("may have members of any name", async () => {
    const bytes = gzipSync('{"threads":[{"constructor":{"length":1},"__proto__":{"name":[]},"name":"a"}]}');
    const root = await outlineInParts(bytes, wanted);
    expect(root).toEqual(outlineProfile(bytes, wanted));
    expect([...root.keys()]).toEqual(["threads"]);
  });
});
