import * as z from "zod";
import { type BundleEntry, pathProblem } from "./entries.ts";
import { BundleError, reasonOf } from "./errors.ts";
import { parseCollectionDirectory, parseInstant } from "./stamp.ts";

export const METADATA_FILE = "metadata.json";
const METADATA_BYTES = 4 * 2 ** 20;

/** A bundle's own table of contents. Times in epoch ms. */
export type Metadata = {
  readonly pipelineName?: string;
  readonly requestedAt?: number;
  readonly status?: string;
  readonly statusSince?: number;
  readonly collections: readonly ListedCollection[];
};

export type ListedCollection = {
  readonly directory: string;
  readonly time?: number;
  readonly collected: readonly string[];
  readonly failed: readonly { readonly file: string; readonly reason: string }[];
  readonly skipped: readonly string[];
};

/** `metadata.json`, version 1, as Feldera writes it since 0.300. */
const MetadataFile = z.object({
  requested_at: z.string().nullish(),
  pipeline: z
    .object({
      name: z.string().nullish(),
      status: z.string().nullish(),
      status_since: z.string().nullish(),
    })
    .nullish(),
  collections: z.array(
    z.object({
      directory: z.string(),
      time: z.string().nullish(),
      collected: z.array(z.string()).nullish(),
      failed: z.array(z.object({ file: z.string(), reason: z.string() })).nullish(),
      skipped: z.array(z.string()).nullish(),
    }),
  ),
});
type MetadataFile = z.infer<typeof MetadataFile>;

/**
 * A bundle's `metadata.json`: of several, the one that lies the least deep. Where it is missing or malformed, the
 * warning says so, and the bundle is read without it.
 */
export async function readMetadata(
  entries: readonly BundleEntry[],
): Promise<{ readonly metadata?: Metadata; readonly warnings: readonly string[] }> {
  const [entry, another] = entries
    .filter(({ path }) => isMetadataPath(path.split("/")))
    .sort((a, b) => a.path.split("/").length - b.path.split("/").length);
  if (entry === undefined) {
    return { warnings: [`There is no ${METADATA_FILE}: the collections are taken from the file names.`] };
  }
  const warnings =
    another === undefined ? [] : [`There is more than one ${METADATA_FILE}: ${entry.path} is used.`];
  try {
    return { metadata: parseMetadata(await contentOf(entry)), warnings };
  } catch (error) {
    const problem = error instanceof BundleError ? error.message : `${entry.path} ${reasonOf(error)}.`;
    return { warnings: [...warnings, `${problem} The collections are taken from the file names.`] };
  }
}

function isMetadataPath(parts: readonly string[]): boolean {
  const [file, parent] = parts.toReversed();
  const isInCollection = parent !== undefined && parseCollectionDirectory(parent) !== undefined;
  return file === METADATA_FILE && !isInCollection;
}

async function contentOf(entry: BundleEntry): Promise<string> {
  if (entry.bytes > METADATA_BYTES) throw new Error(`is larger than ${METADATA_BYTES} bytes`);
  return new TextDecoder().decode(await entry.read());
}

function parseMetadata(text: string): Metadata {
  const parsed = MetadataFile.safeParse(parseJson(text));
  if (parsed.success) return metadataOf(parsed.data);
  const [issue] = parsed.error.issues;
  throw new Error(`is malformed at ${issue?.path.join(".") || "its root"}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("is not JSON");
  }
}

function metadataOf(file: MetadataFile): Metadata {
  const requestedAt = parseInstant(file.requested_at ?? "");
  const statusSince = parseInstant(file.pipeline?.status_since ?? "");
  return {
    ...(file.pipeline?.name && { pipelineName: file.pipeline.name }),
    ...(requestedAt !== undefined && { requestedAt }),
    ...(file.pipeline?.status && { status: file.pipeline.status }),
    ...(statusSince !== undefined && { statusSince }),
    collections: file.collections.filter(({ directory }) => isPlainName(directory)).map(listedCollection),
  };
}

function isPlainName(name: string): boolean {
  return !name.includes("/") && pathProblem(name) === undefined;
}

function listedCollection(listed: MetadataFile["collections"][number]): ListedCollection {
  const time = parseInstant(listed.time ?? "") ?? parseCollectionDirectory(listed.directory);
  return {
    directory: listed.directory,
    ...(time !== undefined && { time }),
    collected: listed.collected ?? [],
    failed: listed.failed ?? [],
    skipped: listed.skipped ?? [],
  };
}
