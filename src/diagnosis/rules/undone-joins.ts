import { UndoneJoin } from "../../analysis/program/undone-joins.ts";
import { clip } from "../../text/page/clip.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { CODE_CHARS } from "./where.ts";

export const UNDONE_JOIN = "view/undone-join";

/** What is asked of the other side in WHERE is asked of its NULLs, too, and no NULL passes: no error, and no row. */
const undoneJoin = defineRule({
  id: UNDONE_JOIN,
  severity: "info",
  parts: ["pipeline"],
  needsGraph: true,
  looksFor: words`outer joins of which a condition leaves out what they add`,
  about: UndoneJoin,
  find: ({ undone_joins = [] }) =>
    undone_joins.map((about) => ({
      about,
      signs: [
        {
          part: "pipeline" as const,
          field: `the join in the compiler's plan of ${about.view}`,
          value: { text: "inner" },
        },
      ],
    })),
  what: undoneJoinWords,
  cause: ({ side }) =>
    words`Rows that the ${side} JOIN adds have NULL on its other side, and WHERE lets no NULL through, so that the compiler makes an inner join of it. If such rows are to come out, put what it asks of that side, other than IS NULL, into ON; if not, nothing is wrong`,
  next: () => [],
});

/** "the LEFT JOIN in view v adds no rows: WHERE "w.pieces > 0" leaves out those without a partner". */
export function undoneJoinWords({ view, side, where }: UndoneJoin): Words {
  return words`the ${side} JOIN in view ${view} adds no row: WHERE ${clip(where, CODE_CHARS)} leaves out those without a partner`;
}

export const UNDONE_JOIN_RULES = [undoneJoin];
