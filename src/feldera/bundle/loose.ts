import type { FileHandle } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";
import { HEAP_PROFILE_FILE, SAMPLY_PROFILE_FILE } from "./collections.ts";
import { type BundleLimits, type OpenedEntries, PassedOver, readFully, tooLarge } from "./entries.ts";
import { BundleError, reasonOf } from "./errors.ts";

const PEEKED_BYTES = 4096;
const TAR_MAGIC = { offset: 257, text: "ustar" };

/**
 * A gzip file as the one file of a bundle: JSON is a samply profile, anything else a heap profile (pprof).
 * Rejects with a BundleError; the caller closes `handle` when that happens, and `close` does so otherwise.
 */
export async function looseProfileEntries(
  handle: FileHandle,
  source: string,
  limits: BundleLimits,
): Promise<OpenedEntries> {
  const { size, mtime } = await handle.stat();
  const path = profileFileName(
    beginningOf(await readFully(handle, 0, Math.min(size, PEEKED_BYTES)), source),
    source,
  );
  const read = async (): Promise<Uint8Array> => {
    if (size > limits.maxFileBytes) throw tooLarge(source, size, limits);
    return readFully(handle, 0, size).catch((error) => {
      throw new BundleError("corrupt", source, `cannot be read (${reasonOf(error)}). Open it again.`);
    });
  };
  const entry = { path, bytes: size, modified: mtime.getTime(), read };
  return { entries: [entry], passedOver: new PassedOver(), close: () => handle.close() };
}

/** What the first bytes of a gzip file inflate to. */
function beginningOf(compressed: Uint8Array, source: string): Buffer {
  try {
    return gunzipSync(compressed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw new BundleError("corrupt", source, `is damaged gzip: ${reasonOf(error)}. Fetch the profile again.`);
  }
}

function profileFileName(beginning: Buffer, source: string): string {
  const { offset, text } = TAR_MAGIC;
  if (beginning.toString("latin1", offset, offset + text.length) === text) {
    throw new BundleError("not_a_bundle", source, "is a tar archive. Unpack it, and give its folder.");
  }
  return beginning[0] === "{".charCodeAt(0) ? SAMPLY_PROFILE_FILE : HEAP_PROFILE_FILE;
}
