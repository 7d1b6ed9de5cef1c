import { type Words, words } from "../../text/page/words.ts";
import { type Kinds, MAY_NOT, OF_SETTING } from "./kinds.ts";

const UNRESOLVED = /\b(secret|environment variable) reference '([^']{1,300})' resolution failed\b/i;

/** "refers to a secret that cannot be resolved, …", of a configuration that refers to what the pipeline has not. */
export function unresolvedWords(cause: string): Words | undefined {
  const [, kind, reference] = UNRESOLVED.exec(cause) ?? [];
  if (reference === undefined) return undefined;
  const what = kind?.toLowerCase() === "secret" ? words`a secret` : words`an environment variable`;
  return words`refers to ${what} that cannot be resolved, ${reference}`;
}

const OF_ADDRESS = words`The address in its configuration is not valid: it begins with its scheme (such as https://, s3:// or redis://), then come host and path`;
const INVALID_ADDRESS =
  /\bInvalid URL: |\bURL parse error\b|\bURL did not parse\b|\bfailed to parse server or server list\b|\brelative URL without a base\b|\bMissing URL scheme\b|\bUnknown URL scheme\b/i;
/** All that url_input says of its path. */
export const BARE_ADDRESS =
  /^(?:invalid (?:format|uri character|scheme|authority|port)|(?:scheme|authority) missing)$/i;

/** What the generator says of its plan, where that does not fit the table. */
const OF_PLAN =
  /\b(?:Invalid type found in `values`|Invalid (?:min|max) range|Invalid range, m\w+ .{1,30}|Invalid UUID string .{1,99}|Empty range, min >= max|Range values must be .{1,40}) for field\b|\bRange for field .{1,300} must be positive\b|\bbound of the range for the field\b|\bInvalid strategy `|\bZipf\b/;

/** What Feldera itself says of a connector's settings, and of the files that they name. */
export const OF_CONFIGURATION: Kinds = [
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
    /\bupdate format is not supported\b/i,
    words`Its update_format is none that an output takes: those are insert_delete, debezium, snowflake and redis`,
  ],
  [
    /\bcyclic 'start_after' dependency\b/,
    words`Connectors wait for one another in a circle, so that none of them would ever start: take start_after out of one of them`,
  ],
  [
    /\bempty 'start_after' field\b/,
    words`Its start_after names no label: name those that it waits for, or take it out`,
  ],
  [
    /\bendpoint '[^'\n]{1,300}' already exists\b/,
    words`Two connectors have one name: give one of them another`,
  ],
  [
    /\bsoft deletes are only supported for tables without a primary key\b/,
    words`Its table has a primary key, and soft_delete is for tables without one: take either out`,
  ],
  [
    /\bCould not locate factory generating (?:pre|post)processor\b/,
    words`The program has no preprocessor or postprocessor of that name: correct the name in the connector, or add it`,
  ],
  [/^Error creating (?:pre|post)processor for endpoint .{1,600}: Configuration error\b/s, OF_SETTING],
  [
    /format not supported(?!.*\bcustom formats)|data format is not specified|\binvalid format selected\b/i,
    words`The connector's format is missing, or none that this transport takes: set format in its configuration`,
  ],
  [
    /unknown (?:table|output table|index)|is not an index/i,
    words`It names a table, view or index that the program does not have`,
  ],
  [
    /\bexpected a character\b/,
    words`A setting of its format takes one character (delimiter, quote, escape, comment): a tab is written as \\t`,
  ],
  [INVALID_ADDRESS, OF_ADDRESS],
  [BARE_ADDRESS, OF_ADDRESS],
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
    /\bdoes not allow 'format' specification\b|\bdatagen endpoints do not support custom formats\b/,
    words`That transport has a format of its own: take format out of the connector's configuration`,
  ],
  [
    /\bThe 'raw' input format is used with table\b/,
    words`Raw fills one column of the table: name it in column_name of its format's config`,
  ],
  [
    /\bcannot override '|\bat most one of\b|\bcannot be set at the same time\b|\bmust be greater than '|\bconflicting values of the `|\bconfig(?: field)? 'extra_columns'|\bmode requires an Iceberg catalog\b|\bproperty specifies an invalid\b|\bis only (?:supported|valid)\b|\bcan only be used\b|\binvalid '\w+' (?:value|format|expression)\b/i,
    OF_SETTING,
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
  // What the operating system refuses is of a file, in whichever of Rust's words.
  [/os error 13\b|\bcode: 13\b|read-only file system/i, MAY_NOT],
];
