import * as z from "zod";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { equalRows } from "./equal-rows.ts";
import { inputs } from "./input.ts";
import { inputsInto, mayDelete } from "./lossy-filters.ts";
import { alikeInputs } from "./same-sources.ts";
import { holdsOutputs } from "./transaction.ts";

export const REPEATED_ROWS = "input/repeated-rows";

export const RepeatedRows = z.object({
  table: z.string(),
  /** What has been read for it, and how many different rows there are of that: fewer once all of them have merged. */
  read: z.number(),
  different: z.number(),
  /** Whether it is known that none was deleted. */
  has_no_deletions: z.boolean(),
});

type RepeatedRows = z.infer<typeof RepeatedRows>;

/** What was read for a table, less what waits; undefined where an input does not tell. */
function readFor(table: string, { stats }: Evidence): number | undefined {
  const counts = inputsInto([table], stats).map(
    ({ records, waiting_records }) => Number(records) - Number(waiting_records),
  );
  const read = counts.reduce((sum, count) => sum + count, 0);
  return Number.isNaN(read) ? undefined : read;
}

/** The tables for which other rules tell why their rows are equal: sources that read the same, and columns without fields. */
function toldTables(evidence: Evidence): Set<string> {
  const { pipeline } = evidence;
  const [same, alike, equal] = [pipeline?.same_sources ?? [], alikeInputs(evidence), equalRows(evidence)];
  return new Set([...same, ...alike, ...equal].map(({ table }) => table));
}

function repeatedOf(table: TableFacts, evidence: Evidence): RepeatedRows | undefined {
  const { name, different = 0 } = table;
  const read = readFor(name, evidence);
  const may_delete = mayDelete(name, evidence);
  const sent = inputs(evidence).filter(({ relation }) => nameOfStream(relation) === name);
  const isDeclared = sent.some(({ declared }) => declared === true);
  if (read === undefined || may_delete === undefined || different === 0) return undefined;
  // A format that deletes is there for deletions; of what is sent by HTTP the format is not told.
  if (may_delete && isDeclared) return undefined;
  if (different > read * (1 - THRESHOLDS.mergedShare)) return undefined;
  return { table: name, read, different, has_no_deletions: !may_delete };
}

/** Without a primary key, a row that comes again stays beside its like, without an error. */
const repeated = defineRule({
  id: REPEATED_ROWS,
  severity: "info",
  parts: ["circuit_profile", "stats", "pipeline"],
  needsGraph: true,
  looksFor: words`rows that came again, into tables without a key`,
  thresholds: ["mergedShare"],
  about: RepeatedRows,
  find(evidence) {
    const { stats, circuit_profile } = evidence;
    // What a transaction holds back is not in the circuit yet, and what was there before came to no counter.
    if (stats?.resumed !== false || holdsOutputs(stats)) return [];
    const told = toldTables(evidence);
    return (circuit_profile?.tables ?? []).flatMap((table) => {
      const about = told.has(table.name) ? undefined : repeatedOf(table, evidence);
      if (about === undefined) return [];
      return [
        {
          about,
          signs: [
            {
              part: "circuit_profile" as const,
              field: `rows of ${about.table} that equal others`,
              value: { count: about.read - about.different, unit: "rows" },
              threshold: { count: Math.ceil(about.read * THRESHOLDS.mergedShare), unit: "rows" },
            },
          ],
        },
      ];
    });
  },
  what: repeatedWords,
  brief: ({ table }) => words`rows of ${nameList([table])} have come again, and it has no PRIMARY KEY`,
  cause: ({ table }) =>
    words`A row that is sent again, as by a script that ran twice or a retry, stays beside its like: joins pair it again, sums and counts take it again. Without such rows, SELECT COUNT(*) FROM ${nameList([table])} is that of its DISTINCT rows. If equal rows are meant, nothing is wrong; else a PRIMARY KEY has each take the place of the one before`,
  next: () => [],
});

/** "at least 3 of the 9 rows of tariffs that were read are equal to others (or deletions), and each counts: it has no PRIMARY KEY". */
export function repeatedWords({ table, read, different, has_no_deletions }: RepeatedRows): Words {
  const deletions = has_no_deletions ? undefined : words` (or deletions)`;
  return words`at least ${grouped(read - different)} of the ${grouped(read)} rows of ${nameList([table])} that were read are equal to others${deletions}, and each counts: it has no PRIMARY KEY`;
}

/** What has to be meant where nothing is wrong. */
export function meantAgainWords({ table }: RepeatedRows): Words {
  return words`equal rows of ${nameList([table])} are meant`;
}

export const REPEATED_ROWS_RULES = [repeated];
