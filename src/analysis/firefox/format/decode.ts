import type { BytesInParts } from "../../bytes-in-parts.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import { JsonStrings } from "../../json-strings.ts";
import { optionalIndexColumn, tableAt } from "./columns.ts";
import { type RssCounter, readRssCounters } from "./counters.ts";
import { type FelderaMarkers, readFelderaMarkers } from "./feldera-markers.ts";
import {
  identifier,
  isJsonObject,
  isPresent,
  type JsonObject,
  type JsonPart,
  jsonValue,
  listAt,
  malformed,
  objectAt,
  stringsAt,
} from "./json-part.ts";
import { KnownStrings } from "./known-strings.ts";
import { type MarkerNames, type MarkerTable, readMarkerTable } from "./marker-columns.ts";
import { CAPTURE_NOTE, countMarkers, type MarkerCount } from "./markers.ts";
import { type ProfileMeta, readMeta } from "./meta.ts";
import { outlineInParts, outlineProfile } from "./outline.ts";
import { readSamples, type Samples } from "./samples.ts";
import { type ProfileContext, readStackTables, type StackTables } from "./stack-tables.ts";

export interface FirefoxProfile<Thread extends FirefoxThread = FirefoxThread> {
  readonly meta: ProfileMeta;
  readonly threads: readonly Thread[];
  readonly rss: readonly RssCounter[];
}

export interface FirefoxThread {
  /** Linux keeps 15 characters of it. */
  readonly name: string;
  readonly tid: string;
  readonly pid: string;
  readonly samples: Samples;
  /** Stacks weighted in samples and, where the file has it, in µs of CPU. */
  readonly graph: CallGraph;
  readonly markers: MarkerCount;
}

export interface MarkedThread extends FirefoxThread {
  readonly felderaMarkers: FelderaMarkers;
}

/**
 * A CPU profile in the Firefox profiler's processed format, versions 41 to 75, as JSON or gzipped JSON, such as
 * Feldera's GET samply_profile returns. It is read in parts, where they stand in the text. Every index, length and
 * number that is used is checked first; of what is not used, only strings and brackets are.
 *
 * @param limits.maxInflatedBytes largest size of the JSON text
 * @throws MalformedInput "gzip" or "firefox profile", with the JSON path or the byte of what is wrong;
 *   OtherInput for an older or newer version of the format
 */
export function decodeFirefoxProfile(bytes: Uint8Array, limits: DecodeLimits): FirefoxProfile {
  const root = outlineProfile(bytes, { ...limits, markers: false });
  const needed = mayHaveNotes(root) ? outlineProfile(bytes, { ...limits, markers: true }) : root;
  return decodeThreads(needed, sampled);
}

/** The same with the markers that Feldera adds, which take about as long to read as all else. */
export function decodeMarkedProfile(bytes: Uint8Array, limits: DecodeLimits): FirefoxProfile<MarkedThread> {
  return decodeThreads(outlineProfile(bytes, { ...limits, markers: true }), marked);
}

/** As `decodeFirefoxProfile`, while the profile is inflated. */
export async function readFirefoxProfile(
  bytes: Uint8Array | BytesInParts,
  limits: DecodeLimits,
): Promise<FirefoxProfile> {
  const root = await outlineInParts(bytes, { ...limits, markers: false });
  const needed = mayHaveNotes(root) ? await outlineInParts(bytes, { ...limits, markers: true }) : root;
  return decodeThreads(needed, sampled);
}

/** As `decodeMarkedProfile`, while the profile is inflated. */
export async function readMarkedProfile(
  bytes: Uint8Array | BytesInParts,
  limits: DecodeLimits,
): Promise<FirefoxProfile<MarkedThread>> {
  return decodeThreads(await outlineInParts(bytes, { ...limits, markers: true }), marked);
}

/** Notes stand in the texts of markers, which come by the hundred thousand; few profiles have any. */
function mayHaveNotes(root: JsonObject): boolean {
  const threads = root.get("threads");
  return [root.get("shared"), ...(Array.isArray(threads) ? threads : [])].some((owner) => {
    const strings = isJsonObject(owner) ? owner.get("stringArray") : undefined;
    return strings instanceof JsonStrings && strings.has(CAPTURE_NOTE);
  });
}

interface DecodeLimits {
  readonly maxInflatedBytes: number;
}

type Complete<Thread extends FirefoxThread> = (
  thread: FirefoxThread,
  markers: MarkerTable,
  names: MarkerNames,
) => Thread;

const sampled: Complete<FirefoxThread> = (thread) => thread;

const marked: Complete<MarkedThread> = (thread, markers, names) => ({
  ...thread,
  felderaMarkers: readFelderaMarkers(markers, names),
});

function decodeThreads<Thread extends FirefoxThread>(
  root: Map<string, JsonPart>,
  complete: Complete<Thread>,
): FirefoxProfile<Thread> {
  const meta = readMeta(jsonValue(root.get("meta")));
  const libraries = readLibraries(root.get("libs"));
  const shared = meta.version >= 56 ? objectAt(root.get("shared"), "shared") : undefined;
  const sharedTexts = shared && readTexts(shared, "shared", meta, libraries);
  const sharedTables =
    shared && sharedTexts && meta.version >= 60
      ? readStackTables(shared, "shared", sharedTexts.context)
      : undefined;
  const threads: Thread[] = [];
  for (const part of takenThreads(root)) {
    const where = `threads[${threads.length}]`;
    const thread = objectAt(part, where);
    const { context, names } = sharedTexts ?? readTexts(thread, where, meta, libraries);
    const tables = sharedTables ?? readStackTables(thread, where, context);
    const markers = readMarkerTable(thread.get("markers"));
    const read = { ...readThread(thread, where, tables, meta), markers: countMarkers(markers, names) };
    threads.push(complete(read, markers, names));
  }
  return { meta, threads, rss: readRssCounters(root.get("counters")) };
}

/** Each thread is let go once it is read: as they came, all together take more than what is read of them. */
function* takenThreads(root: Map<string, JsonPart>): Generator<JsonPart> {
  const threads = listAt(root.get("threads"), "threads").toReversed();
  root.delete("threads");
  for (let part = threads.pop(); part !== undefined; part = threads.pop()) yield part;
}

/** What tables and markers point into; since version 56 in `shared`, before that in each thread. */
function readTexts(
  owner: JsonObject,
  where: string,
  { version, categories }: ProfileMeta,
  libraries: readonly string[],
): { context: ProfileContext; names: MarkerNames } {
  const strings = stringsAt(owner.get("stringArray"), `${where}.stringArray`);
  return {
    context: {
      version,
      strings: new KnownStrings(strings),
      libraries,
      sourceNames: readSourceNames(owner, version, strings.length),
    },
    names: { strings, categories, captureNote: strings.indicesOf(CAPTURE_NOTE) },
  };
}

function readThread(
  thread: JsonObject,
  where: string,
  tables: StackTables,
  meta: ProfileMeta,
): Omit<FirefoxThread, "markers"> {
  const name = jsonValue(thread.get("name"));
  if (typeof name !== "string") throw malformed(`${where}.name`, "not a string");
  return {
    name,
    tid: identifier(thread.get("tid")),
    pid: identifier(thread.get("pid")),
    ...readSamples(thread.get("samples"), `${where}.samples`, tables, meta.cpuUnit),
  };
}

function readLibraries(libs: JsonPart | undefined): string[] {
  const parts = isPresent(libs) ? listAt(libs, "libs") : [];
  return parts.map((part, index) => {
    const library = objectAt(part, `libs[${index}]`);
    const known = jsonValue(library.get("path")) || jsonValue(library.get("name"));
    if (typeof known !== "string") throw malformed(`libs[${index}]`, "has neither a path nor a name");
    return known;
  });
}

/** Sources are shared since they are at all. */
function readSourceNames(shared: JsonObject, version: number, strings: number): Int32Array {
  if (version < 58) return new Int32Array();
  return optionalIndexColumn(tableAt(shared.get("sources"), "shared.sources"), "filename", strings);
}
