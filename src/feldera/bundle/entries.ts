import type { FileHandle } from "node:fs/promises";
import { BundleError, printable } from "./errors.ts";

/** `maxFileBytes`: one file of a bundle, inflated. `maxEntries`: files and folders in a bundle. */
export type BundleLimits = { readonly maxFileBytes: number; readonly maxEntries: number };

/** One file of a bundle, wherever it is stored. */
export type BundleEntry = {
  /** Its path within the bundle, with `/`. Never a path of the file system. */
  readonly path: string;
  /** Its size when inflated, as declared. */
  readonly bytes: number;
  /** When it was last modified, epoch ms. */
  readonly modified: number;
  /** Its content, at most `maxFileBytes`; rejects with a BundleError. */
  readonly read: () => Promise<Uint8Array>;
  /** The beginning of its content, by which it can be told; rejects where it cannot be read. */
  readonly peek: () => Promise<Uint8Array>;
};

/** At most so many bytes are read from the storage to peek at a file. */
export const PEEKED_BYTES = 4096;

export type OpenedEntries = {
  readonly entries: readonly BundleEntry[];
  readonly passedOver: PassedOver;
  /** Sentences on the whole. */
  readonly notes?: readonly string[];
  readonly close: () => Promise<void>;
};

const NAME_CHARS_SHOWN = 120;
const PATH_CHARS = 1024;

/** Counts what is left out of a bundle, so that ten thousand hostile names make one warning. */
export class PassedOver {
  readonly #byReason = new Map<string, { first: string; count: number }>();

  note(reason: string, name: string): void {
    const noted = this.#byReason.get(reason);
    if (noted === undefined) this.#byReason.set(reason, { first: name, count: 1 });
    else noted.count += 1;
  }

  warnings(): string[] {
    return [...this.#byReason].map(([reason, { first, count }]) => {
      const name = `"${printable(first.slice(0, NAME_CHARS_SHOWN))}"`;
      return count === 1
        ? `${name} is left out: ${reason}.`
        : `${count} files, the first ${name}, are left out: ${reason}.`;
    });
  }
}

/** Why a path must not be served, if so. */
export function pathProblem(path: string): string | undefined {
  const parts = path.split("/");
  if (parts.includes("..") || path.startsWith("/") || /^[a-z]:/i.test(path)) {
    return "the name leads out of the bundle";
  }
  if (parts.includes(".") || parts.includes("")) return "the name is not a plain path";
  if (path.length > PATH_CHARS) return `the name is longer than ${PATH_CHARS} characters`;
  if (printable(path) !== path) return "the name holds control characters";
  return undefined;
}

/** Bytes that can be read anywhere: a file's, or some in memory. */
export type RandomAccess = {
  readonly size: number;
  /** Rejects if the bytes end before. */
  readonly read: (position: number, length: number) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
};

export async function fileAccess(handle: FileHandle): Promise<RandomAccess> {
  const { size } = await handle.stat();
  return {
    size,
    read: (position, length) => readFully(handle, position, length),
    close: () => handle.close(),
  };
}

export function memoryAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: async (position, length) => {
      if (position + length > bytes.length) throw endsTooEarly();
      return bytes.subarray(position, position + length);
    },
    close: async () => {},
  };
}

/** `length` bytes of a file from `position` on; rejects if the file ends before. */
export async function readFully(handle: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) throw endsTooEarly();
    filled += bytesRead;
  }
  return bytes;
}

function endsTooEarly(): Error {
  return new Error("the file ends too early");
}

/** The error for a file that is larger than the files of a bundle may be. */
export function tooLarge(where: string, bytes: number, limits: BundleLimits): BundleError {
  const problem = `is ${bytes} bytes, more than the limit of ${limits.maxFileBytes}. Raise the limit to read it.`;
  return new BundleError("too_large", where, problem);
}
