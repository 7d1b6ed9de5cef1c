import { open, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import * as z from "zod";
import { filesBeside } from "./beside.ts";
import { type Collection, type GroupedCollections, groupCollections } from "./collections.ts";
import {
  type BundleEntry,
  type BundleLimits,
  fileAccess,
  memoryAccess,
  type OpenedEntries,
} from "./entries.ts";
import { BundleError, printable, reasonOf } from "./errors.ts";
import { folderEntries } from "./folder.ts";
import { looseProfileEntries } from "./loose.ts";
import { CIRCUIT_PROFILE_FILE, DRAWINGS_FILE, type Member, PIPELINE_CONFIG_FILE } from "./members.ts";
import { type Metadata, readMetadata } from "./metadata.ts";
import { placeEntries } from "./placed.ts";
import { zipEntries } from "./zip.ts";

/** A support bundle on disk. Times in epoch ms. Strings are as the bundle has them: untrusted. */
export type Bundle = Omit<Metadata, "collections"> & {
  /** The name of its file or folder. */
  readonly source: string;
  /** Of a single profile that was opened as a bundle, the name that it goes by in one. */
  readonly profileFile?: string;
  /** Newest first; empty if Feldera had never collected anything. */
  readonly collections: readonly Collection[];
  /** Sentences on what could not be used, or had to be derived. */
  readonly warnings: readonly string[];
  readonly has: (collection: Collection, file: string) => boolean;
  /**
   * A file's bytes as Feldera made them: a `.gz` stays compressed. Rejects with a BundleError: `missing_file`,
   * with Feldera's reason where there is one; `too_large` beyond `maxFileBytes`; `corrupt`.
   */
  readonly read: (collection: Collection, file: string) => Promise<Uint8Array>;
  /** Lets go of the file. Nothing can be read afterwards; closing again does nothing. */
  readonly close: () => Promise<void>;
};

const EXPECTED =
  "Give a support bundle (a .zip, or the folder that it was unpacked to), or a heap, CPU or circuit profile.";
const ZIP_MAGIC = "PK";
/** A zip within a zip within a zip. */
const ZIP_LEVELS = 3;
const ZIPS_NAMED = 10;

/**
 * Opens the support bundle at `path`: a zip, a folder that one was unpacked to, a collection's folder, a zip or
 * folder that holds one such zip, or a single heap, CPU or circuit profile, which is a bundle of one collection of
 * one file. The kind is told by content. A samply profile or time series outside of the collections, or on disk
 * beside a zip, are served with the newest one, by the names that bundles use or Feldera gives a download. Rejects with
 * a BundleError.
 */
export async function openBundle(path: string, limits: BundleLimits): Promise<Bundle> {
  const source = printable(basename(resolve(path)));
  const status = await stat(path).catch((error) => {
    throw new BundleError("not_found", path, `cannot be opened (${reasonOf(error)}). ${EXPECTED}`);
  });
  if (status.isDirectory()) return archiveBundle(source, await folderEntries(path, source, limits), limits);
  if (status.isFile()) return openFile(path, source, limits);
  throw new BundleError("not_a_bundle", source, `is neither a file nor a folder. ${EXPECTED}`);
}

/** Opens the zip of a support bundle that is held in memory; `source` names it in errors. */
export async function openBundleBytes(
  bytes: Uint8Array,
  source: string,
  limits: BundleLimits,
): Promise<Bundle> {
  return archiveBundle(source, await zipEntries(memoryAccess(bytes), source, limits), limits);
}

async function openFile(path: string, source: string, limits: BundleLimits): Promise<Bundle> {
  const handle = await open(path).catch((error) => {
    throw new BundleError("not_found", path, `cannot be opened (${reasonOf(error)}). Check its permissions.`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (buffer.toString("latin1", 0, bytesRead) === ZIP_MAGIC) {
      const zip = await zipEntries(await fileAccess(handle), source, limits);
      return await archiveBundle(source, zip, limits, await filesBeside(path, source, limits));
    }
    const profile = await looseProfileEntries(handle, source, limits);
    if (profile !== undefined) return await looseProfileBundle(source, profile, limits);
    throw new BundleError("not_a_bundle", source, `is neither a zip nor a profile. ${EXPECTED}`);
  } catch (error) {
    await handle.close();
    if (error instanceof BundleError) throw error;
    throw new BundleError("corrupt", source, `cannot be read (${reasonOf(error)}). ${EXPECTED}`);
  }
}

async function archiveBundle(
  source: string,
  opened: OpenedEntries,
  limits: BundleLimits,
  beside: readonly Member[] = [],
  levels = ZIP_LEVELS,
): Promise<Bundle> {
  const { entries, passedOver, notes = [] } = opened;
  const { metadata, warnings } = await readMetadata(entries);
  const listed = new Set(metadata?.collections.map(({ directory }) => directory));
  const { placed, zips } = await placeEntries(entries, listed, limits, passedOver);
  if (metadata === undefined && placed.length === 0) {
    const inner = await bundleWithin(source, zips, limits, beside, levels);
    return { ...inner, warnings: [...notes, ...inner.warnings], close: opened.close };
  }
  for (const { path } of zips) passedOver.note("it is a zip, and is not opened beside a bundle", path);
  const grouped = await groupCollections(source, placed, metadata, passedOver, beside);
  const reader = readerOf(source, grouped);
  const pipelineName = metadata?.pipelineName ?? (await configuredName(grouped.collections, reader));
  return {
    ...metadata,
    ...(pipelineName !== undefined && { pipelineName }),
    source,
    collections: grouped.collections,
    warnings: [...notes, ...warnings, ...grouped.warnings, ...passedOver.warnings()],
    ...reader,
    close: opened.close,
  };
}

const PipelineConfig = z.looseObject({ name: z.string() });

/** The pipeline's name as the newest configuration has it; undefined where none can be read. */
async function configuredName(
  collections: readonly Collection[],
  { has, read }: Pick<Bundle, "has" | "read">,
): Promise<string | undefined> {
  const newest = collections.find((collection) => has(collection, PIPELINE_CONFIG_FILE));
  if (newest === undefined) return undefined;
  try {
    const config = Buffer.from(await read(newest, PIPELINE_CONFIG_FILE)).toString();
    return PipelineConfig.parse(JSON.parse(config)).name;
  } catch {
    return undefined;
  }
}

/** Of what holds no file of a bundle, but one zip. */
async function bundleWithin(
  source: string,
  zips: readonly BundleEntry[],
  limits: BundleLimits,
  beside: readonly Member[],
  levels: number,
): Promise<Bundle> {
  const [zip, ...others] = zips;
  if (zip === undefined || levels <= 1) {
    throw new BundleError("not_a_bundle", source, `holds none of the files of a support bundle. ${EXPECTED}`);
  }
  if (others.length > 0) {
    const named = zips.slice(0, ZIPS_NAMED).map(({ path }) => path);
    const more = zips.length > named.length ? ` and ${zips.length - named.length} more` : "";
    const problem = `holds no file of a support bundle, but ${zips.length} zips: ${named.join(", ")}${more}. Unpack it, and give one of them.`;
    throw new BundleError("not_a_bundle", source, problem);
  }
  const opened = await zipEntries(memoryAccess(await zip.read()), zip.path, limits);
  const inner = await archiveBundle(source, opened, limits, beside, levels - 1);
  return { ...inner, warnings: [`What is read is ${zip.path} within ${source}.`, ...inner.warnings] };
}

/** Its time is the file's own, which needs no warning: the profile holds its time itself. */
async function looseProfileBundle(
  source: string,
  opened: OpenedEntries,
  limits: BundleLimits,
): Promise<Bundle> {
  const { placed } = await placeEntries(opened.entries, new Set(), limits, opened.passedOver);
  const grouped = await groupCollections(source, placed, undefined, opened.passedOver);
  const { collections } = grouped;
  const [profileFile] = placed.map(({ file }) => file);
  return {
    source,
    collections,
    ...(profileFile !== undefined && { profileFile }),
    warnings: [],
    ...readerOf(source, grouped),
    close: opened.close,
  };
}

function readerOf(
  source: string,
  { collections, entriesOf }: Pick<GroupedCollections, "collections" | "entriesOf">,
): Pick<Bundle, "has" | "read"> {
  const has: Bundle["has"] = ({ directory }, file) => entriesOf.get(directory)?.has(file) ?? false;
  return {
    has,
    read: async (collection, file) => {
      const entry = entriesOf.get(collection.directory)?.get(file);
      if (entry !== undefined) return entry.read();
      const elsewhere = collections.findIndex((other) => has(other, file));
      const ask = elsewhere < 0 ? "" : `; collection ${elsewhere} has it`;
      const drawings = file === CIRCUIT_PROFILE_FILE && has(collection, DRAWINGS_FILE) ? ONLY_DRAWINGS : "";
      throw new BundleError("missing_file", file, `${whyMissing(source, collection, file)}${drawings}${ask}`);
    },
  };
}

const ONLY_DRAWINGS = `: it has ${DRAWINGS_FILE}, but that holds drawings alone, which are not read here`;

function whyMissing(source: string, { failed, skipped }: Collection, file: string): string {
  const reason = failed.find((failure) => failure.file === file)?.reason;
  if (reason !== undefined) return `was not collected: ${reason.replace(/\.$/, "")}`;
  return skipped.includes(file) ? "was left out when the bundle was made" : `is not in ${source}`;
}
