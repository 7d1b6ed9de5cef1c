import { OF_POSTGRES, TOMBSTONE } from "../analysis/stats/parse-error.ts";
import type { ParseMismatch } from "../analysis/stats/parse-mismatch-kinds.ts";
import { type ValueMismatch, ZONED } from "../analysis/stats/value-mismatch.ts";
import { LINE_BY_LINE, TEXT_SETTINGS } from "../feldera/settings/framing.ts";
import { plural } from "../text/page/format.ts";
import { nameList, type Words, words } from "../text/page/words.ts";
import { OF_COLUMNS } from "./connector-advice/databases.ts";

/** Of a connector in its configuration, and of what is sent by HTTP in the request. */
function setTo(name: string, value: string, isPushed: boolean): Words {
  return isPushed
    ? words`put ${`${name}=${value}`} in the address of its request`
    : words`set ${name} to ${value} in its format's config`;
}

/** What is at odds between the text and what it is read as, and what mends it. */
export function parseAdvice(mismatch: ParseMismatch, isPushed = false): Words {
  const its = isPushed ? words`its request` : words`its format`;
  switch (mismatch.is) {
    case "in arrays":
      return words`Its rows come in arrays, and ${its} takes each value for one row: ${setTo(TEXT_SETTINGS.array, "true", isPushed)}${neededToo(mismatch.needed, isPushed)}`;
    case "not in arrays":
      return words`Its rows do not come in arrays, as ${its} says: ${setTo(LINE_BY_LINE.array.name, LINE_BY_LINE.array.value, isPushed)}`;
    case "over lines":
      if (mismatch.may_be_cut_off)
        return words`A row or an array ends in the middle: whether it was cut off, or goes on over line breaks where each line is taken for itself (${LINE_BY_LINE.json.name}), is not known`;
      return words`A row or an array goes on over line breaks, and ${its} takes each line for itself (${LINE_BY_LINE.json.name} is ${LINE_BY_LINE.json.value}): leave that setting out, or write each on one line`;
    case "in a field":
      return words`What comes is no row, but a record ${mismatch.is_one ? words`with one` : words`around them`}, as an API answers: no setting takes it off. Have each row sent for itself, as ${jqOf(mismatch)} makes of it${mismatch.is_one ? undefined : words`, or make ${mismatch.path[0] ?? ""} the column (${mismatch.path.length === 1 ? words`VARIANT ARRAY` : words`VARIANT`}), and UNNEST it in SQL`}${neededToo(mismatch.needed, isPushed)}`;
    case "update format":
      return words`Its rows are of update format ${mismatch.needed}, and ${its} has ${mismatch.set}${mismatch.set === "insert_delete" ? words` (the default)` : undefined}: ${updateFormatAdvice(mismatch.needed, isPushed)}${mismatch.lacks_payload && words`, and ${WITH_PAYLOAD}`}`;
    case "update without key":
      return words`An update finds its row by the table's primary key, and this table has none: declare it (PRIMARY KEY), or have its source send the old row as a delete and the new one as an insert`;
    case "no payload":
      return words`Its rows are Debezium's events without the payload around them that Feldera reads: ${WITH_PAYLOAD}`;
    case "row in payload":
      return words`Its rows stand in a payload beside their schema, as Kafka Connect's JsonConverter writes them, and are no change events: set value.converter.schemas.enable to false there${mismatch.set === "raw" ? undefined : words`, and ${setTo(TEXT_SETTINGS.updateFormat, "raw", isPushed)}`}`;
    case "header":
      return words`That line is the header, and no row is lost with it: ${isPushed ? words`leave it out of what is sent` : mismatch.is_second ? words`${TEXT_SETTINGS.header} is set, and skips only the first line; take out what stands before it` : words`set ${TEXT_SETTINGS.header} to true in its format's config, and it is skipped`}`;
    case "delimiter":
      return words`Its fields are divided by ${delimiterWords(mismatch.found)}, and ${its} divides by ${delimiterWords(mismatch.set)}: ${isPushed ? words`send them with ${delimiterWords(mismatch.set)} between them` : words`set ${TEXT_SETTINGS.delimiter} in its format's config`}`;
    case "other format":
      return words`Its text is not ${mismatch.set}, as ${its} says${mismatch.looks_like === undefined ? undefined : words`, but looks like ${mismatch.looks_like}`}: ${mismatch.looks_like === "html" ? words`a page came instead of the data, of a login or of an error most likely: see what it says. A connector asks a server without a login, and a file may have been fetched so` : words`correct ${isPushed ? words`format in the address of its request` : words`the format`}, or what is sent`}`;
    case "empty line":
      return words`Its empty lines are no rows, and nothing is lost with them`;
    case "stray text":
      return words`Between its rows stands text that is none, such as a log line: keep it out at its source. If it was to be rows, those are lost`;
    case "byte order mark":
      return words`That is the byte order mark that some programs begin a text with: no row is lost with it, and a text without it gives no error`;
    case "not text":
      return words`Its bytes are no text in UTF-8: they are compressed, of another encoding such as UTF-16, or of a binary format. Feldera does not unpack or convert what it reads: that has to be done before`;
    case "encoding":
      return words`Those rows are not in UTF-8 (an older encoding such as Latin-1, most likely): convert the text at its source`;
    case "not valid":
      return words`Those rows are not valid JSON (${mismatch.word === undefined ? words`a bare word such as NaN, a missing comma, quote or brace` : words`${mismatch.word}, for which it has ${INSTEAD.get(mismatch.word) ?? words`null`}`}): correct them at their source`;
    case "cut off":
      return words`That row ends in the middle: the text was not written to its end, or was read before it was`;
    case "order":
      return orderAdvice(mismatch, isPushed);
    case "missing field":
      if (mismatch.of_table !== undefined)
        return words`Its rows have the fields of table ${mismatch.of_table} (${nameList(mismatch.fields)}): ${isPushed ? words`send them to that table` : words`let that table's connector read them, and this one what is its own`}`;
      if (mismatch.is_answer)
        return words`What it reads is an error, as a server answers in place of rows: see what it says, and correct what is asked, or with which key or login`;
      return words`A row lacks the field ${mismatch.field}, whose column is NOT NULL; ${mismatch.fields.length === 0 ? words`it has none` : words`it has ${nameList(mismatch.fields)}`}. ${missingFieldAdvice(mismatch)}, or let it be NULL, unless it is of the primary key, where the field may be missing`;
    case "missing column":
      return words`What it reads has no column ${mismatch.field}, whose column in the SQL is NOT NULL: name that as it is named there, or let it be NULL where it may not be there`;
    case "stored type":
      return words`What it reads has column ${mismatch.field} as ${mismatch.found}${/utf8/i.test(mismatch.found) ? words` (a text)` : undefined}, which the SQL's column${mismatch.type === undefined ? undefined : words` (${mismatch.type})`} does not take: write it there in that type, or declare the column as it is there, and convert it in SQL`;
    case "unread type":
      return words`Feldera does not read Postgres' type ${mismatch.type}: column ${mismatch.field} is NULL in each row, and a row does not parse where it may not be. Cast it in the query (::text, a timestamptz as ::timestamp, a jsonb as ::json)`;
    case "field case":
      return words`Its field ${mismatch.field} is the column ${mismatch.column}, whose name was declared in quotes, so that its case counts: write the field so at its source, or declare the columns without quotes`;
    case "fields":
      return words`A line has ${plural(mismatch.found, words`field`, words`fields`)}, and the table ${plural(mismatch.columns, words`column`, words`columns`)}${fieldsAdvice(mismatch)}`;
    default:
      return valueAdvice(mismatch, isPushed);
  }
}

function orderAdvice({ field, other, header, is_likely }: Order, isPushed: boolean): Words {
  const mend = words`CSV is read by position, whatever its header says: declare the columns in the order of the text, or have it written in theirs`;
  if (header !== undefined)
    return words`Its header has ${nameList(header)}, another order than that of the table's columns, so that values stand in the wrong ones (${field} in ${other}). ${mend}${isPushed ? undefined : words`, and have the header skipped (${TEXT_SETTINGS.header})`}`;
  return is_likely
    ? words`In the place of column ${other} is what ${field} takes, and in that of ${field} a word, in each line that did not parse: its fields stand in another order than the table's columns, most likely. ${mend}. If they are in order, the values of ${field} are wrong`
    : words`Its fields stand in another order than the table's columns: in the place of column ${other} is what ${field} takes. ${mend}`;
}

type Order = Extract<ParseMismatch, { is: "order" }>;

function missingFieldAdvice(mismatch: Extract<ParseMismatch, { is: "missing field" }>): Words {
  const { field, like, fields, is_absent } = mismatch;
  if (like !== undefined)
    return words`Name the column or the field as the other is named (${field}, ${like})`;
  return is_absent || fields.length === 0
    ? words`Have its source send it`
    : words`If it is there under another name, name the column so; else have its source send it`;
}

function fieldsAdvice({ unquoted, is_of_some, is_quoted }: Extract<ParseMismatch, { is: "fields" }>): Words {
  if (is_quoted)
    return words`: each line stands in quotes as a whole, which makes one field of it. Take those quotes away at its source`;
  if (unquoted !== undefined)
    return words`, so that values meet the wrong column: other lines have as many as it, so that a value most likely has ${delimiterWords(unquoted)} in it, and has to stand in quotes at its source`;
  return is_of_some
    ? words`, as other lines have, too: write those lines whole at their source, with an empty field where there is no value`
    : words`, so that values meet the wrong column: give the table the columns that the text has, in its order`;
}

/** What JSON writes, where that is not null. */
const INSTEAD: ReadonlyMap<string, Words> = new Map([
  ["single quotes", words`double ones`],
  ["True", words`true`],
  ["False", words`false`],
]);

const WITH_PAYLOAD = words`set value.converter.schemas.enable to true at Debezium's converter, or put {"payload": …} around each`;

/** The filter of the command jq that leaves the rows alone. */
function jqOf({ path, is_one }: Extract<ParseMismatch, { is: "in a field" }>): Words {
  return words`${`jq -c '.${path.join(".")}${is_one ? "" : "[]"}'`}`;
}

/** Its parsers of `weighted` are not written. */
function updateFormatAdvice(needed: string, isPushed: boolean): Words {
  return needed === "weighted"
    ? words`Feldera reads no weights: send each row as an insert or a delete (update format insert_delete)`
    : setTo(TEXT_SETTINGS.updateFormat, needed, isPushed);
}

function neededToo(needed: string | undefined, isPushed: boolean): Words | undefined {
  return needed === undefined
    ? undefined
    : words`. They are of another update format too: ${updateFormatAdvice(needed, isPushed)}`;
}

const OF_QUERY = words`What its query gives does not fit the SQL's columns: have the query give each of them under its name and in its type (AS, a cast), or let a column be NULL that it does not give`;

/** What the parsers of records that are no text say, and what mends it. */
const OF_RECORDS: readonly (readonly [RegExp, Words])[] = [
  [
    /\bfirst byte in an Avro record is not 0\b|\bless than 5 bytes long\b/,
    words`Its messages do not begin with the id of a schema, as those do that are written with a schema registry: they are not Avro, or were written without one (then set skip_schema_id to true and give the schema, in its format's config)`,
  ],
  [
    /\bretrieving Avro schema\b/,
    words`The schema registry does not give the schema that its messages name: see registry_urls in its format's config, that the registry is up, and the credentials. Messages are dropped until it does`,
  ],
  [
    TOMBSTONE,
    words`Its messages of NULL are tombstones, which tell Kafka alone that a key is gone: have its source leave them out (tombstones.on.delete)`,
  ],
  [
    /\bAvro schema\b|\bavro record\b|\b'(?:before|after)' record\b/i,
    words`The schema of its records and the table's columns do not agree: make the column that the error names what the schema has, in name, type and whether it may be NULL`,
  ],
  [
    /\berror parsing Parquet data\b/,
    words`What it reads is no Parquet, or not whole: correct the format, or have its file written to its end before it is read`,
  ],
  [OF_POSTGRES, OF_QUERY],
  [/\bdeserializ\w+ (?:table )?records? (?:read )?from\b|\bparquet data \(chunk\b/i, OF_COLUMNS],
];

/** What mends what shows no mismatch of a text, by the parser's own words. */
export function recordAdvice(reason: string): Words {
  const known = OF_RECORDS.find(([pattern]) => pattern.test(reason))?.[1];
  return (
    known ??
    words`What comes is not what the connector's format says: correct it at its source, or the format`
  );
}

/** The same in a few words, where it says more than the error's own. */
export function parseMismatchBriefly(mismatch: ParseMismatch): Words | undefined {
  switch (mismatch.is) {
    case "in arrays":
      return words`its rows come in arrays, ${mismatch.needed === undefined ? words`and ${TEXT_SETTINGS.array} is not set` : words`of update format ${mismatch.needed}`}`;
    case "not in arrays":
      return words`its rows do not come in arrays, as ${TEXT_SETTINGS.array} says`;
    case "over lines":
      if (mismatch.may_be_cut_off) return words`a row or an array ends in the middle`;
      return words`its rows go on over line breaks, and ${LINE_BY_LINE.json.name} is ${LINE_BY_LINE.json.value}`;
    case "in a field":
      return mismatch.is_one
        ? words`each row stands in field ${mismatch.path.join(".")} of a record`
        : words`its rows stand within a record, in its field ${mismatch.path.join(".")}`;
    case "update format":
      return words`its rows are of update format ${mismatch.needed}, and not ${mismatch.set}`;
    case "update without key":
      return words`updates need a primary key, and the table has none`;
    case "no payload":
      return words`its Debezium events have no payload around them`;
    case "row in payload":
      return words`its rows stand in a payload beside their schema, as no change events`;
    case "header":
      return words`its header is no row`;
    case "empty line":
      return words`its empty lines are no rows`;
    case "stray text":
      return words`text that is no row stands between its rows`;
    case "delimiter":
      return words`its fields are divided by ${delimiterWords(mismatch.found)}, and not by ${delimiterWords(mismatch.set)}`;
    case "other format":
      return words`its text is not ${mismatch.set}${mismatch.looks_like && words`, but looks like ${mismatch.looks_like}`}`;
    case "byte order mark":
      return words`its byte order mark is no row`;
    case "not text":
      return words`its bytes are no text, but compressed, of another encoding or binary`;
    case "encoding":
      return words`its text is not in UTF-8`;
    case "not valid":
      return mismatch.word === undefined ? undefined : words`${mismatch.word} in a row: no JSON`;
    case "cut off":
      return words`a row ends in the middle`;
    case "fields":
      if (mismatch.is_quoted) return words`each of its lines stands in quotes as a whole`;
      return words`${mismatch.is_of_some ? words`some` : words`its`} lines have ${plural(mismatch.found, words`field`, words`fields`)}, and the table ${plural(mismatch.columns, words`column`, words`columns`)}${mismatch.unquoted && words`: ${delimiterWords(mismatch.unquoted)} without quotes`}`;
    case "order":
      return words`its fields stand in another order than the columns (${mismatch.other}, ${mismatch.field})${mismatch.is_likely && words`, most likely`}`;
    case "missing field":
      if (mismatch.of_table !== undefined)
        return words`its rows have the fields of table ${mismatch.of_table}`;
      if (mismatch.is_answer) return words`it read an error in place of rows`;
      return words`rows lack the field ${mismatch.field}${mismatch.like === undefined ? undefined : words`, and have ${mismatch.like}`}`;
    case "missing column":
      return words`what it reads has no column ${mismatch.field}`;
    case "stored type":
      return words`column ${mismatch.field} comes as ${mismatch.found}${mismatch.type === undefined ? undefined : words`, not ${mismatch.type}`}`;
    case "unread type":
      return words`column ${mismatch.field} is NULL, its type ${mismatch.type} not read`;
    case "field case":
      return words`its field ${mismatch.field} is not in the case of the column ${mismatch.column}`;
    default:
      return valueBriefly(mismatch);
  }
}

function valueBriefly(mismatch: ValueMismatch): Words | undefined {
  switch (mismatch.is) {
    case "word for null":
      return words`${mismatch.word} in column ${mismatch.field} is no NULL, but a text`;
    case "spaces":
      return words`spaces stand about the numbers in column ${mismatch.field}`;
    case "no truth value":
      return words`${mismatch.text ?? words`what is`} in column ${mismatch.field} is neither true nor false`;
    case "separators":
      return words`${mismatch.text} in column ${mismatch.field} ${separatorWords(mismatch)}`;
    default:
      return undefined;
  }
}

function delimiterWords(delimiter: string): Words {
  return delimiter === "\t" ? words`tabs` : words`${delimiter}`;
}

function valueAdvice(mismatch: ValueMismatch, isPushed: boolean): Words {
  const { is, field, type } = mismatch;
  const column = words`column ${field}${type === undefined ? undefined : words` (${type})`}`;
  switch (is) {
    case "null":
      return words`The ${column} is NOT NULL, and a row has no value for it: declare it without NOT NULL, or have its source send a value`;
    case "word for null":
      return words`The text has ${mismatch.word} where the ${column} has no value: ${mismatch.in_quotes ? words`send null, without quotes, or leave the field out` : words`in CSV an empty field is NULL, so leave it empty`}${mismatch.not_null && words` (and declare the column, which is NOT NULL, without that)`}, or make the column ${wideType(mismatch.in_quotes ? "json" : "csv")}`;
    case "in quotes":
      return words`The value stands in quotes, as a text, and the ${column} takes none: send it without quotes, or make the column ${textType(true)} and convert it in SQL`;
    case "no text":
      return words`The value stands without quotes, and the ${column} takes a text: send it in quotes, or make the column ${wideType("json")}`;
    case "fraction":
      return words`The value is written with a fraction, and the ${column} takes whole numbers: make it DECIMAL or DOUBLE, or write it without`;
    case "separators":
      return words`The value ${mismatch.text} ${separatorWords(mismatch)}, and the ${column} takes digits, with a point before a fraction, alone: write it so at its source, or make the column ${textType(mismatch.in_quotes)} and correct that in SQL (REPLACE)`;
    case "spaces":
      return words`Spaces stand about the value, and the ${column} takes digits alone: ${isPushed ? words`send it without` : words`set ${TEXT_SETTINGS.trim} to fields in its format's config`}`;
    case "no truth value":
      return words`The ${column} takes true and false, in small letters and without quotes, alone: write it so at its source, or declare the column ${mismatch.text !== undefined && /^\d+$/.test(mismatch.text) ? words`as a number (INTEGER)` : words`as a text (${textType(mismatch.in_quotes)})`} and compare it in SQL`;
    case "out of range":
      return words`The value is larger or smaller than the ${column} holds: make it ${/^(?:DECIMAL|NUMERIC)/i.test(type ?? "") ? words`a DECIMAL of more digits` : words`wider, up to DECIMAL`}`;
    case "moment as number":
      return words`The moment comes as a number, and the ${column} takes a text such as ${mismatch.taken}: ${mismatch.of_debezium ? words`set ${TEXT_SETTINGS.flavor} in its format's config to what Debezium writes (debezium_mysql, debezium_postgres), or make` : words`make`} it BIGINT and compute the moment in SQL (TIMESTAMPADD)`;
    case "moment in quotes":
      return words`The moment comes as a text, and the ${column} takes a number, as ${TEXT_SETTINGS.flavor} in its format's config says: set that to the flavor that its source writes`;
    case "moment as text":
      return words`The moment is not written as the ${column} takes it (${mismatch.taken}${mismatch.of_flavor ? words`, as ${TEXT_SETTINGS.flavor} in its format's config says` : undefined}): write it so at its source, ${mismatch.of_flavor ? words`set ${TEXT_SETTINGS.flavor} to the flavor that its source writes, ` : undefined}${ZONED.test(type ?? "") ? words`declare the column TIMESTAMP, whose moments need no time zone, ` : undefined}or make the column VARCHAR and read it in SQL with PARSE_TIMESTAMP or PARSE_DATE`;
    case "moment that is none":
      return words`There is no such moment as ${mismatch.text}: a part of it is out of range, such as hour 24, a 31st of November, or month 13 where day and month are exchanged. Correct it at its source, or make the column VARCHAR and convert it in SQL with SAFE_CAST`;
    case "decimal in bytes":
      return words`The number comes in bytes, as Debezium writes a DECIMAL, and the ${column} takes digits: set decimal.handling.mode to string in the configuration of Debezium`;
    case "value":
      return words`The value does not fit the ${column}${type === undefined ? words`, whose type is not known` : undefined}: correct it at its source, or make the column ${mismatch.format === "csv" && OF_PARTS.test(type ?? "") ? words`VARCHAR, as CSV has no such value, and read it in SQL (PARSE_JSON, then CAST)` : wideType(mismatch.format)}`;
  }
}

/** Types of values that have others in them. */
const OF_PARTS = /^(?:MAP|ARRAY|ROW|STRUCT)\b/i;

/** Of JSON, where the value stands in quotes; other rows may have it without. */
function textType(in_quotes: boolean): Words {
  return in_quotes ? words`VARCHAR (VARIANT, where other rows have it without quotes)` : words`VARCHAR`;
}

/** One comma before other than three digits is that of a fraction. */
function separatorWords({ text }: { readonly text: string }): Words {
  return /^[-+]?\d+,(?!\d{3}$)\d+$/.test(text)
    ? words`has a comma before its fraction`
    : words`has separators between its digits`;
}

/** A VARCHAR takes every field of CSV; of JSON it takes only what stands in quotes. */
function wideType(format: string | undefined): Words {
  return format === "json"
    ? words`VARIANT and convert it in SQL`
    : words`VARCHAR and convert it in SQL with SAFE_CAST`;
}
