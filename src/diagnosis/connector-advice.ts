import { type Words, words } from "../text/page/words.ts";

/** Of Kafka, whose errors do not say which server was asked, and what it answered. */
export const OF_BROKER = /\bBrokerTransportFailure\b|\bbroker transport failure\b|\bAllBrokersDown\b/i;

const UNRESOLVED = /\b(secret|environment variable) reference '([^']{1,300})' resolution failed\b/i;

/** "refers to a secret that cannot be resolved, …", of a configuration that refers to what the pipeline has not. */
export function unresolvedWords(cause: string): Words | undefined {
  const [, kind, reference] = UNRESOLVED.exec(cause) ?? [];
  if (reference === undefined) return undefined;
  const what = kind?.toLowerCase() === "secret" ? words`a secret` : words`an environment variable`;
  return words`refers to ${what} that cannot be resolved, ${reference}`;
}

const OF_SETTING = words`A setting of its configuration is missing, misspelt or of the wrong kind: the error names it`;

/** What a connector's error says is wrong, by Feldera's own words or its server's, and what helps; the first that fits. */
const KINDS: readonly (readonly [RegExp, Words])[] = [
  [
    /\bsecret reference\b.{0,600}\bresolution failed\b/is,
    words`The secret that its configuration refers to is not there for the pipeline, cannot be read, or has no such key: create it, or correct the reference`,
  ],
  [
    /\benvironment variable reference\b.{0,600}\bresolution failed\b/is,
    words`The environment variable that its configuration refers to is not set for the pipeline: set it (env in the runtime configuration), or correct the reference`,
  ],
  [
    /unknown (?:input|output) transport|transport .{0,60}(?:not supported|not available|not enabled)/i,
    words`This build of Feldera has no such transport: correct its name, or run a build or edition that has it`,
  ],
  [
    /unknown (?:input|output) format|format not supported|data format is not specified/i,
    words`The connector's format is missing, or none that this transport takes: set format in its configuration`,
  ],
  [
    /requires the view to have a unique key/i,
    words`It changes rows by their key, and the view has none: create an index on the view (CREATE INDEX) and name it in the connector's index`,
  ],
  [
    /unknown (?:table|output table|index)|is not an index/i,
    words`It names a table, view or index that the program does not have`,
  ],
  [
    /\b(?:error parsing|failed to parse)\b.{0,40}configuration|missing field|unknown field|unknown variant/i,
    OF_SETTING,
  ],
  [
    /\bviolates (?:not-null|check|unique|foreign key|exclusion) constraint\b/,
    words`The table that it writes to refuses such rows: change that constraint, or what the view gives out (a WHERE, a COALESCE)`,
  ],
  [
    /\bvalue too long for type\b|\bout of range\b(?!.{0,20}offset)|\binvalid input syntax\b|\bis of type\b.{0,60}\bbut expression is of type\b/i,
    words`A value does not fit its column in the table that it writes to: change that column's type, or CAST in the view`,
  ],
  [
    /\bmultiple values with the same key\b/,
    words`Its index is to be unique, and the view gives out several rows of one key: correct the view, or index what is unique`,
  ],
  [
    /\bInvalid (?:type found in `values`|(?:min|max) range) for field\b/,
    words`A field of the generator's plan does not fit its column: correct the plan`,
  ],
  [
    /\bMessageSizeTooLarge\b|\bmessage size too large\b/i,
    words`A message is larger than its broker or topic takes: raise message.max.bytes at both ends, or make rows smaller`,
  ],
  [
    /\bMessageTimedOut\b/,
    words`The broker did not confirm messages within message.timeout.ms: it is down, slow, or cannot be reached`,
  ],
  [
    /\bOffsetOutOfRange\b|\bnot currently in partition\b/,
    words`The offset to start from is no longer, or not yet, in the topic: as a rule its retention has deleted it. Correct start_from, or set resume_earliest_if_data_expires`,
  ],
  [
    /\bpassword authentication failed\b|\bSASL authentication\b|\bAuthentication(?:Failed| failure)\b|\bAuthorizationFailed\b|\bAccessDenied\b|\bInvalidAccessKeyId\b|\bSignatureDoesNotMatch\b|\bExpiredToken\b/i,
    words`The server refuses the credentials: they are missing, wrong or expired, or lack the right`,
  ],
  [
    /\bnot a delta table\b|\bNotATable\b/i,
    words`There is no Delta table at its uri: correct it, or write the table first`,
  ],
  [
    /certificate|\btls\b|\bssl\b|handshake/i,
    words`The connection's encryption fails: the certificate is not trusted, has expired, or is for another name`,
  ],
  [
    /connection refused|os error 111|refused to connect/i,
    words`Nothing listens at that address: the server is down, or host or port are wrong`,
  ],
  [
    /\bInvalid response size\b/i,
    words`What answers at that address is no Kafka broker, or speaks TLS where the connector does not: check bootstrap.servers and security.protocol`,
  ],
  [
    OF_BROKER,
    words`No broker could be reached at its bootstrap.servers: they are down, host or port are wrong, or a firewall lies between`,
  ],
  [
    /failed to (?:lookup|resolve)|name or service not known|dns|no such host/i,
    words`The host's name cannot be resolved from where the pipeline runs`,
  ],
  [
    /timed? ?out|unreachable|no route/i,
    words`The server does not answer: a firewall or a wrong address lies between, or it is down`,
  ],
  [
    /no space left|os error 28|disk quota|os error 122/i,
    words`What it writes to has no space left: make room, or write elsewhere`,
  ],
  [
    /permission denied|os error 13|read-only file system/i,
    words`The pipeline may not read or write what it names: correct the permissions`,
  ],
  [
    /is a directory|os error 21\b/i,
    words`What it names is a directory, and it reads or writes one file: name the file`,
  ],
  [
    /failed to create output file.{0,600}(?:no such file|os error 2\b)/is,
    words`The folder of that file is not there, seen from where the pipeline runs: an output makes its file, and no folder`,
  ],
  [
    /no such file|os error 2\b/i,
    words`The file or directory that it names is not there, seen from where the pipeline runs: correct the path, or put it there`,
  ],
  [
    /\bstatus\b.{0,40}\b5\d\d\b|\b50[0-4] [A-Z]/i,
    words`The server was reached and failed itself: look at its own log`,
  ],
  [
    /\bstatus\b.{0,40}\b40[13]\b|\bunauthorized\b|\bforbidden\b/i,
    words`The server refuses the request: credentials are missing, wrong, or lack the right`,
  ],
  [
    /\bstatus\b.{0,40}\b3\d\d\b/i,
    words`The server redirects to another address, and the connector did not get there: name that address itself`,
  ],
  [
    /invalid argument|os error 22\b/i,
    words`What it writes to is no regular file: a pipe or a device cannot be flushed to a disk, as an output to a file does with every batch`,
  ],
  [
    /broken pipe|os error 32\b|connection reset|os error 104\b/i,
    words`The other side closed the connection, or the pipe`,
  ],
  [
    /not found|does not exist|unknown topic|NoSuch|\b404\b/i,
    words`What it names on its server is not there: correct the name, or create it`,
  ],
  [
    /\b(?:unable|failed|cannot|could not) (?:to )?connect\b|\berror connecting to\b/i,
    words`Its server could not be reached, or refused the connection: it is down, host or port are wrong, or a firewall lies between`,
  ],
  // Feldera puts these words before every reason for which a connector could not be made, the server's too.
  [/\binvalid\b.{0,40}configuration/i, OF_SETTING],
];

/** Undefined where the error is of no known kind. */
export function connectorAdvice(cause: string): Words | undefined {
  return KINDS.find(([pattern]) => pattern.test(cause))?.[1];
}
