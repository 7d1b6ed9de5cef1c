import { CountedAddition } from "../../analysis/program/counted-additions.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";

export const COUNTED_ADDITION = "view/counted-addition";

/** The row that an outer join adds is a row, and COUNT(*) counts rows. */
const countedAddition = defineRule({
  id: COUNTED_ADDITION,
  severity: "info",
  parts: ["pipeline"],
  needsGraph: true,
  looksFor: words`COUNT(*) of added rows`,
  about: CountedAddition,
  find: ({ counted_additions = [] }) =>
    counted_additions.map((about) => ({
      about,
      signs: [
        {
          part: "pipeline" as const,
          field: `column ${about.column} of ${about.view}`,
          value: { text: "COUNT(*) over a LEFT JOIN" },
        },
      ],
    })),
  what: countedAdditionWords,
  cause: ({ of }) =>
    words`Where a LEFT JOIN finds no row it adds one of NULLs, and COUNT(*) counts rows. COUNT of a column of ${nameList([of])} that is never NULL there counts what it has found; where none is to count as 1, nothing is wrong`,
});

/** "n of view v is 1 where there is no row of tests: its COUNT(*) counts what the LEFT JOIN adds". */
export function countedAdditionWords({ view, column, of }: CountedAddition): Words {
  return words`${nameList([column])} of view ${nameList([view])} is 1 where there is no row of ${nameList([of])}: its COUNT(*) counts what the LEFT JOIN adds`;
}

export const COUNTED_ADDITION_RULES = [countedAddition];
