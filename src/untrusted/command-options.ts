import { isNoSecret, matchEnd, type Span } from "./mark.ts";
import { looksSecret } from "./pairs.ts";
import { readBareValue, readQuotedValues } from "./values.ts";

/** A tool whose short options hold a password or a login without a name that says so. */
interface Tool {
  /** A regular expression's source. */
  readonly names: string;
  /** Letters of options whose value is the password. */
  readonly password?: string;
  /** Letters of options that hold the password only where nothing stands between: `-p` alone asks for it. */
  readonly attachedPassword?: string;
  /** Letters of options whose value has the password behind a sign, each with that sign: `u:` is `-u user:password`. */
  readonly logins?: readonly string[];
}

const TOOLS: readonly Tool[] = [
  { names: "mysql[a-z_]*|mariadb[a-z-]*|mycli|mydumper|myloader|7za?", attachedPassword: "p" },
  { names: "sshpass|mongo[a-z]*|cqlsh|rabbitmqadmin|beeline", password: "p" },
  {
    names:
      "(?:docker|podman|nerdctl|buildah|skopeo|helm|oras|crane|az|oc|cf)(?=[^\\n]{1,64}\\blogin\\b)[^\\n]{1,64}?login",
    password: "p",
  },
  { names: "(?:redis|valkey|keydb)-(?:cli|benchmark)", password: "a" },
  { names: "sqlcmd|osql|bcp|tsql|isql|mosquitto_(?:pub|sub|rr)|zip|unzip", password: "P" },
  { names: "ldap(?:search|add|modify|delete|passwd|whoami|compare)", password: "w" },
  { names: "curl|https?|xhs?|wget|ab|hey|etcdctl", logins: ["u:", "U:", "a:", "A:", "E:", "b="] },
  { names: "smbclient", logins: ["U%"] },
  { names: "lftp", logins: ["u,"] },
];

const TOOL = new RegExp(
  `(?<![\\w.-])(?:${TOOLS.map(({ names }) => `(${names})`).join("|")})(?:\\.exe)?(?=[\\s"'\`\\\\])`,
  "g",
);

/** Of a longer command line, in characters, the start decides. */
const LONGEST_COMMAND = 2048;

const SHORT_OPTION = /(?<=[\s"'`([,]|^)-([A-Za-z])/g;
const MORE_LETTERS = /[A-Za-z]{1,4}(?=[ \t"'`\\=])/y;
/** From an option to its value: in a command line, or in a list of arguments. */
const TO_VALUE = /\\*["'`]\s*,\s*(?=\\*["'`])|=|[ \t]+/y;
const ARGUMENT_END = /\\*["'`](?=[\s,;)\]}]|$)|[\s,;)\]}]|$/y;

/** `-u user:password`, `--user=user:password`, whatever the tool. */
const LOGIN_OPTION = /(?<=[\s"'`([,]|^)(?:-[uU]|--(?:proxy-)?user|--auth|--login)(?=[\s=\\"'`])/g;
/** `-u user`, up to the `-p` right after it. */
const USER_BEFORE_PASSWORD =
  /(?<=[\s"'`([,]|^)(?:-[uU]|--user(?:name)?)(?:\\*["'`]\s*,|=|[ \t])?[ \t]*\\*["'`]?[\w.@%+][\w.@%+-]{0,63}\\*["'`]?,?[ \t]+\\*["'`]?(?=-p)/g;
/** A `-pPASSWORD` and `-u user` right after it. */
const PASSWORD_BEFORE_USER = /(?<=[\s"'`([,]|^)(?=-p[^\s"'`]{1,256}[ \t]+(?:-[uU]|--user)[ =\w])/g;
/** What is longer, in characters, is no password that somebody typed. */
const LONGEST_TYPED = 256;

/** `8080:80`, `127.0.0.1:8080:80/tcp`: ports, which `-p` publishes elsewhere. */
const ADDRESS = /^[\d.]*(?::\d+)+(?:\/\w{1,8})?$/;

/**
 * Passwords of command lines, which their options do not name: `mysql -pPASSWORD`, `curl -u user:PASSWORD`,
 * `redis-cli -a PASSWORD`, also as lists of arguments (`["-u", "user:PASSWORD"]`).
 */
export function findCommandSecrets(text: string): Span[] {
  return [...ofShortOptions(text), ...ofLogins(text)].filter(({ start, end }) => {
    const value = text.slice(start, end);
    return !isNoSecret(value) && !ADDRESS.test(value);
  });
}

/** Each option as the last tool before it on its line reads it; `-p` without a tool, by what stands beside it. */
function ofShortOptions(text: string): Span[] {
  const tools = [...text.matchAll(TOOL)];
  const besideUsers = passwordsBesideUsers(text);
  const spans: Span[] = [];
  let next = 0;
  for (const { index, 1: letter = "" } of text.matchAll(SHORT_OPTION)) {
    while ((tools[next]?.index ?? text.length) < index) next += 1;
    const tool = toolReading(text, tools[next - 1], index);
    if (tool !== undefined && knows(tool, letter)) spans.push(...ofTool(text, tool, letter, index + 2));
    else if (letter === "p") spans.push(...ofUnknownTool(text, index + 2, besideUsers.has(index)));
  }
  return spans;
}

function toolReading(text: string, found: RegExpExecArray | undefined, option: number): Tool | undefined {
  if (found === undefined || option - found.index > LONGEST_COMMAND) return undefined;
  if (text.slice(found.index, option).includes("\n")) return undefined;
  return TOOLS[found.slice(1).findIndex((name) => name !== undefined)];
}

/** Whether the letter, or one that may follow it in the same option, means something secret to the tool. */
function knows({ password = "", attachedPassword = "", logins = [] }: Tool, letter: string): boolean {
  return logins.length > 0 || password.includes(letter) || attachedPassword.includes(letter);
}

function ofTool(text: string, tool: Tool, letter: string, end: number): Span[] {
  const { password = "", attachedPassword = "", logins = [] } = tool;
  return readingsOf(text, letter, end).flatMap((option) => {
    const isPassword =
      !option.isLastOfSeveral &&
      (password.includes(letter) || (option.isAttached && attachedPassword.includes(letter)));
    const sign = logins.find((login) => login.startsWith(option.letter))?.slice(1);
    const value = isPassword || sign !== undefined ? valueAt(text, option.value) : undefined;
    if (value === undefined) return [];
    return sign === undefined ? [value] : passwordOfLogin(text, value, sign);
  });
}

/** Where each `-p` stands that has a user's name beside it: the two are a login. */
function passwordsBesideUsers(text: string): Set<number> {
  const found = [...text.matchAll(USER_BEFORE_PASSWORD), ...text.matchAll(PASSWORD_BEFORE_USER)];
  return new Set(found.map(({ index, 0: { length } }) => index + length));
}

/** A value that looks like a word is the password only right behind the option, and beside a user. */
function ofUnknownTool(text: string, end: number, isBesideUser: boolean): Span[] {
  return readingsOf(text, "p", end).flatMap(({ value: start, isAttached, isLastOfSeveral }) => {
    const span = isLastOfSeveral ? undefined : valueAt(text, start);
    if (span === undefined || span.end - span.start > LONGEST_TYPED) return [];
    const value = text.slice(span.start, span.end);
    if (isBesideUser) return isAttached || looksSecret(value, { isPassword: true }) ? [span] : [];
    return isAttached && isLikeNoWord(value) ? [span] : [];
  });
}

/** Digits amid letters, both large and small: `q7ZxPw3`; not `ython3.11`, `rint0`, `ool-2-thread-1`. */
function isLikeNoWord(value: string): boolean {
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value) && /^[^/.:]{8,}$/.test(value);
}

interface ShortOption {
  readonly letter: string;
  /** Where its value starts. */
  readonly value: number;
  readonly isAttached: boolean;
  readonly isLastOfSeveral: boolean;
}

/** `-p VALUE`; `-pVALUE`; and `-su VALUE`, which is the last of several letters, or a value behind the first. */
function readingsOf(text: string, letter: string, end: number): ShortOption[] {
  const separate = matchEnd(TO_VALUE, text, end);
  if (separate !== undefined) return [{ letter, value: separate, isAttached: false, isLastOfSeveral: false }];
  if (matchEnd(ARGUMENT_END, text, end) !== undefined) return [];
  const attached = { letter, value: end, isAttached: true, isLastOfSeveral: false };
  const lettersEnd = matchEnd(MORE_LETTERS, text, end);
  const value = lettersEnd === undefined ? undefined : matchEnd(TO_VALUE, text, lettersEnd);
  if (lettersEnd === undefined || value === undefined) return [attached];
  const last = text.charAt(lettersEnd - 1);
  return [attached, { letter: last, value, isAttached: false, isLastOfSeveral: true }];
}

/** The value at `start`, quoted or not; none where the next option stands there. */
function valueAt(text: string, start: number): Span | undefined {
  const [quoted] = readQuotedValues(text, start).values;
  const value = quoted ?? readBareValue(text, start);
  return value.end === value.start || text.charAt(value.start) === "-" ? undefined : value;
}

/** Of `user:password`, but not of a URL. */
function passwordOfLogin(text: string, { start, end }: Span, sign: string): Span[] {
  const login = text.slice(start, end);
  const at = login.indexOf(sign);
  const isLogin = at !== -1 && !/[\s/?#]/.test(login.slice(0, at)) && !login.startsWith("//", at + 1);
  return isLogin ? [{ start: start + at + 1, end }] : [];
}

function ofLogins(text: string): Span[] {
  return [...text.matchAll(LOGIN_OPTION)].flatMap((option) => {
    const start = matchEnd(TO_VALUE, text, option.index + option[0].length);
    const value = start === undefined ? undefined : valueAt(text, start);
    return value === undefined ? [] : passwordOfLogin(text, value, ":");
  });
}
