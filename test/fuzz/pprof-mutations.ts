import { damaged, joined } from "./bytes.ts";
import type { Random } from "./random.ts";

/** A field of a protobuf message, with what it holds as it may be written again. */
export interface Field {
  number: number;
  wireType: number;
  content: bigint | Uint8Array | Field[];
  /** What is said of the length, if not the truth. */
  statedLength?: number;
}

type Nesting = { readonly [field: number]: Nesting };

const PROFILE: Nesting = { 1: {}, 2: { 3: {} }, 3: {}, 4: { 4: {} }, 5: {}, 11: {} };
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** What is at the edge of something: of an id, an index, an int32, a double, an int64. */
const EDGES = [
  0n,
  1n,
  2n,
  127n,
  128n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
  2n ** 64n - 2n ** 53n,
] as const;
const MOST_COPIES = 300;

/** A whole message in fields; `bytes` are well formed. */
export function parsedProfile(bytes: Uint8Array): Field[] {
  return parsed(bytes, PROFILE);
}

/** The profile with some of its fields changed, or with fields of another. */
export function mutatedPprof(profile: readonly Field[], other: readonly Field[], random: Random): Uint8Array {
  const fields = profile.map(copied);
  for (let left = 1 + random.below(3); left > 0; left--) mutate(fields, other, random);
  const message = joined(...fields.map((field) => encoded(field)));
  return random.chance(0.05) ? damaged(message, random) : message;
}

function mutate(fields: Field[], other: readonly Field[], random: Random): void {
  const at = random.below(fields.length);
  const field = fields[at];
  if (field === undefined || random.chance(0.1)) {
    const foreign = random.of(other);
    if (foreign !== undefined) fields.splice(at, random.below(2), copied(foreign));
    return;
  }
  if (Array.isArray(field.content) && random.chance(0.85)) {
    mutate(field.content, [field], random);
    return;
  }
  switch (random.below(30)) {
    case 0:
      field.number = random.pick(0, 1, 2, 3, 4, 5, 6, 9, 13, 15, 16, 99, 2 ** 29 - 1, 2 ** 29);
      return;
    case 1:
      field.wireType = random.below(8);
      return;
    case 2:
      field.statedLength = random.pick(0, 1, 127, 2 ** 28, 2 ** 31, 2 ** 32, 2 ** 40);
      return;
    case 3:
    case 4:
      fields.splice(at, 1);
      return;
    case 5:
    case 6:
      fields.push(...fields.splice(at, 1));
      return;
    case 7:
    case 8:
    case 9:
      fields.splice(at, 0, ...Array.from({ length: copies(random) }, () => copied(field)));
      return;
    default:
      changeContent(field, random);
  }
}

function changeContent(field: Field, random: Random): void {
  const { content } = field;
  if (typeof content === "bigint") {
    field.content = random.chance(0.5)
      ? random.pick(...EDGES, BigInt(random.below(10)), BigInt(random.below(60)))
      : BigInt.asUintN(64, content + BigInt(random.pick(-1, 1, random.below(100), -random.below(100))));
  } else if (Array.isArray(content)) {
    content.sort(() => (random.chance(0.5) ? 1 : -1));
  } else if (random.chance(0.4)) {
    // Of a packed list, one number.
    const numbers = varintsOf(content);
    numbers[random.below(numbers.length)] = varint(random.pick(...EDGES, 3n, 4n, 5n, 6n, 7n));
    field.content = joined(...numbers);
  } else if (random.chance(0.5)) {
    const numbers = varintsOf(content);
    const more = Array.from({ length: copies(random) }, () => random.of(numbers) ?? varint(1n));
    field.content = random.chance(0.5) ? joined(content, ...more) : joined(...more, content);
  } else {
    field.content = damaged(content, random);
  }
}

function varintsOf(bytes: Uint8Array): Uint8Array[] {
  const varints: Uint8Array[] = [];
  let start = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte >= 0x80) continue;
    varints.push(bytes.subarray(start, index + 1));
    start = index + 1;
  }
  return varints;
}

function copies(random: Random): number {
  return random.chance(0.9) ? 1 + random.below(3) : 1 + random.below(MOST_COPIES);
}

function copied(field: Field): Field {
  const { content } = field;
  return { ...field, content: Array.isArray(content) ? content.map(copied) : content };
}

function parsed(bytes: Uint8Array, nesting: Nesting): Field[] {
  const fields: Field[] = [];
  let offset = 0;
  function number(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[offset++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
  while (offset < bytes.length) {
    const tag = Number(number());
    const field = { number: tag >>> 3, wireType: tag & 7 };
    if (field.wireType === VARINT) {
      fields.push({ ...field, content: number() });
      continue;
    }
    const length = Number(number());
    const content = bytes.subarray(offset, offset + length);
    offset += length;
    const inner = nesting[field.number];
    fields.push({ ...field, content: inner === undefined ? content : parsed(content, inner) });
  }
  return fields;
}

function encoded({ number, wireType, content, statedLength }: Field): Uint8Array {
  const tag = varint(BigInt(number) * 8n + BigInt(wireType));
  if (typeof content === "bigint") {
    if (wireType === FIXED64 || wireType === FIXED32) {
      return joined(tag, new Uint8Array(wireType === FIXED64 ? 8 : 4).fill(Number(content & 255n)));
    }
    const value = varint(content);
    return wireType === BYTES ? joined(tag, varint(BigInt(value.length)), value) : joined(tag, value);
  }
  const inner = Array.isArray(content) ? joined(...content.map((field) => encoded(field))) : content;
  return joined(tag, varint(BigInt(statedLength ?? inner.length)), inner);
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}
