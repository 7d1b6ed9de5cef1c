import type { CallGraph } from "../callgraph/model.ts";
import {
  arrayAt,
  identifier,
  type JsonObject,
  malformed,
  objectAt,
  optionalIndexColumn,
  stringsAt,
  tableAt,
} from "./columns.ts";
import { type RssCounter, readRssCounters } from "./counters.ts";
import { parseProfileText } from "./json-text.ts";
import { countMarkers, type MarkerCount } from "./markers.ts";
import { type ProfileMeta, readMeta } from "./meta.ts";
import { readSamples, type Samples } from "./samples.ts";
import { type ProfileContext, readStackTables, type StackTables } from "./stack-tables.ts";

export interface FirefoxProfile {
  readonly meta: ProfileMeta;
  readonly threads: readonly FirefoxThread[];
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

/**
 * A CPU profile in the Firefox profiler's processed format, versions 56 to 75, as JSON or gzipped JSON, such as
 * Feldera's GET samply_profile returns. Every index, length and number that is used is checked first.
 *
 * @param limits.maxInflatedBytes largest size of the JSON text
 * @throws MalformedInput "gzip" or "firefox profile", with the JSON path of what is wrong
 */
export function decodeFirefoxProfile(
  bytes: Uint8Array,
  limits: { readonly maxInflatedBytes: number },
): FirefoxProfile {
  const root = objectAt(parseProfileText(bytes, limits.maxInflatedBytes), "the document");
  const meta = readMeta(root.meta);
  const shared = objectAt(root.shared, "shared");
  const strings = stringsAt(shared.stringArray, "shared.stringArray");
  const context: ProfileContext = {
    version: meta.version,
    strings,
    libraries: readLibraries(root.libs),
    sourceNames: readSourceNames(shared, meta.version, strings.length),
  };
  const sharedTables = meta.version >= 60 ? readStackTables(shared, "shared", context) : undefined;
  const threads = arrayAt(root.threads, "threads").map((value, index) => {
    const where = `threads[${index}]`;
    const thread = objectAt(value, where);
    const tables = sharedTables ?? readStackTables(thread, where, context);
    return readThread(thread, where, tables, meta, context);
  });
  return { meta, threads, rss: readRssCounters(root.counters) };
}

function readThread(
  thread: JsonObject,
  where: string,
  tables: StackTables,
  meta: ProfileMeta,
  context: ProfileContext,
): FirefoxThread {
  if (typeof thread.name !== "string") throw malformed(`${where}.name`, "not a string");
  return {
    name: thread.name,
    tid: identifier(thread.tid),
    pid: identifier(thread.pid),
    ...readSamples(thread.samples, `${where}.samples`, tables, meta.cpuUnit),
    markers: countMarkers(thread.markers, context.strings),
  };
}

function readLibraries(value: unknown): string[] {
  return arrayAt(value ?? [], "libs").map((entry, index) => {
    const { path, name } = objectAt(entry, `libs[${index}]`);
    const known = path || name;
    if (typeof known !== "string") throw malformed(`libs[${index}]`, "has neither a path nor a name");
    return known;
  });
}

function readSourceNames(shared: JsonObject, version: number, strings: number): Int32Array {
  if (version < 58) return new Int32Array();
  return optionalIndexColumn(tableAt(shared.sources, "shared.sources"), "filename", strings);
}
