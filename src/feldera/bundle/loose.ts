import type { FileHandle } from "node:fs/promises";
import { contentOf } from "./content.ts";
import {
  type BundleEntry,
  type BundleLimits,
  type OpenedEntries,
  PassedOver,
  PEEKED_BYTES,
  readFully,
  tooLarge,
} from "./entries.ts";
import { BundleError, reasonOf } from "./errors.ts";
import { HEAP_PROFILE_FILE, SAMPLY_PROFILE_FILE } from "./members.ts";

/** Of other programs: whoever reads it says what it is. */
const OTHER_PROFILES = /^(PERFILE2|2ELIFREP|heap_v2\/|\x7fELF|\s*<(!doctype html|html)\b)/i;
const GZIP_MAGIC = "\x1f\x8b";

/**
 * A file that is a profile, gzipped or not, as the one file of a bundle. What is not known to be one but might be,
 * by its kind of file, counts as one: whoever reads it can tell more.
 *
 * @returns undefined for what is no profile; the caller closes `handle` then, and when this rejects with a
 *   BundleError. `close` does so otherwise.
 */
export async function looseProfileEntries(
  handle: FileHandle,
  source: string,
  limits: BundleLimits,
): Promise<OpenedEntries | undefined> {
  const { size, mtime } = await handle.stat();
  const peek = () => readFully(handle, 0, Math.min(size, PEEKED_BYTES));
  const path = profileFileName(await peek(), source);
  if (path === undefined && size === 0) {
    throw new BundleError("not_a_bundle", source, "is empty. Collect or download it again.");
  }
  if (path === undefined) return undefined;
  const read = async (): Promise<Uint8Array> => {
    if (size > limits.maxFileBytes) throw tooLarge(source, size, limits);
    return readFully(handle, 0, size).catch((error) => {
      throw new BundleError("corrupt", source, `cannot be read (${reasonOf(error)}). Open it again.`);
    });
  };
  const entry: BundleEntry = { path, bytes: size, modified: mtime.getTime(), read, peek };
  return { entries: [entry], passedOver: new PassedOver(), close: () => handle.close() };
}

function profileFileName(beginning: Uint8Array, source: string): string | undefined {
  const text = Buffer.from(beginning).toString("latin1");
  const content = contentOf(beginning);
  switch (content.is) {
    case "profile":
      return content.file;
    case "json":
      return SAMPLY_PROFILE_FILE;
    case "tar":
      throw new BundleError("not_a_bundle", source, "is a tar archive. Unpack it, and give its folder.");
    case "gzipped zip":
      throw new BundleError(
        "not_a_bundle",
        source,
        "is a zip within gzip. Unpack it with gunzip, and give the zip.",
      );
    case "damaged gzip":
      throw new BundleError("corrupt", source, "is damaged gzip. Fetch the profile again.");
    default:
      return text.startsWith(GZIP_MAGIC) || OTHER_PROFILES.test(text) ? HEAP_PROFILE_FILE : undefined;
  }
}
