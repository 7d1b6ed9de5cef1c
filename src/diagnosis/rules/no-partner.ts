import { NoPartner } from "../../analysis/circuit/no-partner.ts";
import { grouped, percent } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

export const NO_PARTNER = "view/no-partner";

/** An inner join leaves out what finds no row of the other side, and makes no error. */
const noPartner = defineRule({
  id: NO_PARTNER,
  severity: "info",
  parts: ["circuit_profile"],
  needsGraph: true,
  looksFor: words`inner joins that leave out many rows, which find no row of the other side`,
  thresholds: ["rowsForNothing", "noPartnerShare", "mergedShare"],
  about: NoPartner,
  find: ({ circuit_profile }) =>
    worstOfEach((circuit_profile?.no_partners ?? []).filter(areMany)).map((about) => ({
      about,
      signs: [
        {
          part: "circuit_profile" as const,
          field: "records that came to the join, less the pairs that it made",
          value: { count: about.records_in - about.records_out, unit: "records" },
          threshold: {
            count: Math.max(
              THRESHOLDS.rowsForNothing,
              Math.round(about.records_in * THRESHOLDS.noPartnerShare),
            ),
            unit: "records",
          },
        },
      ],
    })),
  what: noPartnerWords,
  cause: ({ partners }) =>
    words`An inner join makes no error of it. If it is there to select, or the partners are still to come, nothing is wrong; else rows of ${nameList(partners)} are missing, or the keys are written otherwise. If such rows are to come out too, take a LEFT JOIN`,
});

/** None that finds a partner is told by the view that has given out nothing. Equal records that came before theirs are one pair. */
function areMany({ records_in, records_out, paired_later, kept = 0, keeps_apart }: NoPartner): boolean {
  const lost = records_in - records_out;
  const areCounted = keeps_apart || paired_later === 0 || kept >= records_in * (1 - THRESHOLDS.mergedShare);
  return (
    records_out > 0 &&
    lost >= THRESHOLDS.rowsForNothing &&
    lost >= records_in * THRESHOLDS.noPartnerShare &&
    areCounted
  );
}

/** Several views may join the same: the one that leaves out most tells it. */
function worstOfEach(all: readonly NoPartner[]): NoPartner[] {
  const lost = ({ records_in, records_out }: NoPartner) => records_in - records_out;
  const key = ({ tables, partners }: NoPartner) => JSON.stringify([tables, partners]);
  const inOrder = all.toSorted((one, other) => lost(one) - lost(other));
  return [...new Map(inOrder.map((one) => [key(one), one])).values()].toReversed();
}

/** "16,000 of 40,000 records of sales (40 %) find no row of shops in the join in view city_sum on line 12 (city_sum.join@12)". */
export function noPartnerWords({ place, tables, partners, is_grouped, ...about }: NoPartner): Words {
  const lost = about.records_in - about.records_out;
  const share = percent(lost / about.records_in);
  const row = is_grouped ? words`group` : words`row`;
  return words`${grouped(lost)} of ${grouped(about.records_in)} records of ${nameList(tables)} (${share}) have found no ${row} of ${nameList(partners)} in ${operatorWords(place, place.operator)}`;
}

export const NO_PARTNER_RULES = [noPartner];
