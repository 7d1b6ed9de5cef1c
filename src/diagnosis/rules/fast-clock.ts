import * as z from "zod";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { CLOCK_TABLE } from "../../feldera/schemas/program.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped, percent } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** Feldera has an input of its own for the clock of NOW(), which is no source of rows. */
export function isClock({ direction, relation }: StatsFacts["connectors"][number]): boolean {
  return direction === "input" && nameOfStream(relation) === CLOCK_TABLE;
}

/** How often the clock of NOW() has ticked since the start; each tick counts as a record that was read. */
export function clockTicks(stats: StatsFacts | undefined): number {
  const clock = stats?.connectors.find(isClock);
  return Number(clock?.records ?? 0);
}

/** Whether each input tells its table, so that the clock is known among them. */
export function isClockTold({ connectors }: StatsFacts): boolean {
  return connectors.every(({ direction, relation }) => direction !== "input" || relation !== undefined);
}

/** On average since the start; 0 where it is not known for how long it has run. */
export function ticksPerS(stats: StatsFacts | undefined): number {
  const seconds = Number(stats?.uptime_ms ?? 0) / 1000;
  return seconds > 0 ? clockTicks(stats) / seconds : 0;
}

/** From one tick to the next, where no rows come; undefined where what it is set to was not read. */
export function clockMs(pipeline: Evidence["pipeline"]): number | undefined {
  const clock = pipeline?.settings?.durations.clock;
  return clock?.is === "set" ? Number(clock.ms) : clock?.is === "unset" ? DEFAULT_MS : undefined;
}

/**
 * The clock makes a step as often as it is set to, whether rows have come or not, and ticks with each step that rows
 * make: so many ticks are its own only where it is set to as many.
 */
const fastClock = defineRule({
  id: "settings/fast-clock",
  severity: "info",
  parts: ["stats"],
  looksFor: words`a clock of NOW() that ticks so often that its steps cost much`,
  thresholds: ["clockTicksPerS"],
  about: z.object({
    ticks_per_s: z.number(),
    /** As configured. */
    setting: z.object({ name: z.string(), ms: z.number() }).optional(),
    /** Of the workers' time, in which they do nothing; absent where the circuit was not read. */
    idle: z.number().optional(),
  }),
  find(evidence: Evidence) {
    const { stats, pipeline, circuit_profile } = evidence;
    const ticks_per_s = ticksPerS(stats);
    if (ticks_per_s < THRESHOLDS.clockTicksPerS) return [];
    const clock = pipeline?.settings?.durations.clock;
    const set_ms = clockMs(pipeline);
    if (set_ms !== undefined && set_ms * THRESHOLDS.clockTicksPerS > 1000) return [];
    const { idle_s, total_s = 0 } = circuit_profile?.split ?? {};
    const idle = idle_s === undefined || total_s === 0 ? undefined : idle_s / total_s;
    return [
      {
        about: {
          ticks_per_s,
          ...(clock?.is === "set" && { setting: { name: clock.name, ms: Number(clock.ms) } }),
          ...(idle !== undefined && { idle }),
        },
        ...(clock?.is === "set" &&
          idle !== undefined &&
          idle < THRESHOLDS.idleShare && { severity: "warning" as const }),
        signs: [
          {
            part: "stats" as const,
            field: "inputs.now.metrics.total_records / uptime_msecs",
            value: { per_sec: ticks_per_s, unit: "ticks" },
            threshold: { per_sec: THRESHOLDS.clockTicksPerS, unit: "ticks" },
          },
        ],
      },
    ];
  },
  what: ({ ticks_per_s, setting, idle }) =>
    words`the clock of NOW() ticks ${grouped(Math.round(ticks_per_s))} times a second${setting === undefined ? words` (what it is set to is not known, so that rows may make as many steps)` : words` (${setting.name}, ${setting.ms} ms)`}, and each tick is a step of the whole circuit${idle === undefined ? undefined : words`; the workers are idle for ${percent(idle)} of their time`}`,
  brief: ({ ticks_per_s }) =>
    words`the clock of NOW() makes ${grouped(Math.round(ticks_per_s))} steps of the whole circuit a second`,
  cause: ({ setting }) =>
    words`What NOW() decides seldom has to be known so exactly: ${setting === undefined ? words`set the resolution of the clock higher` : words`set ${setting.name} higher`}; its default of a second makes one step a second`,
  next: () => [],
});

/** Feldera's own, where no other is set. */
const DEFAULT_MS = 1_000;

export const FAST_CLOCK_RULES = [fastClock];
