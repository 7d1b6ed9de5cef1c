import * as z from "zod";
import { ConstantView } from "../../analysis/circuit/constant-views.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { clip } from "../../text/page/clip.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { hasSentNothing } from "./nothing-out.ts";
import { CODE_CHARS } from "./where.ts";

export const CONSTANT_VIEW = "view/constant";

export const ConstantViews = z.object({ views: z.array(ConstantView) });

const WARNED = /^View '(.+)' does not depend on any input data$/;

/** Those that the compiler warns of, whether they have rows or none. */
function warnedViews({ pipeline }: Evidence): ConstantView[] {
  return (pipeline?.compile_errors?.sql ?? []).flatMap(({ error_type, message, line }) => {
    const view = error_type === "View is constant" ? WARNED.exec(message)?.[1] : undefined;
    return view === undefined ? [] : [{ view, ...(line !== undefined && { line }) }];
  });
}

/** The outputs of views that would have sent the rows of a constant with the first step, and have sent none. */
function silentViews({ stats }: Evidence): string[] {
  const outputs = (stats?.connectors ?? []).filter(({ direction }) => direction === "output");
  return outputs.flatMap((one) =>
    hasSentNothing(one) && Number(one.processed_input_records ?? 0) > 0
      ? (nameOfStream(one.relation) ?? [])
      : [],
  );
}

/** The compiler folds a condition that nothing can meet, and the view reads no table any more. */
const constantView = defineRule({
  id: CONSTANT_VIEW,
  severity: "warning",
  parts: ["pipeline", "stats", "circuit_profile"],
  needsGraph: true,
  looksFor: words`views that can have no row, whatever comes`,
  about: ConstantViews,
  find(evidence) {
    const counted = evidence.circuit_profile?.constant_views;
    const silent = silentViews(evidence);
    const warned = warnedViews(evidence).filter(({ view }) => silent.includes(view));
    const views = counted ?? warned;
    if (views.length === 0) return [];
    return [
      {
        about: { views },
        signs: views.map(({ view }) =>
          counted === undefined
            ? {
                part: "pipeline" as const,
                field: "program_error.sql_compilation.messages",
                value: { text: `View '${view}' does not depend on any input data` },
              }
            : {
                part: "circuit_profile" as const,
                field: `records of the constant that view ${view} is`,
                value: { count: 0, unit: "records" },
              },
        ),
      },
    ];
  },
  what: constantViewWords,
  brief: ({ views }) => {
    const others = views.length > 1 ? words`, as ${views.length - 1} more` : undefined;
    return words`${constantViewWords({ views: views.slice(0, 1) })}${others}`;
  },
  cause: () =>
    words`The compiler has found that its query gives no row, and reads no table for it: a condition that nothing can meet, such as BETWEEN with the larger bound first, = NULL, two that exclude each other, or one on what a LEFT JOIN has not found. Correct it, and compile and start again`,
  next: () => [],
});

/** "view cold_ok (line 91) has no row, whatever comes: WHERE "celsius BETWEEN 6.0 AND 2.0"". */
export function constantViewWords({ views }: z.infer<typeof ConstantViews>): Words {
  const each = views.map(({ view, line, condition, is_limited, reads }) => {
    const where = line === undefined ? undefined : words` (line ${line})`;
    const asks = condition === undefined ? undefined : words`: WHERE ${clip(condition, CODE_CHARS)}`;
    const ends = is_limited ? words`: LIMIT 0` : asks;
    const why = reads === undefined ? ends : words`, since it reads view ${reads}`;
    return words`view ${view}${where} has no row, whatever comes${why}`;
  });
  return joined(each, words` and `);
}

export const CONSTANT_VIEW_RULES = [constantView];
