import { Int32List } from "../callgraph/int32-list.ts";
import { MalformedInput } from "../malformed.ts";
import { SAMPLE_FIELD } from "./schema.ts";
import type { Tables } from "./tables.ts";
import { BYTES, requireWireType, VARINT, WireReader } from "./wire.ts";

const LOCATION_FIELD = 1;
const VALUE_FIELD = 2;
const LABEL_FIELD = 3;

/**
 * Reads the samples of a profile from the wire, one after the other into the same buffers.
 *
 * Reading throws MalformedInput for a sample with another number of values than there are sample types, and for
 * a location or a label's string that does not exist.
 */
export class SampleReader {
  /** Positions in the table of locations, from the leaf to the root. */
  readonly locations = new Int32List();
  readonly values: Float64Array;
  /** Whether a label marks the sample as part of the base of a difference (pprof's -diff_base). */
  inDiffBase = false;
  sampleCount = 0;

  readonly #tables: Tables;
  readonly #profile: WireReader;
  readonly #sample: WireReader;
  readonly #nested: WireReader;
  #valueCount = 0;

  constructor(bytes: Uint8Array, tables: Tables) {
    this.#tables = tables;
    this.#profile = new WireReader(bytes);
    this.#sample = new WireReader(bytes);
    this.#nested = new WireReader(bytes);
    this.values = new Float64Array(tables.sampleTypes.length);
  }

  /** Names the sample that was read last, in an error. */
  get where(): string {
    return `sample ${this.sampleCount}`;
  }

  /** Reads the next sample; false at the end. */
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
    this.inDiffBase = false;
    this.#valueCount = 0;
    while (this.#sample.nextField()) {
      if (this.#sample.field === LOCATION_FIELD) this.#readNumbers((reader) => this.#addLocation(reader));
      else if (this.#sample.field === VALUE_FIELD) this.#readNumbers((reader) => this.#addValue(reader));
      else if (this.#sample.field === LABEL_FIELD) this.#readLabel();
      else this.#sample.skip();
    }
    if (this.#valueCount !== this.values.length) {
      const problem = `${this.#valueCount} values for ${this.values.length} sample types`;
      throw new MalformedInput("pprof", this.where, problem);
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
      throw new MalformedInput("pprof", this.where, `location ${id} does not exist`);
    }
    this.locations.push(location);
  }

  #addValue(reader: WireReader): void {
    this.values[this.#valueCount++] = reader.int64;
  }

  #readLabel(): void {
    requireWireType(this.#sample, BYTES, "Sample");
    const label = this.#enterNested();
    const numbers = [0, 0, 0, 0, 0];
    while (label.nextField()) {
      if (label.field >= numbers.length) {
        label.skip();
        continue;
      }
      requireWireType(label, VARINT, "Label");
      label.readVarint();
      numbers[label.field] = label.int64;
    }
    const [, key, text, , unit] = numbers;
    const [keyText, valueText] = [key, text, unit].map((index) => this.#string(index ?? 0));
    this.inDiffBase ||= keyText === "pprof::base" && valueText === "true";
  }

  #string(index: number): string {
    const text = this.#tables.strings[index];
    if (text !== undefined) return text;
    throw new MalformedInput("pprof", this.where, `string ${index} of a label does not exist`);
  }

  #enterNested(): WireReader {
    const length = this.#sample.readLength();
    this.#nested.moveTo(this.#sample.offset, this.#sample.offset + length);
    this.#sample.offset += length;
    return this.#nested;
  }
}
