import { Buffer } from "node:buffer";
import { pipeline } from "node:stream";
import { createGunzip, gunzipSync } from "node:zlib";
import * as z from "zod";
import { BytesInParts } from "./bytes-in-parts.ts";
import { MalformedInput } from "./malformed.ts";

interface Sized {
  readonly length: number;
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** With `info`, zlib also tells how much of the input it read; Node's types do not know. */
const Inflated = z.object({
  buffer: z.instanceof(Uint8Array),
  engine: z.object({ bytesWritten: z.number() }),
});
const MIN_CHUNK = 2 ** 16;
/** Deflate cannot do better, whatever a stream says of its size. */
const MAX_RATIO = 1032;
const ZlibError = z.object({ code: z.string(), message: z.string() });

/**
 * Inflates one or more gzip members.
 *
 * @throws MalformedInput for truncated or corrupt gzip, for bytes after the last member, and where the result
 * is larger than `maxInflatedBytes`
 */
export function inflateGzip(bytes: Uint8Array, maxInflatedBytes: number): Uint8Array {
  const { buffer, engine } = Inflated.parse(inflate(bytes, maxInflatedBytes));
  requireAllRead(bytes, engine.bytesWritten);
  return buffer;
}

/** Whether bytes that come in parts are gzip, and the bytes again. */
export async function peeked(
  bytes: BytesInParts,
): Promise<{ readonly isGzip: boolean; readonly bytes: BytesInParts }> {
  const parts = bytes.parts()[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < 2) {
    const { done, value } = await parts.next();
    if (done === true) break;
    first.push(value);
    length += value.length;
  }
  const beginning = first.length === 1 && first[0] ? first[0] : Buffer.concat(first);
  async function* all() {
    if (beginning.length > 0) yield beginning;
    yield* { [Symbol.asyncIterator]: () => parts };
  }
  return { isGzip: isGzip(beginning), bytes: new BytesInParts(bytes.length, all) };
}

/** A part is inflated while the one before is read. */
const PART_BYTES = 2 ** 20;

/** The same, a part at a time. @throws MalformedInput, where it comes to what is wrong */
export async function* inflatedParts(
  bytes: BytesInParts,
  maxInflatedBytes: number,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: PART_BYTES });
  let size = 0;
  try {
    for await (const part of pipeline(bytes.parts(), gunzip, () => {})) {
      size += part.length;
      if (size > maxInflatedBytes) throw tooLarge(bytes, maxInflatedBytes);
      yield part;
    }
  } catch (error) {
    throw error instanceof MalformedInput ? error : damaged(bytes, ZlibError.parse(error).message);
  }
  requireAllRead(bytes, gunzip.bytesWritten);
}

function requireAllRead(bytes: Sized, read: number): void {
  if (read < bytes.length)
    throw new MalformedInput("gzip", `byte ${read}`, "more bytes follow the end of the gzip data");
}

function tooLarge(bytes: Sized, maxInflatedBytes: number): MalformedInput {
  return damaged(bytes, `inflates to more than ${maxInflatedBytes} bytes`);
}

function damaged({ length }: Sized, problem: string): MalformedInput {
  return new MalformedInput("gzip", `${length} bytes of input`, problem);
}

/** Whether bytes, gzipped or not, are fewer than that once inflated. */
export function inflatesBelow(bytes: Uint8Array, size: number): boolean {
  if (bytes.length >= size) return false;
  if (!isGzip(bytes)) return true;
  try {
    gunzipSync(bytes, { maxOutputLength: size });
    return true;
  } catch (error) {
    // What cannot be inflated is refused at once.
    return ZlibError.parse(error).code !== "ERR_BUFFER_TOO_LARGE";
  }
}

function inflate(bytes: Uint8Array, maxOutputLength: number): unknown {
  const chunkSize = Math.max(MIN_CHUNK, Math.min(statedSize(bytes), maxOutputLength) + 1);
  try {
    return gunzipSync(bytes, { maxOutputLength, chunkSize, info: true });
  } catch (error) {
    const { code, message } = ZlibError.parse(error);
    throw code === "ERR_BUFFER_TOO_LARGE" ? tooLarge(bytes, maxOutputLength) : damaged(bytes, message);
  }
}

/**
 * What the last member says that it inflates to, in bytes. With room for all of it at once, zlib need not put the
 * result together from pieces, which takes twice the memory.
 */
function statedSize(bytes: Uint8Array): number {
  if (bytes.length < 4) return 0;
  const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  return Math.min(size, bytes.length * MAX_RATIO);
}
