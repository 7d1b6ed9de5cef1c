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
export const OF_COLUMNS = words`The columns of the source's table do not fit those of the SQL's: correct names and types of the SQL's, or let a column be NULL that the source may not have`;
const MAY_NOT = words`The pipeline may not read or write what it names: correct the permissions`;
const REFUSED = words`The server refuses the credentials: they are missing, wrong or expired, or lack the right`;
const NO_RIGHT = words`The user that it connects as is known there, and lacks the right to what the error names: give it that (GRANT SELECT to read a table; INSERT, UPDATE and DELETE to write it; USAGE of its schema)`;
const NO_RIGHT_OF_BROKER = words`The user that it connects as lacks the right to that topic, group or cluster: give it that in the broker's ACLs`;
const OF_ADDRESS = words`The address in its configuration is not valid: it begins with its scheme (such as https://, s3:// or redis://), then come host and path`;
const WITHOUT_TLS = words`What answers at that address does not speak TLS, as the connector does: it is http instead of https, another port, or TLS is to be turned off for the connector or on at the server`;
const NO_SASL = words`The SASL mechanism is none that both sides know (where none is set, it is GSSAPI): set sasl.mechanism to one that the broker has, such as PLAIN or SCRAM-SHA-512`;
const READ_ONLY = words`What it writes to takes no writes now: it is a replica, or the user, the database or the server is set to read only: write to the primary, or set that off`;
const NO_CREDENTIALS = words`It has no credentials for what it opens, and found none where it runs: set them in its configuration`;
const NOT_THERE_ANY_MORE = words`What it would go on from is not in the stream, or no longer: its limits have deleted it, or the stream was made anew. Clear the pipeline's storage, so that it is read from its beginning`;
const NO_OFFSET = words`The offset to start from is no longer, or not yet, in the topic: as a rule its retention has deleted it. Correct start_from, or set resume_earliest_if_data_expires`;
const TOO_LARGE = words`A message is larger than its broker or topic takes: raise message.max.bytes at both ends, or make rows smaller`;

const INVALID_ADDRESS =
  /\bInvalid URL: |\bURL parse error\b|\bURL did not parse\b|\bfailed to parse server or server list\b|\brelative URL without a base\b|\bMissing URL scheme\b|\bUnknown URL scheme\b/i;
/** All that url_input says of its path. */
const BARE_ADDRESS =
  /^(?:invalid (?:format|uri character|scheme|authority|port)|(?:scheme|authority) missing)$/i;
const NO_TLS = /\bserver does not support (?:TLS|SSL)\b|\bSSL is not enabled on the server\b/i;
/** TLS, of an answer that is none. */
const BARE_TLS =
  /\bcorrupt message of type\b|\bwrong version number\b|\bpacket length too long\b|\bPLAINTEXT broker listener\b/i;
const NO_BROKER = /\bInvalid response size\b/i;

/** What errors mean whose words do not say it. */
const MEANT: readonly (readonly [RegExp, Words])[] = [
  [BARE_ADDRESS, words` (the address in its configuration is not valid)`],
  [BARE_TLS, words` (what answers there speaks no TLS)`],
  [NO_BROKER, words` (what answers there is no Kafka broker, or speaks TLS)`],
];

/** Undefined where the error says itself what is wrong. */
export function meantWords(cause: string): Words | undefined {
  return MEANT.find(([pattern]) => pattern.test(cause))?.[1];
}

/** What the generator says of its plan, where that does not fit the table. */
const OF_PLAN =
  /\b(?:Invalid type found in `values`|Invalid (?:min|max) range|Invalid range, m\w+ .{1,30}|Invalid UUID string .{1,99}|Empty range, min >= max|Range values must be .{1,40}) for field\b|\bRange for field .{1,300} must be positive\b|\bbound of the range for the field\b|\bInvalid strategy `|\bZipf\b/;

type Kinds = readonly (readonly [RegExp, Words])[];

/** What a connector's error says is wrong, by Feldera's own words or its server's, and what helps; the first that fits. */
const KINDS: Kinds = [
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
    /\bunknown input format\b/i,
    words`Feldera has no such format: csv, json (lines of JSON, too), avro, parquet and raw are there`,
  ],
  [/\bunknown output format\b/i, words`Feldera has no such format: csv, json, avro and parquet are there`],
  [
    /format not supported(?!.*\bcustom formats)|data format is not specified|\binvalid format selected\b/i,
    words`The connector's format is missing, or none that this transport takes: set format in its configuration`,
  ],
  [
    /requires? the view to have a unique key|\bcannot push empty key\b/i,
    words`It changes rows by their key, and the view has none: create an index on the view (CREATE INDEX) and name it in the connector's index`,
  ],
  [
    /unknown (?:table|output table|index)|is not an index/i,
    words`It names a table, view or index that the program does not have`,
  ],
  [
    /\bmissing in the Avro schema\b|\binvalid Avro schema for a column\b/,
    words`The Avro schema and the SQL's columns do not agree, as the error says: change the column that it names, or its type, to what the schema has`,
  ],
  [
    /\bincompatible with an earlier schema\b/,
    words`The schema registry keeps an earlier schema of that subject, and the view's does not agree with it: change the view or the registry's rule of compatibility, or write to another topic`,
  ],
  [
    /\berror deserializing (?:table )?records\b|\babsent from the Postgres table\b|\bunrecognized column type\b/i,
    OF_COLUMNS,
  ],
  [
    /\bNo field named\b/,
    words`It asks for a column that its source's table does not have: correct the column's name in the SQL (in quotes where its case counts), or in the filter`,
  ],
  [
    /\bexpected a character\b/,
    words`A setting of its format takes one character (delimiter, quote, escape, comment): a tab is written as \\t`,
  ],
  [
    /\binvalid connection string\b/i,
    words`The uri in its configuration is not valid, so that no server was asked: postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with @ of a password as %40, and / as %2F`,
  ],
  [
    /\binvalid configuration: (?:\w+ )+missing\b/,
    words`The uri in its configuration lacks what the error names: postgresql://USER:PASSWORD@HOST:PORT/DATABASE`,
  ],
  [
    /\bcannot (?:insert into|update|delete from) view\b/,
    words`What it writes to is a view there, which takes no rows: name a table, or give that view a trigger or rule that does`,
  ],
  [INVALID_ADDRESS, OF_ADDRESS],
  [BARE_ADDRESS, OF_ADDRESS],
  [
    /^(?!.*\bexecuting query\b).*\brelation \\?"[^"\s]+\.[^"\s]+" does not exist/s,
    words`The table that it names is not there: an output to Postgres takes the dot for a part of the name. Name the table alone, and have its schema in the search_path of the user that it connects as`,
  ],
  [
    /'(?![/'*]|[a-z]+:\/\/)[^'*?\n]+'.{0,60}(?:no such file|os error 2\b)/i,
    words`The file or its folder is not there: a relative path begins in the directory that the pipeline's process runs in. Name it from the root (/…), as it is where the pipeline runs`,
  ],
  [
    /'[^'\n]*[*?][^'\n]*'.{0,60}(?:no such file|os error 2\b)/i,
    words`Its path has a pattern, and Feldera reads the one file of that very name: name the file, and give each file a connector of its own`,
  ],
  [
    /\b(?:error parsing|failed to parse)\b.{0,40}(?:configuration|\bURI\b|connection string|' expression)|missing field|unknown field|unknown variant|\bClient config error\b(?!: No provider for SASL)|\bconfiguration missing\b|\bInvalid NATS input configuration\b|\binvalid setting '|' set but '|\bno region set\b|\bregion must be set to connect\b|\bpropert(?:y|ies)\b.{0,20} (?:is not set|must be specified)|\bconfiguration specifies \d+ offsets\b|\b(?:start_after|soft_delete)\b/i,
    OF_SETTING,
  ],
  [
    /\bcannot override '|\bat most one of\b|\bis only (?:supported|valid)\b|\bcan only be used\b|\bdo not support custom formats\b|\binvalid '\w+' (?:value|format|expression)\b/i,
    OF_SETTING,
  ],
  [
    /"?__feldera_(?:op|ts)\b"?.{0,80}does not exist/,
    words`In mode cdc it writes two columns more than the view has, what was done and when (cdc_op_column, a text; cdc_ts_column, a number): add both to the table, or leave mode cdc out`,
  ],
  [
    /\bviolates foreign key constraint\b/,
    words`Its rows refer to rows that another table there does not have (its DETAIL names them): write those first, or drop that constraint`,
  ],
  [
    /\bviolates not-null constraint\b/,
    words`That column of the table that it writes to refuses such rows, as it takes no NULL: where the view has no such column, give it a default there; else give it a value in the view (COALESCE), or leave such rows out`,
  ],
  [
    /\bviolates unique constraint\b/,
    words`The table that it writes to has, or would get, two rows of one key: rows of an earlier run or of others are there, or the view gives out several of a key. Empty the table before the pipeline starts anew, or let one row of each key come (the connector's index; on_conflict_do_nothing keeps the first)`,
  ],
  [
    /\bviolates (?:check|exclusion) constraint\b/,
    words`The table that it writes to refuses such rows: change that constraint, or leave them out in the view (WHERE)`,
  ],
  [
    /\bcannot insert a non-DEFAULT value\b/,
    words`The table that it writes to makes the values of that column itself (GENERATED ALWAYS): leave it out of the view, or make it GENERATED BY DEFAULT there`,
  ],
  [
    /\bcolumn "[^"\n]+" of relation "[^"\n]+" does not exist/,
    words`The table that it writes to lacks that column, which the view has: add it there, or name the view's as the table does`,
  ],
  [/\b(?:OffsetOutOfRange|not currently in partition)\b|\boffsets that no longer exist\b/, NO_OFFSET],
  [
    /^(?!.*\bexecuting query\b).*(?:\bvalue too long for type\b|\bout of range\b|\bfield overflow\b|\binvalid input (?:syntax|value)\b|\binvalid byte sequence\b|\bis of type\b.{0,60}\bbut expression is of type\b)/is,
    words`A value does not fit its column in the table that it writes to: change that column's type, or CAST in the view`,
  ],
  [/\bread[- ]only transaction\b|\bREADONLY\b|\bread[- ]?only replica\b/i, READ_ONLY],
  [
    /\bdue to (?:statement|lock) timeout\b/,
    words`Its database was reached, and ended the statement, which took longer than its statement_timeout, or waited longer for a lock than its lock_timeout: see what slows or locks the table there, or raise that for the user`,
  ],
  [
    /\bmultiple values with the same key\b/,
    words`Its index is to be unique, and the view gives out several rows of one key: correct the view, or index what is unique`,
  ],
  [
    /\bInvalid (?:min|max) (?:date|time|datetime) range for field\b/,
    words`A moment of the generator's range is not written as it takes it: a TIMESTAMP as 2026-01-31T12:00:00Z (with its zone), a DATE as 2026-01-31, a TIME as 12:00:00`,
  ],
  [
    /\bspecified in datagen does not exist in the table\b/,
    words`A field of the generator's plan is no column of its table: name it as the SQL does, or take it out of the plan`,
  ],
  [
    OF_PLAN,
    words`A field of the generator's plan does not fit its column (a range, strategy or value, as the error says): correct the plan`,
  ],
  [
    /\bON CONFLICT specification\b/,
    words`The table that it writes to has no key over the columns of the connector's index: give it a primary key or unique index of just those`,
  ],
  [
    /\b(?:too many clients already|remaining connection slots|too many connections for (?:role|database))\b/,
    words`Its database has no connection left: raise max_connections there (or the limit of the role or database, where it names one), or let fewer clients (and threads of connectors) connect`,
  ],
  [
    /\bno pg_hba\.conf entry\b/,
    words`Its database lets nobody in from that host as that user, or only with TLS where it says "no encryption": correct pg_hba.conf there, or the connector's TLS settings`,
  ],
  [
    /\bwal_level\b|\breplica identity\b|\breplication slot\b/i,
    words`Its database is not set up for the changes to be read: wal_level logical, a replica identity of the table, and a replication slot that nobody else uses`,
  ],
  [
    /\bThrottlingException\b|\bProvisionedThroughputExceeded|\b(?:status|code)\b.{0,40}\b429\b|\bTooManyRequests\b|\bSlowDown\b/i,
    words`Its server allows fewer requests than it makes: raise the limit there, or read or write less at once`,
  ],
  [
    /\bOOM command not allowed\b/,
    words`Its Redis server has reached maxmemory: raise that, or let old keys go there`,
  ],
  [/\bMessageSizeTooLarge\b|\bmessage size too large\b/i, TOO_LARGE],
  [
    /\bexceeds maximum buffer size\b/i,
    words`A row is larger than what the connector may send at once: raise that (message.max.bytes of Kafka, and at its broker; max_buffer_size_bytes of Postgres), or make rows smaller`,
  ],
  [
    /\bMessageTimedOut\b/,
    words`The broker did not confirm messages within message.timeout.ms: it is down, slow, or cannot be reached`,
  ],
  [
    /\btopic has been deleted and\b|\bpartitions decreased\b/,
    words`The topic is not that which the checkpoint was made of, but was deleted and made anew: clear the pipeline's storage, so that it is read from its beginning`,
  ],
  [
    /\bis (?:before earliest available|outside available) (?:sequence|stream range)\b|\bexceeds available stream tail\b|\bis after valid upper bound\b|\b(?:but the )?stream is empty\b|\brequested messages have been deleted\b/,
    NOT_THERE_ANY_MORE,
  ],
  [
    /\bUnknownTopic(?:OrPartition)?\b|\breturned no results for\b|\bhas zero partitions\b/,
    words`The topic that it names is not there at its broker: correct the name, or create it`,
  ],
  [
    /\bUnknownPartition\b/,
    words`A partition that its configuration names is not in the topic: correct partitions or start_from`,
  ],
  [/\bInvalidTopic\b/, words`The name of its topic is not valid at the broker: correct it`],
  [/\bUnsupportedSASLMechanism\b|\bNo provider for SASL mechanism\b/, NO_SASL],
  [
    /\bincorrect security\.protocol configuration\b|\bconnecting to a SSL listener\b/,
    words`The broker closed the connection at its first words: as a rule it speaks TLS or wants a login where the connector does not. Set security.protocol, or correct the port`,
  ],
  [
    /\bssl\.[\w.]+\.location failed\b/,
    words`The file that this setting names is not there, or is no certificate, seen from where the pipeline runs: correct the path, or give its text (ssl.ca.pem and the like)`,
  ],
  [
    /\b(?:NoSuchBucket|bucket does not exist)\b/,
    words`There is no such bucket where it looks: correct the bucket's name, its region or its endpoint`,
  ],
  [
    /\bNoSuchKey\b/,
    words`There is no object of that key in the bucket: correct the key (it has no pattern, and no slash before it), or put it there`,
  ],
  [
    /\bjetstream not enabled\b|\bno responders\b/i,
    words`That server, or the account that it connects as, has no JetStream, which the connector reads: enable it there`,
  ],
  [
    /\bis not a valid subset of the interest subjects\b/,
    words`The subjects that it filters by are none of the stream's: correct filter_subjects in its configuration`,
  ],
  [
    /\bsignalled by the server - Moved\b|\bMOVED \d+ /i,
    words`Its server is one node of a Redis Cluster, which the connector does not follow to the others: write to a server that is no cluster`,
  ],
  [
    /\bInvalidVersion\(/,
    words`The table has no such version, or none at all at that uri: correct version or uri in its configuration`,
  ],
  [
    /\bpermission denied (?:for|to)\b|\bmust be owner of\b|\b(?:SELECT|INSERT|UPDATE|DELETE) command denied\b/i,
    NO_RIGHT,
  ],
  [/\b(?:Topic|Group|Cluster|TransactionalId)AuthorizationFailed\b/, NO_RIGHT_OF_BROKER],
  [
    /\bis not permitted to log in\b/,
    words`Its database does not let that user log in: ALTER ROLE … LOGIN there, or another user`,
  ],
  [
    /\b169\.254\.169\.254\b|\bmetadata\.google\.internal\b|\bInstanceCredentials\b|\bNoCredentials\b|\bCredentialsNotLoaded\b|\bwhile loading credentials\b|\bno providers in chain\b/,
    NO_CREDENTIALS,
  ],
  // What the operating system refuses is of a file, in whichever of Rust's words.
  [/os error 13\b|\bcode: 13\b|read-only file system/i, MAY_NOT],
];

/** Words that a name or an address may have, too. */
const OF_OTHERS: Kinds = [
  [
    /\bpassword authentication failed\b|\bNOAUTH\b|\bWRONGPASS\b|\bNOPERM\b|\bAuthentication required\b|\bauthorization violation\b|\bfailed signing nonce\b|\bSASL authentication\b|\bAuthentication[ _]?(?:Failed|failure|error)\b|authori[sz]ation ?failed\b|\bAccess ?Denied\b|\bPermissionDenied\b|\bUnauthenticated\b|\bInvalidAccessKeyId\b|\bSignatureDoesNotMatch\b|\bExpiredToken\b|\binvalid (?:username|user name|credentials)\b|\bstatus\b.{0,40}\b40[13]\b|\bunauthorized\b|\bforbidden\b/i,
    REFUSED,
  ],
  [
    /\bMissingRegion\b|\bPermanentRedirect\b|\bBareRedirect\b|\bAuthorizationHeaderMalformed\b/,
    words`The bucket's region is missing from its configuration, or is another: set it (aws_region, region)`,
  ],
  [/\bRequestTimeTooSkewed\b/, words`The clock of the machine that the pipeline runs on is wrong: set it`],
  [
    /\bnot a delta table\b|\bNotATable\b/i,
    words`There is no Delta table at its uri: correct it, or write the table first`,
  ],
  [
    /\bUnsupported (?:reader|writer) features?\b|\bmerge-on-read\b/i,
    words`The table uses a feature of its format that this connector does not know: write it without that, or run a newer Feldera`,
  ],
  [
    /\berror reading the next log entry\b|\bprocessing table version\b|_delta_log\/\d+\.json not found/i,
    words`A version of the table that comes next is not there to be read: as a rule its log or files were cleaned up (VACUUM, log retention) before they were read here. Keep them for longer there; clearing the pipeline's storage has it begin with a new snapshot`,
  ],
  [
    /\bMaxCommitAttempts\b|\bVersionAlreadyExists\b|\bConcurrent(?:Append|Transaction|DeleteRead|DeleteDelete|Modification)/,
    words`Others write to the same table at once, and it could not commit between them: let one writer at a time write to it`,
  ],
  [
    /\bSchemaMismatch\b|\bdifferent schema\b/i,
    words`The table there has other columns than the view: change either, or have it written anew (mode truncate)`,
  ],
  [
    NO_TLS,
    words`The server does not speak TLS, as the connector wants: turn it on there, or off for the connector (sslmode in the uri of Postgres)`,
  ],
  [
    /\bPLAINTEXT broker listener\b/,
    words`The broker speaks no TLS at that port, as the connector does: correct the port, or security.protocol`,
  ],
  [BARE_TLS, WITHOUT_TLS],
  [
    /\bfatal alert: (?:HandshakeFailure|ProtocolVersion|InsufficientSecurity)\b|\bpeer is incompatible\b|\bno shared cipher\b|\bunsupported protocol\b/i,
    words`Both sides speak TLS, and have no version or cipher of it in common: allow one that both know, as a rule at the server`,
  ],
  [
    /\bfatal alert: (?:CertificateRequired|BadCertificate|UnknownCA|CertificateUnknown|AccessDenied)\b|\bcertificate required\b/i,
    words`The server refuses the connector's own certificate, or wants one and gets none: give the connector one that the server trusts`,
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
    NO_BROKER,
    words`What answers at that address is no Kafka broker, or speaks TLS where the connector does not: check bootstrap.servers and security.protocol`,
  ],
  [
    OF_BROKER,
    words`No broker could be reached at its bootstrap.servers: they are down, host or port are wrong, or a firewall lies between`,
  ],
  [
    /failed to (?:lookup|resolve)|name or service not known|\bhost resolution failure\b|\bdns\b|no such host/i,
    words`The host's name cannot be resolved from where the pipeline runs`,
  ],
  [
    /\bTimeout while waiting for response\b/,
    words`The server was reached and gives no answer in time: it hangs, has too much to do, or takes long for what it is asked`,
  ],
  [
    /timed? ?out|\btimeout\b|unreachable|no route/i,
    words`The server does not answer: a firewall or a wrong address lies between, or it is down`,
  ],
  [
    /no space left|os error 28|disk quota|os error 122/i,
    words`What it writes to has no space left: make room, or write elsewhere`,
  ],
  [/permission denied/i, MAY_NOT],
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
    /\bstatus\b.{0,40}\b3\d\d\b/i,
    words`The server redirects to another address, and the connector did not get there: name that address itself`,
  ],
  [
    /\bstatus\b.{0,40}\b4(?!04|10)\d\d\b/i,
    words`The server was reached and refuses the request, as its answer says: correct what the connector asks for`,
  ],
  [
    /invalid argument|os error 22\b/i,
    words`What it writes to is no regular file: a pipe or a device cannot be flushed to a disk, as an output to a file does with every batch`,
  ],
  [
    /broken pipe|os error 32\b|connection (?:reset|closed)|os error 104\b|\bterminating connection\b/i,
    words`The other side closed the connection, or the pipe`,
  ],
  [
    /not found|does not exist|unknown topic|NoSuch|\b404\b|\b410 Gone\b/i,
    words`What it names is not there: correct the name, or create it`,
  ],
  [
    /\berror executing query\b/,
    words`Its database refuses the query, as where a table or column of it is not there or is named otherwise: run the query there, whose error tells more`,
  ],
  [
    /\bFATAL: /,
    words`Its database was reached, and refuses it, as the error says: correct that there, or what the connector's uri has of it`,
  ],
  // Words of the server's own would follow; one that is not reached has "error connecting to server".
  [
    /\bpostgres\b.*\bdb error$/is,
    words`Its database was reached, and refuses it: the user, its password or the database's name is wrong, most likely (the database's own log says which)`,
  ],
  [
    /\b(?:unable|failed|cannot|could not) (?:to )?connect\b|\berror connecting to\b|\berror (?:sending request|trying to connect)\b|\bkind: Connect\b/i,
    words`Its server could not be reached, or refused the connection: it is down, host or port are wrong, or a firewall lies between`,
  ],
  // Feldera puts these words before every reason for which a connector could not be made, the server's too.
  [/\binvalid\b.{0,40}configuration/i, OF_SETTING],
];

export const UNTIL_RESTARTED = words`It does not try again until the pipeline is restarted`;

/** Where nothing is known of an error. */
export const OF_NO_KIND = words`The error's own words are all that is known of it`;

/** Undefined where the error is of no known kind. */
export function connectorAdvice(cause: string): Words | undefined {
  const said = withoutNames(cause);
  const [, advice] =
    KINDS.find(([pattern]) => pattern.test(cause)) ?? OF_OTHERS.find(([pattern]) => pattern.test(said)) ?? [];
  return advice;
}

/** Settings that stand beside an error, and what names files, addresses, tables and the like. */
const NAMES =
  /\b\w*timeout=\d+\w*|\b[a-z][a-z0-9+-]*:\/\/[^\s'")]+|(?<!\w)'[^'\n]*'(?!\w)|\b(?:relation|column|table|schema|database|role|user|publication|slot) "[^"\n]*"/gi;

function withoutNames(cause: string): string {
  return cause.replace(NAMES, (name) => (/^[a-z]+ "/i.test(name) ? name.replace(/ ".*/, "") : "…"));
}

/** Whether a server refuses the connector: a path, or the name of a secret, may have such words too. */
export function isRefused(cause: string): boolean {
  return connectorAdvice(cause) === REFUSED;
}
