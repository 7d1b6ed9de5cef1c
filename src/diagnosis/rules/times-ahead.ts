import * as z from "zod";
import { moment, plural } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { inUnitWords, tableTimes } from "./table-times.ts";

export const TIMES_AHEAD = "input/times-ahead";

export const TimesAhead = z.object({
  table: z.string(),
  /** About where its waterline is, RFC 3339, and how far that is ahead of the clock. */
  at: z.string(),
  ahead_ms: z.number(),
});

type TimesAhead = z.infer<typeof TimesAhead>;

/**
 * With one worker the circuit does not count what comes before LATENESS, so that nothing shows whether rows pass it: a
 * time far ahead may be that of all rows, or of one after which all others are late.
 */
const timesAhead = defineRule({
  id: TIMES_AHEAD,
  severity: "info",
  parts: ["circuit_profile"],
  looksFor: words`times far ahead of the clock`,
  thresholds: ["windowMs"],
  about: TimesAhead,
  find: ({ circuit_profile, nowMs }) =>
    [...tableTimes(circuit_profile)].flatMap(([table, { at, earliest, integral }]) => {
      const isCounted = circuit_profile?.late_filters.some(({ tables }) => tables.includes(table));
      const ahead_ms = Date.parse(earliest) - nowMs;
      const isOfOtherUnit = inUnitWords(at, nowMs) !== undefined;
      if (isCounted || isOfOtherUnit || ahead_ms < THRESHOLDS.windowMs) return [];
      const part = "circuit_profile" as const;
      return [
        {
          about: { table, at, ahead_ms },
          signs: [
            { part, field: `${integral}.retainment_bounds`, value: { moment: at } },
            {
              part,
              field: "ahead of the clock",
              value: { ms: ahead_ms },
              threshold: { ms: THRESHOLDS.windowMs },
            },
          ],
        },
      ];
    }),
  what: (about) => words`${timesAheadWords(about)}; no counter of Feldera's shows it`,
  brief: ({ table, ahead_ms }) =>
    words`rows of ${table} that are of now are dropped as late: its waterline is ${daysOf(ahead_ms)} ahead`,
  cause: ({ table }) =>
    words`Where the times of ${table} are meant to be ahead, as those of forecasts are, nothing is wrong. Else a row of a time far ahead, if only one, moved it: correct that at its source, or declare LATENESS on a view that leaves such rows out, and read that. It never goes back, and a checkpoint keeps it: stop the pipeline, clear its storage, and let it read its input again`,
  next: () => [],
});

function daysOf(ahead_ms: number): Words {
  return plural(Math.round(ahead_ms / DAY_MS), words`day`, words`days`);
}

const DAY_MS = 86_400_000;

/** "rows of scans that are of now are dropped as late: its waterline is at about 2027-12-01 07:55:00 UTC, 365 days ahead of the clock". */
export function timesAheadWords({ table, at, ahead_ms }: TimesAhead): Words {
  return words`rows of ${table} that are of now are dropped as late: its waterline is at about ${moment(at)}, ${daysOf(ahead_ms)} ahead of the clock`;
}

/** What has to be meant where nothing is wrong. */
export function meantAheadWords({ table, ahead_ms }: TimesAhead): Words {
  return words`the times of ${table} are meant to be ${daysOf(ahead_ms)} ahead of the clock`;
}

export const TIMES_AHEAD_RULES = [timesAhead];
