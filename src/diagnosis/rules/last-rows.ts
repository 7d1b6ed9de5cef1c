import * as z from "zod";
import { nameOfStream } from "../../sql-identifiers.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { stoppedTables } from "./held-views.ts";
import { holdsOutputs } from "./transaction.ts";

export const LAST_ROWS = "view/last-rows-held";

export const LastRows = z.object({
  /** Of which none has given out nothing so far. */
  views: z.array(z.string()),
  /** Whose sources have all ended. */
  tables: z.array(z.string()),
});

type LastRows = z.infer<typeof LastRows>;

/** What is given out once it is final waits for a later row, and none comes after the end of the input. */
const lastRowsHeld = defineRule({
  id: LAST_ROWS,
  severity: "info",
  parts: ["stats", "pipeline"],
  needsGraph: true,
  looksFor: words`views that hold their last rows after the end of their input`,
  about: LastRows,
  find(evidence) {
    const held = endedViews(evidence);
    if (held.length === 0) return [];
    const tables = [...new Set(held.flatMap(({ tables }) => tables))];
    return [
      {
        about: { views: held.map(({ view }) => view), tables },
        signs: tables.map((table) => ({
          part: "stats" as const,
          field: `inputs of table ${table}`,
          value: { text: "all at the end of their input" },
        })),
      },
    ];
  },
  what: (about) =>
    words`${lastRowsWords(about)}: they come out once LATENESS says that they are final (emit_final), and the input of ${nameList(about.tables)} has ended`,
  brief: lastRowsWords,
  cause: () =>
    words`A row that is later by more than LATENESS and the group's own length lets them out. If no more is to come, send one of a later time, or leave out emit_final`,
});

/** Those of which rows have come out; what has given out nothing at all is told as that. */
function endedViews(evidence: Evidence) {
  const { held_views = [], stats } = evidence;
  if (holdsOutputs(stats)) return [];
  const outputs = (stats?.connectors ?? []).filter(({ direction }) => direction === "output");
  return held_views.filter(({ view, tables }) => {
    const stopped = stoppedTables(evidence, tables);
    const sent = outputs.filter(({ relation }) => nameOfStream(relation) === view);
    return (
      stopped.length === tables.length &&
      stopped.every(({ how }) => how === "ended") &&
      sent.every(({ records }) => records !== undefined && records > 0)
    );
  });
}

/** "view per_hour holds its last rows back". */
export function lastRowsWords({ views }: LastRows): Words {
  return views.length === 1
    ? words`view ${nameList(views)} holds its last rows back`
    : words`views ${nameList(views)} hold their last rows back`;
}

/** What a verdict says of it. */
export function lastRowsBriefly(about: LastRows): Words {
  return words`${lastRowsWords(about)} (emit_final, and its input has ended)`;
}

export const LAST_ROWS_RULES = [lastRowsHeld];
