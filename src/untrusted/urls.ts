import { isNoSecret, matchEnd, outsideReferences, type Span } from "./mark.ts";
import { isSecretParameter } from "./secret-keys.ts";
import { readBareValue } from "./values.ts";

/** `://`, its slashes perhaps escaped as in some JSON. */
const AUTHORITY = /:(?:\\*\/){2}/g;
/** A URL that was taken for a file's path, whose slashes were then made one: `scheme:/user:password@`. */
const PATH_AUTHORITY = /(?<=[a-z][a-z\d+.-]+:)\/(?=[^\s/?#"`<>\\@:]*:[^\s/?#"`<>\\@]+@)/gi;
/** An apostrophe is one of a URL's own characters, unless the string ends there. */
const AUTHORITY_END = /[/?#\s"`<>\\]|'(?=[\s,;)\]}]|$)/g;
/** Where a URL is over at the latest, and where the next one begins. */
const URL_END = /[\s"`<>\\]|'(?=[\s,;)\]}]|$)|:\/\//g;

/** `user:password` up to where the text was cut: its end, or an ellipsis. */
const CUT_USERINFO =
  /[\w.~%+-]*:(?!port\b|\[redacted\]|\$?\{)(?=\d*[^\d\s/?#"'`<>\\@….])[^\s/?#"'`<>\\@…]+(?=$|…|(?<=\.\.\.)\s)/y;

const PARAMETER = /[?&#;]([\w.~-]{1,64})=/g;

/** In URLs: the password of `user:password@host`, a token in the user's place, and secret parameters. */
export function findUrlSecrets(text: string): Span[] {
  return [...findUserinfo(text), ...findParameters(text)];
}

function findUserinfo(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of [...text.matchAll(AUTHORITY), ...text.matchAll(PATH_AUTHORITY)]) {
    const span = secretOfUserinfo(text, match.index + match[0].length);
    if (span !== undefined) spans.push(span);
  }
  return spans;
}

function secretOfUserinfo(text: string, start: number): Span | undefined {
  const at = userinfoEnd(text, start);
  if (at === undefined) return cutPassword(text, start);
  const colon = text.slice(start, at).indexOf(":");
  if (colon === -1) return isTokenAsUser(text.slice(start, at)) ? { start, end: at } : undefined;
  const password = { start: start + colon + 1, end: at };
  const hidden = outsideReferences(text.slice(password.start, password.end)).every((part) => part === "");
  return hidden ? undefined : password;
}

/** The place of the `@`. A password may hold a raw `/`, `?` or `#`; what stands before it is then no port. */
function userinfoEnd(text: string, start: number): number | undefined {
  const authority = text.slice(start, indexOrEnd(AUTHORITY_END, text, start));
  const at = authority.lastIndexOf("@");
  if (at !== -1) return start + at;
  const colon = authority.indexOf(":");
  if (colon === -1 || authority.startsWith("[") || /^\d*$/.test(authority.slice(colon + 1))) return undefined;
  const later = text.slice(start, indexOrEnd(URL_END, text, start)).lastIndexOf("@");
  return later === -1 ? undefined : start + later;
}

/** Of a URL that was cut before its `@`, as long messages are: what follows the colon is no port. */
function cutPassword(text: string, start: number): Span | undefined {
  const end = matchEnd(CUT_USERINFO, text, start);
  return end === undefined ? undefined : { start: text.indexOf(":", start) + 1, end };
}

function isTokenAsUser(user: string): boolean {
  return user.length >= 20 && /\d/.test(user) && /^[\w.~+%-]+$/.test(user);
}

function findParameters(text: string): Span[] {
  const spans: Span[] = [];
  PARAMETER.lastIndex = 0;
  for (let found = PARAMETER.exec(text); found !== null; found = PARAMETER.exec(text)) {
    if (!isSecretParameter(found[1] ?? "")) continue;
    const value = readBareValue(text, PARAMETER.lastIndex);
    if (!isNoSecret(text.slice(value.start, value.end))) spans.push(value);
    PARAMETER.lastIndex = value.end;
  }
  return spans;
}

function indexOrEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.exec(text)?.index ?? text.length;
}
