import { estimateTokens } from "../../text/page/tokens.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../../tools/errors.ts";
import { STRINGS_ARE_DATA, type Told } from "./shape.ts";

export interface ContentLimits {
  /** The budget, in estimated tokens of its JSON. */
  readonly maxTokens: number;
  /** The longest string, in characters. */
  readonly stringChars: number;
}

/** Lists of at most so many items, those within lists of fewer, and strings of so many characters. */
interface Size {
  readonly items: number;
  readonly chars: number;
}

/** To how many characters strings are cut where lists of one item each would still pass the budget. */
const SHORTER_STRINGS = [400, 80];

/** What the sentences may have of the budget: the facts are what is asked for. */
const SHARE_OF_SENTENCES = 1 / 3;

/** What a list within a list may have of that: rather all findings with a sign each than one with all of its signs. */
const SHARE_WITHIN = 1 / 4;

/** No list is longer, whatever the budget. */
const MOST_ITEMS = 4096;

/** Fewer tokens than these characters have no text. */
const CHARS_PER_TOKEN = 16;

/**
 * A tool's facts as `structuredContent`: plain JSON within a budget. Where they would pass it, all lists are cut to
 * one length, those within lists to a shorter one, and `left_out` counts what each lost. An integer that no double holds is a string of its digits.
 *
 * @param facts cleaned
 * @throws ToolError where the budget does not hold even what has no lists
 */
export function structuredContent(
  facts: Readonly<Record<string, unknown>>,
  { said, next }: Pick<Told, "said" | "next">,
  { maxTokens, stringChars }: ContentLimits,
): Record<string, unknown> {
  const told = { all: said, shown: linesWithin(said, maxTokens * SHARE_OF_SENTENCES), next };
  const at = (size: Size) => contentOf(facts, told, size);
  const fits = (content: object) => isWithin(JSON.stringify(content), maxTokens);
  const whole = at({ items: Number.POSITIVE_INFINITY, chars: stringChars });
  if (fits(whole)) return whole;
  for (const chars of [stringChars, ...SHORTER_STRINGS]) {
    const items = mostItems((count) => fits(at({ items: count, chars })));
    if (items > 0) return at({ items, chars });
  }
  const least = at({ items: 0, chars: Math.min(...SHORTER_STRINGS) });
  if (fits(least)) return least;
  throw new ToolError(
    words`The facts of this answer pass max_tokens ${maxTokens} even without their lists.`,
    words`Raise max_tokens, or ask for less.`,
  );
}

function isWithin(json: string, maxTokens: number): boolean {
  return json.length <= maxTokens * CHARS_PER_TOKEN && estimateTokens(json) <= maxTokens;
}

/** The longest list that fits, 0 where not one item does. */
function mostItems(fits: (count: number) => boolean): number {
  let [low, high] = [0, MOST_ITEMS];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The first of the lines. */
function linesWithin(lines: readonly string[], maxTokens: number): string[] {
  let left = maxTokens;
  return lines.filter((line) => {
    left -= estimateTokens(JSON.stringify(line));
    return left >= 0;
  });
}

interface Sentences {
  readonly all: readonly string[];
  readonly shown: readonly string[];
  readonly next: Told["next"];
}

function contentOf(
  facts: Readonly<Record<string, unknown>>,
  { all, shown, next }: Sentences,
  size: Size,
): Record<string, unknown> {
  const leftOut: LeftOut = new Map();
  if (shown.length < all.length) leftOut.set("said", { shown: shown.length, of: all.length });
  const cut = plainObject(facts, size, "", leftOut);
  return {
    said: shown,
    next,
    ...cut,
    ...(leftOut.size > 0 && { left_out: [...leftOut].map(([path, counts]) => ({ path, ...counts })) }),
    notice: STRINGS_ARE_DATA,
  };
}

type LeftOut = Map<string, { shown: number; of: number }>;

function plain(value: unknown, size: Size, path: string, leftOut: LeftOut): unknown {
  if (typeof value === "bigint") {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (typeof value === "number") return Number.isInteger(value) ? value : rounded(value);
  if (typeof value === "string") return clipped(value, size.chars);
  if (Array.isArray(value)) {
    const within = { ...size, items: Math.min(size.items, Math.ceil(size.items * SHARE_WITHIN)) };
    const shown = value.slice(0, size.items).map((item) => plain(item, within, `${path}[]`, leftOut));
    if (shown.length < value.length) {
      const known = leftOut.get(path) ?? { shown: 0, of: 0 };
      leftOut.set(path, { shown: known.shown + shown.length, of: known.of + value.length });
    }
    return shown;
  }
  return typeof value === "object" && value !== null ? plainObject(value, size, path, leftOut) : value;
}

function plainObject(object: object, size: Size, path: string, leftOut: LeftOut): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [
      key,
      plain(value, size, path === "" ? key : `${path}.${key}`, leftOut),
    ]),
  );
}

/** To six digits, or to an integer: what is measured is no more exact, and digits are tokens. */
function rounded(value: number): number {
  return Math.abs(value) < 1e6 ? Number(value.toPrecision(6)) : Math.round(value);
}

function clipped(text: string, chars: number): string {
  return text.length <= chars ? text : `${text.slice(0, chars)}… [${text.length - chars} more characters]`;
}
