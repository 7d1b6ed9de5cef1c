import { UnequalNulls } from "../../analysis/circuit/unequal-nulls.ts";
import { clip } from "../../text/page/clip.ts";
import { grouped } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { CODE_CHARS } from "./where.ts";

export const UNEQUAL_NULLS = "view/unequal-nulls";

/** What is not to be something is most rows, as a rule: where few are left, NULL may be why. */
const unequalNulls = defineRule({
  id: UNEQUAL_NULLS,
  severity: "info",
  parts: ["circuit_profile"],
  needsGraph: true,
  looksFor: words`conditions that NULL meets neither way`,
  thresholds: ["rowsLeftOut", "unequalShare"],
  about: UnequalNulls,
  find: ({ circuit_profile }) =>
    (circuit_profile?.unequal_nulls ?? []).filter(leavesFew).map((about) => ({
      about,
      signs: [
        {
          part: "circuit_profile" as const,
          field: `records that came to ${about.place.operator}, less those that came out`,
          value: { count: about.records_in - about.records_out, unit: "records" },
          threshold: { count: Math.round(about.records_in * (1 - THRESHOLDS.unequalShare)), unit: "records" },
        },
      ],
    })),
  what: unequalNullsWords,
  cause: ({ condition, may_be_null }) =>
    words`A condition lets only true through, and of NULL it is neither true nor false that it is something else: a row whose ${nameList(may_be_null)} is NULL does not pass ${clip(condition, CODE_CHARS)}. If such rows are to come out, ask IS DISTINCT FROM for <>, or whether it IS NULL as well; if few rows are as it asks, nothing is wrong`,
});

function leavesFew({ records_in, records_out }: UnequalNulls): boolean {
  const left_out = records_in - records_out;
  return left_out >= THRESHOLDS.rowsLeftOut && records_out < records_in * THRESHOLDS.unequalShare;
}

/** "1,580 of 21,400 records of orders pass "status <> 'CANCELLED'" in the operator in view live on line 5, and status may be NULL, of which that is not true". */
export function unequalNullsWords({ place, condition, may_be_null, tables, ...about }: UnequalNulls): Words {
  const { records_in, records_out } = about;
  return words`${grouped(records_out)} of ${grouped(records_in)} records of ${nameList(tables)} pass ${clip(condition, CODE_CHARS)} in ${operatorWords(place, place.operator)}, and ${nameList(may_be_null)} may be NULL, of which that is never true`;
}

export const UNEQUAL_NULLS_RULES = [unequalNulls];
