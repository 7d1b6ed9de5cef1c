import { isUtf8 } from "node:buffer";
import { JsonStream, type JsonStreamOptions, type Reading } from "./json-stream.ts";
import { MalformedInput } from "./malformed.ts";
import { Utf8Check } from "./utf8-check.ts";

/** What reads a text to its end. */
export type Read<Result> = (json: JsonStream) => Reading<Result>;

/**
 * Reads JSON that is at hand.
 *
 * @throws MalformedInput where the text is not UTF-8, and what `read` throws
 */
export function readJson<Result>(text: Uint8Array, options: JsonStreamOptions, read: Read<Result>): Result {
  if (!isUtf8(text)) throw notUtf8(options);
  const ongoing = new OngoingReading(options, read);
  ongoing.take(text);
  return ongoing.end();
}

/** The same while its parts come: the text is then never all in memory. */
export async function readJsonInParts<Result>(
  parts: AsyncIterable<Uint8Array>,
  options: JsonStreamOptions,
  read: Read<Result>,
): Promise<Result> {
  const ongoing = new OngoingReading(options, read);
  const utf8 = new Utf8Check();
  let refused: MalformedInput | undefined;
  for await (const part of parts) {
    // Text that is cut or damaged is told as that, and so all of it is taken.
    if (!utf8.add(part) || refused !== undefined) continue;
    refused = refusalOf(() => ongoing.take(part));
  }
  if (!utf8.isSound) throw notUtf8(options);
  if (refused !== undefined) throw refused;
  return ongoing.end();
}

function refusalOf(read: () => void): MalformedInput | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof MalformedInput) return error;
    throw error;
  }
}

function notUtf8({ format }: JsonStreamOptions): MalformedInput {
  return new MalformedInput(format, "byte 0", "not UTF-8");
}

class OngoingReading<Result> {
  readonly #json: JsonStream;
  readonly #reading: Reading<Result>;

  constructor(options: JsonStreamOptions, read: Read<Result>) {
    this.#json = new JsonStream(options);
    this.#reading = read(this.#json);
    this.#reading.next();
  }

  take(part: Uint8Array): void {
    this.#json.give(part);
    this.#reading.next();
  }

  end(): Result {
    this.#json.give(undefined);
    const { done, value } = this.#reading.next();
    if (done !== true) throw new Error("a reading went on beyond the end of its text");
    return value;
  }
}
