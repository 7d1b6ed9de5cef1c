import { MalformedInput } from "../malformed.ts";

export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;
const CHECKSUM = { at: 148, bytes: 8 };

/**
 * The regular files of a tar, one after the other, as views of its bytes. Names of up to 100 bytes, which is what a
 * header has room for; the extensions for longer ones are passed over.
 *
 * @throws MalformedInput where a header's checksum is wrong, or the tar ends within a file
 */
export function* tarFiles(tar: Uint8Array): Generator<TarFile> {
  for (let at = 0; at < tar.length; ) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (header.length < BLOCK) throw malformed(at, "the tar ends within a header");
    if (octal(header, CHECKSUM.at, CHECKSUM.bytes) !== checksumOf(header)) {
      throw malformed(at, "the checksum of the tar's header is wrong");
    }
    const size = octal(header, 124, 12);
    if (size === undefined) throw malformed(at, "the size of a file in the tar is not an octal number");
    const start = at + BLOCK;
    if (start + size > tar.length) throw malformed(at, "the tar ends within a file");
    const type = header[156];
    if (type === 0 || type === REGULAR) {
      yield { name: text(header, 0, 100), content: tar.subarray(start, start + size) };
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

const REGULAR = "0".charCodeAt(0);

/** The sum of a header's bytes, those of the checksum itself counted as spaces. */
function checksumOf(header: Uint8Array): number {
  const end = CHECKSUM.at + CHECKSUM.bytes;
  return header.reduce((sum, byte, i) => sum + (i >= CHECKSUM.at && i < end ? 0x20 : byte), 0);
}

function octal(header: Uint8Array, at: number, bytes: number): number | undefined {
  const digits = text(header, at, bytes).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function text(header: Uint8Array, at: number, bytes: number): string {
  const field = header.subarray(at, at + bytes);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function malformed(at: number, problem: string): MalformedInput {
  return new MalformedInput("generated Rust", `byte ${at} of the tar`, problem);
}
