import { EmptyPart } from "../../analysis/circuit/empty-parts.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { endCause, endWords } from "./dead-end-words.ts";
import { areRowsTold } from "./held-views.ts";
import { isOdd } from "./nothing-out.ts";
import { sourceTroubles } from "./source-troubles.ts";

export const EMPTY_PART = "view/empty-part";

/** What is missing is not seen among the rows of the other parts. */
const emptyPart = defineRule({
  id: EMPTY_PART,
  severity: "info",
  parts: ["circuit_profile", "stats"],
  needsGraph: true,
  looksFor: words`parts of a UNION that give it nothing`,
  thresholds: ["rowsForNothing"],
  about: EmptyPart,
  find: (evidence) =>
    (areRowsTold(evidence) ? (evidence.circuit_profile?.empty_parts ?? []) : [])
      .filter(({ dead_end }) => dead_end === undefined || dead_end.records_in >= THRESHOLDS.rowsForNothing)
      .map((about) => ({
        about,
        ...(about.dead_end && isOdd(about.dead_end) && { severity: "warning" as const }),
        effectOf: about.dead_end ? [] : sourceTroubles(about.tables, 1, evidence),
        signs: [
          {
            part: "circuit_profile" as const,
            field: "records that the part has given to the UNION",
            value: { count: 0, unit: "records" },
          },
        ],
      })),
  what: (about) => emptyPartWords(about),
  brief: (about) => emptyPartWords(about, true),
  cause: ({ dead_end, tables }) =>
    dead_end
      ? endCause(dead_end, [])
      : words`The rest of the UNION goes on without it, and makes no error. Look at why no row of ${nameList(tables)} comes; if they are still to come, nothing is wrong`,
  next: () => [],
});

/** "a part of the UNION in view all_sales gives nothing: no row of south has come". */
export function emptyPartWords({ view, tables, dead_end }: EmptyPart, isBrief = false): Words {
  const why = dead_end
    ? endWords(words`no row`, dead_end, isBrief)
    : words`no row of ${nameList(tables)} has come`;
  return isBrief && dead_end
    ? words`part of a UNION gives nothing: ${why}`
    : words`a part of the UNION in view ${view} gives nothing: ${why}`;
}

export const EMPTY_PART_RULES = [emptyPart];
