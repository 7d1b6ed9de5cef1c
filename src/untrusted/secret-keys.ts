/**
 * Which names announce a secret: keys of JSON, properties, environment variables, URL parameters, words in prose.
 * A space in a name stands for a separator or none, so that "api key" is `api_key`, `api.key`, `apiKey`, `APIKEY`.
 */
interface SecretName {
  /** A regular expression's source, but for the spaces. */
  readonly name: string;
  readonly why: string;
  /** Secret only where nothing follows it: `sasl.oauthbearer.method` is no secret. */
  readonly onlyLast?: boolean;
}

const SECRET_NAMES: readonly SecretName[] = [
  {
    name: "pass (?:word|phrase|code)s?",
    why: "sasl.password, ssl.key.password, PGPASSWORD, user_and_password",
  },
  { name: "passwds?", why: "the Unix spelling" },
  { name: "pwd", why: "the ODBC spelling" },
  {
    name: "(?:admin|auth|db|ftp|http|key|login|mail|mysql|pg|postgres|proxy|redis|require|root|smtp|store|trust|user) pass",
    why: "DB_PASS and the like; `pass` alone is a pass of a compiler",
    onlyLast: true,
  },
  { name: "(?<![a-z])pass(?:in|out)", why: "options of openssl", onlyLast: true },
  { name: "(?:master|primary|rediscli) auth", why: "Redis' password", onlyLast: true },
  {
    name: "auth user info",
    why: "basic.auth.user.info of a schema registry is user:password",
    onlyLast: true,
  },
  { name: "secrets?", why: "client_secret, sasl.oauthbearer.client.secret" },
  { name: "token", why: "aws_session_token, rest.token, sas_token; the plural counts tokens" },
  { name: "(?:access|api|auth|bearer|refresh|session) tokens", why: "lists of tokens" },
  { name: "credentials?", why: "rest.credential, the credentials of Pub/Sub and NATS, X-Amz-Credential" },
  { name: "access key ids?", why: "half of an AWS key pair; it names the account" },
  {
    name: "(?:access|account|api|auth|azure storage|client|encryption|hmac|keystore|license|master|private|sas|secret|service account|shared|shared access|signing|ssh|subscription) keys?",
    why: "the keys that are secrets, one by one: a key of a table, a partition or a message is none",
  },
  { name: "key pem", why: "ssl.key.pem of librdkafka" },
  { name: "jaas config", why: "sasl.jaas.config holds a login" },
  { name: "(?<![a-z])nkey", why: "the seed of a NATS user; s_nationkey is a column", onlyLast: true },
  { name: "jwt", why: "a signed token of NATS or of a web API", onlyLast: true },
  { name: "bearer", why: "the scheme that carries a token", onlyLast: true },
  { name: "authori[sz]ation", why: "the HTTP header", onlyLast: true },
  { name: "cookie", why: "the HTTP header; it holds a session", onlyLast: true },
  { name: "connection string", why: "Redis and Azure put the password into it" },
  { name: "shared access signature", why: "Azure's right to use a store" },
  { name: "identified by", why: "CREATE USER … IDENTIFIED BY '…'", onlyLast: true },
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

/** Source of a case-insensitive pattern that finds every place in a text where a secret's name could be. */
export const SECRET_WORD_SOURCE: string = alternatives(SECRET_NAMES, "[ ._-]?");

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
export function isSecretKey(name: string): boolean {
  const end = name.slice(-LONGEST_NAME);
  if (!PLAUSIBLE.test(end)) return false;
  const words = wordsOf(end);
  if (NO_SECRET.test(words)) return false;
  if (LAST.test(words)) return true;
  const last = [...words.matchAll(ANYWHERE)].at(-1);
  if (last === undefined) return false;
  const lastWord = words.slice(words.lastIndexOf("_") + 1);
  return !ABOUT_A_SECRET.has(lastWord);
}

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
