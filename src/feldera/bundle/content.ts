import { constants, gunzipSync } from "node:zlib";
import { PEEKED_BYTES } from "./entries.ts";
import { CIRCUIT_PROFILE_FILE, HEAP_PROFILE_FILE, SAMPLY_PROFILE_FILE } from "./members.ts";

const GZIP_MAGIC = "\x1f\x8b";
const TAR_MAGIC = { offset: 257, text: "ustar" };

/** What the beginning of a file shows it to be. */
export type Content =
  | { readonly is: "profile"; readonly file: string }
  | { readonly is: "zip" | "gzipped zip" | "tar" | "json" | "damaged gzip" | "unknown" };

/**
 * Tells a profile by its first bytes, gzipped or not, whatever it is called.
 *
 * @param beginning the first `PEEKED_BYTES`, or all where there are fewer
 */
export function contentOf(beginning: Uint8Array): Content {
  const bytes = Buffer.from(beginning.buffer, beginning.byteOffset, beginning.length);
  const text = bytes.toString("latin1");
  if (isZip(bytes)) return { is: "zip" };
  if (!text.startsWith(GZIP_MAGIC)) return plainContent(bytes);
  try {
    const inflated = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    return isZip(inflated) ? { is: "gzipped zip" } : plainContent(inflated);
  } catch {
    return { is: "damaged gzip" };
  }
}

function isZip(bytes: Buffer): boolean {
  return /^PK(?:\x03\x04|\x05\x06)/.test(bytes.toString("latin1", 0, 4));
}

function plainContent(bytes: Buffer): Content {
  const { offset, text } = TAR_MAGIC;
  if (bytes.toString("latin1", offset, offset + text.length) === text) return { is: "tar" };
  if (/^\s*[{[]/.test(bytes.toString("latin1", 0, PEEKED_BYTES))) return jsonContent(bytes.toString("utf8"));
  return startsAsPprof(bytes) ? { is: "profile", file: HEAP_PROFILE_FILE } : { is: "unknown" };
}

/** By the members that Feldera and samply write first. */
function jsonContent(text: string): Content {
  if (/^\s*\{\s*"(worker_profiles"|metrics"\s*:\s*\[)/.test(text)) {
    return { is: "profile", file: CIRCUIT_PROFILE_FILE };
  }
  if (/^\s*\{\s*"(meta|libs|threads|shared)"/.test(text)) return { is: "profile", file: SAMPLY_PROFILE_FILE };
  return { is: "json" };
}

/** The fields of a pprof's message (profile.proto): messages, strings and packed numbers, or numbers. */
const MESSAGES: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 11, 13]);
const NUMBERS: ReadonlySet<number> = new Set([7, 8, 9, 10, 12, 13, 14, 15]);
/** Text has no byte below the tabulator. */
const FIRST_OF_TEXT = 0x09;
const VARINT = 0;
const BYTES = 2;

/** Whether the bytes are fields of a pprof, as far as they go. */
function startsAsPprof(bytes: Uint8Array): boolean {
  let at = 0;
  let fields = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const [field, wireType] = [tag >> 3, tag & 7];
    if (!(wireType === BYTES ? MESSAGES : wireType === VARINT ? NUMBERS : NO_FIELDS).has(field)) return false;
    const value = varintAt(bytes, at + 1);
    at = wireType === BYTES ? value.end + value.value : value.end;
    fields++;
  }
  return fields > 0 && bytes.subarray(0, PEEKED_BYTES).some((byte) => byte < FIRST_OF_TEXT);
}

const NO_FIELDS: ReadonlySet<number> = new Set();

function varintAt(bytes: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  let end = start;
  for (let scale = 1; end < bytes.length; scale *= 128) {
    const byte = bytes[end++] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
  }
  return { value, end };
}
