import { randomUUID } from "node:crypto";
import { isLosslessNumber, parse } from "lossless-json";
import { isObject } from "../object.ts";

/** Where a message names a request or its progress; what comes back must be the very number that was sent. */
const PLACES = [
  ["id"],
  ["params", "requestId"],
  ["params", "_meta", "progressToken"],
] as const satisfies readonly string[][];

/**
 * Ids and progress tokens that are no safe integers, such as 12345678901234567890 or 1.5. The SDK does not take them,
 * and JavaScript does not hold them all: they travel as strings behind a mark that no client knows, and become the
 * numbers that they were when they are written.
 */
export class ExactNumbers {
  readonly #mark = randomUUID();
  readonly #marked = new RegExp(`"${this.#mark}([^"]*)"`, "g");
  #any = false;

  /** `value`, which `text` is the JSON of, with those numbers as marked strings. */
  read(value: unknown, text: string): unknown {
    const messages = Array.isArray(value) ? value : [value];
    if (!messages.some((message) => PLACES.some((place) => isInexact(at(message, place))))) return value;
    const exact = losslessly(text);
    const marked = messages.map((message, i) =>
      PLACES.reduce((all, place) => {
        const number = at(Array.isArray(exact) ? exact[i] : exact, place);
        return isInexact(at(all, place)) && isLosslessNumber(number)
          ? withValue(all, place, this.#mark + number.value)
          : all;
      }, message),
    );
    this.#any = true;
    return Array.isArray(value) ? marked : marked[0];
  }

  /** JSON with the marked strings as the numbers that they were. */
  write(json: string): string {
    return this.#any ? json.replace(this.#marked, "$1") : json;
  }
}

function isInexact(value: unknown): boolean {
  return typeof value === "number" && !Number.isSafeInteger(value);
}

function losslessly(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // A name that is there twice, which JSON.parse lets pass.
    return undefined;
  }
}

function at(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return value;
  return isObject(value) && Object.hasOwn(value, key) ? at(value[key], rest) : undefined;
}

function withValue(value: unknown, [key, ...rest]: readonly string[], by: string): unknown {
  if (key === undefined) return by;
  return isObject(value) ? { ...value, [key]: withValue(value[key], rest, by) } : value;
}
