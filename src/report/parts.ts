import type { PictureArguments } from "../answers/pictures.ts";

type PictureAsked = Omit<PictureArguments, "pipeline_name">;

/** A part of a report: what a tool tells, and the pictures that tell the same. */
export interface PartAsked {
  readonly title: string;
  readonly tool: string;
  readonly args?: Readonly<Record<string, unknown>>;
  /** Which of its lines are columns, and not to be wrapped: what it quotes, or all. */
  readonly columns?: "quoted" | "all";
  readonly pictures?: readonly PictureAsked[];
  /** What tells of the same where the tool cannot. */
  readonly instead?: Pick<PartAsked, "tool" | "args">;
}

const EVENTS = 720;
const LOG_RECORDS = 1000;
const ROWS = 100;

/**
 * The parts in their order, by ids which no two can share. Profiles are read before what charges them to operators,
 * which takes those at hand.
 */
export const PARTS = {
  diagnosis: { title: "Diagnosis", tool: "diagnose_pipeline", args: { depth: "deep" } },
  pipeline: { title: "The pipeline", tool: "get_pipeline" },
  figures: {
    title: "Throughput, lag, memory and storage",
    tool: "get_stats",
    pictures: [{ picture: "history" }],
  },
  last_minute: { title: "The last minute", tool: "get_time_series", columns: "all" },
  events: {
    title: "What happened",
    tool: "list_events",
    args: { limit: EVENTS },
    columns: "all",
    pictures: [{ picture: "timeline" }],
  },
  log: {
    title: "Errors of the log",
    tool: "get_pipeline_logs",
    args: { level: "error", run: "all", tail: LOG_RECORDS },
  },
  cpu: {
    title: "Where CPU time goes",
    tool: "summarize_samply_profile",
    pictures: [
      { picture: "flame", profile: "cpu", direction: "callees" },
      { picture: "flame", profile: "cpu", direction: "callers" },
    ],
  },
  heap: {
    title: "What holds memory",
    tool: "summarize_heap_profile",
    pictures: [
      { picture: "flame", profile: "heap", direction: "callees" },
      { picture: "flame", profile: "heap", direction: "callers" },
    ],
  },
  operators: {
    title: "What each operator costs",
    tool: "summarize_operators",
    args: { limit: ROWS },
    columns: "quoted",
  },
  program: {
    title: "The program with its costs",
    tool: "summarize_operators",
    args: { view: "program" },
    columns: "quoted",
    instead: { tool: "get_pipeline", args: { section: "program" } },
    pictures: [{ picture: "program" }],
  },
  dataflow: {
    title: "The dataflow",
    tool: "summarize_circuit_profile",
    pictures: [{ picture: "dataflow" }],
  },
} as const satisfies Readonly<Record<string, PartAsked>>;
