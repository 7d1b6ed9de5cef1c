import { JsonNumbers } from "../../json-numbers.ts";
import { type JsonKind, JsonSlices } from "../../json-slices.ts";
import type { Kept } from "../../json-stream.ts";
import { JsonStrings } from "../../json-strings.ts";
import { MalformedInput } from "../../malformed.ts";
import type { Payloads } from "./payloads.ts";

/** A value of the profile: an object or a list that the outline steps into, or what is read where it stands. */
export type JsonPart = JsonObject | JsonList | JsonStrings | JsonNumbers | Payloads | JsonLeaf;
export type JsonObject = ReadonlyMap<string, JsonPart>;
export type JsonList = readonly JsonPart[];

export const JSON_OPTIONS = {
  format: "firefox profile",
  /** The nesting of a profile is 9 levels deep; markers of others may carry data that is deeper. */
  maxDepth: 100,
  /** What is parsed whole: meta, libs, and names. */
  maxParsedBytes: 16 * 2 ** 20,
} as const;

/** JSON that was kept, for what it holds to be read. */
export function slicesOf({ bytes, start }: Kept): JsonSlices {
  return new JsonSlices(bytes, { ...JSON_OPTIONS, offset: start });
}

export class JsonLeaf {
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  get kind(): JsonKind {
    return slicesOf(this.#kept).kind;
  }

  value(): unknown {
    return slicesOf(this.#kept).value();
  }
}

export function malformed(where: string, problem: string): MalformedInput {
  return new MalformedInput("firefox profile", where, problem);
}

/** The value as JSON.parse gives it; undefined for a part that the outline steps into. */
export function jsonValue(part: JsonPart | undefined): unknown {
  return part instanceof JsonLeaf ? part.value() : undefined;
}

/** A member that is null counts as absent. */
export function isPresent(part: JsonPart | undefined): part is JsonPart {
  return part !== undefined && !(part instanceof JsonLeaf && part.kind === "null");
}

export function isJsonObject(part: JsonPart | undefined): part is JsonObject {
  return part instanceof Map;
}

export function objectAt(part: JsonPart | undefined, where: string): JsonObject {
  if (!isJsonObject(part)) throw malformed(where, "not an object");
  return part;
}

export function listAt(part: JsonPart | undefined, where: string): JsonList {
  if (!Array.isArray(part)) throw malformed(where, "not an array");
  return part;
}

export function stringsAt(part: JsonPart | undefined, where: string): JsonStrings {
  if (!(part instanceof JsonStrings)) throw malformed(where, "not an array");
  if (part.firstOther !== undefined) throw malformed(`${where}[${part.firstOther}]`, "not a string");
  return part;
}

export function numbersAt(part: JsonPart | undefined, where: string): Int32Array | Float64Array {
  if (!(part instanceof JsonNumbers)) throw malformed(where, "not an array");
  return part.values;
}

/** A process or thread id, which is a number or a string; empty where the file has neither. */
export function identifier(part: JsonPart | undefined): string {
  const value = jsonValue(part);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
