import * as z from "zod";
import { GroupedNullKeys } from "../../analysis/circuit/grouped-null-keys.ts";
import { ParseMismatch } from "../../analysis/stats/parse-mismatch-kinds.ts";
import type { Finding } from "../../answers/diagnosis.ts";
import { grouped, plural } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import type { Evidence } from "../evidence.ts";
import { parseMismatchBriefly } from "../parse-advice.ts";
import { DroppedRows, droppedBriefly, FAR_AHEAD, LATE_ROWS } from "../rules/dropped-rows.ts";
import { clockTicks, isClockTold } from "../rules/fast-clock.ts";
import { FEW_LATE_ROWS, FewLateRows, fewLateWords } from "../rules/few-late-rows.ts";
import { HEARD, heardOf, noneHeardWords } from "../rules/heard-late.ts";
import { LONG_ROWS } from "../rules/joined-lines.ts";
import { BETWEEN_ROWS } from "../rules/loss.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { defineVerdict } from "../verdict.ts";
import {
  areLost,
  MissingRows,
  missingBriefly,
  missingRows,
  missingWords,
  presumedWords,
} from "./missing-rows.ts";
import { Reason, reasonsOf, reasonWords } from "./reasons.ts";

/**
 * The rules that tell of rows lost, beside those that do not parse, whose number is known. Of what ended without a row
 * (`input/ended-empty`) nobody knows whether it had any.
 */
export const LOSSES: ReadonlySet<string> = new Set([
  "input/lines-joined",
  "connector/vanished",
  "connector/fatal-error",
  "output/paused",
  "output/encode-errors",
]);

/** A finding that says so of itself. */
const LosesRows = z.looseObject({ loses_rows: z.literal(true) });

const Unparsed = z.object({
  rows: z.number(),
  of: z.number().optional(),
  errors: z.number(),
  is_estimate: z.boolean(),
  is_uncounted: z.boolean(),
  /** Whether more rows were lost, of arrays in which one does not parse. */
  is_least: z.boolean(),
  connectors: z.array(z.string()),
  /** Those of whose errors it is not known how many rows they took, beside others of which it is. */
  others: z.array(z.string()),
  /** Those whose input ended in the middle of a row. */
  cut_short: z.array(z.string()),
  /** Whether all of them have come to their end, so that no more can be lost; absent where one does not tell. */
  ended: z.boolean().optional(),
});

/** What met errors, and lost no row with them: a header, a byte order mark. */
const NoRow = z.object({ name: z.string(), errors: z.number(), mismatch: ParseMismatch.optional() });

/** Rows that a late filter dropped, and whether one far ahead is why. */
const Late = z.object({ rows: DroppedRows, is_ahead: z.boolean() });

const UNKNOWNS = ["late", "unparsed", "joined", "discarded", "refused"] as const;

const UNKNOWN_WORDS: Readonly<Record<(typeof UNKNOWNS)[number], Words>> = {
  late: words`whether late rows are dropped`,
  unparsed: words`whether all rows parse`,
  joined: words`whether every line of its inputs became a row`,
  discarded: words`whether its outputs send all that they are given`,
  refused: words`whether rows sent by HTTP were refused`,
};

/** Does it lose rows: how many, where, and still. */
export const losesRows = defineVerdict({
  verdict: "loses_rows",
  label: words`Loses rows`,
  parts: ["stats"],
  about: z.object({
    unparsed: Unparsed.optional(),
    no_rows: z.array(NoRow),
    late: z.array(Late),
    /** Whether the circuit's profile was read, which tells of late rows. */
    is_profiled: z.boolean(),
    ...HEARD,
    reasons: z.array(Reason),
    /** What nothing that was read tells. */
    unknown: z.array(z.enum(UNKNOWNS)),
    rows_read: z.number().optional(),
    few_late: z.array(FewLateRows),
    missing: z.array(MissingRows),
    /** The views with an ASOF JOIN: whether its rows find one there is not counted. */
    asof_views: z.array(z.string()),
    /** Joins that leave out many records, of which nobody knows how many had NULL for a key. */
    null_or_equal: z.array(GroupedNullKeys),
  }),
  judge(evidence, findings) {
    const { stats } = evidence;
    if (stats === undefined) return undefined;
    const unparsed = unparsedOf(evidence);
    const reasons = lossesIn(findings);
    const unknown = unknownOf(evidence, findings);
    const late = lateIn(findings);
    const few_late = fewLateIn(findings);
    const isLosing =
      unparsed !== undefined || late.length > 0 || few_late.some(areLost) || reasons.length > 0;
    return {
      standing: isLosing
        ? ("trouble" as const)
        : unknown.length > 0 || few_late.some((few) => few.seems_merged === undefined && !areLost(few))
          ? ("unknown" as const)
          : ("well" as const),
      about: {
        ...(unparsed && { unparsed }),
        no_rows: noRowsOf(evidence),
        late,
        is_profiled: evidence.circuit_profile !== undefined,
        ...(unknown.includes("late") && heardOf(evidence)),
        reasons,
        unknown,
        few_late,
        missing: missingRows(findings),
        asof_views: asofViews(evidence),
        null_or_equal: (evidence.circuit_profile?.grouped_null_keys ?? []).filter(
          (one) => leavesOutMany(one) && !takesAllKeys(one, evidence),
        ),
        ...(stats.read_records !== undefined &&
          isClockTold(stats) && { rows_read: Number(stats.read_records) - clockTicks(stats) }),
      },
    };
  },
  concede: ({ missing }, standing) =>
    standing === "trouble" ? words`it loses rows` : missingBriefly(missing),
  presume: ({ missing }) => presumedWords(missing),
  rulesTold: ({ late, reasons, missing }) => [
    ...late.flatMap(({ is_ahead }) => (is_ahead ? [LATE_ROWS, FAR_AHEAD] : [LATE_ROWS])),
    ...reasons.map(({ rule }) => rule),
    ...missing.map(({ rule }) => rule),
  ],
  tell({ unparsed, no_rows, late, reasons, unknown, rows_read, few_late, missing, is_profiled, ...about }) {
    const losses = [
      ...(unparsed ? [unparsedWords(unparsed)] : []),
      ...late.map(({ rows, is_ahead }) => droppedBriefly(rows, is_ahead)),
      ...few_late.filter(areLost).map(fewLateWords),
      ...reasons.map(reasonWords),
    ];
    const untold = words`${untoldWords(unknown, is_profiled)}${noneHeardWords(about)}${nullOrEqualWords(about.null_or_equal)}${asofWords(about.asof_views)}`;
    const read =
      rows_read === undefined ? undefined : words` of the ${plural(rows_read, words`row`, words`rows`)} read`;
    const missed = [...no_rows.map(noRowWords), ...missing.flatMap(missingWords)];
    if (losses.length > 0) return words`yes: ${joined([...losses, ...missed], words`; `)}${untold}`;
    const kept = missed.length === 0 ? undefined : words`, but ${joined(missed, words`; `)}`;
    // Its counters are what would tell.
    const none = unknown.includes("unparsed") ? words`not known${read}` : words`none${read}, by its counters`;
    return words`${none}${kept}${untold}`;
  },
});

/** "; whether all rows parse is not known; whether late rows are dropped is not known without the circuit profile". */
function untoldWords(unknown: readonly (typeof UNKNOWNS)[number][], is_profiled: boolean): Words {
  const isForProfile = (what: (typeof UNKNOWNS)[number]) => what === "late" && !is_profiled;
  const doubts = unknown.filter((what) => !isForProfile(what)).map((what) => UNKNOWN_WORDS[what]);
  const are = doubts.length === 1 ? words`is` : words`are`;
  const late = words`; ${UNKNOWN_WORDS.late} is not known without the circuit profile`;
  return words`${doubts.length > 0 ? words`; ${joined(doubts, words` and `)} ${are} not known` : undefined}${unknown.some(isForProfile) ? late : undefined}`;
}

/** Of an ASOF JOIN each row of the left side comes out, with what it finds or with NULL. */
function asofViews({ circuit_profile }: Evidence): string[] {
  const users = (circuit_profile?.integrals ?? []).flatMap(({ used_by }) => used_by);
  const asof = users.filter(({ operation }) => /asof/.test(operation));
  return [...new Set(asof.flatMap(({ relation }) => relation?.name ?? []))];
}

/** "; whether rows find one in the ASOF JOIN of view priced is not known". */
function asofWords(views: readonly string[]): Words | undefined {
  if (views.length === 0) return undefined;
  return words`; whether rows find one in the ASOF JOIN of ${views.length === 1 ? words`view` : words`views`} ${nameList(views)}, or get NULL, is not counted`;
}

/** The rest may be equal in all that the join takes: a quarter of those that differ is missed in every sum. */
function leavesOutMany({ records_in, records_out }: GroupedNullKeys): boolean {
  const left = records_in - records_out;
  return left >= Math.max(THRESHOLDS.rowsLeftOut, records_in * THRESHOLDS.nullOrEqualShare);
}

/** Of a table with a primary key as many as it holds: the other records are updates that change nothing there. */
function takesAllKeys({ table, records_out }: GroupedNullKeys, { circuit_profile }: Evidence): boolean {
  const { keys } = circuit_profile?.tables?.find(({ name }) => name === table) ?? {};
  return keys !== undefined && records_out >= keys;
}

/** "; whether rows of payments whose buyer is NULL miss the join in view spend on line 3 (spend.join@3) is not known: of 1,273 records 754 come to it, where records equal in buyer, amount are one". */
function nullOrEqualWords(joins: readonly GroupedNullKeys[]): Words | undefined {
  const [most, ...others] = joins.toSorted((one, other) => shareOf(one) - shareOf(other));
  if (most === undefined) return undefined;
  const { place, table, may_be_null, apart_by, records_in, records_out } = most;
  const counts = words`of ${grouped(records_in)} records ${grouped(records_out)} come to it`;
  const more =
    others.length === 0 ? undefined : words`, and ${others.length} more joins may leave out such rows`;
  return words`; whether rows of ${nameList([table])} whose ${nameList(may_be_null)} is NULL miss ${operatorWords(place, place.operator)} is not known: ${counts}, where records equal in ${nameList([...may_be_null, ...apart_by])} are one${more}`;
}

/** Of its records, those that a join takes. */
function shareOf({ records_in, records_out }: GroupedNullKeys): number {
  return records_out / records_in;
}

function noRowsOf({ stats }: Evidence): z.infer<typeof NoRow>[] {
  return (stats?.connectors ?? []).flatMap(({ name, parse_loss }) => {
    if (parse_loss === undefined || parse_loss.rows > 0) return [];
    const { errors, mismatch } = parse_loss;
    return [{ name, errors, ...(mismatch && { mismatch }) }];
  });
}

/** "stations.file met 1 parse error and lost no row (its header is no row)". */
function noRowWords({ name, errors, mismatch }: z.infer<typeof NoRow>): Words {
  if (mismatch?.is === "stray text")
    return words`${name} met ${plural(errors, words`parse error`, words`parse errors`)}, ${BETWEEN_ROWS}`;
  const why = mismatch && parseMismatchBriefly(mismatch);
  return words`${name} met ${plural(errors, words`parse error`, words`parse errors`)} and lost no row${why && words` (${why})`}`;
}

function fewLateIn(findings: readonly Finding[]): z.infer<typeof FewLateRows>[] {
  return findings.flatMap(({ rule, about }) =>
    rule === FEW_LATE_ROWS ? (FewLateRows.safeParse(about).data ?? []) : [],
  );
}

function unknownOf(
  { stats, pipeline, log }: Evidence,
  findings: readonly Finding[],
): (typeof UNKNOWNS)[number][] {
  const { lists_inputs, lists_outputs } = stats ?? {};
  const connectors = (stats?.connectors ?? []).filter(({ troubles }) => !troubles.includes("missing"));
  const inputs = connectors.filter(({ direction }) => direction === "input");
  const outputs = connectors.filter(({ direction }) => direction === "output");
  const isUnseen = findings.some(({ rule }) => rule === "input/late-rows-unseen");
  const areLong = findings.some(({ rule }) => rule === LONG_ROWS);
  const areCounted = inputs.every(({ parse_errors }) => parse_errors !== undefined);
  // Of lines that a quote joins, only an input that ended with few long rows shows a sign.
  const areDivided = inputs.every(
    ({ declared, framing, records, bytes, end_of_input }) =>
      declared === false ||
      (framing !== undefined && framing.quotes !== true) ||
      (declared && records !== undefined && bytes !== undefined && end_of_input !== undefined),
  );
  const areSent = outputs.every(
    ({ encode_errors, failed, transport_errors, newest_transport_error: newest }) =>
      encode_errors !== undefined &&
      failed !== undefined &&
      transport_errors !== undefined &&
      (Number(transport_errors) === 0 || (newest && !newest.is_of_flush && !newest.is_untagged)),
  );
  return [
    ...(pipeline?.lateness === undefined || isUnseen ? (["late"] as const) : []),
    ...(lists_inputs && areCounted ? [] : (["unparsed"] as const)),
    ...(lists_inputs && areDivided && !areLong ? [] : (["joined"] as const)),
    ...(lists_outputs && areSent ? [] : (["discarded"] as const)),
    ...(log === undefined ? (["refused"] as const) : []),
  ];
}

function lateIn(findings: readonly Finding[]): z.infer<typeof Late>[] {
  const those = (wanted: string) =>
    findings.flatMap(({ rule, about }) => (rule === wanted ? (DroppedRows.safeParse(about).data ?? []) : []));
  const ahead = new Set(those(FAR_AHEAD).map(({ operator }) => operator.id));
  return those(LATE_ROWS).map((rows) => ({ rows, is_ahead: ahead.has(rows.operator.id) }));
}

function lossesIn(findings: readonly Finding[]): Reason[] {
  return reasonsOf(
    findings.filter(
      ({ rule, severity, about }) =>
        severity !== "info" && (LOSSES.has(rule) || LosesRows.safeParse(about).success),
    ),
  );
}

function unparsedOf({ stats }: Evidence): z.infer<typeof Unparsed> | undefined {
  const all = (stats?.connectors ?? []).flatMap(({ name, parse_loss, end_of_input: ended }) =>
    parse_loss === undefined || parse_loss.rows === 0 ? [] : [{ name, parse_loss, ended }],
  );
  if (all.length === 0) return undefined;
  // Errors that nobody can count rows of are no part of a number of rows.
  const counted = all.filter(({ parse_loss }) => !parse_loss.is_uncounted);
  const losing = counted.length > 0 ? counted : all;
  const others = all.filter((one) => !losing.includes(one)).map(({ name }) => name);
  const sum = (of: (loss: (typeof losing)[number]["parse_loss"]) => number) =>
    losing.reduce((total, { parse_loss }) => total + of(parse_loss), 0);
  const rows = sum((loss) => loss.rows);
  const is_uncounted = losing.every(({ parse_loss }) => parse_loss.is_uncounted);
  const isCounted = losing.every(({ parse_loss }) => parse_loss.rows_read !== undefined);
  const isToldToEnd = losing.every(({ ended }) => ended !== undefined);
  return {
    rows,
    ...(isCounted && { of: rows + sum((loss) => loss.rows_read ?? 0) }),
    errors: sum((loss) => loss.errors),
    is_estimate: losing.some(({ parse_loss }) => parse_loss.is_estimate),
    is_uncounted,
    is_least: losing.some(({ parse_loss }) => parse_loss.takes_arrays),
    connectors: losing.map(({ name }) => name),
    others,
    cut_short: losing
      .filter(({ parse_loss, ended }) => parse_loss.ends_within_row && ended)
      .map(({ name }) => name),
    ...(isToldToEnd && { ended: losing.every(({ ended }) => ended) }),
  };
}

/** "about 1,997 rows of 2,000 do not parse (visits.visits_file), at its end". */
function unparsedWords(unparsed: z.infer<typeof Unparsed>): Words {
  const { rows, of, errors, is_estimate, is_uncounted, connectors, others, cut_short, ended } = unparsed;
  const all = of === undefined || unparsed.is_least ? undefined : words` of ${grouped(of)}`;
  const about = unparsed.is_least ? words`at least ` : is_estimate ? words`about ` : undefined;
  const still =
    cut_short.length > 0
      ? words`; the input of ${nameList(cut_short)} ended in the middle of a row, and all that should have followed is missing too`
      : ended === undefined
        ? words`; whether it goes on is not known`
        : ended
          ? words`; its input has ended, so no more`
          : words`, and may go on`;
  if (is_uncounted) {
    return words`${plural(errors, words`parse error`, words`parse errors`)} (${nameList(connectors)}), of how many rows is not known${still}`;
  }
  const errorsToo = rows === errors ? undefined : words`, ${plural(errors, words`error`, words`errors`)}`;
  const untold =
    others.length === 0 ? undefined : words`; of how many rows ${nameList(others)} met errors is not known`;
  const ofAll = of === undefined && !unparsed.is_least ? words`; of how many is not known` : undefined;
  return words`${about}${plural(rows, words`row`, words`rows`)}${all} did not parse (${nameList(connectors)}${errorsToo})${still}${ofAll}${untold}`;
}
