import * as z from "zod";
import { WholeQuotient } from "../../analysis/program/whole-quotients.ts";
import { clip } from "../../text/page/clip.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { CODE_CHARS } from "./where.ts";

export const WHOLE_QUOTIENT = "view/whole-quotient";

export const WholeQuotients = z.object({ columns: z.array(WholeQuotient) });

type Columns = z.infer<typeof WholeQuotients>;

/** So many are told with their code. */
const TOLD = 3;

/** SQL divides whole numbers without a fraction, and makes no error of it. */
const wholeQuotient = defineRule({
  id: WHOLE_QUOTIENT,
  severity: "info",
  parts: ["pipeline"],
  needsGraph: true,
  looksFor: words`quotients of whole numbers`,
  about: WholeQuotients,
  find: ({ whole_quotients = [] }) => {
    // A share that is 0 or 1 is no share: that first, and what is divided by a number, as for another unit, last.
    const columns = KINDS.flatMap((kind) => whole_quotients.filter((one) => one.kind === kind));
    const [first] = columns;
    if (first === undefined) return [];
    const field = `type of ${first.column}`;
    const signs = [{ part: "pipeline" as const, field, value: { text: first.type } }];
    const isWrong = columns.some(({ kind }) => kind === "share");
    return [{ about: { columns }, signs, ...(isWrong && { severity: "warning" as const }) }];
  },
  what: ({ columns }) => {
    const more = columns.length - TOLD;
    const rest = more > 0 && words`, and ${more} more columns are of whole numbers`;
    return words`${joined(columns.slice(0, TOLD).map(columnWords), words`, and `)}${rest || undefined}`;
  },
  brief: (about) =>
    wholeQuotientWords(about) ??
    words`${nameList(about.columns.map(({ column }) => column))} of whole numbers`,
  cause: () => words`Whole numbers divide without a fraction. Where it matters: CAST(x AS DOUBLE) / y`,
});

const KINDS = ["share", "quotient", "mean", "unit"] as const;

/** "share of view v is cut to a whole number ("passed / total")". */
function columnWords(column: WholeQuotient): Words {
  return words`${cutWords(column)} (${clip(column.code, CODE_CHARS)})`;
}

function cutWords({ view, column, kind }: WholeQuotient): Words {
  const of = words`${nameList([column])} of view ${nameList([view])}`;
  return kind === "share"
    ? words`${of} is made of whole numbers divided to 0 or 1, nothing between`
    : words`${of} is cut to a whole number`;
}

/** The first that may be meant otherwise; undefined where numbers are but divided for another unit, or averaged. */
export function wholeQuotientWords({ columns }: Columns): Words | undefined {
  const first = columns.find(({ kind }) => kind === "share" || kind === "quotient");
  return first && (first.kind === "share" ? columnWords(first) : cutWords(first));
}

export const WHOLE_QUOTIENT_RULES = [wholeQuotient];
