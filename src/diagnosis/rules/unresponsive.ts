import * as z from "zod";
import { PARTS, type PartName } from "../../answers/diagnosis.ts";
import { span } from "../../text/page/format.ts";
import { joined, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";

/** What the pipeline's own process answers, at any depth; the rest comes from the manager and the runner. */
const ASKED_ALWAYS: readonly PartName[] = ["stats", "time_series", "metrics", "checkpoint_status"];

const OF_PROCESS: ReadonlySet<PartName> = new Set<PartName>([
  ...ASKED_ALWAYS,
  "circuit_profile",
  "error_view",
  "heap_profile",
]);

/** States in which a process is busy with its start, and may well not answer. */
const STARTING: ReadonlySet<string> = new Set([
  "Initializing",
  "Provisioning",
  "Unavailable",
  "Stopped",
  "Stopping",
]);

export const UNRESPONSIVE = "runtime/unresponsive";

/** The manager looks at a process now and then; one that stops in between stays Running for it. */
const unresponsive = defineRule({
  id: UNRESPONSIVE,
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a process that answers nothing`,
  about: z.object({
    status: z.string(),
    parts: z.array(z.enum(PARTS)),
    /** How long ago the newest record of the log was written; absent where that is not known. */
    silent_ms: z.number().optional(),
  }),
  find({ pipeline, log, nowMs, unanswered = [] }) {
    const status = pipeline?.state.deployment.status;
    if (status === undefined || STARTING.has(status)) return [];
    const parts = unanswered.filter((part) => OF_PROCESS.has(part));
    if (!ASKED_ALWAYS.every((part) => parts.includes(part))) return [];
    const newest = log?.newest;
    const silent_ms = newest?.epochMs === undefined ? undefined : Math.max(0, nowMs - newest.epochMs);
    return [
      {
        about: { status, parts, ...(silent_ms !== undefined && { silent_ms }) },
        signs: [
          { part: "pipeline", field: "deployment_status", value: { text: status } },
          ...parts.map((part) => ({ part, field: "answer", value: { text: "none" } })),
          ...(newest?.time === undefined
            ? []
            : [{ part: "log" as const, field: "newest record", value: { moment: newest.time } }]),
        ],
        quotes: newest === undefined ? [] : [{ part: "log" as const, texts: [newest.message] }],
      },
    ];
  },
  what({ status, parts, silent_ms }) {
    const asked = joined(
      parts.map((part) => words`${part}`),
      words`, `,
    );
    const silence =
      silent_ms === undefined ? undefined : words`; its log has been silent for ${span(silent_ms)}`;
    return words`the pipeline counts as ${status}, but its process answers nothing (${asked} were asked for)${silence}`;
  },
  brief: () => words`its process answers nothing`,
  cause: () =>
    words`It is stopped, hung, overloaded, or just gone. A log that goes on, or an answer to a call with more time, means overloaded; otherwise the state of the process on its host tells (ps: T is stopped, D waits for a disk, R is busy), or that of its pod`,
  next: () => [
    { tool: "get_pipeline_logs", args: { tail: 20 }, why: words`whether the log goes on` },
    { tool: "list_events", args: {}, why: words`for when the manager last saw it well` },
  ],
});

export const UNRESPONSIVE_RULES = [unresponsive];
