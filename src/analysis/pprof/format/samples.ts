import type { Int64 } from "../../callgraph/int64.ts";
import { MalformedInput } from "../../malformed.ts";
import { SAMPLE_FIELD } from "./encoded-tables.ts";
import { uint64 } from "./id-index.ts";
import { NumberMessage } from "./number-message.ts";
import type { SampleTables } from "./resolve.ts";
import { BYTES, requireWireType, VARINT, WireReader } from "./wire.ts";

const LOCATION_FIELD = 1;
const VALUE_FIELD = 2;
const LABEL_FIELD = 3;
/** Fields of a label. */
const LABEL = { key: 1, text: 2, number: 3, unit: 4 } as const;

/** The samples of a profile, one after the other: `next` replaces what the last one left. */
export interface Samples {
  /** Positions in the table of locations, from the leaf to the root; what is behind `depth` of them is left over. */
  readonly locations: Int32Array;
  readonly depth: number;
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
  locations = new Int32Array(256);
  depth = 0;
  sampleCount = 0;

  readonly #tables: SampleTables;
  readonly #profile: WireReader;
  readonly #sample: WireReader;
  readonly #packed: WireReader;
  readonly #label: NumberMessage;
  readonly #values: Float64Array;
  /** The values that are beyond 2^53, by type. */
  readonly #large = new Map<number, bigint>();
  #valueCount = 0;
  #labels: Label[] = [];

  constructor(message: Uint8Array, tables: SampleTables) {
    this.#tables = tables;
    this.#profile = new WireReader(message);
    this.#sample = new WireReader(message);
    this.#packed = new WireReader(message);
    this.#label = new NumberMessage("Label", LABEL.unit, message);
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
    const profile = this.#profile;
    while (profile.nextField()) {
      if (profile.field !== SAMPLE_FIELD) {
        profile.skip();
        continue;
      }
      const length = profile.readLength();
      this.#sample.moveTo(profile.offset, profile.offset + length);
      profile.offset += length;
      this.sampleCount++;
      this.#readSample();
      return true;
    }
    return false;
  }

  #readSample(): void {
    const sample = this.#sample;
    this.depth = 0;
    this.#valueCount = 0;
    if (this.#labels.length > 0) this.#labels = [];
    while (sample.nextField()) {
      if (sample.field === LOCATION_FIELD) this.#readLocations(this.#numbers());
      else if (sample.field === VALUE_FIELD) this.#readValues(this.#numbers());
      else if (sample.field === LABEL_FIELD) this.#readLabel();
      else sample.skip();
    }
    if (this.#valueCount !== this.#values.length) {
      throw this.#malformed(`${this.#valueCount} values for ${this.#values.length} sample types`);
    }
  }

  /** A repeated number, packed into one field or a field each, as a reader of one or more numbers. */
  #numbers(): WireReader {
    const sample = this.#sample;
    const packed = this.#packed;
    if (sample.wireType === BYTES) {
      const length = sample.readLength();
      packed.moveTo(sample.offset, sample.offset + length);
      sample.offset += length;
    } else {
      requireWireType(sample, VARINT, "Sample");
      const { offset } = sample;
      sample.readVarint();
      packed.moveTo(offset, sample.offset);
    }
    return packed;
  }

  #readLocations(numbers: WireReader): void {
    const { locationIndex } = this.#tables;
    // A number takes a byte at the least.
    this.#makeRoom(numbers.end - numbers.offset);
    const { locations } = this;
    while (numbers.offset < numbers.end) {
      const before = this.depth;
      this.depth = numbers.readSmall(locations, before);
      const unknown = locationIndex.replaceIds(locations, before, this.depth);
      if (unknown !== undefined) throw this.#malformed(`location ${unknown} does not exist`);
      if (numbers.offset < numbers.end) locations[this.depth++] = this.#largeLocation(numbers);
    }
  }

  #largeLocation(numbers: WireReader): number {
    numbers.readVarint();
    const id = uint64(numbers.low, numbers.high);
    const location = this.#tables.locationIndex.get(id);
    if (location < 0) throw this.#malformed(`location ${id} does not exist`);
    return location;
  }

  #makeRoom(count: number): void {
    if (this.depth + count <= this.locations.length) return;
    const larger = new Int32Array((this.depth + count) * 2);
    larger.set(this.locations);
    this.locations = larger;
  }

  #readValues(numbers: WireReader): void {
    while (numbers.offset < numbers.end) {
      numbers.readVarint();
      const value = numbers.int64;
      if (!Number.isSafeInteger(value)) this.#large.set(this.#valueCount, numbers.bigInt64);
      this.#values[this.#valueCount++] = value;
    }
  }

  #readLabel(): void {
    requireWireType(this.#sample, BYTES, "Sample");
    const label = this.#label;
    label.read(this.#sample);
    this.#labels.push({
      key: this.#string(label.int64(LABEL.key)),
      text: this.#string(label.int64(LABEL.text)),
      number: label.bigInt64(LABEL.number),
      unit: this.#string(label.int64(LABEL.unit)),
    });
  }

  #string(index: number): string {
    const text = this.#tables.strings.at(index);
    if (text !== undefined) return text;
    throw this.#malformed(`string ${index} of a label does not exist`);
  }

  #malformed(problem: string): MalformedInput {
    return new MalformedInput("pprof", `sample ${this.sampleCount}`, problem);
  }
}
