import { type BytesInParts, inParts } from "../../bytes-in-parts.ts";
import { Int32List } from "../../callgraph/int32-list.ts";
import { inflatedParts, inflateGzip, isGzip, peeked } from "../../gunzip.ts";
import { OPENING_BRACE, OPENING_BRACKET } from "../../json-bytes.ts";
import { NumberReader } from "../../json-numbers.ts";
import type { JsonStream, Reading } from "../../json-stream.ts";
import { JsonStrings } from "../../json-strings.ts";
import { readJson, readJsonInParts } from "../../read-json.ts";
import { JSON_OPTIONS, JsonLeaf, type JsonPart, malformed, slicesOf } from "./json-part.ts";
import { PayloadReader } from "./payloads.ts";

/** Threads, counters, and the members and columns in them, of which a thread has some 100. */
const MAX_PARTS = 1_000_000;

/** Members by their names. */
type Members = Map<string, JsonPart>;

/** What is kept of a profile. */
export interface Wanted {
  readonly maxInflatedBytes: number;
  /** Whether the texts and times of markers are, too. */
  readonly markers: boolean;
}

/**
 * Finds the threads, tables and columns of a profile, gzipped or not, in one pass over its text, and keeps of them what
 * is read later. Of members with the same name the last counts, as in JSON.parse.
 *
 * @throws MalformedInput "gzip" when the stream is cut, corrupt or inflates beyond `maxInflatedBytes`,
 *   "firefox profile" when the text is larger than that, is not UTF-8 or breaks the structure of JSON
 */
export function outlineProfile(bytes: Uint8Array, wanted: Wanted): Members {
  const text = isGzip(bytes) ? inflateGzip(bytes, wanted.maxInflatedBytes) : bytes;
  requireSize(text, wanted);
  return readJson(text, JSON_OPTIONS, (json) => new Outliner(json, wanted).document());
}

/** The same while the bytes come and are inflated: the text is then never all in memory. */
export function outlineInParts(bytes: Uint8Array | BytesInParts, wanted: Wanted): Promise<Members> {
  const text = textInParts(inParts(bytes), wanted);
  return readJsonInParts(text, JSON_OPTIONS, (json) => new Outliner(json, wanted).document());
}

async function* textInParts(bytes: BytesInParts, wanted: Wanted): AsyncGenerator<Uint8Array> {
  const all = await peeked(bytes);
  if (all.isGzip) return yield* inflatedParts(all.bytes, wanted.maxInflatedBytes);
  requireSize(bytes, wanted);
  yield* all.bytes.parts();
}

function requireSize({ length }: { readonly length: number }, { maxInflatedBytes }: Wanted): void {
  if (length > maxInflatedBytes)
    throw malformed(`${length} bytes of JSON`, `more than ${maxInflatedBytes} bytes`);
}

/** The columns that are read, by their tables. */
const COLUMNS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["samples", columns("length stack weight weightType time timeDeltas threadCPUDelta count")],
  ["stackTable", columns("length frame prefix prefixOffset")],
  ["frameTable", columns("length func line inlineDepth flags lib")],
  ["funcTable", columns("length name resource fileName source flags")],
  ["resourceTable", columns("length name lib")],
  ["sources", columns("length filename")],
  ["markers", columns("name")],
]);
const OF_MARKED = columns("data startTime endTime category");

function columns(names: string): ReadonlySet<string> {
  return new Set(names.split(" "));
}

/** Members of a library, a thread or a counter that are read and are no tables. */
const VALUES = columns("name tid pid path");

class Outliner {
  readonly #json: JsonStream;
  readonly #wanted: Wanted;
  readonly #numbers = new NumberReader();
  readonly #payloadReader = new PayloadReader();
  #parts = 0;

  constructor(json: JsonStream, wanted: Wanted) {
    this.#json = json;
    this.#wanted = wanted;
  }

  *document(): Reading<Members> {
    if ((yield* this.#json.first()) !== OPENING_BRACE) throw malformed("the document", "not an object");
    const root = yield* this.#members((key) => this.#member(key));
    yield* this.#json.end();
    return root;
  }

  #member(key: string): Reading<JsonPart | undefined> {
    if (key === "meta") return this.#leaf();
    if (key === "shared") return this.#tables();
    if (key === "threads" || key === "counters") return this.#list(() => this.#tables());
    return key === "libs" ? this.#list(() => this.#object((member) => this.#value(member))) : this.#passed();
  }

  /** `shared`, a thread or a counter. */
  #tables(): Reading<JsonPart> {
    return this.#object((key) => {
      if (key === "stringArray") return this.#strings();
      const names = COLUMNS.get(key);
      return names === undefined ? this.#value(key) : this.#table(key, names);
    });
  }

  #table(table: string, names: ReadonlySet<string>): Reading<JsonPart> {
    return this.#object((key) => {
      const isMarked = table === "markers" && this.#wanted.markers && OF_MARKED.has(key);
      if (isMarked && key === "data") return this.#payloads();
      return isMarked || names.has(key) ? this.#column() : this.#passed();
    });
  }

  #value(key: string): Reading<JsonPart | undefined> {
    return VALUES.has(key) ? this.#leaf() : this.#passed();
  }

  *#strings(): Reading<JsonPart> {
    if ((yield* this.#json.first()) !== OPENING_BRACKET) return yield* this.#leaf();
    this.#count();
    const places = { starts: new Int32List(), ends: new Int32List() };
    const kept = yield* this.#json.keepPlaces(places.starts, places.ends);
    return new JsonStrings(slicesOf(kept), places);
  }

  *#column(): Reading<JsonPart> {
    if ((yield* this.#json.first()) !== OPENING_BRACKET) return yield* this.#leaf();
    this.#count();
    const json = this.#json;
    const numbers = this.#numbers;
    function* readOther(): Reading<void> {
      numbers.add(slicesOf(yield* json.keep()));
    }
    yield* json.column(readOther, (bytes, at) => numbers.addPlain(bytes, at));
    return numbers.take();
  }

  *#payloads(): Reading<JsonPart> {
    if ((yield* this.#json.first()) !== OPENING_BRACKET) return yield* this.#leaf();
    this.#count();
    const json = this.#json;
    const payloads = this.#payloadReader;
    function* readOther(): Reading<void> {
      payloads.add(slicesOf(yield* json.keep()));
    }
    yield* json.elements(readOther, (bytes, at) => payloads.addFelderas(bytes, at));
    return payloads.take();
  }

  *#object(readMember: (key: string) => Reading<JsonPart | undefined>): Reading<JsonPart> {
    const isObject = (yield* this.#json.first()) === OPENING_BRACE;
    return yield* isObject ? this.#members(readMember) : this.#leaf();
  }

  *#members(readMember: (key: string) => Reading<JsonPart | undefined>): Reading<Members> {
    this.#count();
    const members = new Map<string, JsonPart>();
    function* readValue(name: string): Reading<void> {
      const part = yield* readMember(name);
      if (part !== undefined) members.set(name, part);
    }
    yield* this.#json.members(readValue);
    return members;
  }

  *#list(readElement: () => Reading<JsonPart>): Reading<JsonPart> {
    if ((yield* this.#json.first()) !== OPENING_BRACKET) return yield* this.#leaf();
    const elements: JsonPart[] = [];
    function* read(): Reading<void> {
      elements.push(yield* readElement());
    }
    yield* this.#json.elements(read);
    return elements;
  }

  *#leaf(): Reading<JsonPart> {
    this.#count();
    return new JsonLeaf(yield* this.#json.keep());
  }

  *#passed(): Reading<undefined> {
    this.#count();
    yield* this.#json.pass();
  }

  #count(): void {
    this.#parts++;
    if (this.#parts > MAX_PARTS) {
      throw malformed("the document", `more than ${MAX_PARTS} threads, tables and columns`);
    }
  }
}
