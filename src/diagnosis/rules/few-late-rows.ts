import * as z from "zod";
import { grouped, percent } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { dropsMuch, lossyFilters, sourcesOf } from "./lossy-filters.ts";

export const FEW_LATE_ROWS = "input/perhaps-late-rows";

export const FewLateRows = z.object({
  tables: z.array(z.string()),
  records_in: z.number(),
  records_out: z.number(),
  sources: z.array(z.string()),
});

/** So few rows less come out of a late filter that equal ones may have merged; one of several sources may be late. */
const fewLateRows = defineRule({
  id: FEW_LATE_ROWS,
  severity: "info",
  parts: ["circuit_profile"],
  looksFor: words`a small part of rows that may be dropped as late`,
  thresholds: ["lateRecords", "lateShare", "mergedShare"],
  about: FewLateRows,
  find: (evidence) =>
    lossyFilters(evidence)
      .filter((filter) => !dropsMuch(filter))
      .map(({ id, tables, records_in, records_out }) => ({
        about: { tables, records_in, records_out, sources: sourcesOf(tables, evidence.pipeline?.connectors) },
        signs: [
          {
            part: "circuit_profile" as const,
            field: `rows into ${id}, less those out of it`,
            value: { count: records_in - records_out, unit: "rows" },
          },
        ],
      })),
  what: (about) =>
    words`${fewLateWords(about)} by the filter that drops late ones, as equal ones that merge would be`,
  cause: ({ sources }) =>
    words`${sources.length > 1 ? words`One of ${nameList(sources)} that is behind the others would lose all that it sends: compare how much each delivers. ` : undefined}The built-in view error_view gets each late row. Where equal rows come within a step, they count as well, and nothing is lost`,
  next: ({ sources }) =>
    sources.length > 1
      ? [{ tool: "get_stats", args: {}, why: words`for how much each source delivers` }]
      : [],
});

/** "1,230 of 127,100 rows (1 %) of scans may be dropped as late". */
export function fewLateWords({ tables, records_in, records_out }: z.infer<typeof FewLateRows>): Words {
  const dropped = records_in - records_out;
  return words`${grouped(dropped)} of ${grouped(records_in)} rows (${percent(dropped / records_in)}) of ${nameList(tables)} may be lost`;
}

export const FEW_LATE_ROWS_RULES = [fewLateRows];
