import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import {
  type BundleEntry,
  type BundleLimits,
  type OpenedEntries,
  PassedOver,
  PEEKED_BYTES,
  pathProblem,
  type RandomAccess,
  tooLarge,
} from "./entries.ts";
import { BundleError, reasonOf } from "./errors.ts";
import { endOfZip } from "./zip-end.ts";

type Yauzl = typeof import("yauzl");
type Zip = {
  readonly access: RandomAccess;
  readonly directory: ZipFile;
  readonly source: string;
  readonly limits: BundleLimits;
};

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER_BYTES = 30;
const CHUNK_BYTES = 64 * 2 ** 10;
const GET_ANOTHER = "Collect or download the bundle again.";

/**
 * The files of a zip, by its central directory (APPNOTE 6.3): stored and deflated ones can be read. Nothing is
 * unpacked to disk. `source` names the zip in errors. Rejects with a BundleError; the caller closes `access`
 * when that happens, and `close` does so otherwise.
 */
export async function zipEntries(
  access: RandomAccess,
  source: string,
  limits: BundleLimits,
): Promise<OpenedEntries> {
  const { default: yauzl } = await import("yauzl");
  try {
    const end = await endOfZip(access);
    const directory = await openDirectory(yauzl, access, end);
    if (directory.entryCount > limits.maxEntries) throw tooManyEntries(source, directory.entryCount, limits);
    const listed: Entry[] = [];
    for await (const entry of directory.eachEntry()) listed.push(entry);
    refuseOverlaps(listed);
    const passedOver = new PassedOver();
    const entries = servable({ access, directory, source, limits }, yauzl, listed, passedOver);
    return { entries, passedOver, notes: trailingBytes(source, access.size - end), close: access.close };
  } catch (error) {
    if (error instanceof BundleError) throw error;
    const problem = `is not a readable zip file: ${reasonOf(error)}. ${GET_ANOTHER}`;
    throw new BundleError("corrupt", source, problem);
  }
}

function trailingBytes(source: string, bytes: number): string[] {
  return bytes === 0 ? [] : [`${bytes} bytes that follow the end of the zip ${source} are left out.`];
}

/**
 * yauzl decodes no names and compares no sizes here, because one bad entry would end the whole listing. It reads
 * through a reader of ours: an offset that no file can have makes its own throw outside of any promise.
 */
async function openDirectory(yauzl: Yauzl, access: RandomAccess, end: number): Promise<ZipFile> {
  class AccessReader extends yauzl.RandomAccessReader {
    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null) => void,
    ): void {
      access.read(position, length).then((bytes) => {
        buffer.set(bytes, offset);
        callback(null);
      }, callback);
    }
  }
  return yauzl.fromRandomAccessReaderPromise(new AccessReader(), end, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: false,
  });
}

function tooManyEntries(source: string, entries: number, limits: BundleLimits): BundleError {
  const problem = `lists ${entries} files, more than the limit of ${limits.maxEntries}. Give a support bundle as Feldera made it.`;
  return new BundleError("too_large", source, problem);
}

/** A zip whose entries share bytes is made to inflate to more than it could hold. */
function refuseOverlaps(listed: readonly Entry[]): void {
  let end = 0;
  const spans = listed.map(({ relativeOffsetOfLocalHeader: start, compressedSize }) => ({
    start,
    compressedSize,
  }));
  for (const { start, compressedSize } of spans.sort((a, b) => a.start - b.start)) {
    if (start < end) throw new Error("its entries overlap");
    end = start + LOCAL_HEADER_BYTES + compressedSize;
  }
}

function servable(zip: Zip, yauzl: Yauzl, listed: readonly Entry[], passedOver: PassedOver): BundleEntry[] {
  const byPath = new Map<string, BundleEntry>();
  for (const entry of listed) {
    const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
    const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
    const path = name.replace(/^(\.\/)+/, "");
    if (path.endsWith("/")) continue;
    const problem = pathProblem(path) ?? entryProblem(entry, byPath.has(path));
    if (problem !== undefined) passedOver.note(problem, path);
    else byPath.set(path, bundleEntry(zip, entry, path));
  }
  return [...byPath.values()];
}

function entryProblem(entry: Entry, isListedBefore: boolean): string | undefined {
  if (isListedBefore) return "the zip holds it more than once, and the first is used";
  return isSymbolicLink(entry) ? "it is a symbolic link" : undefined;
}

function isSymbolicLink(entry: Entry): boolean {
  const unixMode = entry.externalFileAttributes >>> 16;
  return (unixMode & 0o170000) === 0o120000;
}

function bundleEntry(zip: Zip, entry: Entry, path: string): BundleEntry {
  return {
    path,
    bytes: entry.uncompressedSize,
    modified: entry.getLastModDate({ timezone: "UTC" }).getTime(),
    read: () => readEntry(zip, entry, `${path} in ${zip.source}`),
    peek: () => peekEntry(zip, entry),
  };
}

async function readEntry(zip: Zip, entry: Entry, where: string): Promise<Uint8Array> {
  if (entry.uncompressedSize > zip.limits.maxFileBytes) {
    throw tooLarge(where, entry.uncompressedSize, zip.limits);
  }
  if (entry.isEncrypted()) {
    throw new BundleError("corrupt", where, "is encrypted. Unpack the bundle, and give its folder.");
  }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    const problem = `is compressed by method ${entry.compressionMethod}, which cannot be read here. Unpack the bundle, and give its folder.`;
    throw new BundleError("corrupt", where, problem);
  }
  try {
    return await inflateEntry(zip, entry);
  } catch (error) {
    throw new BundleError("corrupt", where, `is damaged: ${reasonOf(error)}. ${GET_ANOTHER}`);
  }
}

/** What the first compressed bytes inflate to: some MiB, whatever they are. */
async function peekEntry({ access, directory }: Zip, entry: Entry): Promise<Uint8Array> {
  const { fileDataStart } = await directory.readLocalFileHeaderPromise(entry, { minimal: true });
  const stored = await access.read(fileDataStart, Math.min(entry.compressedSize, PEEKED_BYTES));
  if (entry.isEncrypted() || entry.compressionMethod !== DEFLATED) return stored;
  return zlib.inflateRawSync(stored, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
}

/** One buffer of the declared size is filled: whatever the data inflates to, no more than that is kept. */
async function inflateEntry({ access, directory }: Zip, entry: Entry): Promise<Uint8Array> {
  const { fileDataStart } = await directory.readLocalFileHeaderPromise(entry, { minimal: true });
  const content = new Uint8Array(entry.uncompressedSize);
  let filled = 0;
  const fill = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      if (filled + chunk.length > content.length) throw new Error("it is larger than declared");
      content.set(chunk, filled);
      filled += chunk.length;
    }
  };
  const compressed = chunksOf(access, fileDataStart, entry.compressedSize);
  if (entry.compressionMethod === DEFLATED) await pipeline(compressed, zlib.createInflateRaw(), fill);
  else await fill(compressed);
  if (filled < content.length) throw new Error("it is smaller than declared");
  if (zlib.crc32(content) !== entry.crc32) throw new Error("its checksum is wrong");
  return content;
}

async function* chunksOf(access: RandomAccess, start: number, length: number): AsyncGenerator<Uint8Array> {
  for (let read = 0; read < length; read += CHUNK_BYTES) {
    yield await access.read(start + read, Math.min(CHUNK_BYTES, length - read));
  }
}
