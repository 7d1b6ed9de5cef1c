import { Buffer } from "node:buffer";
import { inflateGzip, isGzip } from "./gunzip.ts";
import { JsonSlices } from "./json-slices.ts";
import { type InputFormat, MalformedInput } from "./malformed.ts";
import { type InputKind, type InputRole, OtherInput } from "./other-input.ts";
import { readEncodedTables } from "./pprof/format/encoded-tables.ts";

/** Formats of others nest deeply: a V8 heap profile as deep as the stacks that it holds. */
const MAX_DEPTH = 10_000;
const PEEKED_BYTES = 512;
const TAR_MAGIC_AT = 257;

interface Given {
  readonly bytes: Uint8Array;
  readonly maxInflatedBytes: number;
  readonly role?: InputRole;
}

/**
 * Reads input as the format that it should have. Where it breaks that format, it is looked at for what else it is,
 * so that a sound file of another kind is not called damaged.
 *
 * @throws OtherInput where it is of another kind that is known; otherwise what `read` throws
 */
export function readAs<T>(format: InputFormat, given: Given, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw recognized(format, given, error);
  }
}

/** The same for what takes its time to read. */
export async function readAsync<T>(format: InputFormat, given: Given, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw recognized(format, given, error);
  }
}

function recognized(format: InputFormat, given: Given, error: unknown): unknown {
  if (!(error instanceof MalformedInput)) return error;
  const { bytes, maxInflatedBytes, role = "profile" } = given;
  const kind = kindOf(bytes, maxInflatedBytes);
  return kind === undefined || kind === format ? error : new OtherInput(format, kind, role);
}

/** Undefined for what is not known, damaged gzip included. */
function kindOf(bytes: Uint8Array, maxInflatedBytes: number): InputKind | undefined {
  try {
    const content = isGzip(bytes) ? inflateGzip(bytes, maxInflatedBytes) : bytes;
    return kindByBeginning(content) ?? (isJson(content) ? kindOfJson(content) : kindOfPprof(content));
  } catch (error) {
    if (error instanceof MalformedInput) return undefined;
    throw error;
  }
}

const BEGINNINGS: readonly (readonly [RegExp, InputKind])[] = [
  [/^\s*$/, "empty file"],
  [/^PK\x03\x04|^PK\x05\x06/, "zip file"],
  [/^\x7fELF/, "executable"],
  [/^(PERFILE2|2ELIFREP)/, "perf recording"],
  [/^heap_v2\//, "jemalloc text dump"],
  [/^\s*<(!doctype html|html)\b/i, "web page"],
];

function kindByBeginning(content: Uint8Array): InputKind | undefined {
  const beginning = Buffer.from(content.subarray(0, PEEKED_BYTES)).toString("latin1");
  if (beginning.startsWith("ustar", TAR_MAGIC_AT)) return "tar archive";
  return BEGINNINGS.find(([pattern]) => pattern.test(beginning))?.[1];
}

function isJson(content: Uint8Array): boolean {
  return /^\s*[{[]/.test(Buffer.from(content.subarray(0, PEEKED_BYTES)).toString("latin1"));
}

/** Members that a file of the kind has at its top, and the kinds of which each has all of them. */
const MEMBERS: readonly (readonly [readonly string[], InputKind])[] = [
  [["worker_profiles"], "circuit profile"],
  [["traceEvents"], "Chrome trace"],
  [["dhatFileVersion"], "DHAT profile"],
  [["nodes", "startTime", "endTime"], "V8 CPU profile"],
  [["snapshot", "nodes", "edges"], "V8 heap snapshot"],
  [["head"], "V8 heap profile"],
  [["$schema", "profiles", "shared"], "speedscope profile"],
  [["error_code", "message"], "Feldera error"],
  [["global_metrics"], "Feldera statistics"],
];

function kindOfJson(content: Uint8Array): InputKind | undefined {
  const json = new JsonSlices(content, { format: "firefox profile", maxDepth: MAX_DEPTH });
  if (json.kind === "array") return isTraceEvents(json) ? "Chrome trace" : undefined;
  if (json.kind !== "object") return undefined;
  const members = new Set<string>();
  const meta = new Set<string>();
  for (const member of json.members()) {
    members.add(member);
    if (member === "meta" && json.kind === "object") for (const inner of json.members()) meta.add(inner);
  }
  if (meta.has("preprocessedProfileVersion")) return "firefox profile";
  if (members.has("threads") && members.has("libs") && meta.has("version")) return "gecko profile";
  return MEMBERS.find(([needed]) => needed.every((member) => members.has(member)))?.[1];
}

/** Chrome also writes the events alone: each has a phase, `ph`. */
function isTraceEvents(json: JsonSlices): boolean {
  json.enterArray();
  if (!json.nextElement() || json.kind !== "object") return false;
  return [...json.members()].includes("ph");
}

/** Throws MalformedInput where the wire format is another. */
function kindOfPprof(content: Uint8Array): InputKind {
  readEncodedTables(content);
  return "pprof";
}
