import type { Span } from "./mark.ts";
import { remembered } from "./remembered.ts";

/**
 * Which names announce a secret: keys of JSON, properties, environment variables, URL parameters, words in prose.
 * A space in a name stands for a separator or none, so that "api key" is `api_key`, `api.key`, `apiKey`, `APIKEY`.
 */
interface SecretName {
  /** Stands in every such name. */
  readonly stem: string;
  /** A regular expression's source, but for the spaces. */
  readonly name: string;
  readonly why: string;
  /** Secret only where nothing follows it: `sasl.oauthbearer.method` is no secret. */
  readonly onlyLast?: boolean;
}

const SECRET_NAMES: readonly SecretName[] = [
  {
    stem: "pass",
    name: "pass (?:word|phrase|code)s?",
    why: "sasl.password, ssl.key.password, PGPASSWORD, user_and_password",
  },
  { stem: "pass", name: "passwds?", why: "the Unix spelling" },
  { stem: "pwd", name: "pwd", why: "the ODBC spelling" },
  {
    stem: "pass",
    name: "(?:admin|auth|db|ftp|http|key|login|mail|mysql|pg|postgres|proxy|redis|require|root|smtp|store|trust|user) pass",
    why: "DB_PASS and the like; `pass` alone is a pass of a compiler",
    onlyLast: true,
  },
  { stem: "pass", name: "(?<![a-z])pass(?:in|out)", why: "options of openssl", onlyLast: true },
  { stem: "auth", name: "(?:master|primary|rediscli) auth", why: "Redis' password", onlyLast: true },
  {
    stem: "auth",
    name: "auth user info",
    why: "basic.auth.user.info of a schema registry is user:password",
    onlyLast: true,
  },
  { stem: "secret", name: "secrets?", why: "client_secret, sasl.oauthbearer.client.secret" },
  { stem: "token", name: "token", why: "aws_session_token, rest.token, sas_token; the plural counts tokens" },
  { stem: "token", name: "(?:access|api|auth|bearer|refresh|session) tokens", why: "lists of tokens" },
  {
    stem: "credential",
    name: "credentials?",
    why: "rest.credential, the credentials of Pub/Sub and NATS, X-Amz-Credential",
  },
  { stem: "key", name: "access key ids?", why: "half of an AWS key pair; it names the account" },
  {
    stem: "key",
    name: "(?:access|account|api|auth|azure storage|client|encryption|hmac|keystore|license|master|private|sas|secret|service account|shared|shared access|signing|ssh|subscription) keys?",
    why: "the keys that are secrets, one by one: a key of a table, a partition or a message is none",
  },
  { stem: "key", name: "key pem", why: "ssl.key.pem of librdkafka" },
  { stem: "jaas", name: "jaas config", why: "sasl.jaas.config holds a login" },
  {
    stem: "key",
    name: "(?<![a-z])nkey",
    why: "the seed of a NATS user; s_nationkey is a column",
    onlyLast: true,
  },
  { stem: "jwt", name: "jwt", why: "a signed token of NATS or of a web API", onlyLast: true },
  { stem: "bearer", name: "bearer", why: "the scheme that carries a token", onlyLast: true },
  { stem: "auth", name: "authori[sz]ation", why: "the HTTP header", onlyLast: true },
  { stem: "cookie", name: "cookie", why: "the HTTP header; it holds a session", onlyLast: true },
  { stem: "connection", name: "connection string", why: "Redis and Azure put the password into it" },
  { stem: "signature", name: "shared access signature", why: "Azure's right to use a store" },
  { stem: "identified", name: "identified by", why: "CREATE USER … IDENTIFIED BY '…'", onlyLast: true },
];

/** Last words that make the name one of something about a secret. */
const ABOUT_A_SECRET: ReadonlySet<string> = new Set(
  [
    // where it is kept or used
    "dir directory file filename path location url uri endpoint host port source provider",
    // what it is called and what kind it is
    "name names ref refs reference id ids type kind class column columns field fields position index",
    "version issuer audience scope scopes algorithm mechanism method format encoding",
    // how much, when, whether
    "count counts length len size limit budget bytes rate",
    "expiry expires expiration expired ttl timeout secs seconds ms msecs interval at since age duration",
    "enabled required policy status state valid",
    // a file of source or text
    "rs sql py json toml txt md java ts js log yaml yml html",
  ].flatMap((words) => words.split(" ")),
);

/** Names that end like a secret's and are none: places in a stream or a listing. */
const NO_SECRET = /(?:cancellation|completion|continuation|next|page|resume)_?token$/;

/** URL parameters that are secrets in a URL, and ordinary words elsewhere. */
const SECRET_ONLY_IN_URL: ReadonlySet<string> = new Set([
  "key",
  "auth",
  "sig",
  "signature",
  "x_amz_signature",
  "x_goog_signature",
]);

/** Beneath a secret key, the keys that say whose the secret is, and where. */
const BESIDE_A_SECRET: ReadonlySet<string> = new Set([
  "file",
  "from_file",
  "kind",
  "name",
  "path",
  "provider",
  "type",
  "user",
  "username",
]);

/** Of a longer name, in characters, the end decides. */
const LONGEST_NAME = 128;

function alternatives(names: readonly SecretName[], separator: string): string {
  return names.map(({ name }) => name.replaceAll(" ", separator)).join("|");
}

const ANYWHERE = new RegExp(
  `(?:${alternatives(
    SECRET_NAMES.filter(({ onlyLast }) => onlyLast !== true),
    "_?",
  )})_?\\d*(?=_|$)`,
  "g",
);
const LAST = new RegExp(`(?:${alternatives(SECRET_NAMES, "_?")})_?\\d*$`);

const SECRET_WORD = new RegExp(alternatives(SECRET_NAMES, "[ ._-]?"), "gi");
/** Looked for first: few texts hold one, and all the names take longer to look for. */
export const STEM_SOURCE = [...new Set(SECRET_NAMES.map(({ stem }) => stem))].join("|");
const STEM = new RegExp(STEM_SOURCE, "gi");
/** No name that is found has more characters before or behind its stem. */
const AROUND_STEM = 32;

/** The next place at `from` or behind it where a secret's name could be. Linear in the text. */
export function nextSecretWord(text: string, from: number): Span | undefined {
  STEM.lastIndex = from;
  for (let stem = STEM.exec(text); stem !== null; stem = STEM.exec(text)) {
    const start = Math.max(0, stem.index - AROUND_STEM);
    SECRET_WORD.lastIndex = Math.max(0, from - start);
    const found = SECRET_WORD.exec(text.slice(start, STEM.lastIndex + AROUND_STEM));
    if (found !== null && start + found.index <= stem.index) {
      return { start: start + found.index, end: start + found.index + found[0].length };
    }
  }
  return undefined;
}

/** Tried first, for most names hold none of the words. */
const PLAUSIBLE = new RegExp(alternatives(SECRET_NAMES, "[^a-z0-9]*"), "i");

/** `sasl.jaas-config`, `saslJaasConfig` → `sasl_jaas_config` */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join("_");
}

/** Whether what stands under this name is a secret. Case and the separators `.`, `_`, `-` and space are ignored. */
export const isSecretKey = remembered((name) => {
  const end = name.slice(-LONGEST_NAME);
  if (!PLAUSIBLE.test(end)) return false;
  const words = wordsOf(end);
  if (NO_SECRET.test(words)) return false;
  if (LAST.test(words)) return true;
  const last = [...words.matchAll(ANYWHERE)].at(-1);
  if (last === undefined) return false;
  const lastWord = words.slice(words.lastIndexOf("_") + 1);
  return !ABOUT_A_SECRET.has(lastWord);
});

/** Whether a URL parameter of this name holds a secret. */
export function isSecretParameter(name: string): boolean {
  return SECRET_ONLY_IN_URL.has(wordsOf(name.slice(-LONGEST_NAME))) || isSecretKey(name);
}

/** Whether a key beneath a secret one holds no secret itself: `{"credentials": {"user": …}}`. */
export function isBesideSecret(name: string): boolean {
  return BESIDE_A_SECRET.has(wordsOf(name.slice(-LONGEST_NAME)));
}

/** Whether the name is that of a password, after which a quoted string is one even without a sign between them. */
export function isPasswordName(name: string): boolean {
  return /pass|pwd|identified/i.test(name);
}
