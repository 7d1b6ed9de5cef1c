import * as z from "zod";
import { goesOn, isGone } from "../../analysis/stats/going-on.ts";
import { isPushed } from "../../analysis/stats/pushed.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped, plural } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { clockMs, isClock, ticksPerS } from "./fast-clock.ts";
import { hasJustStarted } from "./just-started.ts";
import { seriesWindow } from "./series-window.ts";

const ONE_BY_ONE = "input/one-by-one";

/** Steps of which each has a row or a few, of rows that are sent by HTTP. */
export const TinySteps = z.object({
  tables: z.array(z.string()),
  records_per_s: z.number(),
  steps_per_s: z.number(),
  /** Whether the steps are counted of late, and not on average since the start. */
  is_of_late: z.boolean(),
});

type TinySteps = z.infer<typeof TinySteps>;

/** Of fewer rows most steps are made by something else. */
const MADE_BY_ROWS = 0.5;

/** Feldera keeps how long the steps of the last minute took, or the last thousand where there were more. */
const KEPT_STEPS = 1_000;
const KEPT_S = 60;

/** By an average since the start a step may have had one row where of late it has more: not so many more. */
const AT_MOST = 5;

/** Whoever sends as many rows as on average sends them as on average. */
const NO_MORE = 1.5;

/** Undefined where steps have more rows, others than rows by HTTP come too, or it is not known. */
export function tinySteps(evidence: Evidence): TinySteps | undefined {
  const { stats } = evidence;
  if (stats?.lists_inputs !== true || (stats.state ?? "Running") !== "Running") return undefined;
  const open = stats.connectors.filter(
    (one) => one.direction === "input" && !isClock(one) && !isGone(one) && one.end_of_input !== true,
  );
  const going = open.filter(goesOn);
  // Of what came between two looks it is known for which tables that was.
  const bring = stats.rates?.over === "two samples" ? going.filter((one) => one.records_per_s !== 0) : going;
  const tables = bring.flatMap(({ relation }) => nameOfStream(relation) ?? []);
  if (!open.every(isPushed) || tables.length < bring.length || tables.length === 0) return undefined;
  const rates = ratesOf(evidence);
  if (rates === undefined) return undefined;
  const { records_per_s, steps_per_s } = rates;
  if (steps_per_s < THRESHOLDS.oneByOneStepsPerS || isByClock(evidence, steps_per_s)) return undefined;
  const each = records_per_s / steps_per_s;
  return each >= MADE_BY_ROWS && each <= THRESHOLDS.oneByOneRows ? { tables, ...rates } : undefined;
}

/** Between two looks, or of the time series beside the metrics; the clock's ticks are no rows. */
function ratesOf({ stats, time_series, metrics }: Evidence): Omit<TinySteps, "tables"> | undefined {
  const { over, processed_records_per_s: processed, completed_steps_per_s: steps } = stats?.rates ?? {};
  if (over === "two samples") {
    const clock = stats?.connectors.find(isClock);
    const ticks = clock === undefined ? 0 : clock.records_per_s;
    return processed === undefined || steps === undefined || ticks === undefined
      ? undefined
      : { records_per_s: Math.max(0, processed - ticks), steps_per_s: steps, is_of_late: true };
  }
  const { records } = time_series ?? {};
  const { count, recent } = metrics?.steps ?? {};
  const uptime_s = Number(stats?.uptime_ms ?? 0) / 1_000;
  if (records === undefined || count === undefined || recent === undefined || hasJustStarted(stats))
    return undefined;
  if (time_series === undefined || seriesWindow(time_series).window_age_ms !== undefined) return undefined;
  const records_per_s = Math.max(0, records.per_sec - ticksPerS(stats));
  if (uptime_s < KEPT_S) return { records_per_s, steps_per_s: count / uptime_s, is_of_late: false };
  const least = recent.count / KEPT_S;
  if (recent.count < KEPT_STEPS) return { records_per_s, steps_per_s: least, is_of_late: true };
  const average = Number(stats?.processed_records ?? 0) / uptime_s;
  if (records_per_s > Math.max(least * AT_MOST, average * NO_MORE)) return undefined;
  return { records_per_s, steps_per_s: Math.max(least, count / uptime_s), is_of_late: false };
}

/** Whether the clock of NOW() may make half of the steps or more, rows or not. */
function isByClock({ stats, pipeline }: Evidence, steps_per_s: number): boolean {
  if (stats?.connectors.some(isClock) !== true) return false;
  const ms = clockMs(pipeline);
  return ms === undefined || steps_per_s < 2_000 / ms;
}

/** "some 64 steps/s of about 1 record each, as of who sends them one by one or a few at a time". */
export function tinyStepsWords({ records_per_s, steps_per_s, is_of_late }: TinySteps): Words {
  const each = Math.max(1, Math.round(records_per_s / steps_per_s));
  const average = is_of_late ? undefined : words` on average since its start`;
  return words`some ${grouped(Math.round(steps_per_s))} steps/s${average}, of about ${plural(each, words`record`, words`records`)} each, as of who sends them one by one or a few at a time`;
}

/** Each step has costs of its own: who waits for one before the next row is sent has no more than one row in each. */
const oneByOne = defineRule({
  id: ONE_BY_ONE,
  severity: "info",
  parts: ["stats", "pipeline", "time_series", "metrics"],
  looksFor: words`rows sent by HTTP one by one`,
  thresholds: ["oneByOneRows", "oneByOneStepsPerS"],
  about: TinySteps,
  find(evidence) {
    const about = tinySteps(evidence);
    if (about === undefined) return [];
    return [
      {
        about,
        signs: [
          {
            part: "stats" as const,
            field: about.is_of_late ? "completed steps of late" : "total_completed_steps / uptime_msecs",
            value: { per_sec: about.steps_per_s, unit: "steps" },
            threshold: { per_sec: THRESHOLDS.oneByOneStepsPerS, unit: "steps" },
          },
        ],
      },
    ];
  },
  what: (about) =>
    words`what is sent to ${nameList(about.tables)} by HTTP comes to ${grouped(Math.round(about.records_per_s))} records/s in ${tinyStepsWords(about)}`,
  brief: ({ tables }) => words`rows come to ${nameList(tables)} by HTTP about one by one`,
  cause: () =>
    words`Where more should come: a request and a step take some time however few rows they have, and who waits for an answer sends no more meanwhile. Send many rows in one request, or several requests at once, and do not wait for each to be processed (its completion token, or wait). If no more is to come, nothing is wrong`,
  next: () => [],
});

export const ONE_BY_ONE_RULES = [oneByOne];
