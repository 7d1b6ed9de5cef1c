import * as z from "zod";
import { type NULL_SOURCES, OneGroup } from "../../analysis/circuit/one-groups.ts";
import { grouped } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { fedTables } from "./empty-views.ts";
import { areRowsTold } from "./held-views.ts";
import { inputs } from "./input.ts";

export const ONE_GROUP = "view/one-group";

export const OneGroupOfRows = z.object({ ...OneGroup.shape, rows: z.number() });

/** Rows that find no partner in a LEFT JOIN, and text that is no JSON, give NULL and no error: one group of all. */
const oneGroup = defineRule({
  id: ONE_GROUP,
  severity: "info",
  parts: ["circuit_profile", "stats"],
  needsGraph: true,
  looksFor: words`a column of a LEFT JOIN or of JSON that has one value in all rows`,
  thresholds: ["rowsForNothing"],
  about: OneGroupOfRows,
  find(evidence) {
    if (!areRowsTold(evidence)) return [];
    const fed = fedTables(inputs(evidence));
    return (evidence.circuit_profile?.one_groups ?? []).flatMap((one) => {
      const rows = Math.min(...one.tables.map((table) => fed.get(table) ?? 0));
      if (one.null_sources.length === 0 || one.tables.length === 0) return [];
      if (rows < THRESHOLDS.rowsForNothing) return [];
      const field = `groups of ${one.place.operator}`;
      return [
        {
          about: { ...one, rows },
          signs: [{ part: "circuit_profile" as const, field, value: { count: 1 } }],
        },
      ];
    });
  },
  what: (about) =>
    words`${operatorWords(about.place, about.place.operator)} has one group, though ${grouped(about.rows)} rows have come for each table that it needs: ${sameWords(about)}`,
  cause: ({ null_sources }) =>
    words`If that is not as it should be, look at that value. If it is NULL, ${joined(
      null_sources.map((source) => NULL_WORDS[source]),
      words`, or `,
    )}; neither counts as an error`,
});

/** "country has the same value in all that are left". */
function sameWords({ columns }: z.infer<typeof OneGroupOfRows>): Words {
  const [what, have] =
    columns.length === 0
      ? [words`what it groups by`, words`has`]
      : columns.length === 1
        ? [nameList(columns), words`has`]
        : [nameList(columns), words`have`];
  return words`${what} ${have} the same value in all that are left`;
}

const NULL_WORDS: Readonly<Record<(typeof NULL_SOURCES)[number], Words>> = {
  left_join: words`no row finds its partner in a LEFT JOIN before it: columns that hold different things, or keys that are written otherwise (case, blanks, zeros in front)`,
  asof_join: words`no row finds an earlier one of its key in an ASOF JOIN before it: keys that are written otherwise, or times of another zone or unit`,
  parsed_json: words`its text is no JSON, for which PARSE_JSON gives NULL, or has no such field`,
};

/** What a verdict says of it. */
export function oneGroupWords(about: z.infer<typeof OneGroupOfRows>): Words {
  return words`all rows that are left are one group in ${operatorWords(about.place, about.place.operator)}, as NULL would make them`;
}

export const ONE_GROUP_RULES = [oneGroup];
