/** What stands in a text where a secret stood. */
export const MARK = "[redacted]";

/** A stretch of a text, in UTF-16 code units, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Feldera's references to a secret or a variable kept elsewhere, and marks: never secret, never to be cut. */
const OPAQUE_SOURCE = "\\$\\{(?:secret|env):[^{}\\s\"'`\\\\]*\\}|\\[redacted\\]";
const OPAQUE = new RegExp(OPAQUE_SOURCE, "g");
const OPAQUE_HERE = new RegExp(OPAQUE_SOURCE, "y");
const REFERENCE = /(\$\{(?:secret|env):[^{}\s"'`\\]*\})/;

const NO_VALUE = /^(?:true|false|null|none|nil|undefined|[-+]?\d{1,5}(?:\.\d{1,5})?|\?|\$\d{1,3})?$/i;
const PATH = /^(?:~|\.{1,2})?(?:\/[a-z0-9._-]+){2,}\/?$/;

/** Where the match of a sticky pattern that starts at `index` ends, if there is one. */
export function matchEnd(sticky: RegExp, text: string, index: number): number | undefined {
  sticky.lastIndex = index;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

/** Where the reference or mark that starts at `index` ends, if there is one. */
export function opaqueEnd(text: string, index: number): number | undefined {
  return matchEnd(OPAQUE_HERE, text, index);
}

/** What is left of a value without its references and marks, in pieces. */
export function outsideReferences(value: string): string[] {
  return value.split(OPAQUE);
}

/**
 * Whether the value under a secret's name gives nothing away: empty, a reference `${secret:…}`, a mark, a small
 * number, true, false, null, a placeholder of SQL, or the path of a file.
 */
export function isNoSecret(value: string): boolean {
  const rest = value.replace(OPAQUE, "").trim();
  return NO_VALUE.test(rest) || PATH.test(rest);
}

/** `text` with a mark in place of each span. References within stay, and so do newlines, so that lines keep their numbers. */
export function redactSpans(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of merged(spans)) {
    parts.push(text.slice(done, start), redactWhole(text.slice(start, end)));
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** A mark in place of the whole secret, its references and newlines kept. */
export function redactWhole(secret: string): string {
  return secret
    .split(REFERENCE)
    .map((part, index) => (index % 2 === 1 || part.trim() === "" ? part : MARK + part.replace(/[^\n]+/g, "")))
    .join("");
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && span.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      result.push(span);
    }
  }
  return result;
}
