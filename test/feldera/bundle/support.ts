import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Bundle } from "../../../src/feldera/bundle/archive.ts";
import type { Collection } from "../../../src/feldera/bundle/collections.ts";
import { BundleError } from "../../../src/feldera/bundle/errors.ts";

export const LIMITS = { maxFileBytes: 64 * 2 ** 20, maxEntries: 1000 };

export function recording(name: string): Promise<Buffer> {
  return readFile(new URL(`../../recordings/${name}.body`, import.meta.url));
}

/** A temporary folder for a test file, and a way to put files into folders within it. */
export function temporaryFolder(): {
  write: (path: string, content: string | Uint8Array) => Promise<string>;
  path: (path: string) => string;
} {
  let root = "";
  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), "feldera-bundle-")));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  return {
    path: (path) => join(root, path),
    write: async (path, content) => {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
  };
}

export function newestOf(bundle: Bundle): Collection {
  const [newest] = bundle.collections;
  if (newest === undefined) throw new Error("the bundle has no collection");
  return newest;
}

export function namesOf(collection: Collection): string[] {
  return collection.files.map(({ name }) => name);
}

export async function textOf(bundle: Bundle, collection: Collection, file: string): Promise<string> {
  return new TextDecoder().decode(await bundle.read(collection, file));
}

/** The BundleError that a promise is rejected with; fails on any other outcome. */
export async function bundleErrorOf(outcome: Promise<unknown>): Promise<BundleError> {
  const error = await outcome.then(
    () => new Error("no error came"),
    (reason: unknown) => reason,
  );
  if (error instanceof BundleError) return error;
  throw error;
}
