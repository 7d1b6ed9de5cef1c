import { MalformedInput } from "../../malformed.ts";

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/**
 * Reads protobuf's wire format between two offsets of a buffer. Never reads beyond its end: what is cut off is
 * a MalformedInput that names the byte.
 *
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class WireReader {
  readonly bytes: Uint8Array;
  offset: number;
  end: number;
  /** The tag that was read last: where it starts, its field number and its wire type. */
  tagOffset = 0;
  field = 0;
  wireType = 0;
  /** The varint that was read last: its low and high 32 bits, both unsigned. */
  low = 0;
  high = 0;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
  }

  /** Reads on between two other offsets. */
  moveTo(start: number, end: number): void {
    this.offset = start;
    this.end = end;
  }

  /** Reads the next tag into `field` and `wireType`; false at the end of the message. */
  nextField(): boolean {
    if (this.offset >= this.end) return false;
    this.tagOffset = this.offset;
    this.readVarint();
    if (this.high !== 0) throw malformed(this.tagOffset, "the field number is too large");
    this.field = this.low >>> 3;
    this.wireType = this.low & 7;
    return true;
  }

  /**
   * Reads varints of up to three bytes, as nearly all are, into a list from a place of it on, as far as they go: up to
   * one that is longer, or that the message ends within.
   *
   * @returns how many there are in the list then
   */
  readSmall(list: Int32Array, from: number): number {
    const { bytes, end } = this;
    let { offset } = this;
    let count = from;
    while (offset < end) {
      const first = bytes[offset] ?? 0x80;
      const second = bytes[offset + 1] ?? 0x80;
      const third = bytes[offset + 2] ?? 0x80;
      const length = first < 0x80 ? 1 : second < 0x80 ? 2 : third < 0x80 ? 3 : Number.POSITIVE_INFINITY;
      if (offset + length > end) break;
      const above = length === 1 ? 0 : length === 2 ? second << 7 : ((second & 0x7f) << 7) | (third << 14);
      list[count++] = (first & 0x7f) | above;
      offset += length;
    }
    this.offset = offset;
    return count;
  }

  /** Reads a varint of up to 64 bits into `low` and `high`. */
  readVarint(): void {
    const { bytes, end } = this;
    const start = this.offset;
    let offset = start;
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (offset >= end) throw malformed(start, "the input ends within a number");
      const byte = bytes[offset++] ?? 0;
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.offset = offset;
        this.low = low;
        this.high = 0;
        return;
      }
    }
    this.#readLargeVarint(start, low);
  }

  /** Reads on behind the first four bytes. */
  #readLargeVarint(start: number, lowest28: number): void {
    let offset = start + 4;
    let low = lowest28;
    let high = 0;
    for (let shift = 28; shift < 70; shift += 7) {
      if (offset >= this.end) throw malformed(start, "the input ends within a number");
      const byte = this.bytes[offset++] ?? 0;
      const bits = byte & 0x7f;
      if (shift === 28) low |= bits << shift;
      high |= shift === 28 ? bits >>> 4 : bits << (shift - 32);
      if (byte < 0x80) {
        this.offset = offset;
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw malformed(start, "a number is longer than 10 bytes");
  }

  /** The varint that was read last, as a two's complement int64; exact up to 2^53. */
  get int64(): number {
    return (this.high | 0) * 2 ** 32 + this.low;
  }

  /** The same beyond 2^53. */
  get bigInt64(): bigint {
    return (BigInt(this.high | 0) << 32n) + BigInt(this.low);
  }

  /** Reads the length of a length-delimited field; the field's content starts at `offset`. */
  readLength(): number {
    const start = this.offset;
    this.readVarint();
    const length = this.high * 2 ** 32 + this.low;
    if (length > this.end - this.offset) {
      throw malformed(start, `a field of ${length} bytes, but only ${this.end - this.offset} are left`);
    }
    return length;
  }

  /** Skips the content of the field whose tag was read last. */
  skip(): void {
    switch (this.wireType) {
      case VARINT:
        this.readVarint();
        return;
      case BYTES: {
        const length = this.readLength();
        this.offset += length;
        return;
      }
      case FIXED64:
        this.#skipFixed(8);
        return;
      case FIXED32:
        this.#skipFixed(4);
        return;
      default:
        throw malformed(this.offset, `wire type ${this.wireType} is not in use`);
    }
  }

  #skipFixed(length: number): void {
    if (this.end - this.offset < length) throw malformed(this.offset, "the input ends within a field");
    this.offset += length;
  }
}

/** @throws MalformedInput unless the field whose tag was read last has the wire type */
export function requireWireType(reader: WireReader, wireType: number, message: string): void {
  if (reader.wireType === wireType) return;
  const problem = `field ${reader.field} of ${message} has wire type ${reader.wireType}, not ${wireType}`;
  throw malformed(reader.tagOffset, problem);
}

export function malformed(byteOffset: number, problem: string): MalformedInput {
  return new MalformedInput("pprof", `byte ${byteOffset}`, problem);
}
