import type { RandomAccess } from "./entries.ts";

const END_SIGNATURE = "PK\x05\x06";
const DIRECTORY_SIGNATURE = "PK\x01\x02";
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
/** What a download may have behind the zip: a page, a log, another file. */
const MAX_TRAILING_BYTES = 2 ** 20;
const IN_ZIP64 = 0xffffffff;

/**
 * Where a zip ends, by its end record (APPNOTE 6.3, section 4.3.16): bytes that were added behind it are no part of
 * it. The whole size where no such record is found among the last MiB, or a sound one ends there.
 */
export async function endOfZip(access: RandomAccess): Promise<number> {
  const { size } = access;
  const from = Math.max(0, size - END_BYTES - MAX_COMMENT_BYTES - MAX_TRAILING_BYTES);
  const tail = Buffer.from(await access.read(from, size - from));
  const text = tail.toString("latin1");
  for (let at = text.lastIndexOf(END_SIGNATURE); at >= 0; at = text.lastIndexOf(END_SIGNATURE, at - 1)) {
    if (at + END_BYTES <= tail.length) {
      const end = from + at + END_BYTES + tail.readUInt16LE(at + 20);
      if (end <= size && (await isEndRecord(access, tail.subarray(at, at + END_BYTES), from + at)))
        return end;
    }
    if (at === 0) break;
  }
  return size;
}

/** Whether the directory that the record points to is there. */
async function isEndRecord(access: RandomAccess, record: Buffer, at: number): Promise<boolean> {
  const entries = record.readUInt16LE(10);
  const directoryAt = record.readUInt32LE(16);
  if (directoryAt === IN_ZIP64) return true;
  if (entries === 0) return directoryAt === at;
  if (directoryAt + record.readUInt32LE(12) > at) return false;
  const signature = await access.read(directoryAt, DIRECTORY_SIGNATURE.length).catch(() => Buffer.alloc(0));
  return Buffer.from(signature).toString("latin1") === DIRECTORY_SIGNATURE;
}
