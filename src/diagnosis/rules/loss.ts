import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { ParseLoss } from "../../analysis/stats/parse-loss.ts";
import { isPushed } from "../../analysis/stats/pushed.ts";
import { Framing, LINE_BY_LINE, TEXT_SETTINGS } from "../../feldera/settings/framing.ts";
import { GENERATOR_SETTINGS } from "../../feldera/settings/generator.ts";
import { nameInPath } from "../../sql-identifiers.ts";
import { bytes, grouped, percent, plural } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { parseAdvice, parseMismatchBriefly, recordAdvice } from "../parse-advice.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { unfedTables } from "./empty-views.ts";
import { connectorCall, inputs } from "./input.ts";
import { JOINED_LINES_RULES, setTo } from "./joined-lines.ts";

const Losing = z.object({
  name: z.string(),
  loss: ParseLoss,
  framing: Framing.optional(),
  is_configuration_read: z.boolean(),
  /** The table, of rows sent by HTTP. */
  pushed_to: z.string().optional(),
  /** Absent where the runtime does not tell. */
  ended: z.boolean().optional(),
});

type Losing = z.infer<typeof Losing>;

/** Rows that a connector could not read are dropped, and the pipeline goes on. */
const parseErrors = defineRule({
  id: "input/parse-errors",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`rows that are lost because they do not parse`,
  about: z.object({ connectors: z.array(Losing) }),
  find(evidence) {
    const losing = inputs(evidence)
      .flatMap(losingOf)
      .toSorted((one, other) => other.loss.rows - one.loss.rows);
    if (losing.length === 0) return [];
    const isMuch = losing.some(({ loss }) => loss.is_much);
    const isNone = losing.every((one) => costsNothing(one) && !losesValues(one) && !misplacesValues(one));
    const wanting = unfedTables(evidence)?.unfed;
    const lost = new Set(unreadTables(evidence));
    const isAllWanting = wanting !== undefined && [...wanting].every((table) => lost.has(table));
    const fragments = losing.flatMap(({ loss: { newest } }) => newest?.fragment || []).slice(0, 2);
    return [
      {
        about: { connectors: losing },
        ...(isMuch && { severity: "error" as const }),
        ...(isNone && { severity: "info" as const }),
        ...(isAllWanting && { explains: ["view/starved"] }),
        signs: losing.map(({ name, loss: { errors } }) => ({
          part: "stats" as const,
          field: `inputs.${name}.metrics.num_parse_errors`,
          value: { count: errors },
          threshold: { count: 1 },
        })),
        quotes: fragments.length === 0 ? [] : [{ part: "stats" as const, texts: fragments }],
      },
    ];
  },
  what: ({ connectors }) => words`${costWords(connectors)}: ${joined(connectors.map(lossWords), words`; `)}`,
  brief: ({ connectors }) => words`${senderWords(likeFirst(connectors))}${whyBriefly(likeFirst(connectors))}`,
  cause: ({ connectors }) =>
    joined(
      [...adviceOf(connectors), ...(connectors.every(costsNothing) ? [] : [prospectOf(connectors)])],
      words`. `,
    ),
  next: ({ connectors: [first] }) =>
    first === undefined || first.loss.errors === 1
      ? []
      : connectorCall(first.name, "input", words`for all kinds of errors and their rows`),
});

/** The tables of connectors that met errors and read no row. */
function unreadTables(evidence: Evidence): string[] {
  return inputs(evidence).flatMap(({ parse_loss, relation }) =>
    parse_loss?.rows_read === 0 && relation !== undefined ? [nameInPath(relation)] : [],
  );
}

function isCutShort({ loss, ended }: Losing): boolean {
  return loss.ends_within_row === true && ended === true;
}

/** What is said of text that is no JSON among rows that are. */
export const BETWEEN_ROWS = words`all in text between the rows that it read`;

/** A header, a byte order mark: an error, and no row lost. */
function costsNothing({ loss }: Losing): boolean {
  return loss.rows === 0;
}

/** Each error is of a value, and its row is read without it. */
function losesValues({ loss }: Losing): boolean {
  return loss.mismatch?.is === "unread type";
}

/** Rows are read, with the values of one column in another. */
function misplacesValues({ loss }: Losing): boolean {
  return loss.mismatch?.is === "order";
}

function costWords(connectors: readonly Losing[]): Words {
  if (!connectors.every(costsNothing)) return words`rows are lost because they do not parse`;
  if (connectors.some(losesValues)) return words`values are read as NULL`;
  if (connectors.some(misplacesValues)) return words`values are read into the wrong columns`;
  return connectors.some(isBetweenRows)
    ? words`some text does not parse`
    : words`what does not parse is no row`;
}

/** Of text between rows it is not known whether it was to be one. */
function isBetweenRows({ loss }: Losing): boolean {
  return loss.mismatch?.is === "stray text";
}

function losingOf(connector: ConnectorStats): Losing[] {
  const { name, relation = name, parse_loss, framing, end_of_input, declared } = connector;
  if (parse_loss === undefined) return [];
  return [
    {
      name,
      loss: parse_loss,
      ...(end_of_input !== undefined && { ended: end_of_input }),
      ...(framing && { framing }),
      is_configuration_read: declared !== undefined,
      ...(isPushed(connector) && { pushed_to: relation }),
    },
  ];
}

/** "what visits.visits_file sends does not all parse". */
function senderWords(connectors: readonly Losing[]): Words {
  const tables = connectors.flatMap(({ pushed_to }) => pushed_to ?? []);
  return tables.length === connectors.length
    ? words`not all sent to ${nameList(tables)} by HTTP parses`
    : words`what ${nameList(connectors.map(({ name }) => name))} sends does not all parse`;
}

/** "visits.visits_file lost 1 row of 3,000 (event 1734, field minutes: …)". */
function lossWords({ name, loss, is_configuration_read }: Losing): Words {
  const { rows, rows_read, share, is_estimate, is_uncounted, errors, swallowed, newest, mismatch } = loss;
  const about = loss.takes_arrays ? words`at least ` : is_estimate ? words`about ` : undefined;
  const where = newest === undefined ? words`; where and why is not known` : whereWords(newest);
  const all = loss.takes_arrays
    ? undefined
    : rows_read === undefined || share === undefined
      ? words`, of how many is not known`
      : words` of ${grouped(rows + rows_read)} (${percent(share)})`;
  const divided = is_configuration_read ? undefined : words` (how its format divides rows is not known)`;
  const inErrors = swallowed
    ? words`, in ${plural(errors, words`parse error`, words`parse errors`)}: one fragment of ${bytes(swallowed.bytes)} took ${grouped(swallowed.rows)} rows with it`
    : rows === errors
      ? undefined
      : words`, in ${plural(errors, words`parse error`, words`parse errors`)}`;
  if (is_uncounted) {
    if (rows_read === 0)
      return words`${name} read no row: it met ${plural(errors, words`parse error`, words`parse errors`)}${where}${divided}`;
    const what = newest === undefined ? words`, where and why` : undefined;
    return words`${name} met ${plural(errors, words`parse error`, words`parse errors`)}; how many rows that took${what} is not known${newest && where}${divided}`;
  }
  if (rows === 0) {
    const met = words`${name} met ${plural(errors, words`parse error`, words`parse errors`)}`;
    return mismatch?.is === "stray text"
      ? words`${met}, ${BETWEEN_ROWS}${where}`
      : words`${met}, and lost no row${where}`;
  }
  return words`${name} lost ${about}${plural(rows, words`row`, words`rows`)}${all}${divided}${inErrors}${where}`;
}

type Newest = NonNullable<ParseLoss["newest"]>;

function whereWords(newest: Newest): Words | undefined {
  const place = placeWords(newest);
  return place && words`; the newest${place}`;
}

/** ", row 1734, field minutes: …". */
function placeWords({ event, field, reason }: Newest): Words | undefined {
  const at = event === undefined ? undefined : words`, row ${event}`;
  const of = field === undefined ? undefined : words`, field ${field}`;
  if (at === undefined && of === undefined && reason === "") return undefined;
  return words`${at}${of}${reason === "" ? undefined : words`: ${reason}`}`;
}

/** ", row 1734, field minutes: …": how many rows that took the verdict tells. */
function whyBriefly(connectors: readonly Losing[]): Words | undefined {
  const [swallowed] = connectors.flatMap(({ loss }) => loss.swallowed ?? []);
  if (swallowed?.with_its_piece) return words`: a row is no JSON, and what follows is dropped`;
  if (swallowed) return words`: an open quote or brace takes the lines after it`;
  const [why] = connectors.flatMap((one) => mismatchBriefly(one) ?? []);
  if (why !== undefined) return words`: ${why}`;
  const [newest] = connectors.flatMap(({ loss }) => loss.newest ?? []);
  return newest && placeWords({ ...newest, reason: gist(newest.reason) });
}

function mismatchBriefly({ loss: { mismatch } }: Losing): Words | undefined {
  return mismatch && parseMismatchBriefly(mismatch);
}

/** The first and those that lose rows as it does: of the others the finding tells. */
function likeFirst(connectors: readonly Losing[]): readonly Losing[] {
  const [first] = connectors;
  const kind = first && String(mismatchBriefly(first));
  return connectors.filter((one) => String(mismatchBriefly(one)) === kind);
}

/** Of so many connectors it is told what mends them. */
const NAMED = 4;

function isOfAll(all: readonly Words[]): boolean {
  return new Set(all.map(String)).size === 1;
}

function adviceOf(connectors: readonly Losing[]): Words[] {
  const swallowing = connectors.find(({ loss }) => loss.swallowed !== undefined);
  if (swallowing === undefined) {
    if (connectors.every(({ loss }) => loss.newest === undefined)) return [NO_TEXTS];
    const [newest] = connectors.flatMap(({ loss }) => loss.newest ?? []);
    const told = connectors.flatMap(({ name, pushed_to, loss: { mismatch } }) =>
      mismatch === undefined ? [] : [{ name, advice: parseAdvice(mismatch, pushed_to !== undefined) }],
    );
    const [first] = told;
    const areAlike = told.length === connectors.length && isOfAll(told.map((one) => one.advice));
    const advice = areAlike
      ? told.slice(0, 1).map((one) => one.advice)
      : told.slice(0, NAMED).map((one) => words`Of ${one.name}: ${one.advice}`);
    return [
      ...(first === undefined ? [recordAdvice(newest?.reason ?? "")] : advice),
      ...(connectors.some(losesArrays) ? [WITH_ARRAY] : []),
    ];
  }
  const { framing, name, loss } = swallowing;
  if (loss.swallowed?.with_its_piece)
    return [
      words`After a row that is not valid JSON Feldera drops the rest of what it has read at once from ${name}, some KiB or a message: correct it at its source`,
    ];
  const setting = settingOf(framing);
  const why = words`A quote or brace that is not closed makes the parser of ${name} read on over line breaks`;
  return [
    setting === undefined
      ? why
      : words`${why}, and what follows is lost with it: set ${setting} in its format's config, where each row is a line, and only the broken row${framing?.format === "json" ? words` and what was read at once with it` : undefined} is lost`,
  ];
}

/** A row takes its array with it, whether it is no row of the table or no JSON. */
function losesArrays({ loss, framing }: Losing): boolean {
  if (loss.takes_arrays) return true;
  return framing?.in_arrays === true && loss.mismatch?.is === "not valid" && loss.rows > loss.errors;
}

const WITH_ARRAY = words`A row that does not parse takes with it all rows of the array that it came in: send each for itself, without ${TEXT_SETTINGS.array}, and only it is lost`;

const NO_TEXTS = words`Whether values do not fit their columns, or the text is not what the connector's format says, is not known: the runtime tells no errors' texts`;

function settingOf(framing: Framing | undefined): Words | undefined {
  if (framing?.in_arrays) return words`${setTo(LINE_BY_LINE.array)} (and write one object a line)`;
  if (framing?.spans_lines) return setTo(LINE_BY_LINE.json);
  return framing?.quotes ? setTo(LINE_BY_LINE.csv) : undefined;
}

function prospectOf(connectors: readonly Losing[]): Words {
  if (connectors.every(({ pushed_to }) => pushed_to !== undefined)) {
    return words`The answer to such a request tells its errors`;
  }
  const cut = connectors.filter(isCutShort).map(({ name }) => name);
  if (cut.length > 0) {
    return words`The input of ${nameList(cut)} ended in the middle of a row: it was cut short, by a transfer that broke or a file that was still being written. What should have followed was never read, and no count tells how much that is: compare the rows read with those at the source, and read it again`;
  }
  if (connectors.every(({ ended }) => ended === undefined)) return words`Whether it still reads is not known`;
  return connectors.every(({ ended }) => ended)
    ? words`The input has been read to its end, so that no more is lost; what was lost comes back only if it is sent again`
    : words`Its input has not ended, and it goes on without such rows`;
}

const OF_FILE = words`The file or object is empty, or what its configuration names is another than is meant`;
const OF_URL = words`${OF_FILE}; or its server answers by HTTP/1.1 with neither Content-Length nor chunks, of which Feldera reads nothing (curl -i shows it)`;
const OF_HEADER = words`; or all of it is one line, which was skipped as the header`;
const OF_TABLE = words`The table there has no row, or the filter in its configuration leaves none`;

/** Why a source may have no row, by its transport. */
const WHY_EMPTY: ReadonlyMap<string, Words> = new Map([
  ["file_input", OF_FILE],
  ["url_input", OF_URL],
  ["s3_input", OF_FILE],
  ["delta_table_input", OF_TABLE],
  ["iceberg_input", OF_TABLE],
  ["datagen", words`The ${GENERATOR_SETTINGS.limit} of its generator is 0`],
  [
    "postgres_input",
    words`Its query finds no row there: run it at the database, as the user that it connects as`,
  ],
]);

const NOTHING_THERE = words`There was nothing to read at its source: it is empty, or what its configuration names is another than is meant`;

/** A source that came to its end without a row. */
const empty = defineRule({
  id: "input/ended-empty",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a source that ended without a row`,
  explains: ["view/starved"],
  about: z.object({
    connectors: z.array(z.string()),
    /** Whether it is told that each had no parse error. */
    are_errors_told: z.boolean(),
    /** Of each that is known, once. */
    transports: z.array(z.string()),
    /** Whether one of them skips the first line. */
    has_header: z.boolean(),
  }),
  find(evidence) {
    const declared = evidence.pipeline?.connectors ?? [];
    const found = inputs(evidence).filter(
      ({ end_of_input, records, bytes: read, parse_errors }) =>
        end_of_input === true &&
        records === 0 &&
        parse_errors !== undefined &&
        parse_errors <= 0 &&
        read !== undefined &&
        Number(read) < THRESHOLDS.rowBytes,
    );
    if (found.length === 0) return [];
    return [
      {
        about: {
          connectors: found.map(({ name }) => name),
          are_errors_told: found.every(({ parse_errors }) => parse_errors !== undefined),
          has_header: found.some(({ framing }) => framing?.has_header === true),
          transports: [
            ...new Set(
              found.flatMap(({ name }) => declared.find((one) => one.name === name)?.transport ?? []),
            ),
          ],
        },
        signs: found.map(({ name }) => ({
          part: "stats" as const,
          field: `inputs.${name}.metrics.total_records`,
          value: { count: 0, unit: "records at the end of its input" },
        })),
      },
    ];
  },
  what: ({ connectors, are_errors_told }) =>
    words`${nameList(connectors)} came to the end of the input without a single row${are_errors_told ? words`, and without an error` : UNTOLD_ERRORS}`,
  brief: ({ connectors, are_errors_told }) =>
    words`${nameList(connectors)} ended without a row${are_errors_told ? undefined : UNTOLD_ERRORS}`,
  cause({ transports, has_header }) {
    const whys = new Set(transports.map((transport) => WHY_EMPTY.get(transport) ?? NOTHING_THERE));
    return whys.size === 0
      ? words`${NOTHING_THERE}; whether that is a file, a table or a query is not known`
      : words`${joined([...whys], words`. `)}${has_header ? OF_HEADER : undefined}`;
  },
  next: ({ connectors: [first = ""] }) => connectorCall(first, "input", words`for what it reads`),
});

const UNTOLD_ERRORS = words` (whether any did not parse is not known)`;

export const LOSS_RULES = [parseErrors, ...JOINED_LINES_RULES, empty];
