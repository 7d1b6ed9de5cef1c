import { constants, type Dirent } from "node:fs";
import { type FileHandle, lstat, open, opendir } from "node:fs/promises";
import { join } from "node:path";
import {
  type BundleEntry,
  type BundleLimits,
  type OpenedEntries,
  PassedOver,
  PEEKED_BYTES,
  pathProblem,
  readFully,
  tooLarge,
} from "./entries.ts";
import { BundleError, reasonOf } from "./errors.ts";

/** Deeper than any bundle that was unpacked lies; a folder further down is left out with a word. */
const FOLDER_LEVELS = 16;
/** Neither a link nor a pipe that took a file's place since it was listed is opened, or waited for. */
const PLAIN_FILE_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * The files in a folder, by name. Symbolic links are not followed. `source` names the folder in errors. Rejects
 * with a BundleError; there is nothing to close.
 */
export async function folderEntries(
  root: string,
  source: string,
  limits: BundleLimits,
): Promise<OpenedEntries> {
  const passedOver = new PassedOver();
  const entries: BundleEntry[] = [];
  let seen = 0;
  try {
    for await (const { item, file, path } of itemsIn(root, "", FOLDER_LEVELS, passedOver)) {
      seen += 1;
      if (seen > limits.maxEntries) throw tooManyEntries(source, limits);
      const problem = item.isSymbolicLink() ? "it is a symbolic link" : pathProblem(path);
      if (problem !== undefined) passedOver.note(problem, path);
      else if (item.isFile()) entries.push(...(await fileEntry(file, path, source, limits)));
    }
  } catch (error) {
    if (error instanceof BundleError) throw error;
    throw new BundleError("not_found", source, `cannot be read (${reasonOf(error)}). Check its permissions.`);
  }
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { entries, passedOver, close: async () => {} };
}

async function* itemsIn(
  folder: string,
  prefix: string,
  levels: number,
  passedOver: PassedOver,
): AsyncGenerator<{ item: Dirent; file: string; path: string }> {
  const items = await opendir(folder).catch((error) => {
    if (prefix === "") throw error;
    passedOver.note(`the folder cannot be read (${reasonOf(error)})`, prefix);
    return [];
  });
  for await (const item of items) {
    const file = join(folder, item.name);
    const path = `${prefix}${item.name}`;
    yield { item, file, path };
    if (!item.isDirectory()) continue;
    if (levels > 1) yield* itemsIn(file, `${path}/`, levels - 1, passedOver);
    else passedOver.note(`folders more than ${FOLDER_LEVELS} deep are not looked into`, path);
  }
}

function tooManyEntries(source: string, limits: BundleLimits): BundleError {
  const problem = `holds more than ${limits.maxEntries} files, the limit. Give the folder of one support bundle.`;
  return new BundleError("too_large", source, problem);
}

/** The file at `file`, served as `path` of the bundle; none if it is no regular file. */
export async function fileEntry(
  file: string,
  path: string,
  source: string,
  limits: BundleLimits,
): Promise<BundleEntry[]> {
  const status = await lstat(file).catch(() => undefined);
  if (!status?.isFile()) return [];
  return [
    {
      path,
      bytes: status.size,
      modified: status.mtime.getTime(),
      read: () => readFile(file, `${path} in ${source}`, limits),
      peek: () => readPlainFile(file, (handle, size) => readFully(handle, 0, Math.min(size, PEEKED_BYTES))),
    },
  ];
}

async function readFile(file: string, where: string, limits: BundleLimits): Promise<Uint8Array> {
  try {
    return await readPlainFile(file, (handle, size) => {
      if (size > limits.maxFileBytes) throw tooLarge(where, size, limits);
      return readFully(handle, 0, size);
    });
  } catch (error) {
    if (error instanceof BundleError) throw error;
    const problem = `cannot be read (${reasonOf(error)}). Check the folder, and open it again.`;
    throw new BundleError("corrupt", where, problem);
  }
}

async function readPlainFile(
  file: string,
  read: (handle: FileHandle, size: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const handle = await open(file, PLAIN_FILE_ONLY);
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw new Error("it is no longer a regular file");
    return await read(handle, status.size);
  } finally {
    await handle.close();
  }
}
