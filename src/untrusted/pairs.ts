import { isNoSecret, matchEnd, opaqueEnd, type Span } from "./mark.ts";
import { isPasswordName, isSecretKey, nextSecretWord } from "./secret-keys.ts";
import { readBareValue, readBlock, readQuotedValues, readRestOfLine } from "./values.ts";

const NAME_CHARACTER = /[A-Za-z0-9_.-]/;

const CLOSING_QUOTE = /\\*["'`]{1,3}/y;
/** `=`, `:`, `=>`, `:=`, `==`, `!=`, `<>`; `::` and `://` are none. */
const SIGN = /\s*(?:=>|:=|[!=]?=|<>|:(?!:|\/\/))\s*/y;
/** From the sign to the value of a declaration: `token: &'static str = "…"`, `password: Option<String> = Some("…")`. */
const TYPE_OF_DECLARED = /&?(?:'\w{1,16} )?(?:mut )?([A-Za-z][\w:]{0,64})(?:<[\w<>:&' ,]{0,64}>)?\s*=\s*/y;
/** From the name to the value in `{"name": "DB_PASSWORD", "value": "…"}`. */
const VALUE_OF_NAMED = /\s*,\s*\\*["']value\\*["']\s*:\s*/iy;
/** The same in a list of YAML, after whose key it is a name. */
const YAML_VALUE_OF_NAMED = /\\*["'`]?[ \t]*\n[ \t]*value:[ \t]*/iy;
const YAML_NAME = /(?:^|[\s{-])(?:name|key)["']?:[ \t]*["']?$/i;
/** From the name to the value of XML's elements: `<password>…<`, `<name>password</name><value>…<`. */
const XML_OPENED = /<(?:\w{1,32}:)?$/;
const XML_TAG_END = /[^<>\n]{0,256}(?<!\/)>/y;
const XML_VALUE_OF_NAMED = /<\/(?:name|key)>\s*<(?:value|string)>/iy;
const XML_TEXT = /[^<]{0,4096}/y;
/** From the option to its value in `"--password", "…"`. */
const NEXT_ARGUMENT = /\s*,\s*/y;
const OPENING_QUOTE = /\\*["'`]/y;
const BLANKS = /[ \t]+/y;
/** `password is …`, `IDENTIFIED WITH mysql_native_password BY '…'` */
const LINKING_WORDS = /\s+(?:(?:is|was|are|by|of|set|to|equals|now|the|new|old|as)\s+){0,3}/iy;
/** Schemes of the header Authorization that one token follows. */
const TOKEN_SCHEME = /(?:apikey|basic|bearer|negotiate|token)[ \t]+/iy;
const SCHEME = /(?:aws4-hmac-sha256|digest)[ \t]+/iy;
const NEXT_WORD = /[ \t]+[A-Za-z(]/y;
/** The rest of a line, if that is one word, and none that says something of the property. */
const ONLY_VALUE_OF_LINE =
  /(?!(?:empty|error|expired|failed|invalid|is|missing|mismatch|not|refused|rejected|required|unknown|unset|was)\b)[^\s=:"'`][^\s"'`]*[ \t]*(?=\n|$)/y;
const BRACKET = /[{[(](?=[\s"'`\\{[(]|[}\])](?:[\s,;}\])]|$)|$)/y;
const HEADER_VALUE = /[^\n"'`]*/y;

/** Types of SQL and Rust: `token VARCHAR`, `password: Option<SqlString>` declare a column or a field. */
const TYPE_NAMES: ReadonlySet<string> = new Set(
  (
    "array bigint binary bool boolean bytearray bytes char character date decimal double float int integer i32 i64 " +
    "map number numeric object option real result smallint sqlstring str string text time timestamp tinyint u8 u32 " +
    "u64 usize uuid varbinary varchar variant vec"
  ).split(" "),
);

/** Values with their name before them: `key = value`, `"key": "value"`, `--key value`, `PASSWORD '…'`, `password is …`. */
export function findNamedSecrets(text: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (let word = nextSecretWord(text, done); word !== undefined; word = nextSecretWord(text, done)) {
    const name = wholeName(text, word, done);
    done = opaqueEnd(text, name.start - 2) ?? name.end;
    if (done !== name.end || !isName(text, name)) continue;
    const { values, end } = valuesAfter(text, name);
    for (const value of values) if (!isNoSecret(text.slice(value.start, value.end))) spans.push(value);
    done = Math.max(done, end);
  }
  return spans;
}

interface Values {
  readonly values: readonly Span[];
  /** Up to where the text is dealt with. */
  readonly end: number;
}

const NONE: Values = { values: [], end: 0 };

/** The name around a secret's word, without the letter of an escaped line break before it: `\ntoken`. */
function wholeName(text: string, word: Span, from: number): Span {
  let { start, end } = word;
  while (start > from && NAME_CHARACTER.test(text.charAt(start - 1))) start -= 1;
  while (NAME_CHARACTER.test(text.charAt(end))) end += 1;
  const isAfterEscape = text.charAt(start - 1) === "\\" && "nrt".includes(text.charAt(start));
  return { start: isAfterEscape ? start + 1 : start, end };
}

/** A path of Rust (`proc_macro::token`) and the last word of a sentence name nothing. */
function isName(text: string, { start, end }: Span): boolean {
  if (text.startsWith("::", start - 2) || ".-".includes(text.charAt(end - 1))) return false;
  return isSecretKey(text.slice(start, end));
}

function valuesAfter(text: string, span: Span): Values {
  const name = text.slice(span.start, span.end);
  const nested = valueNestedAfter(text, span);
  if (nested !== undefined) return oneValue(nested);
  const quoteEnd = matchEnd(CLOSING_QUOTE, text, span.end);
  const afterName = quoteEnd ?? span.end;

  const signEnd = matchEnd(SIGN, text, afterName);
  if (signEnd !== undefined) return valuesAfterSign(text, span, afterName, signEnd);

  if (quoteEnd !== undefined && /["'`]/.test(text.charAt(span.start - 1))) {
    const valueStart = matchEnd(name.startsWith("--") ? NEXT_ARGUMENT : VALUE_OF_NAMED, text, quoteEnd);
    return valueStart === undefined ? NONE : readQuotedValues(text, valueStart);
  }
  return name.startsWith("-") ? valueOfOption(text, span.end) : valueInProse(text, name, span.end);
}

/** Of XML's elements, and of a list of names and values in YAML. */
function valueNestedAfter(text: string, { start, end }: Span): Span | undefined {
  const before = text.slice(Math.max(0, start - 40), start);
  const xml = XML_OPENED.test(before)
    ? matchEnd(XML_TAG_END, text, end)
    : matchEnd(XML_VALUE_OF_NAMED, text, end);
  if (xml !== undefined) return { start: xml, end: matchEnd(XML_TEXT, text, xml) ?? xml };
  const yaml = YAML_NAME.test(before) ? matchEnd(YAML_VALUE_OF_NAMED, text, end) : undefined;
  if (yaml === undefined) return undefined;
  return readBlock(text, start, yaml) ?? readQuotedValues(text, yaml).values[0] ?? readBareValue(text, yaml);
}

function valuesAfterSign(text: string, span: Span, afterName: number, start: number): Values {
  const sign = text.slice(afterName, start);
  const declared = sign.trim() === ":" ? valuesOfDeclared(text, start) : NONE;
  if (declared.values.length > 0) return declared;
  const block = readBlock(text, span.start, start);
  if (block !== undefined) return oneValue(block);
  const quoted = readQuotedValues(text, start);
  if (quoted.values.length > 0 || /\n|==\s/.test(sign)) return quoted;
  if (isBracket(text, start)) return NONE;
  const name = text.slice(span.start, span.end);
  if (/authori[sz]ation$|cookie$/i.test(name)) return valueOfHeader(text, name, sign, start);
  const value = readRestOfLine(text, span.start, start) ?? readBareValue(text, start);
  return isNoLiteral(text, name, sign, value) ? NONE : oneValue(value);
}

/** What a constant or variable of Rust, Python or TypeScript is set to, if that is a string. */
function valuesOfDeclared(text: string, start: number): Values {
  const end = matchEnd(TYPE_OF_DECLARED, text, start);
  if (end === undefined) return NONE;
  const type = /[A-Za-z]\w*(?=(?:<.*)?\s*=\s*$)/.exec(text.slice(start, end))?.[0] ?? "";
  return TYPE_NAMES.has(type.toLowerCase()) ? readQuotedValues(text, end) : NONE;
}

/** The rest of the line, but for a token after its scheme: logs have more on the line. */
function valueOfHeader(text: string, name: string, sign: string, start: number): Values {
  const token = matchEnd(TOKEN_SCHEME, text, start);
  if (token !== undefined) return oneValue(readBareValue(text, token));
  const scheme = matchEnd(SCHEME, text, start);
  if (scheme === undefined && isNoLiteral(text, name, sign, readBareValue(text, start))) return NONE;
  const value = scheme ?? start;
  return oneValue({ start: value, end: matchEnd(HEADER_VALUE, text, value) ?? value });
}

/** `--password hunter2`, but not the usage `--password is required`. */
function valueOfOption(text: string, nameEnd: number): Values {
  const start = matchEnd(BLANKS, text, nameEnd);
  if (start === undefined) return NONE;
  const quoted = readQuotedValues(text, start);
  if (quoted.values.length > 0) return quoted;
  const value = readBareValue(text, start);
  const word = text.slice(value.start, value.end);
  const isUsage =
    /^(?:--|-[A-Za-z]$|is$|are$|and$|or$|must$|not$|option$|flag$|argument$|requires?$|to$|for$)/i.test(word);
  return isUsage ? NONE : oneValue(value);
}

/** No sign between name and value. A quoted one after a password's name is it; any other must look like a secret. */
function valueInProse(text: string, name: string, nameEnd: number): Values {
  const start = matchEnd(LINKING_WORDS, text, nameEnd);
  if (start === undefined) return NONE;
  const quoted = isPasswordName(name) ? readQuotedValues(text, start) : NONE;
  if (quoted.values.length > 0) return quoted;
  if (text.slice(nameEnd, start).includes("\n")) return NONE;
  const value = readBareValue(text, matchEnd(OPENING_QUOTE, text, start) ?? start);
  if (isLineOfProperties(text, nameEnd - name.length, start)) return oneValue(value);
  const word = text.slice(value.start, value.end);
  return looksSecret(word, { isPassword: isPasswordName(name) }) ? oneValue(value) : NONE;
}

/** `sasl.password hunter2`, all that its line holds: the sign of a Java property may be a blank. */
function isLineOfProperties(text: string, nameStart: number, valueStart: number): boolean {
  return (
    /^\w+\.[\w.-]+[ \t]+$/.test(text.slice(nameStart, valueStart)) &&
    matchEnd(ONLY_VALUE_OF_LINE, text, valueStart) !== undefined &&
    readRestOfLine(text, nameStart, valueStart) !== undefined
  );
}

/** The start of an object, a list or an expression, and neither a mark nor a value that begins with a bracket. */
function isBracket(text: string, index: number): boolean {
  return matchEnd(BRACKET, text, index) !== undefined && opaqueEnd(text, index) === undefined;
}

function oneValue(value: Span): Values {
  return { values: [value], end: value.end };
}

/** What is longer is no word of a sentence or a program. */
const LONGEST_WORD = 256;

/**
 * Whether what follows the sign is no value: a word of a sentence (`invalid token: expected a comma`), a type, the
 * call of a function, or another column of that name (`s.token = t.token`).
 */
function isNoLiteral(text: string, name: string, sign: string, { start, end }: Span): boolean {
  if (end - start > LONGEST_WORD) return false;
  const value = text.slice(start, end);
  const isWord = /:\s/.test(sign) && /^[A-Za-z'-]{1,24}$/.test(value);
  if (isWord && matchEnd(NEXT_WORD, text, end) !== undefined) return true;
  const type = /^&?(?:'\w+ )?(\w+)(?:[<(]|$)/.exec(value)?.[1] ?? "";
  if (TYPE_NAMES.has(type.toLowerCase())) return true;
  if (!/^\s/.test(sign) || isPasswordName(name)) return false;
  return (
    /^[A-Za-z_][A-Za-z_.]*\(/.test(value) ||
    (/^[A-Za-z_]+(?:[._][A-Za-z_]+)+$/.test(value) && isSecretKey(value))
  );
}

const NOT_RANDOM =
  /^(?:\d{4}-\d\d-\d\d|0x|v?\d+\.\d|\/|(?:aes|base|ecdsa|ed|es|float|hmac|hs|int|md|ps|rs|rsa|scram|sha|u?int|utf)-?\d|scram-|[a-z_]+\()|::|:\/\//i;

/**
 * Whether a word of a sentence after a secret's name is the secret: letters and digits that are no time, address,
 * version or algorithm. After `password` that is enough; after other names, `orders_2` is still a table.
 */
export function looksSecret(value: string, { isPassword = false } = {}): boolean {
  if (value.length < 6 || !/[A-Za-z]/.test(value) || !/\d/.test(value)) return false;
  if (value.length > LONGEST_WORD) return true;
  if (NOT_RANDOM.test(value)) return false;
  return isPassword || !/^(?:[A-Za-z]+\d{1,3}|[a-z0-9]+(?:_[a-z0-9]+)+)$/.test(value);
}
