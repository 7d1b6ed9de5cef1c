import { NullKeys } from "../../analysis/circuit/null-keys.ts";
import { clip } from "../../text/page/clip.ts";
import { grouped, percent } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { CODE_CHARS } from "./where.ts";

export const NULL_KEYS = "view/null-keys";

/** NULL equals nothing: an inner join leaves such rows out, and makes no error. */
const manyNullKeys = defineRule({
  id: NULL_KEYS,
  severity: "info",
  parts: ["circuit_profile"],
  needsGraph: true,
  looksFor: words`inner joins that leave out many rows, whose key is NULL`,
  thresholds: ["rowsLeftOut", "nullKeyShare", "stateShare"],
  about: NullKeys,
  find: ({ circuit_profile }) =>
    (circuit_profile?.null_keys ?? []).filter(areMany).map((about) => ({
      about,
      signs: [
        {
          part: "circuit_profile" as const,
          field: "records that the filter for NULL before the join left out",
          value: { count: about.records_in - about.records_out, unit: "records" },
          threshold: { count: Math.round(about.records_in * THRESHOLDS.nullKeyShare), unit: "records" },
        },
      ],
    })),
  what: (about) =>
    words`${nullKeyWords(about)}: ${grouped(about.records_out)} of ${grouped(about.records_in)} records pass`,
  brief: nullKeyWords,
  cause: ({ keeps_apart }) =>
    words`NULL equals nothing, and makes no error${keeps_apart ? undefined : words`. Rows that are equal in all columns that the join takes count once, though: how many those are, the circuit does not tell`}. If such rows are to come out too, take a LEFT JOIN, or a key in place of NULL`,
});

/** None that passes is told by the view that has given out nothing. Where few different rows come, equal ones merge. */
function areMany({ records_in, records_out, kept, keeps_apart }: NullKeys): boolean {
  const lost = records_in - records_out;
  return (
    records_out > 0 &&
    lost >= THRESHOLDS.rowsLeftOut &&
    lost >= records_in * THRESHOLDS.nullKeyShare &&
    (keeps_apart || (kept !== undefined && kept >= records_out * THRESHOLDS.stateShare))
  );
}

/** "the join in view named on line 3 (named.join@3) leaves out 95 % of the records of calls, whose key is NULL ("c.ship = s.id")". */
export function nullKeyWords({ place, others, condition, tables, ...about }: NullKeys): Words {
  const share = percent(1 - about.records_out / about.records_in);
  const why = about.keeps_apart ? words`whose key is NULL` : words`whose key is NULL, or which are equal`;
  const of = tables.length === 0 ? undefined : words` of ${nameList(tables)}`;
  const joins = joined(
    [place, ...others].map((one) => operatorWords(one, one.operator)),
    words` and `,
  );
  return words`${joins} ${others.length === 0 ? words`leaves` : words`leave`} out ${share} of the records${of}, ${why} (${clip(condition, CODE_CHARS)})`;
}

export const NULL_KEY_RULES = [manyNullKeys];
