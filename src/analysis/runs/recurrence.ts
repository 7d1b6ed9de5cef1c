import * as z from "zod";
import { DeploymentFailure } from "../pipeline/deployment-error.ts";
import { failureKind, isSameFailure } from "../pipeline/failure-kind.ts";
import { msBetween, PipelineRun } from "./run.ts";

/** What has been changed since the last death, and when. */
const Change = z.object({ what: z.enum(["program", "configuration"]), at: z.string().optional() });

/** The deaths of one error with which a pipeline's newest runs ended. */
export const Recurrence = z.object({
  failure: DeploymentFailure,
  /** The newest last; the runs between them that were stopped sooner say nothing. */
  deaths: z.array(PipelineRun),
  /** How many of its runs died in all, of whatever error. */
  died: z.int(),
  /** What the last of the others died of, where it is known, and another error. */
  before: DeploymentFailure.optional(),
  /** How long those runs lived, in ms; absent where they never ran. */
  lived: z.object({ least_ms: z.number(), most_ms: z.number() }).optional(),
  /** Whether they lived about equally long. */
  is_regular: z.boolean(),
  changes: z.array(Change),
  /** Whether it is known when the program was last compiled. */
  is_program_known: z.boolean(),
  /** How long it has been up in the run that goes on; absent where none does. */
  up_ms: z.number().optional(),
  /** A run that is up for longer than this, in ms, has outlived them: by more than starts take longer or shorter. */
  outlived_ms: z.number(),
  /** Whether the run that goes on, or one that was stopped since, has outlived all of them. */
  is_outlived: z.boolean(),
});

export type Recurrence = z.infer<typeof Recurrence>;

export interface Standing {
  /** RFC 3339: when the program was last compiled. */
  readonly program_since?: string | undefined;
  /** Whether the configuration differs from that of the run that died last; undefined where that is not known. */
  readonly is_configured_otherwise?: boolean | undefined;
  /** In ms; absent where it does not run. */
  readonly up_ms?: number | undefined;
}

/** A start takes a little longer or shorter from time to time. */
const SPREAD_MS = 15_000;
const SPREAD = 1.5;

/** @param runs oldest first */
export function recurrenceOf(runs: readonly PipelineRun[], standing: Standing): Recurrence | undefined {
  const last = runs.findLastIndex(({ end, failure }) => end === "failed" && failure !== undefined);
  const failure = runs[last]?.failure;
  if (failure === undefined) return undefined;
  const deaths = deathsBy(failure, runs.slice(0, last + 1));
  const died = runs.filter(({ end }) => end === "failed");
  const before = died.findLast((run) => !deaths.includes(run))?.failure;
  const lives = deaths.flatMap(({ lived_ms }) => lived_ms ?? []);
  const lived =
    lives.length === 0 ? undefined : { least_ms: Math.min(...lives), most_ms: Math.max(...lives) };
  const { up_ms } = standing;
  const outlived_ms = beyond(lived?.most_ms ?? 0);
  const since = runs.slice(last + 1).flatMap(({ lived_ms }) => lived_ms ?? []);
  return {
    failure,
    deaths,
    died: died.length,
    ...(before && !isSameFailure(before, failure) && { before }),
    ...(lived && { lived }),
    is_regular: lived === undefined || lived.most_ms <= beyond(lived.least_ms),
    changes: changesSince(runs[last]?.ended, standing),
    is_program_known: standing.program_since !== undefined,
    ...(up_ms !== undefined && { up_ms }),
    outlived_ms,
    is_outlived: [...since, up_ms ?? 0].some((ms) => ms > outlived_ms),
  };
}

function beyond(ms: number): number {
  return Math.max(ms * SPREAD, ms + SPREAD_MS);
}

/** Back from the newest, as far as no run ended otherwise; one that was stopped before it could die is passed over. */
function deathsBy(failure: DeploymentFailure, runs: readonly PipelineRun[]): PipelineRun[] {
  const deaths: PipelineRun[] = [];
  for (const run of runs.toReversed()) {
    if (run.end === "failed" && run.failure !== undefined && isSameFailure(run.failure, failure)) {
      deaths.unshift(run);
      continue;
    }
    const shortest = Math.min(...deaths.flatMap(({ lived_ms }) => lived_ms ?? []));
    if (run.end !== "stopped" || (run.lived_ms ?? 0) > shortest) break;
  }
  return deaths;
}

function changesSince(
  ended: string | undefined,
  { program_since, is_configured_otherwise }: Standing,
): z.infer<typeof Change>[] {
  const afterMs = Date.parse(program_since ?? "") - Date.parse(ended ?? "");
  return [
    ...(afterMs > 0 ? [{ what: "program" as const, at: program_since }] : []),
    ...(is_configured_otherwise === true ? [{ what: "configuration" as const }] : []),
  ];
}

/**
 * Whether it is to be expected that it dies once more: it died of this before, and nothing was changed since. When
 * something outside asks it to end once more is up to that.
 */
export function willRecur({ failure, deaths, changes, is_outlived }: Recurrence): boolean {
  return (
    deaths.length >= 2 && changes.length === 0 && !is_outlived && failureKind(failure) !== "asked to end"
  );
}

/** How long the run that goes on still has to where the others died, in ms; undefined where that cannot be said. */
export function untilNextMs({ lived, is_regular, up_ms }: Recurrence): number | undefined {
  if (lived === undefined || !is_regular || up_ms === undefined) return undefined;
  return Math.max(0, lived.least_ms - up_ms);
}

/** The run that goes on has been up for so long, by the process or else by its events. */
export function upMs(
  runs: readonly PipelineRun[],
  uptime_ms: number | undefined,
  nowMs: number,
): number | undefined {
  const run = runs.at(-1);
  if (run?.end !== "goes on") return undefined;
  return uptime_ms ?? msBetween(run.ran_since, new Date(nowMs).toISOString()) ?? 0;
}
