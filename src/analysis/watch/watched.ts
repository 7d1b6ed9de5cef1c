import * as z from "zod";
import type { PipelineStatus } from "../../feldera/schemas/pipeline.ts";
import type { Stats } from "../../feldera/schemas/stats.ts";
import { pipelineState } from "../pipeline/status.ts";
import { type Configuration, StatsFacts, statsFacts } from "../stats/stats-facts.ts";

/** What a watch may wait for. */
export const UNTIL = ["running", "stopped", "error", "caught_up", "checkpoint", "any_change"] as const;

export type Until = (typeof UNTIL)[number];

/** One look at a pipeline; statistics exist only while it runs, and checkpoints where its edition has them. */
export interface Look {
  /** Since the watch began. */
  readonly ms: number;
  readonly status: PipelineStatus;
  readonly stats?: Stats;
  /** Sequence number of the last checkpoint that worked. */
  readonly checkpoint?: number | bigint;
}

const State = z.object({
  /** When it was first seen so, since the watch began. */
  ms: z.number(),
  status: z.string(),
  desired: z.string().optional(),
  program: z.string(),
  error_code: z.string().optional(),
  connector_errors: z.union([z.number(), z.bigint()]).optional(),
});

export const WatchFacts = z.object({
  watched_ms: z.number(),
  looks: z.int(),
  /** Whether what was waited for came; absent where nothing was. */
  reached: z.boolean().optional(),
  /** The first, and each that differed from the one before it; oldest first. */
  states: z.array(State),
  /** At the end, with rates between the first and the last look that had any. */
  stats: StatsFacts.optional(),
  /** Checkpoints that were made meanwhile. */
  checkpoints: z.number().optional(),
});

export type WatchFacts = z.infer<typeof WatchFacts>;

/** What happened between the first look and the last. */
export function watchFacts(
  looks: readonly Look[],
  reached: boolean | undefined,
  configuration: Configuration | undefined,
): WatchFacts {
  const withStats = looks.filter(({ stats }) => stats !== undefined);
  const [first] = withStats;
  const last = withStats.at(-1);
  const before = first === last ? undefined : first?.stats;
  const numbers = looks.flatMap(({ checkpoint }) => checkpoint ?? []);
  const [oldest] = numbers;
  const newest = numbers.at(-1);
  const states: z.infer<typeof State>[] = [];
  for (const look of looks) {
    const state = stateOf(look);
    const known = states.at(-1);
    if (known === undefined || isOther(state, known)) states.push(state);
  }
  return {
    watched_ms: looks.at(-1)?.ms ?? 0,
    looks: looks.length,
    ...(reached !== undefined && { reached }),
    states,
    ...(last?.stats && { stats: statsFacts(last.stats, before, configuration) }),
    ...(oldest !== undefined && newest !== undefined && { checkpoints: Number(newest) - Number(oldest) }),
  };
}

/** Whether a pipeline is as it was waited for, `first` being how it was when the watch began. */
export function isReached(until: Until, now: Look, first: Look): boolean {
  const { status, program, error_code } = stateOf(now);
  switch (until) {
    case "running":
      return status === "Running";
    case "stopped":
      return status === "Stopped";
    case "error":
      return error_code !== undefined || program.endsWith("Error");
    case "caught_up":
      return hasCaughtUp(now);
    case "checkpoint":
      return now.checkpoint !== undefined && now.checkpoint !== first.checkpoint;
    case "any_change":
      return isOther(stateOf(now), stateOf(first)) || isAnotherProcess(now, first);
  }
}

/** Nothing waits at the inputs, and all that was processed has been put out. */
function hasCaughtUp({ stats }: Look): boolean {
  const { pipeline_complete, buffered_input_records, ...totals } = stats?.global_metrics ?? {};
  if (pipeline_complete === true) return true;
  const { total_processed_records: processed, total_completed_records: completed } = totals;
  return buffered_input_records === 0 && processed != null && completed != null && completed >= processed;
}

function isAnotherProcess(now: Look, first: Look): boolean {
  const [one, other] = [now, first].map(({ stats }) => stats?.global_metrics?.start_time);
  return one != null && other != null && one !== other;
}

function stateOf({ ms, status }: Look): z.infer<typeof State> {
  const { deployment, program, failure, connector_errors } = pipelineState(status);
  return {
    ms,
    status: deployment.status,
    program: program.status,
    ...(deployment.desired !== undefined && { desired: deployment.desired }),
    ...(failure && { error_code: failure.error_code }),
    ...(connector_errors !== undefined && { connector_errors }),
  };
}

function isOther(one: z.infer<typeof State>, other: z.infer<typeof State>): boolean {
  return (
    one.status !== other.status ||
    one.desired !== other.desired ||
    one.program !== other.program ||
    one.error_code !== other.error_code ||
    one.connector_errors !== other.connector_errors
  );
}
