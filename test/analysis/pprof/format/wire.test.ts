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

  test("reads numbers of up to three bytes as any others, as far as none is longer or cut", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 9 }), fc.nat({ max: 9 }), (bytes, end) => {
        const message = Uint8Array.from(bytes);
        const [small, any] = [0, 0].map(() => new WireReader(message, 0, Math.min(end, message.length)));
        const list = new Int32Array(10);
        const count = small?.readSmall(list, 1) ?? 0;
        const read = Array.from({ length: count - 1 }, () => any?.readVarint() ?? any?.low);
        expect([[...list.subarray(1, count)], small?.offset]).toEqual([read, any?.offset]);
        const rest = message.subarray(any?.offset, any?.end);
        const next = rest.findIndex((each) => each < 0x80);
        expect(next < 0 || next >= 3).toBe(true);
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
