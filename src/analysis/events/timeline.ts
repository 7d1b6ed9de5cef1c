import * as z from "zod";
import type { PipelineEvent } from "../../feldera/schemas/pipeline.ts";
import { axesOf, EventAxes } from "./axes.ts";

const Incident = z.enum(["error set", "unavailable", "restarted", "compilation failed"]);

const TimelineEntry = z.object({
  /** The event that began this state. */
  event_id: z.string(),
  recorded_at: z.string(),
  /** When the last event of this state was recorded, if there were several. */
  until: z.string().optional(),
  /** Events that say the same, this one with them. */
  events: z.number(),
  ...EventAxes.shape,
  /** The axes in which it differs from what was before; empty for the oldest. */
  changed: z.array(EventAxes.keyof()),
  incidents: z.array(Incident),
});

export const Timeline = z.object({
  /** Newest first. */
  entries: z.array(TimelineEntry),
  /** Events read, and those at or after `since`. */
  events: z.number(),
  events_in_range: z.number(),
  entries_in_range: z.number(),
  oldest: z.string().optional(),
  incidents: z.number(),
});

export type Timeline = z.infer<typeof Timeline>;
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export interface TimelineOptions {
  /** In ms since 1970. */
  readonly sinceMs?: number;
  /** Whether events that say the same as the one before them are folded into it. */
  readonly only_changes: boolean;
  readonly limit: number;
}

/** A pipeline's events as a timeline, with what changed from one to the next. */
export function timeline(newestFirst: readonly PipelineEvent[], options: TimelineOptions): Timeline {
  const oldestFirst = newestFirst.toReversed();
  const entries: TimelineEntry[] = [];
  let before: EventAxes | undefined;
  for (const event of oldestFirst) {
    const axes = axesOf(event);
    const changed =
      before === undefined ? [] : EventAxes.keyof().options.filter((axis) => axes[axis] !== before?.[axis]);
    const last = entries.at(-1);
    if (options.only_changes && last !== undefined && changed.length === 0) {
      last.until = event.recorded_at;
      last.events += 1;
    } else {
      const { event_id, recorded_at } = event;
      entries.push({
        event_id,
        recorded_at,
        events: 1,
        ...axes,
        changed,
        incidents: incidentsOf(axes, before),
      });
    }
    before = axes;
  }
  const inRange = entries.filter((entry) => isSince(entry.until ?? entry.recorded_at, options.sinceMs));
  const oldest = oldestFirst[0]?.recorded_at;
  return {
    entries: inRange.slice(-options.limit).reverse(),
    events: newestFirst.length,
    events_in_range: newestFirst.filter((event) => isSince(event.recorded_at, options.sinceMs)).length,
    entries_in_range: inRange.length,
    incidents: inRange.reduce((sum, entry) => sum + entry.incidents.length, 0),
    ...(oldest !== undefined && { oldest }),
  };
}

function isSince(time: string, sinceMs: number | undefined): boolean {
  return sinceMs === undefined || !(Date.parse(time) < sinceMs);
}

/** What a runtime goes through before it first runs. */
export const NOT_YET_RUN: ReadonlySet<string> = new Set([
  "Initializing",
  "Coordination",
  "Standby",
  "AwaitingApproval",
]);

function incidentsOf(now: EventAxes, before: EventAxes | undefined): TimelineEntry["incidents"] {
  const staysProvisioned = before?.resources === "Provisioned" && now.resources === "Provisioned";
  const cameBack =
    staysProvisioned &&
    before.runtime !== undefined &&
    !NOT_YET_RUN.has(before.runtime) &&
    now.runtime === "Initializing";
  const failedToCompile = now.program?.endsWith("Error") === true && now.program !== before?.program;
  return [
    ...(now.has_error && !before?.has_error ? (["error set"] as const) : []),
    ...(now.runtime === "Unavailable" && before?.runtime !== "Unavailable" ? (["unavailable"] as const) : []),
    ...(cameBack ? (["restarted"] as const) : []),
    ...(failedToCompile ? (["compilation failed"] as const) : []),
  ];
}
