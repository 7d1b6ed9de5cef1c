import * as z from "zod";

const ms = z.number().describe("ms since 1970");

/** A run of the pipeline; see `PipelineRun`. */
const Run = z.object({
  began_ms: ms.optional().describe("Absent where what was read begins within the run"),
  ran_since_ms: ms.optional().describe("When it first processed"),
  ended_ms: ms.optional().describe("Absent while it goes on"),
  end: z.enum(["goes on", "stopped", "failed", "went away"]),
  says: z.string().describe("How it ended, in a sentence"),
  event_id: z.string().optional(),
});

/** What happened to a pipeline, and its runs. */
export const TimelineFacts = z.object({
  picture: z.literal("timeline"),
  from_ms: ms.describe("Of all that is shown"),
  to_ms: ms,
  /** Oldest first. */
  runs: z.array(Run),
  runs_from: z.enum(["events", "log"]).describe("Which tells them: the log, where events could not be had"),
  /** Changes of state, oldest first; events that say the same are one. */
  events: z.array(
    z.object({
      event_id: z.string(),
      at_ms: ms,
      until_ms: ms.optional().describe("The last event that says the same"),
      events: z.int(),
      severity: z.enum(["incident", "change", "first"]),
      incidents: z.array(z.enum(["error set", "unavailable", "restarted", "compilation failed"])),
      state: z.string().describe("Such as Provisioned/Running"),
      says: z.string().describe("What changed, as list_events says it"),
    }),
  ),
  events_left_out: z.int().describe("Older changes that are not sent"),
  /** Moments that no event tells. */
  marks: z.array(
    z.object({ at_ms: ms, kind: z.enum(["checkpoint", "panic", "error in the log"]), says: z.string() }),
  ),
  oldest_ms: ms.optional().describe("The oldest event that Feldera keeps: what was before is not known"),
});

export type TimelineFacts = z.infer<typeof TimelineFacts>;

export const HISTORY_SERIES = ["throughput", "memory", "storage", "waiting"] as const;

const unit = z.enum(["records_per_s", "records", "bytes"]);

/** What is known of one moment. */
const MomentFacts = z.object({
  at_ms: ms,
  figures: z.array(
    z.object({
      name: z.enum(["processed", ...HISTORY_SERIES]).describe("waiting: at the inputs"),
      unit,
      value: z.number().optional().describe("Absent where it is not known"),
      says: z.string().describe("Of what it is, or why it is not known"),
      share: z.number().optional().describe("Of what it must not pass"),
    }),
  ),
});

/** Figures over time, and what happened meanwhile. */
export const HistoryFacts = z.object({
  picture: z.literal("history"),
  from_ms: ms,
  to_ms: ms,
  told_by: z
    .enum(["time series", "collections"])
    .describe("What series are of: Feldera's own, or the statistics in each collection of a bundle"),
  course: z
    .string()
    .optional()
    .describe("Of a bundle: what series are of; or why there are none, and what would show them"),
  /** Those that are told: absent ones were not. */
  series: z.array(
    z.object({
      name: z.enum(HISTORY_SERIES),
      unit,
      at_ms: z.array(ms),
      value: z
        .array(z.number())
        .describe("In `unit`; of throughput each over the time since the point before"),
      /** Of throughput: how long nothing has been processed, up to the last point. */
      idle_ms: z.number().optional(),
      /** Of averages between moments that are far apart: when the time of each began. */
      averaged_from_ms: z.array(ms).optional(),
      /** Positions of points that follow a restart: no line leads to them. */
      breaks: z.array(z.int()),
      min: z.number(),
      max: z.number(),
      last: z.number(),
      says: z
        .string()
        .describe("Its course, as get_time_series says it, or from the first point to the last"),
      /** What it must not pass, and what says so; absent where none is known. */
      limit: z.object({ value: z.number(), says: z.string() }).optional(),
    }),
  ),
  /** Where there are no series. */
  moment: MomentFacts.optional(),
  /** How far each connector is behind, at the moment of the statistics: Feldera keeps no history of it. */
  lag: z
    .object({
      at_ms: ms,
      connectors: z.array(
        z.object({
          name: z.string(),
          kind: z.enum(["input", "output"]),
          /** Of an input: received and not yet taken by the circuit. Of an output: input records processed that it has not put out. */
          records: z.number(),
        }),
      ),
    })
    .optional(),
  /** Oldest first. */
  marks: z.array(
    z.object({
      at_ms: ms,
      until_ms: ms.optional(),
      kind: z.enum(["incident", "change", "checkpoint", "restart", "transaction"]),
      says: z.string(),
    }),
  ),
});

export type HistoryFacts = z.infer<typeof HistoryFacts>;
