import type { Id } from "./id-index.ts";
import { NumberMessage } from "./number-message.ts";
import { StringTable } from "./string-table.ts";
import { BYTES, malformed, requireWireType, VARINT, WireReader } from "./wire.ts";

/** A type and a unit, each the index of a string. */
export interface EncodedValueType {
  readonly type: number;
  readonly unit: number;
}

/** Tables as they are encoded, in columns: names are indices of strings, other entries are referred to by id. */
export interface EncodedTables {
  readonly strings: StringTable;
  readonly sampleTypes: EncodedValueType[];
  readonly mapping: {
    readonly id: Id[];
    readonly start: Id[];
    readonly limit: Id[];
    readonly offset: Id[];
    readonly file: number[];
    readonly buildId: number[];
  };
  readonly function: {
    readonly id: Id[];
    readonly name: number[];
    readonly systemName: number[];
    readonly file: number[];
    readonly startLine: number[];
  };
  readonly location: {
    readonly id: Id[];
    readonly mappingId: Id[];
    readonly address: Id[];
    readonly isFolded: boolean[];
    /** Where each location's lines start; one more entry says where the last one's end. */
    readonly firstLine: number[];
    readonly lineFunctionId: Id[];
    readonly lineNumber: number[];
    readonly lineColumn: number[];
  };
  readonly comments: number[];
  periodType: EncodedValueType | undefined;
  timeNanos: bigint;
  durationNanos: bigint;
  period: number;
  defaultSampleType: number;
  docUrl: number;
  dropFrames: number;
  keepFrames: number;
}

/**
 * Fields of Profile, and of its messages.
 *
 * @see https://github.com/google/pprof/blob/main/proto/profile.proto
 */
const PROFILE = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  string: 6,
  dropFrames: 7,
  keepFrames: 8,
  timeNanos: 9,
  durationNanos: 10,
  periodType: 11,
  period: 12,
  comment: 13,
  defaultSampleType: 14,
  docUrl: 15,
} as const;
const VALUE_TYPE = { type: 1, unit: 2 } as const;
/** The four flags from 7 to 10 say what was symbolised, which shows. */
const MAPPING = { id: 1, start: 2, limit: 3, offset: 4, file: 5, buildId: 6, lastFlag: 10 } as const;
const LOCATION = { id: 1, mappingId: 2, address: 3, line: 4, isFolded: 5 } as const;
const LINE = { functionId: 1, line: 2, column: 3 } as const;
const FUNCTION = { id: 1, name: 2, systemName: 3, file: 4, startLine: 5 } as const;

export const SAMPLE_FIELD = PROFILE.sample;

/** What an entry takes in memory is a multiple of what it takes encoded, so their number has a limit. */
const MAX_TABLE_ENTRIES = 1_000_000;

/**
 * Reads all of a profile but its samples, which are passed over.
 *
 * @throws MalformedInput for what Go's decoder refuses: truncation, unused wire types, a known field of another
 * type, two profiles in one; and for more than a million table entries
 */
export function readEncodedTables(message: Uint8Array): EncodedTables {
  return new TablesReader(message).read();
}

class TablesReader {
  readonly #reader: WireReader;
  readonly #packed: WireReader;
  readonly #valueType: NumberMessage;
  readonly #mapping: NumberMessage;
  readonly #location: NumberMessage;
  readonly #line: NumberMessage;
  readonly #function: NumberMessage;
  readonly #tables: EncodedTables;
  #entries = 0;

  constructor(message: Uint8Array) {
    this.#reader = new WireReader(message);
    this.#packed = new WireReader(message);
    this.#valueType = new NumberMessage("ValueType", VALUE_TYPE.unit, message);
    this.#mapping = new NumberMessage("Mapping", MAPPING.lastFlag, message);
    this.#location = new NumberMessage("Location", LOCATION.isFolded, message);
    this.#line = new NumberMessage("Line", LINE.column, message);
    this.#function = new NumberMessage("Function", FUNCTION.startLine, message);
    this.#tables = emptyTables(message);
  }

  read(): EncodedTables {
    const reader = this.#reader;
    while (reader.nextField()) {
      if (reader.field === PROFILE.sample) {
        requireWireType(reader, BYTES, "Profile");
        reader.skip();
      } else if (NUMBERS.has(reader.field)) {
        requireWireType(reader, VARINT, "Profile");
        this.#readNumber(reader.field);
      } else if (reader.field === PROFILE.comment && reader.wireType === VARINT) {
        this.#countEntry();
        this.#readComment(reader);
      } else if (ENTRIES.has(reader.field)) {
        requireWireType(reader, BYTES, "Profile");
        this.#countEntry();
        this.#readEntry(reader.field);
      } else {
        reader.skip();
      }
    }
    this.#tables.location.firstLine.push(this.#tables.location.lineNumber.length);
    // A profile of no strings has not even the empty one.
    if (this.#tables.strings.length === 0) throw malformed(reader.end, "the profile has no string table");
    return this.#tables;
  }

  #readNumber(field: number): void {
    const reader = this.#reader;
    const tables = this.#tables;
    const { tagOffset } = reader;
    reader.readVarint();
    if (field === PROFILE.timeNanos) {
      if (tables.timeNanos !== 0n) throw malformed(tagOffset, "a second time: two profiles in one");
      tables.timeNanos = reader.bigInt64;
    } else if (field === PROFILE.durationNanos) tables.durationNanos = reader.bigInt64;
    else if (field === PROFILE.period) tables.period = reader.int64;
    else if (field === PROFILE.dropFrames) tables.dropFrames = reader.int64;
    else if (field === PROFILE.keepFrames) tables.keepFrames = reader.int64;
    else if (field === PROFILE.defaultSampleType) tables.defaultSampleType = reader.int64;
    else tables.docUrl = reader.int64;
  }

  #readEntry(field: number): void {
    if (field === PROFILE.location) this.#readLocation();
    else if (field === PROFILE.string) this.#readString();
    else if (field === PROFILE.function) this.#readFunction();
    else if (field === PROFILE.mapping) this.#readMapping();
    else if (field === PROFILE.comment) this.#readComments();
    else if (field === PROFILE.sampleType) this.#tables.sampleTypes.push(this.#readValueType());
    else this.#tables.periodType = this.#readValueType();
  }

  #readLocation(): void {
    const { location } = this.#tables;
    const read = this.#location;
    location.firstLine.push(location.lineNumber.length);
    read.read(this.#reader, { field: LOCATION.line, read: (reader) => this.#readLine(reader) });
    location.id.push(read.uint64(LOCATION.id));
    location.mappingId.push(read.uint64(LOCATION.mappingId));
    location.address.push(read.uint64(LOCATION.address));
    location.isFolded.push(read.int64(LOCATION.isFolded) !== 0);
  }

  #readLine(reader: WireReader): void {
    const { location } = this.#tables;
    requireWireType(reader, BYTES, "Location");
    this.#countEntry();
    this.#line.read(reader);
    location.lineFunctionId.push(this.#line.uint64(LINE.functionId));
    location.lineNumber.push(this.#line.int64(LINE.line));
    location.lineColumn.push(this.#line.int64(LINE.column));
  }

  #readFunction(): void {
    const { function: table } = this.#tables;
    const read = this.#function;
    read.read(this.#reader);
    table.id.push(read.uint64(FUNCTION.id));
    table.name.push(read.int64(FUNCTION.name));
    table.systemName.push(read.int64(FUNCTION.systemName));
    table.file.push(read.int64(FUNCTION.file));
    table.startLine.push(read.int64(FUNCTION.startLine));
  }

  #readMapping(): void {
    const { mapping } = this.#tables;
    const read = this.#mapping;
    read.read(this.#reader);
    mapping.id.push(read.uint64(MAPPING.id));
    mapping.start.push(read.uint64(MAPPING.start));
    mapping.limit.push(read.uint64(MAPPING.limit));
    mapping.offset.push(read.uint64(MAPPING.offset));
    mapping.file.push(read.int64(MAPPING.file));
    mapping.buildId.push(read.int64(MAPPING.buildId));
  }

  #readValueType(): EncodedValueType {
    this.#valueType.read(this.#reader);
    return { type: this.#valueType.int64(VALUE_TYPE.type), unit: this.#valueType.int64(VALUE_TYPE.unit) };
  }

  #readString(): void {
    const reader = this.#reader;
    const length = reader.readLength();
    this.#tables.strings.add(reader.offset, reader.offset + length);
    reader.offset += length;
  }

  /** Packed into one field. */
  #readComments(): void {
    const reader = this.#reader;
    const length = reader.readLength();
    this.#packed.moveTo(reader.offset, reader.offset + length);
    reader.offset += length;
    while (this.#packed.offset < this.#packed.end) {
      this.#countEntry();
      this.#readComment(this.#packed);
    }
  }

  #readComment(reader: WireReader): void {
    reader.readVarint();
    this.#tables.comments.push(reader.int64);
  }

  #countEntry(): void {
    if (++this.#entries <= MAX_TABLE_ENTRIES) return;
    throw malformed(this.#reader.offset, `more than ${MAX_TABLE_ENTRIES} table entries`);
  }
}

/** The fields of Profile that are numbers, but for those of which there may be several. */
const NUMBERS: ReadonlySet<number> = new Set([
  PROFILE.dropFrames,
  PROFILE.keepFrames,
  PROFILE.timeNanos,
  PROFILE.durationNanos,
  PROFILE.period,
  PROFILE.defaultSampleType,
  PROFILE.docUrl,
]);

/** Those that are strings, messages, or several numbers in one field. */
const ENTRIES: ReadonlySet<number> = new Set([
  PROFILE.sampleType,
  PROFILE.mapping,
  PROFILE.location,
  PROFILE.function,
  PROFILE.string,
  PROFILE.periodType,
  PROFILE.comment,
]);

function emptyTables(message: Uint8Array): EncodedTables {
  return {
    strings: new StringTable(message),
    sampleTypes: [],
    mapping: { id: [], start: [], limit: [], offset: [], file: [], buildId: [] },
    function: { id: [], name: [], systemName: [], file: [], startLine: [] },
    location: {
      id: [],
      mappingId: [],
      address: [],
      isFolded: [],
      firstLine: [],
      lineFunctionId: [],
      lineNumber: [],
      lineColumn: [],
    },
    comments: [],
    periodType: undefined,
    timeNanos: 0n,
    durationNanos: 0n,
    period: 0,
    defaultSampleType: 0,
    docUrl: 0,
    dropFrames: 0,
    keepFrames: 0,
  };
}
