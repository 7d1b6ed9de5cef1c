import { type Id, uint64 } from "./id-index.ts";
import { requireWireType, VARINT, WireReader } from "./wire.ts";

/** A field that is a message of its own, and what reads it: its tag was read, its length is next. */
export interface NestedField {
  readonly field: number;
  readonly read: (reader: WireReader) => void;
}

/**
 * A message whose known fields, numbered from 1, are numbers, but for one that may be nested. Reading replaces what
 * the last one left; a field that is absent is 0, and of one that is there more than once the last counts.
 */
export class NumberMessage {
  readonly #name: string;
  readonly #reader: WireReader;
  readonly #low: Uint32Array;
  readonly #high: Uint32Array;

  /** @param lastField the highest field number that is known */
  constructor(name: string, lastField: number, bytes: Uint8Array) {
    this.#name = name;
    this.#reader = new WireReader(bytes);
    this.#low = new Uint32Array(lastField + 1);
    this.#high = new Uint32Array(lastField + 1);
  }

  /**
   * Reads the message in the field whose tag the reader read last.
   *
   * @throws MalformedInput for a known field of another wire type
   */
  read(parent: WireReader, nested?: NestedField): void {
    const reader = this.#reader;
    const length = parent.readLength();
    reader.moveTo(parent.offset, parent.offset + length);
    parent.offset += length;
    this.#low.fill(0);
    this.#high.fill(0);
    while (reader.nextField()) {
      const { field } = reader;
      if (field === nested?.field) nested.read(reader);
      else if (field < 1 || field >= this.#low.length) reader.skip();
      else {
        requireWireType(reader, VARINT, this.#name);
        reader.readVarint();
        this.#low[field] = reader.low;
        this.#high[field] = reader.high;
      }
    }
  }

  /** A field of type int64, exact up to 2^53. */
  int64(field: number): number {
    return ((this.#high[field] ?? 0) | 0) * 2 ** 32 + (this.#low[field] ?? 0);
  }

  bigInt64(field: number): bigint {
    return (BigInt((this.#high[field] ?? 0) | 0) << 32n) + BigInt(this.#low[field] ?? 0);
  }

  uint64(field: number): Id {
    return uint64(this.#low[field] ?? 0, this.#high[field] ?? 0);
  }
}
