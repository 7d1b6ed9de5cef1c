import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type BundleEntry, type BundleLimits, memoryAccess } from "./entries.ts";
import { BundleError, reasonOf } from "./errors.ts";
import { zipEntries } from "./zip.ts";

/** An entry that is gzipped, read as what it holds. */
export function inflated(entry: BundleEntry, limits: BundleLimits): BundleEntry {
  return { ...entry, read: async () => inflate(entry.path, await entry.read(), limits) };
}

async function inflate(where: string, bytes: Uint8Array, limits: BundleLimits): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limits.maxFileBytes });
  } catch (error) {
    const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    if (!isTooLarge) {
      throw new BundleError(
        "corrupt",
        where,
        `is damaged gzip: ${reasonOf(error)}. Collect the bundle again.`,
      );
    }
    const problem = `inflates to more than the limit of ${limits.maxFileBytes} bytes. Raise the limit to read it.`;
    throw new BundleError("too_large", where, problem);
  }
}

/** An entry that is a zip of one file with this ending, read as that file. */
export function soleMemberOf(entry: BundleEntry, ending: string, limits: BundleLimits): BundleEntry {
  return {
    ...entry,
    async read() {
      const { entries } = await zipEntries(memoryAccess(await entry.read()), entry.path, limits);
      const [member, another] = entries.filter(({ path }) => path.endsWith(ending));
      if (member !== undefined && another === undefined) return member.read();
      const problem = `holds ${member === undefined ? "no" : "more than one"} file that ends in ${ending}. Unpack it, and give that file.`;
      throw new BundleError("corrupt", entry.path, problem);
    },
  };
}
