import { gunzipSync } from "node:zlib";
import * as z from "zod";
import { MalformedInput } from "./malformed.ts";

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
  if (engine.bytesWritten < bytes.length) {
    throw new MalformedInput(
      "gzip",
      `byte ${engine.bytesWritten}`,
      "more bytes follow the end of the gzip data",
    );
  }
  return buffer;
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
    const problem =
      code === "ERR_BUFFER_TOO_LARGE" ? `inflates to more than ${maxOutputLength} bytes` : message;
    throw new MalformedInput("gzip", `${bytes.length} bytes of input`, problem);
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
