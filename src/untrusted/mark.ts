/** What stands in a text where a secret stood. */
export const MARK = "[redacted]";

/** A stretch of a text, in UTF-16 code units, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Feldera's references to a secret or a variable kept elsewhere. */
const REFERENCE_SOURCE = "\\$\\{(?:secret|env):[^{}\\s\"'`\\\\]*\\}";
const REFERENCE = new RegExp(`(${REFERENCE_SOURCE})`);
/** References and marks: never secret, never to be cut. */
const OPAQUE = new RegExp(`${REFERENCE_SOURCE}|\\[redacted\\]`, "g");
const OPAQUE_HERE = new RegExp(OPAQUE, "y");

const NO_VALUE = /^(?:true|false|null|none|nil|undefined|[-+]?\d{1,5}(?:\.\d{1,5})?|\?|\$\d{1,3})?$/i;
const PATH = /^(?:~|\.{1,2})?(?:\/[a-z0-9._-]+){2,}\/?$/;
const LONGEST_PATH = 4096;

/** Where the match of a sticky pattern that starts at `index` ends, if there is one. */
export function matchEnd(sticky: RegExp, text: string, index: number): number | undefined {
  sticky.lastIndex = index;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

/** Where the reference or mark that starts at `index` ends, if there is one. */
export function opaqueEnd(text: string, index: number): number | undefined {
  return matchEnd(OPAQUE_HERE, text, index);
}

/** The value in pieces: outside references at even places, the references at odd ones. */
export function splitAtReferences(value: string): string[] {
  return value.split(REFERENCE);
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
  return NO_VALUE.test(rest) || (rest.length <= LONGEST_PATH && PATH.test(rest));
}
