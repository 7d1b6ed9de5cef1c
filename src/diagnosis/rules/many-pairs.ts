import * as z from "zod";
import type { NoPartner } from "../../analysis/circuit/no-partner.ts";
import { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { grouped } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { explodingJoins } from "./exploding-joins.ts";
import { inputsInto, mayCancel } from "./lossy-filters.ts";
import { changesIn, changesWords, otherSide } from "./no-partner.ts";
import { recordsWords, whichJoin } from "./where.ts";

export const MANY_PAIRS = "view/many-pairs";

export const ManyPairs = z.object({
  /** Of the join. */
  place: SqlPlace,
  /** What it compares, where other joins stand on its line. */
  condition: z.string().optional(),
  /** The tables whose rows the records are of the side that is told of, and of the other; none where not known. */
  owners: z.array(z.string()),
  partner_owners: z.array(z.string()),
  records_in: z.number(),
  others_in: z.number(),
  pairs: z.number(),
  /** Whether equal rows have become one record of either side, so that there are more pairs of rows than of records. */
  have_merged: z.boolean(),
  /** The rows that were read into the one table that the records are of, where it has no key and they are more. */
  rows_read: z.number().optional(),
  /** Whether updates and deletions may be among the records; absent where that is not known. */
  may_have_changes: z.boolean().optional(),
});

type ManyPairs = z.infer<typeof ManyPairs>;

/** What counts each record several times makes no error: sums over it are too high. */
const manyPairs = defineRule({
  id: MANY_PAIRS,
  severity: "info",
  parts: ["circuit_profile", "stats", "pipeline"],
  needsGraph: true,
  looksFor: words`inner joins of which rows of both sides find several of the other`,
  thresholds: ["rowsForNothing", "pairsFactor", "mergedShare"],
  about: ManyPairs,
  find: (evidence) => {
    const { circuit_profile } = evidence;
    const all = (circuit_profile?.no_partners ?? []).filter(({ outer }) => outer === undefined);
    const exploding = new Set(circuit_profile && explodingJoins(circuit_profile).map(({ name }) => name));
    return all.flatMap((one) => {
      const other = otherSide(one, all);
      if (other === undefined || exploding.has(one.place.operator)) return [];
      // A row that is taken back meets its like as well.
      const isOfEqual = makesManyOfEqual(one, other) && !mayCancel(one.tables, evidence);
      if (!isOfEqual && !makesMany(one, other)) return [];
      const [own, others] = [changesIn(one, evidence), changesIn(other, evidence)];
      const isTold = findsSeveral(one, others) && (isOfEqual || findsSeveral(other, own));
      if (!isTold) return [];
      const may_have_changes = own === false ? others : others === false ? own : own || others;
      const { place, owners, partner_owners, records_in, others_in, records_out: pairs } = one;
      const rows_read = moreRows(one, evidence);
      return [
        {
          about: {
            place,
            ...(one.condition !== undefined && { condition: one.condition }),
            owners,
            partner_owners,
            records_in,
            others_in,
            pairs,
            have_merged: haveMerged(one) || haveMerged(other),
            ...(rows_read !== undefined && { rows_read }),
            ...(may_have_changes !== undefined && { may_have_changes }),
          },
          signs: [
            {
              part: "circuit_profile" as const,
              field: "pairs that the join has made",
              value: { count: pairs, unit: "pairs" },
              threshold: { count: Math.round(records_in * THRESHOLDS.pairsFactor), unit: "pairs" },
            },
          ],
        },
      ];
    });
  },
  what: (about) =>
    words`${manyPairsWords(about)}: on average records of both find several of the other (${grouped(about.records_in)} ${recordsWords(about.owners)}, ${grouped(about.others_in)} ${recordsWords(about.partner_owners)}${about.have_merged ? words`; equal rows are one record, and so there are more pairs of rows` : undefined})${rowsWords(about)}`,
  brief: manyPairsWords,
  cause: () =>
    words`What is summed or counted over it counts each record once for each of its partners. If that is meant, as in a CROSS JOIN, nothing is wrong; else join by all columns of the key, or group one side by it before`,
  next: () => [],
});

/** A table without a key has equal rows of a step as one record, which whoever knows how many were read takes for rows. */
function moreRows({ owners: [table, other], records_in }: NoPartner, evidence: Evidence): number | undefined {
  const { circuit_profile, stats } = evidence;
  const facts = circuit_profile?.tables?.find(({ name }) => name === table);
  if (table === undefined || other !== undefined || facts?.has_key !== false) return undefined;
  const rows = inputsInto([table], stats).reduce(
    (sum, { records = 0, waiting_records = 0 }) => sum + Number(records) - Number(waiting_records),
    0,
  );
  return rows * (1 - THRESHOLDS.mergedShare) > records_in ? rows : undefined;
}

/** "; of 60,000 rows of sessions that were read, equal ones of a step are one record, and conditions may leave out others". */
function rowsWords({ owners, rows_read }: ManyPairs): Words | undefined {
  return rows_read === undefined
    ? undefined
    : words`; of the ${grouped(rows_read)} rows of ${nameList(owners)} that were read, equal ones of a step are one record, and conditions may leave out others`;
}

/** Told of the larger side. */
function makesMany(one: NoPartner, other: NoPartner): boolean {
  return isLarger(one, other) && pairsSeveral(one, other) && isKept(other);
}

/** Told of the smaller side, of which equal rows were one record before the join: then their key is one, too. */
function makesManyOfEqual(one: NoPartner, other: NoPartner): boolean {
  const isOfTable = one.tables.length === 1 && !other.is_grouped;
  return (
    !isLarger(one, other) &&
    isOfTable &&
    haveMerged(one) &&
    pairsSeveral(one, other) &&
    !makesMany(other, one)
  );
}

function haveMerged({ apart = 1 }: NoPartner): boolean {
  return apart < 1 - THRESHOLDS.mergedShare;
}

function isLarger(one: NoPartner, other: NoPartner): boolean {
  if (one.records_in !== other.records_in) return one.records_in > other.records_in;
  return String(one.tables) < String(other.tables);
}

/** More pairs than there are records of the one, of which nearly all that came is kept. */
function pairsSeveral(one: NoPartner, other: NoPartner): boolean {
  return (
    !one.is_unique &&
    !other.is_unique &&
    one.records_out >= THRESHOLDS.rowsForNothing &&
    one.records_out >= one.records_in * THRESHOLDS.pairsFactor &&
    isKept(one)
  );
}

function isKept({ kept = 0, records_in }: NoPartner): boolean {
  return kept >= records_in * (1 - THRESHOLDS.mergedShare);
}

/**
 * Whether its records find several of the other side on average: those that are there when it comes and, of what came
 * later, each that came but once. What is taken back and made anew finds the same again.
 *
 * @param may_others_change whether of those some may have been taken back; undefined where that is not known
 */
function findsSeveral(
  { records_in, records_out, paired_later }: NoPartner,
  may_others_change: boolean | undefined,
): boolean {
  const pairs = may_others_change === false ? records_out : records_out - paired_later;
  return pairs >= records_in * THRESHOLDS.pairsFactor;
}

/** "the join in view bar_seats on line 116 (bar_seats.join@116) has made 10,500 pairs of 3,500 records of snacks". */
export function manyPairsWords({
  place,
  condition,
  owners,
  records_in,
  pairs,
  may_have_changes,
}: ManyPairs): Words {
  const changes = changesWords(may_have_changes);
  return words`${operatorWords(place, place.operator)}${whichJoin(condition)} has made ${grouped(pairs)} pairs of ${grouped(records_in)} ${recordsWords(owners)}${changes && words` (${changes})`}`;
}

export const MANY_PAIRS_RULES = [manyPairs];
