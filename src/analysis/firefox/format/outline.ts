import { inflateGzip, isGzip } from "../../gunzip.ts";
import { JsonSlices } from "../../json-slices.ts";
import { JsonStrings } from "../../json-strings.ts";
import { JsonLeaf, type JsonObject, type JsonPart, malformed } from "./json-part.ts";

/** The nesting of a profile is 9 levels deep; markers of others may carry data that is deeper. */
const MAX_DEPTH = 100;

/** Threads, counters, and the members and columns in them, of which a thread has some 100. */
const MAX_PARTS = 1_000_000;

/** What is parsed whole: meta, libs, and names. */
const MAX_PARSED_BYTES = 16 * 2 ** 20;

/**
 * Finds the threads, tables and columns of a profile, gzipped or not, in one pass over its text. Of members with
 * the same name the last counts, as in JSON.parse.
 *
 * @throws MalformedInput "gzip" when the stream is cut, corrupt or inflates beyond `maxInflatedBytes`,
 *   "firefox profile" when the text is larger than that, is not UTF-8 or breaks the structure of JSON
 */
export function outlineProfile(bytes: Uint8Array, maxInflatedBytes: number): JsonObject {
  const text = isGzip(bytes) ? inflateGzip(bytes, maxInflatedBytes) : bytes;
  if (text.length > maxInflatedBytes) {
    throw malformed(`${text.length} bytes of JSON`, `more than ${maxInflatedBytes} bytes`);
  }
  const json = new JsonSlices(text, {
    format: "firefox profile",
    maxDepth: MAX_DEPTH,
    maxParsedBytes: MAX_PARSED_BYTES,
  });
  if (json.kind !== "object") throw malformed("the document", "not an object");
  const root = new Outliner(json).profile();
  json.end();
  return root;
}

class Outliner {
  readonly #json: JsonSlices;
  #parts = 0;

  constructor(json: JsonSlices) {
    this.#json = json;
  }

  profile(): JsonObject {
    return this.#members((key) => {
      if (key === "shared") return this.#tables();
      if (key === "threads" || key === "counters") return this.#list(() => this.#tables());
      return key === "libs" ? this.#list(() => this.#leaves()) : this.#leaf();
    });
  }

  /** `shared`, a thread or a counter. */
  #tables(): JsonPart {
    return this.#object((key) => (key === "stringArray" ? this.#strings() : this.#leaves()));
  }

  #strings(): JsonPart {
    if (this.#json.kind !== "array") return this.#leaf();
    this.#count();
    return new JsonStrings(this.#json);
  }

  #leaves(): JsonPart {
    return this.#object(() => this.#leaf());
  }

  #object(readMember: (key: string) => JsonPart): JsonPart {
    return this.#json.kind === "object" ? this.#members(readMember) : this.#leaf();
  }

  #members(readMember: (key: string) => JsonPart): JsonObject {
    this.#count();
    const members = new Map<string, JsonPart>();
    for (const key of this.#json.members()) members.set(key, readMember(key));
    return members;
  }

  #list(readElement: () => JsonPart): JsonPart {
    if (this.#json.kind !== "array") return this.#leaf();
    const elements: JsonPart[] = [];
    for (const _ of this.#json.elements()) elements.push(readElement());
    return elements;
  }

  #leaf(): JsonLeaf {
    this.#count();
    return new JsonLeaf(this.#json);
  }

  #count(): void {
    this.#parts++;
    if (this.#parts > MAX_PARTS) {
      throw malformed("the document", `more than ${MAX_PARTS} threads, tables and columns`);
    }
  }
}
