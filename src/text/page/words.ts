import { escapeUnseen } from "./escape-unseen.ts";

/** Strings of up to this length stand in a line; a longer one belongs into a quoted block. */
const INLINE_CHARS = 300;

/** Signs that names are made of: such a string carries no sentence and needs no quotes. `Next:` is a word of ours. */
const NAME = /^[A-Za-z0-9_.,/:+{}-]*[A-Za-z0-9_/+{}-]$/;

/**
 * Words that may stand in an answer: the server's own, with every string from elsewhere quoted. Only `words`
 * and `json` make them, so that nothing from a pipeline is mixed up with what the server says.
 */
class SafeWords {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Words = SafeWords;

export type Value = Words | string | number | bigint | readonly Words[] | undefined;

/** `` words`${pipeline_name} is ${status}` ``: strings are quoted unless they are plain names. */
export function words(strings: TemplateStringsArray, ...values: Value[]): Words {
  return new SafeWords(strings.reduce((text, part, i) => text + spell(values[i - 1]) + part));
}

/** A value as JSON, its strings quoted by it: the arguments of a call. */
export function json(value: unknown): Words {
  return new SafeWords(escapeUnseen(JSON.stringify(value)));
}

/** One list out of many, with `separator` between. */
export function joined(list: readonly Words[], separator: Words): Words {
  return list.reduce((all, one, i) => (i === 0 ? one : words`${all}${separator}${one}`), words``);
}

/** How many of a list are named where about so many are: the name of one more is as short as that there is one. */
export function namedOf(all: number, most: number): number {
  return all <= most + 1 ? all : most;
}

/** Names in a row. */
export function nameList(names: readonly string[]): Words {
  return joined(
    names.map((name) => words`${name}`),
    words`, `,
  );
}

function spell(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return value.join("");
  return String(value);
}

/** A stranger's string within a line: bare if it is a name, otherwise in quotes that it cannot close. */
function quoted(text: string): string {
  if (text.length <= INLINE_CHARS && NAME.test(text)) return text;
  // A character may take two units; whoever spreads megabytes to count them holds up every other call.
  const shown = Array.from(text.slice(0, 2 * INLINE_CHARS))
    .slice(0, INLINE_CHARS)
    .join("");
  const pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0;
  const rest = text.length - pairs - INLINE_CHARS;
  return escapeUnseen(JSON.stringify(shown)) + (rest > 0 ? ` (+${rest} characters)` : "");
}
