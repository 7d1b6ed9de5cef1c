import * as z from "zod";
import type { LateFilter } from "../../analysis/circuit/late-filters.ts";
import { grouped, percent } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { Between, betweenWords, passedBetween, sourceCalls } from "./dropped-rows.ts";
import { generatedAdvice, OutOfOrder, outOfOrder, outOfOrderWords } from "./generated.ts";
import { explainsHeard, HEARD, heardOf, noneHeardWords } from "./heard-late.ts";
import {
  asManyWords,
  dropsMuch,
  inputsInto,
  isLargePart,
  lateSourcesOf,
  lossyFilters,
  seemsMerged,
  sourcesOf,
} from "./lossy-filters.ts";

export const FEW_LATE_ROWS = "input/perhaps-late-rows";

export const FewLateRows = z.object({
  tables: z.array(z.string()),
  /** Whether they are rows of a view over those. */
  of_view: z.boolean(),
  records_in: z.number(),
  records_out: z.number(),
  between: Between.optional(),
  sources: z.array(z.string()),
  /** The one of them that has sent about as many rows as are missing, or the several. */
  late_sources: z.array(z.string()),
  /** Why they are out of order, where the generator that makes them all is set so. */
  generated: OutOfOrder.optional(),
  /** The one of several sources that delivered least, where the missing rows are a large part of so many. */
  smallest: z.object({ name: z.string(), records: z.number() }).optional(),
  /** Whether as many rows may have met equal ones; absent where that is not known. */
  seems_merged: z.boolean().optional(),
  ...HEARD,
});

/** So few rows less come out of a late filter that equal ones may have merged; one of several sources may be late. */
const fewLateRows = defineRule({
  id: FEW_LATE_ROWS,
  severity: "info",
  parts: ["circuit_profile"],
  looksFor: words`a small part of rows that may be dropped as late`,
  thresholds: ["lateRecords", "fewLateRecords", "lateShare", "mergedShare", "lateRows", "lateSourceShare"],
  about: FewLateRows,
  find: (evidence) =>
    lossyFilters(evidence)
      .filter((filter) => !dropsMuch(filter))
      .map((filter) => {
        const { id, tables, of_view, records_in, records_out } = filter;
        const smallest = smallestSource(filter, evidence);
        const seems_merged = seemsMerged(filter, evidence);
        const between = passedBetween(filter, evidence);
        const late_sources = lateSourcesOf(filter, evidence);
        const generated = filter.of_view ? undefined : outOfOrder(tables, evidence);
        const heard = heardOf(evidence, filter);
        const isMuch =
          records_in - records_out >= THRESHOLDS.lateRows || isLargePart(filter) || smallest !== undefined;
        return {
          ...explainsHeard(heard),
          ...((heard.is_heard || (isMuch && seems_merged === false)) && { severity: "warning" as const }),
          about: {
            tables,
            of_view,
            records_in,
            records_out,
            sources: sourcesOf(tables, evidence.pipeline?.connectors),
            ...(between && { between }),
            late_sources,
            ...(generated && { generated }),
            ...(smallest && { smallest }),
            ...(seems_merged !== undefined && { seems_merged }),
            ...heard,
          },
          signs: [
            {
              part: "circuit_profile" as const,
              field: `rows into ${id}, less those out of it`,
              value: { count: records_in - records_out, unit: "rows" },
            },
          ],
        };
      }),
  what: (about) =>
    about.seems_merged === false || about.is_heard
      ? words`${fewLateWords(about)}; no counter of Feldera's shows it`
      : words`${fewLateWords(about)}: they went into the filter that drops late ones, and did not come out`,
  brief: ({ late_sources, ...of }) =>
    words`some rows of ${relationWords(of)} are dropped as late${asManyWords(late_sources)}`,
  cause: ({ sources, smallest, generated }) =>
    words`${generated && words`${generatedAdvice(generated)}. `}${whoseWords(sources, smallest)}Depth deep hears late rows of error_view. Where equal rows come within a step, they count as well, and nothing is lost`,
  next: ({ sources, late_sources }) => (sources.length > 1 ? sourceCalls(late_sources) : []),
});

function whoseWords(
  sources: readonly string[],
  smallest: z.infer<typeof FewLateRows>["smallest"],
): Words | undefined {
  if (sources.length < 2) return undefined;
  return smallest === undefined
    ? words`One of ${nameList(sources)} that is behind the others would lose all that it sends: compare how much each delivers. `
    : words`They may be most of what ${smallest.name} sends, which has delivered ${grouped(smallest.records)}: a source that is behind the others loses all that it sends. `;
}

function smallestSource({ records_in, records_out, tables }: LateFilter, { stats }: Evidence) {
  const sources = inputsInto(tables, stats).flatMap(({ name, records }) =>
    records !== undefined && records > 0 ? [{ name, records: Number(records) }] : [],
  );
  const [smallest, ...others] = sources.toSorted((a, b) => a.records - b.records);
  const dropped = records_in - records_out;
  const isOne = smallest !== undefined && others.length > 0;
  return isOne && dropped >= smallest.records * THRESHOLDS.lateSourceShare ? smallest : undefined;
}

/** "1,230 of 127,100 rows (1 %) of scans, 20 of 2,000 in the last 10 s, are dropped as late". */
export function fewLateWords(about: z.infer<typeof FewLateRows>): Words {
  const { records_in, records_out, between, seems_merged, late_sources, generated, is_heard } = about;
  const dropped = records_in - records_out;
  const lately = between && words`, ${betweenWords(between)},`;
  const how = is_heard
    ? words`are dropped as late, but for equal ones that merge`
    : seems_merged === undefined
      ? words`may be dropped as late; whether equal ones have merged instead is not known`
      : seems_merged
        ? words`may be dropped as late, though equal ones seem to merge`
        : words`are dropped as late${asManyWords(late_sources)}`;
  return words`${grouped(dropped)} of ${grouped(records_in)} rows (${percent(dropped / records_in)}) of ${relationWords(about)}${lately} ${how}${generated && words`: ${outOfOrderWords(generated)}`}${noneHeardWords(about)}`;
}

/** "scans", "a view over scans, gates". */
function relationWords({ tables, of_view }: Pick<z.infer<typeof FewLateRows>, "tables" | "of_view">): Words {
  return words`${of_view ? words`a view over ` : undefined}${nameList(tables)}`;
}

export const FEW_LATE_ROWS_RULES = [fewLateRows];
