import * as z from "zod";
import { grouped } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { mayDelete } from "./lossy-filters.ts";
import { replacedTables } from "./replaced-rows.ts";
import { holdsOutputs } from "./transaction.ts";

const Unchanged = z.object({
  table: z.string(),
  /** Insertions, updates and deletions that came, and how many of them at least were none in effect. */
  rows: z.number(),
  idle: z.number(),
  /** Whether each other brought a key that was not there: then they are no more. */
  is_rest_new: z.boolean(),
});

/**
 * A new key is one record of a table's changes, a deletion of what is there one, and an update two: what came beyond
 * these has changed nothing.
 */
const changedNothing = defineRule({
  id: "input/changed-nothing",
  severity: "info",
  parts: ["circuit_profile", "stats", "pipeline"],
  needsGraph: true,
  looksFor: words`updates and deletions that changed nothing`,
  thresholds: ["rowsLeftOut", "noPartnerShare"],
  about: Unchanged,
  find(evidence) {
    const { circuit_profile, stats } = evidence;
    // What a transaction holds back is not counted yet, and what was there before came to no counter.
    if (stats?.resumed !== false || holdsOutputs(stats)) return [];
    const replaced = replacedTables(circuit_profile).map(({ table }) => table);
    return (circuit_profile?.tables ?? []).flatMap((one) => {
      const { name: table, has_key, has_waterline, rows = 0, changes, keys } = one;
      if (!has_key || has_waterline || changes === undefined || keys === undefined) return [];
      const idle = rows - changes;
      const areMany = idle >= THRESHOLDS.rowsLeftOut && idle >= rows * THRESHOLDS.noPartnerShare;
      if (!areMany || keys > changes || replaced.includes(table) || mayDelete(table, evidence) !== true)
        return [];
      return [
        {
          about: { table, rows, idle, is_rest_new: keys === changes },
          signs: [
            {
              part: "circuit_profile" as const,
              field: `what came for ${table}, less the records of its changes`,
              value: { count: idle, unit: "records" },
              threshold: { count: Math.round(rows * THRESHOLDS.noPartnerShare), unit: "records" },
            },
          ],
        },
      ];
    });
  },
  what: (about) =>
    words`${idleWords(about)}${about.is_rest_new ? words`, and each other brought a new key: none took a row away` : undefined}`,
  brief: idleWords,
  cause: ({ table }) =>
    words`None makes an error: a deletion of a key that is not there, a row that equals the one that is there, and all but the last of several of one key in one step. If rows of ${table} should be gone, compare the keys of the deletions with theirs`,
  next: () => [],
});

/** "at least 500 of 1,600 changes that came for table orders changed nothing". */
function idleWords({ table, rows, idle, is_rest_new }: z.infer<typeof Unchanged>): Words {
  const least = is_rest_new ? undefined : words`at least `;
  return words`${least}${grouped(idle)} of ${grouped(rows)} changes that came for table ${table} changed nothing`;
}

export const CHANGED_NOTHING_RULES = [changedNothing];
