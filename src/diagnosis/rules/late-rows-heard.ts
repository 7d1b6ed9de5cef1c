import * as z from "zod";
import { Lateness } from "../../analysis/pipeline/lateness.ts";
import { grouped, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { sourceCalls } from "./dropped-rows.ts";
import { LATE_ROWS_HEARD } from "./heard-late.ts";

/** Rows of a table, or of a view with LATENESS. */
const LateRowsHeard = z.object({
  relation: z.string(),
  rows: z.number(),
  /** The first of them, as Feldera writes their values. */
  examples: z.array(z.string()),
  ms: z.number(),
  /** Whether there may have been more. */
  is_least: z.boolean(),
  /** Of a table. */
  lateness: Lateness.optional(),
  loses_rows: z.literal(true),
});

/** Rows came late while it was listened: with one worker, nothing else tells of them. */
const lateRowsHeard = defineRule({
  id: LATE_ROWS_HEARD,
  severity: "warning",
  parts: ["error_view"],
  looksFor: words`rows heard to be late`,
  about: LateRowsHeard,
  find: ({ error_view, pipeline }) =>
    (error_view?.late ?? []).map((late) => {
      const { relation, rows, examples } = late;
      const { ms = 0, is_least = true } = error_view ?? {};
      const lateness = pipeline?.lateness?.find(({ table }) => table === relation);
      const part = "error_view" as const;
      return {
        about: { ...late, ms, is_least, lateness, loses_rows: true as const },
        signs: [{ part, field: `${relation}.late`, value: { count: rows, unit: "rows" } }],
        quotes: [{ part, texts: examples }],
      };
    }),
  what: (about) => words`${lateWords(about)}; they are dropped, and no counter of Feldera's shows it`,
  brief: lateWords,
  cause: () =>
    words`Their source, or one of several, is behind, or one row ahead of its time moved the waterline, which never goes back: their times beside the newest tell. Bring the source up to date, correct times that are ahead, or raise LATENESS`,
  next: () => sourceCalls([]),
});

/** "85 rows of ev in 10 s (8.5/s) are later than LATENESS of ts (1 min): …". */
function lateWords({ relation, rows, ms, is_least, ...about }: z.infer<typeof LateRowsHeard>): Words {
  const perS = Number(((rows * 1_000) / Math.max(1, ms)).toPrecision(3));
  const { columns = [], longest_ms } = about.lateness ?? {};
  const of = columns.length === 0 ? undefined : words` of ${nameList(columns)}`;
  const bound = longest_ms === undefined ? undefined : words` (${span(longest_ms)})`;
  return words`${grouped(rows)}${is_least ? words`+` : undefined} rows of ${relation} in ${span(ms)} (${grouped(perS)}/s) are later than LATENESS${of}${bound}: ${about.examples[0]}`;
}

export const LATE_ROWS_HEARD_RULES = [lateRowsHeard];
