import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MalformedInput } from "../../../../src/analysis/malformed.ts";
import { WireReader } from "../../../../src/analysis/pprof/format/wire.ts";
import { varint } from "../wire-bytes.ts";

/** What a reader makes of a message: its fields, or the problem that it found. */
function read(reader: WireReader): unknown {
  const fields: unknown[] = [];
  try {
    while (reader.nextField()) {
      const { field, wireType } = reader;
      reader.skip();
      expect(reader.offset).toBeLessThanOrEqual(reader.end);
      fields.push([field, wireType, reader.offset]);
    }
    return fields;
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedInput);
    return String(error);
  }
}

describe("WireReader", () => {
  test("reads every number of 64 bits, signed and unsigned", () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
        const reader = new WireReader(Uint8Array.from(varint(value)));
        reader.readVarint();
        expect((BigInt(reader.high) << 32n) | BigInt(reader.low)).toBe(BigInt.asUintN(64, value));
        expect(reader.int64).toBe(Number(value));
        expect(reader.offset).toBe(reader.end);
      }),
      { seed: 5 },
    );
  });

  test("reads a number of up to three bytes as any other, and a longer or a cut one not at all", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 5 }), fc.nat({ max: 5 }), (bytes, end) => {
        const message = Uint8Array.from(bytes);
        const [small, any] = [message, message].map(
          (own) => new WireReader(own, 0, Math.min(end, own.length)),
        );
        const length = message.findIndex((each) => each < 0x80) + 1;
        const isSmall = length > 0 && length <= 3 && length <= end;
        const value = small?.readSmall();
        if (isSmall) any?.readVarint();
        expect([value, small?.offset]).toEqual(isSmall ? [any?.low, any?.offset] : [-1, 0]);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  test("ignores what a number of 10 bytes has beyond 64 bits", () => {
    const reader = new WireReader(Uint8Array.from([...Array<number>(9).fill(0xff), 0x7f]));
    reader.readVarint();
    expect([reader.low, reader.high]).toEqual([0xffff_ffff, 0xffff_ffff]);
  });

  test("sees only what is between its two ends", () => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(bytes, bytes, bytes, (before, message, after) => {
        const within = Uint8Array.from([...before, ...message, ...after]);
        const alone = read(new WireReader(message));
        const embedded = read(new WireReader(within, before.length, before.length + message.length));
        const shifted = JSON.stringify(alone).replace(/byte \d+/, "byte");
        const offset = before.length;
        const back = Array.isArray(embedded)
          ? embedded.map(([field, wireType, end]) => [field, wireType, end - offset])
          : embedded;
        expect(JSON.stringify(back).replace(/byte \d+/, "byte")).toBe(shifted);
      }),
      { numRuns: 2000, seed: 6 },
    );
  });
});
