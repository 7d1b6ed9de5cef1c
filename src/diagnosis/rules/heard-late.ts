import * as z from "zod";
import type { LateFilter } from "../../analysis/circuit/late-filters.ts";
import { NO_TRANSACTION } from "../../analysis/stats/stats-facts.ts";
import { span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";

export const LATE_ROWS_HEARD = "input/late-rows-heard";

/** What was heard of the rows of a filter, as members of what is told of it. */
export const HEARD = {
  /** Whether some came late. */
  is_heard: z.boolean().optional(),
  /** For so long it was listened to, and none came late. */
  none_heard_ms: z.number().optional(),
};

interface Heard {
  readonly is_heard?: boolean | undefined;
  readonly none_heard_ms?: number | undefined;
}

/** Of the rows of one filter, or of all. */
export function heardOf(
  { error_view, stats, pipeline }: Evidence,
  filter?: Pick<LateFilter, "tables" | "of_view">,
): Heard {
  if (!error_view) return {};
  const { late, ms, is_least } = error_view;
  const isOf = (relation: string) =>
    filter?.of_view ? !pipeline?.tables.includes(relation) : filter?.tables.includes(relation);
  if (late.some(({ relation }) => isOf(relation) ?? true)) return { is_heard: true };
  // What a transaction brings is told when it is committed.
  const isTold = stats && (stats.transaction?.status ?? NO_TRANSACTION) === NO_TRANSACTION;
  return isTold && !is_least ? { none_heard_ms: ms } : {};
}

/** What a finding of late rows explains: those that were heard. */
export function explainsHeard({ is_heard }: Heard): { explains?: readonly string[] } {
  return is_heard ? { explains: [LATE_ROWS_HEARD] } : {};
}

export function noneHeardWords({ none_heard_ms: ms }: Heard): Words | undefined {
  return ms === undefined ? undefined : words`; none came late in ${span(ms)} of error_view`;
}
