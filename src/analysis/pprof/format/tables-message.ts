import {
  type FieldKind,
  type MessageSchema,
  SAMPLE_FIELD,
  STRING_FIELD,
  TABLES,
  TIME_FIELD,
} from "./schema.ts";
import { BYTES, malformed, requireWireType, VARINT, WireReader } from "./wire.ts";

/** Decoded, an entry can cost a hundred times its encoding, so their number has a limit. */
const MAX_TABLE_ENTRIES = 1_000_000;

/** Bytes copied so far. They never get longer than their source, so the array need not grow. */
interface Copy {
  readonly bytes: Uint8Array;
  length: number;
  entries: number;
}

/**
 * Checks the wire format of a profile and copies it without its samples, in the form that `pprof-format` reads
 * rightly: without unknown fields, and with tags of one byte.
 *
 * @throws MalformedInput for what Go's decoder refuses: truncation, unused wire types, a known field of another
 * type, two profiles in one; and for more than a million table entries
 */
export function copyTables(bytes: Uint8Array): Uint8Array {
  const copy: Copy = { bytes: new Uint8Array(bytes.length), length: 0, entries: 0 };
  const reader = new WireReader(bytes);
  let timeSeen = false;
  let stringsSeen = false;
  while (reader.nextField()) {
    stringsSeen ||= reader.field === STRING_FIELD;
    if (reader.field === SAMPLE_FIELD) {
      requireWireType(reader, BYTES, "Profile");
      reader.skip();
    } else if (reader.field === TIME_FIELD) {
      if (timeSeen) throw malformed(reader.tagOffset, "a second time: two profiles in one");
      copyField(reader, TABLES, copy);
      timeSeen = reader.low !== 0 || reader.high !== 0;
    } else {
      copyField(reader, TABLES, copy);
    }
  }
  // pprof-format would make one up.
  if (!stringsSeen) throw malformed(reader.end, "the profile has no string table");
  return copy.bytes.subarray(0, copy.length);
}

/** Copies the field whose tag was read last. */
function copyField(reader: WireReader, schema: MessageSchema, copy: Copy): void {
  const kind: FieldKind | undefined = schema.fields[reader.field];
  if (kind === undefined) {
    reader.skip();
    return;
  }
  const isPacked = kind === "numbers" && reader.wireType === BYTES;
  const isVarint = kind === "number" || (kind === "numbers" && !isPacked);
  requireWireType(reader, isVarint ? VARINT : BYTES, schema.name);
  copy.bytes[copy.length++] = (reader.field << 3) | reader.wireType;
  if (kind !== "number") countEntry(reader, copy);
  if (isVarint) {
    const start = reader.offset;
    reader.readVarint();
    copyBytes(reader, start, reader.offset, copy);
    return;
  }

  const length = reader.readLength();
  const end = reader.offset + length;
  if (typeof kind === "object") {
    copyMessage(new WireReader(reader.bytes, reader.offset, end), kind, copy);
  } else {
    if (isPacked) checkPacked(new WireReader(reader.bytes, reader.offset, end), copy);
    writeLength(copy, length, lengthOfVarint(length));
    copyBytes(reader, reader.offset, end, copy);
  }
  reader.offset = end;
}

function copyMessage(reader: WireReader, schema: MessageSchema, copy: Copy): void {
  const lengthOffset = copy.length;
  const lengthWidth = lengthOfVarint(reader.end - reader.offset);
  copy.length += lengthWidth;
  const start = copy.length;
  while (reader.nextField()) copyField(reader, schema, copy);
  const end = copy.length;
  copy.length = lengthOffset;
  writeLength(copy, end - start, lengthWidth);
  copy.length = end;
}

function checkPacked(reader: WireReader, copy: Copy): void {
  while (reader.offset < reader.end) {
    countEntry(reader, copy);
    reader.readVarint();
  }
}

function countEntry(reader: WireReader, copy: Copy): void {
  if (++copy.entries <= MAX_TABLE_ENTRIES) return;
  throw malformed(reader.offset, `more than ${MAX_TABLE_ENTRIES} table entries`);
}

function copyBytes(reader: WireReader, start: number, end: number, copy: Copy): void {
  copy.bytes.set(reader.bytes.subarray(start, end), copy.length);
  copy.length += end - start;
}

/** Writes a length in the given number of bytes, which may be more than it needs. */
function writeLength(copy: Copy, length: number, width: number): void {
  let rest = length;
  for (let left = width; left > 0; left--) {
    copy.bytes[copy.length++] = (rest & 0x7f) | (left > 1 ? 0x80 : 0);
    rest >>>= 7;
  }
}

function lengthOfVarint(value: number): number {
  let width = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) width++;
  return width;
}
