import * as z from "zod";
import { RepeatedSum } from "../../analysis/program/repeated-sums.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";

export const REPEATED_SUM = "view/repeated-sum";

export const RepeatedSums = z.object({ first: RepeatedSum, others: z.array(RepeatedSum) });

type RepeatedSums = z.infer<typeof RepeatedSums>;

/** So many are told beside the first. */
const TOLD = 2;

/** A join gives a row of one table with each row that refers to it, and SUM takes each. */
const repeatedSum = defineRule({
  id: REPEATED_SUM,
  severity: "info",
  parts: ["pipeline"],
  needsGraph: true,
  looksFor: words`SUMs over a join that repeats rows`,
  about: RepeatedSums,
  find: ({ repeated_sums: [first, ...others] = [] }) => {
    if (first === undefined) return [];
    const text = `SUM of ${first.of} over a join with ${first.by}`;
    const field = `column ${first.column} of ${first.view}`;
    return [{ about: { first, others }, signs: [{ part: "pipeline" as const, field, value: { text } }] }];
  },
  what: ({ first, others }) => {
    const more = others.length - TOLD;
    const told = [first, ...others.slice(0, TOLD)].map(sumWords);
    return words`${joined(told, words`; `)}${more > 0 ? words`; and ${more} more` : undefined}`;
  },
  brief: repeatedSumWords,
  cause: ({ first: { of, by, reference } }) =>
    words`The join gives a row of ${nameList([of])} with each row of ${nameList([by])} of the same ${nameList(reference)}, and SUM takes each. Where there is one at most, nothing is wrong; else group ${nameList([by])} by ${nameList(reference)} before, in WITH or a view of its own, and join that`,
});

/** "paid of view revenue adds a row of bookings once for each row of refunds that it is joined with". */
function sumWords({ view, column, of, by }: RepeatedSum): Words {
  return words`${nameList([column])} of view ${nameList([view])} adds a row of ${nameList([of])} once for each row of ${nameList([by])} that it is joined with`;
}

export function repeatedSumWords({ first }: RepeatedSums): Words {
  return sumWords(first);
}

export const REPEATED_SUM_RULES = [repeatedSum];
