import { matchEnd, opaqueEnd, type Span } from "./mark.ts";

/** A quoted value that is not closed within so many characters ends with its line. */
export const LONGEST_QUOTED_VALUE = 4096;

/** How often a string can stand escaped within another: 15 backslashes before a quote are four times. */
const DEEPEST_BACKSLASHES = 15;

interface Quote {
  readonly mark: string;
  /** Backslashes before it: 0 in JSON, 1 in JSON within a string, 3 in JSON within JSON within a string. */
  readonly backslashes: number;
  /** 1, or 2 for a quote doubled within a string of SQL, or 3 as in TOML. */
  readonly run: number;
  /** Where the value starts. */
  readonly end: number;
}

/** What may stand between a sign and its quoted value: `[`, `Some(`, the E of SQL, the b of Rust. */
const BEFORE_QUOTE = /(?:\[\s*|\w{1,16}\(){0,2}(?:[BENRUXbenrux]&?)?(?=\\*["'`])/y;
const NEXT_OF_LIST = /[ \t\n]*,\s*(?=\\*["'`])/y;

const ORDINARY = /[^\s"'`<\\[$,;&(){}\]|>]+/y;
/** They end a bare value if nothing follows, or another value's name: `,` in `password=a,b` does not. */
const SEPARATORS = /[,;&(){}\]|>]+/y;
const AFTER_EMPTY = /[\s,;&)\]}|>\\]|$/y;
const AFTER_VALUE = /[\s"'`\\]|<\/|$|(?<=&)[\w.~%-]{1,64}=|(?<=[,;])[A-Za-z_][\w.-]{1,63}\s{0,4}[=:]/y;
const REST_OF_LINE = /[^\s"'`\\]+(?=[ \t]*(?:\n|$))/y;
const BACKSLASHES = /\\+/y;
const ESCAPED_END = /\\+(?:["'`nrt]|$)/y;

/** The quoted values at `index`: one, or those of a list, without their quotes; none if no quote stands there. */
export function readQuotedValues(text: string, index: number): { values: Span[]; end: number } {
  const first = matchEnd(BEFORE_QUOTE, text, index) ?? index;
  const isList = text.slice(index, first).includes("[");
  const values: Span[] = [];
  let end = index;
  for (let start: number | undefined = first; start !== undefined; ) {
    const quote = quoteAt(text, start);
    if (quote === undefined) break;
    const value = quotedValue(text, quote);
    values.push({ start: value.start, end: value.end });
    end = value.after;
    start = isList ? matchEnd(NEXT_OF_LIST, text, end) : undefined;
  }
  return { values, end };
}

/**
 * A value without quotes: up to white space, a quote, or a sign after which another value's name or nothing follows.
 * The full stop or colon of the sentence is not part of it.
 */
export function readBareValue(text: string, start: number): Span {
  let end = start;
  for (let next: number | undefined = start; next !== undefined; next = nextOfBareValue(text, end))
    end = next;
  return withoutStops(text, start, end, ".:");
}

function withoutStops(text: string, start: number, end: number, stops: string): Span {
  let last = end;
  while (last > start && stops.includes(text.charAt(last - 1))) last -= 1;
  return { start, end: last };
}

/** The value of `key=value` if that is all its line holds; the value may then be made of any signs. */
export function readRestOfLine(text: string, nameStart: number, start: number): Span | undefined {
  let lineStart = nameStart;
  while (lineStart > 0 && " \t".includes(text.charAt(lineStart - 1))) lineStart -= 1;
  if (lineStart > 0 && text.charAt(lineStart - 1) !== "\n") return undefined;
  const end = matchEnd(REST_OF_LINE, text, start);
  return end === undefined ? undefined : withoutStops(text, start, end, ".:,;");
}

/** `|` or `>` of YAML, and the end of its line, which may be escaped. */
const BLOCK_SIGN = /[|>][+-]?\d?[ \t]*(?=\n|\\+n)/y;
const BLOCK_LINE = /(?:\n|\\+n)([ \t]*)[^\n\\]*/y;
/** What is longer, in characters, is no secret's block. */
const LONGEST_BLOCK = 16_384;

/** A block of YAML from its sign on: the lines that are indented more than its name. */
export function readBlock(text: string, nameStart: number, start: number): Span | undefined {
  const first = matchEnd(BLOCK_SIGN, text, start);
  if (first === undefined) return undefined;
  const indentation = indentationBefore(text, nameStart);
  let end = first;
  while (end - first < LONGEST_BLOCK) {
    BLOCK_LINE.lastIndex = end;
    const line = BLOCK_LINE.exec(text);
    if (line === null || (line[1] ?? "").length <= indentation) break;
    end = BLOCK_LINE.lastIndex;
  }
  return end === first ? undefined : { start, end };
}

function indentationBefore(text: string, index: number): number {
  let start = index;
  while (start > 0 && " \t".includes(text.charAt(start - 1))) start -= 1;
  return index - start;
}

/** The end of the next part of a bare value, or nothing if the value is over. */
function nextOfBareValue(text: string, index: number): number | undefined {
  const ordinary = matchEnd(ORDINARY, text, index);
  if (ordinary !== undefined) return ordinary;
  const character = text.charAt(index);
  if (character === "<") return text.charAt(index + 1) === "/" ? undefined : index + 1;
  if (character === "[" || character === "$") return opaqueEnd(text, index) ?? index + 1;
  if (matchEnd(ESCAPED_END, text, index) !== undefined) return undefined;
  const run = matchEnd(BACKSLASHES, text, index) ?? matchEnd(SEPARATORS, text, index);
  if (run === undefined || character === "\\") return run;
  return matchEnd(AFTER_VALUE, text, run) === undefined ? run : undefined;
}

function quoteAt(text: string, start: number): Quote | undefined {
  const slashesEnd = matchEnd(BACKSLASHES, text, start) ?? start;
  const mark = text.charAt(slashesEnd);
  const backslashes = slashesEnd - start;
  if (mark === "" || !"\"'`".includes(mark) || backslashes > DEEPEST_BACKSLASHES) return undefined;
  const run = Math.min(quoteRun(text, slashesEnd), 3);
  const isEmpty = run === 2 && matchEnd(AFTER_EMPTY, text, slashesEnd + 2) !== undefined;
  return { mark, backslashes, run: isEmpty ? 1 : run, end: slashesEnd + (isEmpty ? 1 : run) };
}

function quoteRun(text: string, index: number): number {
  const mark = text.charAt(index);
  let run = 1;
  while (text.charAt(index + run) === mark) run += 1;
  return run;
}

/**
 * From an opening quote to its closing one: the next with as many backslashes, give or take whole escaped ones, and
 * not doubled. Without one, as when the text was cut, the value goes on to the end of its line.
 */
function quotedValue(text: string, quote: Quote): Span & { after: number } {
  const start = quote.end;
  let index = text.indexOf(quote.mark, start);
  while (index !== -1 && index - start <= LONGEST_QUOTED_VALUE) {
    const backslashes = backslashesBefore(text, index, start);
    const run = quoteRun(text, index);
    const isEscaped = backslashes % (2 * quote.backslashes + 2) !== quote.backslashes;
    const isDoubled = quote.run === 1 && quote.backslashes === 0 && run % 2 === 0 && index > start;
    if (!isEscaped && !isDoubled && run >= quote.run) {
      return { start, end: index - quote.backslashes, after: index + quote.run };
    }
    index = text.indexOf(quote.mark, index + run);
  }
  const lineEnd = text.indexOf("\n", start);
  const end = lineEnd === -1 ? text.length : lineEnd;
  return { start, end, after: end };
}

function backslashesBefore(text: string, index: number, start: number): number {
  let count = 0;
  while (index - count > start && text.charAt(index - count - 1) === "\\") count += 1;
  return count;
}
