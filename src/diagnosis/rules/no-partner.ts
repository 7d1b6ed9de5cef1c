import * as z from "zod";
import { NoPartner } from "../../analysis/circuit/no-partner.ts";
import { clip } from "../../text/page/clip.ts";
import { grouped, percent, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { outerWords, whyApart } from "./dead-end-words.ts";
import { type FurthestBehind, heldBack } from "./furthest-behind.ts";
import { StandingTable, standingTablesWords, stoppedTables } from "./held-views.ts";
import { mayTakeBack } from "./lossy-filters.ts";
import { sourceTroubles } from "./source-troubles.ts";
import { twoLooks } from "./two-looks.ts";
import { CODE_CHARS, recordsWords, whichJoin } from "./where.ts";

export const NO_PARTNER = "view/no-partner";

export const Unpaired = NoPartner.extend({
  /** Whether updates and deletions may be among its records, or have made pairs again; absent where that is not known. */
  may_have_changes: z.boolean().optional(),
  may_others_change: z.boolean().optional(),
  /** Where none of those that came between two looks has found one, though earlier ones have. */
  none_of: z.object({ records: z.number(), over_s: z.number(), stopped: z.array(StandingTable) }).optional(),
});

type Unpaired = z.infer<typeof Unpaired>;

/** An inner join leaves out what finds no row of the other side, an outer join gives NULL; neither makes an error. */
const noPartner = defineRule({
  id: NO_PARTNER,
  severity: "info",
  parts: ["circuit_profile"],
  needsGraph: true,
  looksFor: words`joins of which many rows find no row of the other side`,
  thresholds: [
    "rowsForNothing",
    "rowsLeftOut",
    "noPartnerShare",
    "chosenShare",
    "mergedShare",
    "betweenLooksRows",
    "lookedUpFactor",
  ],
  about: Unpaired,
  find: (evidence) => {
    const { circuit_profile } = evidence;
    const all = (circuit_profile?.no_partners ?? []).map((one): Unpaired => {
      const none_of = noneBetween(one, evidence);
      return { ...one, ...changesOf(one, evidence), ...(none_of && { none_of }) };
    });
    const many = all.filter((one) => one.none_of !== undefined || areMany(one));
    const held = [...heldBack(evidence).values()];
    const isStillToCome = (one: Unpaired) => held.some((behind) => waitsFor(one, behind));
    const told = many.filter((one) => !isBehind(one, many) && !isStillToCome(one));
    return worstOfEach(told).map((about) => ({
      about,
      // What was paired before, and is no more, has lost its partners.
      ...((about.none_of || isOdd(about)) && { severity: "warning" as const }),
      effectOf: sourceTroubles(about.partners, shareOf(about), evidence),
      signs: [signOf(about)],
    }));
  },
  what: noPartnerWords,
  brief: (about) => {
    const { none_of, outer, tables, owners } = about;
    const of = owners.length === 0 ? tables : owners;
    const none = words`what comes of ${nameList(of)} finds no row of ${partnersOf(about)}`;
    if (none_of !== undefined) return words`${none} any more`;
    return outer === undefined || outer === "ANTI"
      ? noPartnerWords(about)
      : words`${none} in ${outerWords(outer)}`;
  },
  cause: (about) => {
    const { none_of } = about;
    const others = partnersOf(about);
    if (about.outer !== undefined) return whyNone(about);
    return none_of === undefined
      ? words`An inner join makes no error of it.${chosenWords(about) && words` Look at the condition of ${about.partner_view ?? others}, and at how those values are written.`} If it is there to select, or the partners are still to come, nothing is wrong; else look for which rows of ${others} are missing, or which of the columns of the key are written otherwise (case, blanks, signs that look alike). If such rows are to come out too, take a LEFT JOIN`
      : words`An inner join makes no error of it, and its view gives out nothing new of these. Look at why no more rows of ${others} come that they could be joined with, or whether the keys of one side have changed`;
  },
});

/** Without what is only looked up for them, where that is known. */
function partnersOf({ partners, partner_owners }: NoPartner): Words {
  return nameList(partner_owners.length === 0 ? partners : partner_owners);
}

/** The other side of an inner join, where it is told. */
export function otherSide({ place, tables }: NoPartner, all: readonly NoPartner[]): NoPartner | undefined {
  return all.find((one) => one.place.operator === place.operator && one.tables !== tables);
}

/** Whether updates and deletions may be among its records; none is where all are kept. Undefined where that is not known. */
export function changesIn(one: NoPartner, evidence: Evidence): boolean | undefined {
  return one.kept === one.records_in ? false : mayTakeBack(one, evidence);
}

function changesOf(
  one: NoPartner,
  evidence: Evidence,
): Pick<Unpaired, "may_have_changes" | "may_others_change"> {
  const may_have_changes = changesIn(one, evidence);
  const others = otherSide(one, evidence.circuit_profile?.no_partners ?? []);
  const may_others_change =
    one.paired_later === 0
      ? false
      : others
        ? changesIn(others, evidence)
        : mayTakeBack({ tables: one.partners, may_be_taken_back: one.may_others_be_taken_back }, evidence);
  return {
    ...(may_have_changes !== undefined && { may_have_changes }),
    ...(may_others_change !== undefined && { may_others_change }),
  };
}

/** Undefined where there are none. */
export function changesWords(may_have_changes: boolean | undefined): Words | undefined {
  if (may_have_changes === false) return undefined;
  return may_have_changes
    ? words`updates and deletions may be among them`
    : words`whether updates and deletions are among them is not known`;
}

/** "; active_trams lets 2 of 60 records of trams through ("status = 'active'")". */
function chosenWords(about: Unpaired): Words | undefined {
  const { chosen_of, others_in, partner_view, partner_where } = about;
  if (chosen_of === undefined || chosen_of <= others_in || partner_view === undefined) return undefined;
  const where = partner_where && words` (${clip(partner_where, CODE_CHARS)})`;
  return words`; ${partner_view} lets ${grouped(others_in)} of ${grouped(chosen_of)} records of ${partnersOf(about)} through${where || undefined}`;
}

/** In an outer join, of rows of which none has found any of many. */
function isOdd({ place, outer, records_in, others_in }: Unpaired): boolean {
  const isPlain = outer !== undefined && outer !== "ANTI" && !place.operation.includes("flatmap");
  return isPlain && records_in >= THRESHOLDS.rowsForNothing && others_in >= THRESHOLDS.rowsLeftOut;
}

function whyNone(about: Unpaired): Words {
  const { outer = "LEFT", others_in, compared } = about;
  const why =
    others_in === 0
      ? words`look at why no row of ${partnersOf(about)} comes to it: none has been read, a condition lets none through, or its key is NULL`
      : words`look for ${whyApart(compared, [])}`;
  const then =
    outer === "ANTI"
      ? words`NOT EXISTS, or IS NULL, lets all through then`
      : words`What ${outerWords(outer)} finds no row for gets NULL, without an error`;
  return words`${then}. If there is none to be found, nothing is wrong; else ${why}`;
}

function signOf({ none_of, outer, ...one }: Unpaired) {
  const part = "circuit_profile" as const;
  if (outer !== undefined) {
    return {
      part,
      field: "records that came to the join, none of which made a pair",
      value: { count: one.records_in, unit: "records" },
      threshold: { count: THRESHOLDS.rowsLeftOut, unit: "records" },
    };
  }
  if (none_of !== undefined) {
    return {
      part,
      field: `records that came to the join in ${Math.round(none_of.over_s)} s, in which it made no pair`,
      value: { count: none_of.records, unit: "records" },
      threshold: { count: THRESHOLDS.betweenLooksRows, unit: "records" },
    };
  }
  return {
    part,
    field: "records that came to the join, less the pairs that it made",
    value: { count: one.records_in - one.records_out, unit: "records" },
    threshold: { count: Math.round(leastOf(one)), unit: "records" },
  };
}

/** Where many came between two looks, and the join made no pair of any, unlike before. */
function noneBetween(one: NoPartner, evidence: Evidence): Unpaired["none_of"] {
  const looks = twoLooks(evidence);
  const was = looks?.earlier.no_partners?.find((other) => keyOf(other) === keyOf(one));
  if (looks === undefined || was === undefined || one.records_out !== was.records_out) return undefined;
  if (one.outer !== undefined) return undefined;
  const records = one.records_in - was.records_in;
  const { records_in, records_out, paired_later } = was;
  // Rows of what is looked up, such as new customers, need not be looked for yet.
  const isLookingUp = one.is_unique || (!one.is_looked_up && records_in >= one.others_in);
  const were =
    records_in >= THRESHOLDS.rowsForNothing && records_out >= records_in * THRESHOLDS.noPartnerShare;
  const stopped = stoppedTables(evidence, one.partners).filter(({ came }) => came);
  // Partners that as a rule come after their rows may still come.
  const areFirst = stopped.length > 0 || paired_later < records_out * THRESHOLDS.noPartnerShare;
  if (records < THRESHOLDS.betweenLooksRows || !isLookingUp || !were || !areFirst) return undefined;
  return { records, over_s: looks.elapsed_s, stopped };
}

function keyOf({ place, tables }: NoPartner): string {
  return JSON.stringify([place.operator, tables]);
}

/**
 * None that finds a partner is told by the view that has given out nothing. Equal records are one pair, where they come
 * within a step, or before their partner. Of those that look into what a condition has chosen, as many find none as a
 * rule as it leaves out; only where those are nearly all, they are told.
 */
function areMany(one: NoPartner): boolean {
  const { outer, records_in, records_out, paired_later, kept = 0, apart = 0, at_once = 0, keeps_apart } = one;
  if (outer !== undefined) return records_in >= THRESHOLDS.rowsLeftOut;
  const lost = records_in - records_out;
  const areKept = paired_later === 0 || kept >= records_in * (1 - THRESHOLDS.mergedShare);
  const areApart = (1 - Math.max(apart, at_once)) * records_in <= lost * THRESHOLDS.noPartnerShare;
  const areCounted = keeps_apart || (areKept && areApart);
  return looksUp(one) && records_out > 0 && lost >= leastOf(one) && areCounted;
}

/** Whether its records look for a partner, and are not what is looked up: of that there is less. */
function looksUp({ is_unique, is_looked_up, records_in, others_in }: NoPartner): boolean {
  return is_unique || (!is_looked_up && records_in >= others_in * THRESHOLDS.lookedUpFactor);
}

function shareOf({ none_of, records_in, records_out }: Unpaired): number {
  return none_of === undefined ? 1 - records_out / records_in : 1;
}

/** So many at least are told. */
function leastOf({ records_in, others_in, chosen_of = others_in }: NoPartner): number {
  const left_out = chosen_of === 0 ? 0 : Math.max(0, 1 - others_in / chosen_of);
  const share = Math.min(THRESHOLDS.noPartnerShare + left_out, THRESHOLDS.chosenShare);
  return Math.max(THRESHOLDS.rowsLeftOut, records_in * share);
}

/** Whether its partners are of a table that is behind its own: they are still to come. */
function waitsFor({ tables, partners }: NoPartner, { slow, ...behind }: FurthestBehind): boolean {
  const ahead = behind.tables.filter((table) => !slow.includes(table));
  return slow.some((table) => partners.includes(table)) && ahead.some((table) => tables.includes(table));
}

/**
 * What another join leaves out is missed in those that look into what comes out of it, and in those that look for the same
 * for what its own records were joined with.
 */
function isBehind(one: Unpaired, all: readonly Unpaired[]): boolean {
  return all.some(
    (other) =>
      (one.partner_joins.includes(other.place.operator) || looksForSame(one, other)) &&
      shareOf(one) <= shareOf(other) + THRESHOLDS.noPartnerShare,
  );
}

function looksForSame(one: NoPartner, other: NoPartner): boolean {
  const isOfMore = other.tables.length < one.tables.length;
  const isOfBoth = isOfMore && other.tables.every((table) => one.tables.includes(table));
  return isOfBoth && one.outer === other.outer && String(one.partners) === String(other.partners);
}

/** Several views may join the same: the one that leaves out most tells it. */
function worstOfEach(all: readonly Unpaired[]): Unpaired[] {
  const lost = ({ records_in, records_out, none_of }: Unpaired) =>
    none_of?.records ?? records_in - records_out;
  const key = ({ outer, others_in, tables, partners }: NoPartner) =>
    JSON.stringify([outer, others_in === 0, tables, partners]);
  // Of those that leave out as much the first one tells it.
  const inOrder = all
    .toReversed()
    .toSorted(
      (one, other) =>
        Number(one.none_of !== undefined) - Number(other.none_of !== undefined) || lost(one) - lost(other),
    );
  return [...new Map(inOrder.map((one) => [key(one), one])).values()].toReversed();
}

/**
 * "16,000 of 40,000 records of sales (40 %) have found no row of shops in the join in view city_sum on line 12
 * (city_sum.join@12)", or that none of late has.
 */
export function noPartnerWords(about: Unpaired): Words {
  const { place, partner_view, is_grouped, none_of, outer, records_in } = about;
  const row = is_grouped ? words`group` : words`row`;
  const where = words`${operatorWords(place, place.operator)}${whichJoin(about.condition)}`;
  const partners = partnersOf(about);
  const records = joinedRecordsWords(about);
  if (none_of !== undefined) {
    const { over_s, stopped } = none_of;
    const others = stopped.length === 0 ? partners : standingTablesWords(stopped);
    return words`none of the ${grouped(none_of.records)} ${records} of the last ${span(over_s * 1000)} has found a ${row} of ${others}, in ${where}, as earlier ones have`;
  }
  if (outer !== undefined) {
    const why = about.others_in === 0 ? words`: none has come to it` : undefined;
    return words`none of ${grouped(records_in)} ${records} has found a ${row} of ${partners} in ${where}${why}`;
  }
  const lost = records_in - about.records_out;
  const through = partner_view && words` (${partner_view})`;
  const { may_have_changes, may_others_change } = about;
  const changes = changesWords(may_others_change === undefined ? undefined : may_have_changes);
  const { apart = 1, keeps_apart } = about;
  const merged =
    keeps_apart || apart >= 1 - THRESHOLDS.mergedShare ? undefined : words`; equal rows are one record`;
  return words`${boundWords(about)}${grouped(lost)} of ${grouped(records_in)} ${records} (${percent(lost / records_in)}${changes && words`; ${changes}`}${merged}) have found no ${row} of ${partners}${through} in ${where}: unless that is meant, such rows are missing there, or keys are written otherwise${chosenWords(about)}`;
}

/** "records of refunds", "records of refunds with bookings" where those were joined before. */
function joinedRecordsWords({ owners, tables }: NoPartner): Words {
  const joined = tables.filter((table) => !owners.includes(table));
  const isJoined = owners.length > 0 && joined.length > 0;
  return words`${recordsWords(owners)}${isJoined ? words` with ${nameList(joined)}` : undefined}`;
}

/** A partner that is updated is paired again, so that more have found none. */
function boundWords(about: Unpaired): Words | undefined {
  if (isCounted(about)) return undefined;
  const { keeps_apart, may_others_change } = about;
  if (may_others_change === false && about.is_unique) return words`about `;
  return keeps_apart ? words`at least ` : words`at least about `;
}

/**
 * Whether each record is a row that came once: an update, a deletion and, of what no key keeps apart, an equal row in
 * another batch of its step is one more, and so is a pair that is made again.
 */
function isCounted({
  records_in,
  kept,
  keeps_apart,
  paired_later,
  is_unique,
}: Pick<Unpaired, "records_in" | "kept" | "keeps_apart" | "paired_later" | "is_unique">): boolean {
  return is_unique && keeps_apart && kept === records_in && paired_later === 0;
}

export const NO_PARTNER_RULES = [noPartner];
