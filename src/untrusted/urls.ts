import { isNoSecret, matchEnd, outsideReferences, type Span } from "./mark.ts";
import { isSecretParameter } from "./secret-keys.ts";
import { readBareValue } from "./values.ts";

/** `://`, its slashes perhaps escaped as in some JSON. */
const AUTHORITY = /:(?:\\*\/){2}/g;
/** A URL that was taken for a file's path, whose slashes were then made one: `scheme:/user:password@`. */
const PATH_AUTHORITY = /(?<=[a-z][a-z\d+.-]+:)\/(?=[^\s/?#"`<>\\@:]*:[^\s/?#"`<>\\@]+@)/gi;
/** The same of a token alone. */
const PATH_AUTHORITY_OF_TOKEN = /(?<=\b(?:https?|nats|rediss?|wss?):)\/(?=[^\s/?#"`<>\\@:]+@)/gi;
const SCHEME_BEFORE = /[a-z][a-z\d+.-]*(?=:?$)/i;
/** In characters. */
const LONGEST_SCHEME = 32;
/** In `a:b@host:1,c:d@host:2` up to the second login. */
const NEXT_HOST = /[^\s/?#"`<>\\@,]*@[\w.-]+(?::\d+)?,(?=[^\s/?#"`<>\\@,]+@)/y;
/** An apostrophe is one of a URL's own characters, unless the string ends there. */
const AUTHORITY_END = /[/?#\s"`<>\\]|'(?=[\s,;)\]}]|$)/g;
/** Where a URL is over at the latest, and where the next one begins. */
const URL_END = /[\s"`<>\\]|'(?=[\s,;)\]}]|$)|:\/\//g;

/** `user:password` up to where the text was cut: its end, or an ellipsis. A port may end a sentence: `:8080).` */
const CUT_USERINFO =
  /[\w.~%+-]*:(?!port\b|\d{1,5},|\d{1,5}[)\]};.!]+$|\[redacted\]|\$?\{)(?=\d*[^\d\s/?#"'`<>\\@….])[^\s/?#"'`<>\\@…]+(?=$|…|(?<=\.\.\.)\s)/y;

/** A parameter `code` is the key of an Azure function or a grant of OAuth from so many characters on. */
const SHORTEST_CODE = 20;

const PARAMETER = /[?&#;]([\w.~-]{1,64})=/g;

/** In URLs: the password of `user:password@host`, a token in the user's place, and secret parameters. */
export function findUrlSecrets(text: string): Span[] {
  return [...findUserinfo(text), ...findParameters(text)];
}

function findUserinfo(text: string): Span[] {
  const spans: Span[] = [];
  // The search for a path is slow, and only one with an @ holds a login.
  const patterns = text.includes("@") ? [AUTHORITY, PATH_AUTHORITY, PATH_AUTHORITY_OF_TOKEN] : [AUTHORITY];
  for (const pattern of patterns) {
    pattern.lastIndex = 0;
    for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
      const scheme = SCHEME_BEFORE.exec(
        text.slice(Math.max(0, found.index - LONGEST_SCHEME), found.index),
      )?.[0];
      spans.push(...secretsOfUserinfo(text, pattern.lastIndex, scheme?.toLowerCase() ?? ""));
    }
  }
  return spans;
}

/** One per host, where a URL lists several that have a login each. */
function secretsOfUserinfo(text: string, start: number, scheme: string): Span[] {
  const at = userinfoEnd(text, start, scheme);
  if (at === undefined) return cutPassword(text, start);
  const next = matchEnd(NEXT_HOST, text, start);
  if (next !== undefined && next <= at) {
    return [
      ...secretOfLogin(text, start, text.indexOf("@", start), scheme),
      ...secretsOfUserinfo(text, next, scheme),
    ];
  }
  return secretOfLogin(text, start, at, scheme);
}

function secretOfLogin(text: string, start: number, at: number, scheme: string): Span[] {
  const login = text.slice(start, at);
  const colon = login.indexOf(":");
  if (colon === -1) return isTokenAsUser(login, scheme) ? [{ start, end: at }] : [];
  const password = { start: start + colon + 1, end: at };
  return hidesAll(text.slice(password.start, password.end)) ? [] : [password];
}

function hidesAll(value: string): boolean {
  return outsideReferences(value).every((part) => part === "");
}

/** Schemes of databases and queues, in whose paths no `@` stands. */
const DATABASE_SCHEMES =
  /^(?:postgres(?:ql)?|mysql|mariadb|rediss?|mongodb(?:\+srv)?|amqps?|nats|kafka|clickhouse)$/;
/** In characters. */
const LONGEST_PASSWORD = 512;
/** What stands behind the last `@` of such an address: a host, and perhaps a port. */
const HOST_BEHIND = /@[\w.-]+(?::\d{1,5})?(?=[/?#,]|$)/;
/** A host with its port and a database's name, or with parameters: an `@` behind that is of those. */
const WHOLE_HOST = /^@[\w.-]+(?::\d{4,5}\/[\w-]+(?=[?@])|(?::\d{1,5})?(?:\/[\w-]*)?\?[\w.-]+=)/;

/** The place of the `@`. A password may hold a raw `/`, `?` or `#`; what stands before it is then no port. */
function userinfoEnd(text: string, start: number, scheme: string): number | undefined {
  const authority = text.slice(start, indexOrEnd(AUTHORITY_END, text, start));
  const at = authority.lastIndexOf("@");
  if (at !== -1) return start + (laterHost(text, start, at, scheme) ?? at);
  const colon = authority.indexOf(":");
  if (colon === -1 || authority.startsWith("[") || /^\d*$/.test(authority.slice(colon + 1))) return undefined;
  const later = text.slice(start, indexOrEnd(URL_END, text, start)).lastIndexOf("@");
  return later === -1 ? undefined : start + later;
}

/** A password with a raw `@` as well as another sign: the host is that behind the last `@`. */
function laterHost(text: string, start: number, at: number, scheme: string): number | undefined {
  if (!DATABASE_SCHEMES.test(scheme) || !text.slice(start, start + at).includes(":")) return undefined;
  const near = text.slice(start + at, start + at + LONGEST_PASSWORD);
  const rest = near.slice(0, indexOrEnd(URL_END, near, 0));
  const last = rest.lastIndexOf("@");
  if (WHOLE_HOST.test(rest)) return undefined;
  const isHost = last > 0 && !rest.slice(0, last).includes(",") && HOST_BEHIND.test(rest.slice(last));
  return isHost ? at + last : undefined;
}

/** Of a URL that was cut before its `@`, as long messages are: what follows the colon is no port. */
function cutPassword(text: string, start: number): Span[] {
  const end = matchEnd(CUT_USERINFO, text, start);
  return end === undefined ? [] : [{ start: text.indexOf(":", start) + 1, end }];
}

/** Schemes whose user without a password is a token or a password: NATS, and Redis as some of its clients read it. */
const TOKEN_SCHEMES = /^(?:nats|nats\+tls|tls|rediss?)$/;
/** Schemes with a container or a user before the `@`, and never a token. */
const NAME_SCHEMES = /^(?:(?:abfs|wasb)s?|adl|(?:git\+|svn\+)?ssh|git|rsync|scp)$/;
const WEB_SCHEMES = /^(?:https?|wss?)$/;

/** `bob`, `sync-user-9`, `DOMAIN%5Cbob`, `bob%40example.com` */
const NAME = /^[A-Za-z]+\d{0,4}(?:(?:[._+-]|%40|%5[Cc])(?:[A-Za-z]+\d{0,4}|\d{1,4}))*$/;
/** To web servers users come with a password, and tokens without: a user's name has no digits but at its end. */
const WEB_NAME = /^[A-Za-z]+(?:(?:[._+-]|%40|%5[Cc])[A-Za-z]+)*\d{0,4}$/;
/** In characters: a longer one is not a name. */
const LONGEST_NAME = 40;

/** What stands alone before the `@`: whether it is a token, and not the name of a user. */
function isTokenAsUser(user: string, scheme: string): boolean {
  if (hidesAll(user) || NAME_SCHEMES.test(scheme)) return false;
  if (TOKEN_SCHEMES.test(scheme)) return true;
  if (!/^[\w.~+%=-]+$/.test(user)) return false;
  return user.length > LONGEST_NAME || !(WEB_SCHEMES.test(scheme) ? WEB_NAME : NAME).test(user);
}

function findParameters(text: string): Span[] {
  const spans: Span[] = [];
  PARAMETER.lastIndex = 0;
  for (let found = PARAMETER.exec(text); found !== null; found = PARAMETER.exec(text)) {
    const name = found[1] ?? "";
    if (name !== "code" && !isSecretParameter(name)) continue;
    const value = readBareValue(text, PARAMETER.lastIndex);
    if (name === "code" && value.end - value.start < SHORTEST_CODE) continue;
    if (!isNoSecret(text.slice(value.start, value.end))) spans.push(value);
    PARAMETER.lastIndex = value.end;
  }
  return spans;
}

function indexOrEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.exec(text)?.index ?? text.length;
}
