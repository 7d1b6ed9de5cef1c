import * as z from "zod";
import type { TimelineEntry } from "../../analysis/events/timeline.ts";
import { KillEvidence } from "../../analysis/runs/kill-evidence.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { configuredMemory, sizeName } from "../../feldera/settings/runtime.ts";
import { moment, plural, span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { recurrenceIn } from "../earlier-runs.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { verdictWords, weighed, weighingWords } from "./killed.ts";
import { stopped } from "./stopped.ts";
import { unavailable } from "./unavailable.ts";

const LOG_CALL = {
  tool: "get_pipeline_logs",
  args: { run: "previous" },
  why: words`for the last lines before it went away`,
};

/** Incidents of a kind within the last hours, newest first. */
function recent(
  entries: readonly TimelineEntry[],
  nowMs: number,
  kinds: readonly TimelineEntry["incidents"][number][],
): TimelineEntry[] {
  return entries.filter(
    ({ recorded_at, incidents }) =>
      incidents.some((one) => kinds.includes(one)) &&
      nowMs - Date.parse(recorded_at) <= THRESHOLDS.incidentAgeMs,
  );
}

const AWAY = ["unavailable", "restarted"] as const;

interface Loop {
  readonly incidents: readonly TimelineEntry[];
  readonly latest: TimelineEntry;
  /** How often it went away, and how often it came back. */
  readonly times: number;
  readonly back: number;
  readonly over_ms: number;
}

/** The restarts of a pipeline that does not stay up. */
function loopOf(evidence: Evidence): Loop | undefined {
  const away = awayOf(evidence);
  return away && livedThroughMs(away, evidence) === undefined ? away : undefined;
}

/** How long its process has been up, where that is from before it was last away. */
function livedThroughMs({ latest }: Loop, { stats, nowMs }: Evidence): number | undefined {
  const up_ms = stats?.uptime_ms === undefined ? undefined : Number(stats.uptime_ms);
  return up_ms !== undefined && up_ms > nowMs - Date.parse(latest.recorded_at) ? up_ms : undefined;
}

function incidentSigns(incidents: readonly TimelineEntry[]): Sign[] {
  return incidents.slice(0, 4).map(({ incidents: kinds, recorded_at, event_id }) => ({
    part: "events",
    field: event_id,
    value: { text: kinds.join(", ") },
    at: recorded_at,
  }));
}

/** That it was away again and again; none where it has been there for longer than that went on. */
function awayOf({ events, pipeline, nowMs }: Evidence): Loop | undefined {
  const incidents = recent(events?.entries ?? [], nowMs, AWAY);
  const back = incidents.filter((entry) => entry.incidents.includes("restarted")).length;
  const times = Math.max(back, incidents.length - back);
  const [latest] = incidents;
  const oldest = incidents.at(-1);
  if (latest === undefined || oldest === undefined || times < THRESHOLDS.restarts) return undefined;
  const latestMs = Date.parse(latest.recorded_at);
  const over_ms = latestMs - Date.parse(oldest.recorded_at);
  // Where the pipeline's record was not read, its newest event tells.
  const status = pipeline?.state.deployment.status ?? events?.entries[0]?.runtime;
  if (status === "Running" && nowMs - latestMs > over_ms) return undefined;
  return { incidents, latest, times, back, over_ms };
}

/** It went away again and again and came back by itself, as a container does that is killed for lack of memory. */
const loop = defineRule({
  id: "runtime/restart-loop",
  severity: "error",
  parts: ["events", "pipeline"],
  looksFor: words`a pipeline that is killed and restarted again and again`,
  thresholds: ["incidentAgeMs", "restarts"],
  explains: ["runtime/unavailable"],
  about: z.object({
    times: z.int(),
    back: z.int(),
    over_ms: z.number(),
    latest: z.string(),
    /** Whether one is configured; absent where the configuration was not read. */
    limit: z.boolean().optional(),
    limit_setting: z.string(),
    /** Of its process: where it is longer than since it was last away, it lived through that. */
    is_uptime_known: z.boolean(),
    weighed: KillEvidence,
  }),
  find(evidence) {
    const { pipeline, stats } = evidence;
    const loop = loopOf(evidence);
    if (loop === undefined) return [];
    const { incidents: restarts, latest, times, back, over_ms } = loop;
    const settings = pipeline?.settings;
    return [
      {
        about: {
          times,
          back,
          over_ms,
          latest: latest.recorded_at,
          ...(settings && { limit: configuredMemory(settings).is !== "unset" }),
          limit_setting: sizeName("process_memory", settings),
          is_uptime_known: stats?.uptime_ms !== undefined,
          weighed: { ...weighed(evidence, (end) => end === "went away"), times },
        },
        signs: incidentSigns(restarts),
      },
    ];
  },
  what: ({ times, back, over_ms, latest, weighed }) =>
    words`the pipeline went away ${plural(times, words`time`, words`times`)}${backWords(back, times)} within ${span(over_ms)}, last at ${moment(latest)}, as a process that is killed from outside does, ${verdictWords(weighed)}`,
  brief: ({ times, over_ms, weighed }) =>
    words`it went away ${plural(times, words`time`, words`times`)} within ${span(over_ms)}, ${verdictWords(weighed)}`,
  cause({ limit, limit_setting, is_uptime_known, weighed }) {
    const unlimited = words`No memory limit is configured, so that it may take all the memory that its container or machine has, and is killed where others need some of it: set ${limit_setting} below that`;
    const unread = limit === undefined ? words`. Whether a limit is configured is not known` : undefined;
    const lived = is_uptime_known ? undefined : words`. Whether its process lived through that is not known`;
    return words`${weighingWords(weighed)}${lived}${unread}. ${limit === false ? unlimited : words`Each restart reads its input again; the container's last state (kubectl describe pod) tells who ended it`}`;
  },
  next: () => [
    LOG_CALL,
    { tool: "get_time_series", args: {}, why: words`for how memory grows while it is up` },
    { tool: "summarize_heap_profile", args: {}, why: words`for what holds the memory while it is up` },
  ],
});

/** Its process may come back between two looks of the manager, so that no event shows how. */
function backWords(back: number, times: number): Words | undefined {
  if (back === 0) return undefined;
  return words` and came back ${back === times ? words`each time` : plural(back, words`time`, words`times`)}`;
}

/** Its process lived through what looks like a death from outside. */
const unreachableAtTimes = defineRule({
  id: "runtime/unreachable-at-times",
  severity: "warning",
  parts: ["events", "stats"],
  looksFor: words`a process that cannot be reached at times`,
  thresholds: ["incidentAgeMs", "restarts"],
  about: z.object({ times: z.int(), over_ms: z.number(), latest: z.string(), up_ms: z.number() }),
  find(evidence) {
    const seen = awayOf(evidence);
    const up_ms = seen && livedThroughMs(seen, evidence);
    if (seen === undefined || up_ms === undefined) return [];
    const { incidents, latest, times, over_ms } = seen;
    return [
      {
        about: { times, over_ms, latest: latest.recorded_at, up_ms },
        signs: [
          ...incidentSigns(incidents),
          { part: "stats" as const, field: "global_metrics.uptime_msecs", value: { ms: up_ms } },
        ],
      },
    ];
  },
  what: ({ times, over_ms, latest, up_ms }) =>
    words`the pipeline could not be reached ${plural(times, words`time`, words`times`)} within ${span(over_ms)}, last at ${moment(latest)}; its process lived through that (up for ${span(up_ms)})`,
  brief: ({ times, over_ms }) =>
    words`it could not be reached ${plural(times, words`time`, words`times`)} within ${span(over_ms)}, and lived through that`,
  cause: () =>
    words`No crash: the process was too busy to answer, had no CPU, or the network was cut. How busy its node was then tells which`,
  next: () => [{ tool: "get_time_series", args: {}, why: words`for what it did at those times` }],
});

/** What has befallen it before and is over. */
const past = defineRule({
  id: "events/past-incident",
  severity: "info",
  parts: ["events", "pipeline"],
  looksFor: words`earlier incidents`,
  thresholds: ["incidentAgeMs"],
  about: z.object({ times: z.int(), latest: z.string(), event_id: z.string(), kinds: z.array(z.string()) }),
  find(evidence) {
    const { events, pipeline, nowMs } = evidence;
    const status = pipeline?.state.deployment.status;
    if (status !== "Running" && status !== "Paused") return [];
    if (awayOf(evidence) !== undefined) return [];
    // What the error was is told where it is known.
    const isTold = recurrenceIn(evidence) !== undefined;
    const kinds = isTold ? AWAY : (["error set", ...AWAY] as const);
    const incidents = recent(events?.entries ?? [], nowMs, kinds);
    const [latest] = incidents;
    if (latest === undefined) return [];
    return [
      {
        about: {
          times: incidents.length,
          latest: latest.recorded_at,
          event_id: latest.event_id,
          kinds: [...new Set(incidents.flatMap(({ incidents: kinds }) => kinds))],
        },
        signs: incidentSigns(incidents),
      },
    ];
  },
  what: ({ times, latest, kinds }) =>
    words`${plural(times, words`incident`, words`incidents`)} in the last day (${kinds.map((kind, i) => words`${i > 0 ? words`, ` : undefined}${kind}`)}), the last at ${moment(latest)}; it has been running since`,
  cause: ({ kinds }) =>
    words`${kinds.includes("error set") ? words`What the error was is not known here. ` : undefined}Told for what it may explain; that it runs now does not show that it is over`,
  next: ({ event_id }) => [
    { tool: "get_event", args: { event_id, selector: "all" }, why: words`for the last of them` },
  ],
});

export const RESTART_RULES = [loop, unreachableAtTimes, unavailable];
export const PAST_RULES = [stopped, past];
