import { Union } from "../../analysis/circuit/unions.ts";
import { grouped, percent } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

export const UNION = "view/union";

/** UNION where UNION ALL is meant makes no error: counts and sums over it are too low. */
const equalRows = defineRule({
  id: UNION,
  severity: "info",
  parts: ["circuit_profile"],
  needsGraph: true,
  looksFor: words`UNION that leaves out many rows, which equal others`,
  thresholds: ["rowsLeftOut", "noPartnerShare"],
  about: Union,
  find: ({ circuit_profile }) =>
    (circuit_profile?.unions ?? []).flatMap((about) => {
      const least = Math.max(THRESHOLDS.rowsLeftOut, about.records_in * THRESHOLDS.noPartnerShare);
      const lost = about.records_in - about.records_out;
      if (lost < least) return [];
      return [
        {
          about,
          signs: [
            {
              part: "circuit_profile" as const,
              field: "records that came to the UNION, less those that it gave",
              value: { count: lost, unit: "records" },
              threshold: { count: Math.round(least), unit: "records" },
            },
          ],
        },
      ];
    }),
  what: unionWords,
  cause: () =>
    words`UNION gives rows that are equal in all columns once, and UNION ALL as often as they come. If that is meant, nothing is wrong`,
  next: () => [],
});

/** "the UNION in view scans on line 115 leaves out 3,600 of 7,410 records (48.6 %), which equal others". */
export function unionWords({ view, line, records_in, records_out }: Union): Words {
  const lost = records_in - records_out;
  const at = line === undefined ? undefined : words` on line ${line}`;
  return words`the UNION${view && words` in view ${view}`}${at} leaves out ${grouped(lost)} of ${grouped(records_in)} records (${percent(lost / records_in)}), which equal others`;
}

export const UNION_RULES = [equalRows];
