import { Int32List } from "../../callgraph/int32-list.ts";
import type { Int64 } from "../../callgraph/int64.ts";
import { MalformedInput } from "../../malformed.ts";
import { SAMPLE_FIELD } from "./schema.ts";
import type { SampleTables } from "./tables.ts";
import { BYTES, requireWireType, VARINT, WireReader } from "./wire.ts";

const LOCATION_FIELD = 1;
const VALUE_FIELD = 2;
const LABEL_FIELD = 3;

/** The samples of a profile, one after the other: `next` replaces what the last one left. */
export interface Samples {
  /** Positions in the table of locations, from the leaf to the root. */
  readonly locations: Int32List;
  /** Whether a label marks the sample as part of the base of a difference (pprof's -diff_base). */
  readonly inDiffBase: boolean;
  /** Samples up to here. */
  readonly sampleCount: number;
  /** Reads the next sample; false at the end. */
  next(): boolean;
  /** The sample's value of a type. */
  value(type: number): Int64;
}

/** A label has a text, or a number with a unit. */
export interface Label {
  readonly key: string;
  readonly text: string;
  readonly number: bigint;
  readonly unit: string;
}

/** What pprof marks the base of a difference with. */
export const DIFF_BASE_LABEL: Label = { key: "pprof::base", text: "true", number: 0n, unit: "" };

export function isDiffBase(labels: readonly Label[]): boolean {
  return labels.some(({ key, text }) => key === DIFF_BASE_LABEL.key && text === DIFF_BASE_LABEL.text);
}

/**
 * Reads the samples of a profile from the wire, one after the other into the same buffers.
 *
 * Reading throws MalformedInput for a sample with another number of values than there are sample types, and for
 * a location or a label's string that does not exist.
 */
export class SampleReader implements Samples {
  readonly locations = new Int32List();
  sampleCount = 0;

  readonly #tables: SampleTables;
  readonly #profile: WireReader;
  readonly #sample: WireReader;
  readonly #nested: WireReader;
  readonly #values: Float64Array;
  /** The values that are beyond 2^53, by type. */
  readonly #large = new Map<number, bigint>();
  #valueCount = 0;
  #labels: Label[] = [];

  constructor(bytes: Uint8Array, tables: SampleTables) {
    this.#tables = tables;
    this.#profile = new WireReader(bytes);
    this.#sample = new WireReader(bytes);
    this.#nested = new WireReader(bytes);
    this.#values = new Float64Array(tables.sampleTypes.length);
  }

  get labels(): readonly Label[] {
    return this.#labels;
  }

  get inDiffBase(): boolean {
    return isDiffBase(this.#labels);
  }

  value(type: number): Int64 {
    const value = this.#values[type] ?? 0;
    return Number.isSafeInteger(value) ? value : (this.#large.get(type) ?? value);
  }

  next(): boolean {
    while (this.#profile.nextField()) {
      if (this.#profile.field !== SAMPLE_FIELD) {
        this.#profile.skip();
        continue;
      }
      const length = this.#profile.readLength();
      this.#sample.moveTo(this.#profile.offset, this.#profile.offset + length);
      this.#profile.offset += length;
      this.sampleCount++;
      this.#readSample();
      return true;
    }
    return false;
  }

  #readSample(): void {
    this.locations.clear();
    this.#valueCount = 0;
    if (this.#labels.length > 0) this.#labels = [];
    while (this.#sample.nextField()) {
      if (this.#sample.field === LOCATION_FIELD) this.#readNumbers((reader) => this.#addLocation(reader));
      else if (this.#sample.field === VALUE_FIELD) this.#readNumbers((reader) => this.#addValue(reader));
      else if (this.#sample.field === LABEL_FIELD) this.#readLabel();
      else this.#sample.skip();
    }
    if (this.#valueCount !== this.#values.length) {
      throw this.#malformed(`${this.#valueCount} values for ${this.#values.length} sample types`);
    }
  }

  /** A repeated number: packed into one field, or a field each. */
  #readNumbers(add: (reader: WireReader) => void): void {
    if (this.#sample.wireType !== BYTES) {
      requireWireType(this.#sample, VARINT, "Sample");
      this.#sample.readVarint();
      add(this.#sample);
      return;
    }
    const packed = this.#enterNested();
    while (packed.offset < packed.end) {
      packed.readVarint();
      add(packed);
    }
  }

  #addLocation({ low, high }: WireReader): void {
    const location = this.#tables.locationIndex.getHalves(low, high);
    if (location < 0) {
      const id = (BigInt(high) << 32n) | BigInt(low);
      throw this.#malformed(`location ${id} does not exist`);
    }
    this.locations.push(location);
  }

  #addValue(reader: WireReader): void {
    const value = reader.int64;
    if (!Number.isSafeInteger(value)) this.#large.set(this.#valueCount, reader.bigInt64);
    this.#values[this.#valueCount++] = value;
  }

  #readLabel(): void {
    requireWireType(this.#sample, BYTES, "Sample");
    const reader = this.#enterNested();
    let [key, text, unit] = [0, 0, 0];
    let number = 0n;
    while (reader.nextField()) {
      if (reader.field < 1 || reader.field > 4) {
        reader.skip();
        continue;
      }
      requireWireType(reader, VARINT, "Label");
      reader.readVarint();
      if (reader.field === 1) key = reader.int64;
      else if (reader.field === 2) text = reader.int64;
      else if (reader.field === 3) number = reader.bigInt64;
      else unit = reader.int64;
    }
    this.#labels.push({
      key: this.#string(key),
      text: this.#string(text),
      number,
      unit: this.#string(unit),
    });
  }

  #string(index: number): string {
    const text = this.#tables.strings[index];
    if (text !== undefined) return text;
    throw this.#malformed(`string ${index} of a label does not exist`);
  }

  #malformed(problem: string): MalformedInput {
    return new MalformedInput("pprof", `sample ${this.sampleCount}`, problem);
  }

  #enterNested(): WireReader {
    const length = this.#sample.readLength();
    this.#nested.moveTo(this.#sample.offset, this.#sample.offset + length);
    this.#sample.offset += length;
    return this.#nested;
  }
}
