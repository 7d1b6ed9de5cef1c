import * as z from "zod";
import type { DeploymentFailure } from "../../analysis/pipeline/deployment-error.ts";
import { isSameFailure } from "../../analysis/pipeline/failure-kind.ts";
import { Recurrence, untilNextMs, willRecur } from "../../analysis/runs/recurrence.ts";
import type { PipelineRun } from "../../analysis/runs/run.ts";
import type { Finding } from "../../answers/diagnosis.ts";
import { moment, plural, span } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { livedWords, NOT_CHANGED, WHETHER_CHANGED } from "../../text/pipeline/recurrence.ts";
import { recurrenceIn } from "../earlier-runs.ts";
import type { Evidence } from "../evidence.ts";
import { COMPILING, Compiling, compilingWords, waitingWords } from "../rules/compiling.ts";
import { StopsCircuit } from "../rules/panics.ts";
import { hasRun } from "../rules/stopped.ts";
import { UNRESPONSIVE } from "../rules/unresponsive.ts";
import { defineVerdict } from "../verdict.ts";

/** How the runs ended that its events or its log tell of. */
const Endings = z.object({
  starts: z.int(),
  from: z.enum(["events", "log"]),
  stopped: z.int(),
  failed: z.int(),
  went_away: z.int(),
  /** The error of those that died, where it was one, and it is not that of the pipeline's state. */
  died_of: z.string().optional(),
  /** Those that died of other errors than that of the pipeline's state, the latest such, and whether all died of that. */
  others: z.object({ runs: z.int(), died_of: z.string(), are_alike: z.boolean() }).optional(),
});

type Endings = z.infer<typeof Endings>;

/** Who wants it paused: somebody who paused it, or who started it so. */
const PAUSED_BY = ["request", "start"] as const;

/** Is it up, and since when, how often was it started, and what ended that. */
export const up = defineVerdict({
  verdict: "up",
  label: words`Up`,
  parts: ["pipeline"],
  about: z.object({
    status: z.string(),
    /** Absent where it is not paused as is wanted, or its events do not tell. */
    paused_by: z.enum(PAUSED_BY).optional(),
    wanted: z.string().optional(),
    is_wish_known: z.boolean(),
    /** Whether its events were read, which tell how earlier runs ended. */
    are_events_read: z.boolean(),
    /** Whether its log was read, which tells of panics before the manager does. */
    is_log_read: z.boolean(),
    /** Whether it is known of all its runs that died what of. */
    is_cause_known: z.boolean(),
    /** Since when it has its status, and for how long. */
    since: z.string().optional(),
    ms: z.number().optional(),
    /** For how long the process of a pipeline that runs is up: since before it was paused and resumed. */
    process_ms: z.number().optional(),
    error_code: z.string().optional(),
    program_status: z.string().optional(),
    compiling: Compiling.optional(),
    is_storage_cleared: z.boolean(),
    /** Whether it answers nothing, though the manager counts it as running. */
    is_silent: z.boolean(),
    /** Whether its circuit has stopped for good, though its process answers. */
    has_still_circuit: z.boolean(),
    endings: Endings.optional(),
    recurrence: Recurrence.optional(),
  }),
  judge(evidence, findings) {
    const { pipeline } = evidence;
    if (pipeline === undefined) return undefined;
    const { deployment, failure, program } = pipeline.state;
    const isAsWanted = deployment.desired === undefined || deployment.desired === deployment.status;
    const isBroken = failure !== undefined || !isAsWanted || program.status.endsWith("Error");
    const isInDanger = findings.some(({ rule, severity }) => severity === "error" && OF_RUNS.has(rule));
    const is_silent = findings.some(({ rule }) => rule === UNRESPONSIVE);
    const has_still_circuit = findings.some(({ about }) => StopsCircuit.safeParse(about).success);
    const compiling = compilingIn(findings);
    const is_wish_known = deployment.desired !== undefined;
    const are_events_read = evidence.events !== undefined;
    const is_log_read = evidence.log !== undefined;
    const age = ageOf(evidence);
    const recurrence = recurrenceIn(evidence);
    const endings = endingsOf(evidence, recurrence);
    const is_cause_known = (evidence.runs ?? []).every(({ end, failure: of }) => end !== "failed" || of);
    const mayRecur = recurrence !== undefined && willRecur(recurrence);
    return {
      standing:
        isBroken || isInDanger || is_silent || has_still_circuit
          ? ("trouble" as const)
          : is_wish_known && are_events_read && is_log_read && is_cause_known && !mayRecur
            ? ("well" as const)
            : ("unknown" as const),
      about: {
        status: deployment.status,
        is_silent,
        has_still_circuit,
        is_wish_known,
        are_events_read,
        is_log_read,
        is_cause_known,
        ...(!isAsWanted && { wanted: deployment.desired }),
        ...pausedBy(evidence),
        ...age,
        ...(failure && { error_code: failure.error_code }),
        ...(program.status.endsWith("Error") && { program_status: program.status }),
        ...(compiling && { compiling }),
        is_storage_cleared: pipeline.state.storage === "Clearing",
        ...(endings && { endings }),
        ...(recurrence && { recurrence }),
      },
    };
  },
  rulesTold: ({ is_silent, compiling }) => [
    ...(is_silent ? [UNRESPONSIVE] : []),
    ...(compiling ? [COMPILING] : []),
  ],
  tell(about) {
    const { status, paused_by, are_events_read, is_log_read, is_cause_known } = about;
    const { error_code, endings, recurrence } = about;
    const is = stateWords(about);
    const since = sinceWords(about);
    const failed = error_code === undefined ? undefined : words`, failed with ${error_code}`;
    const by = paused_by && words` (${PAUSED_BY_WORDS[paused_by]})`;
    const program = about.compiling && words`; ${programWords(about.compiling)}`;
    const storage = about.is_storage_cleared ? words`; its storage is being cleared` : undefined;
    const rows = status === "Paused" ? words`; it takes in no rows until it is resumed` : undefined;
    const earlier = are_events_read
      ? undefined
      : words`; its events, which tell of earlier runs, were not read`;
    const panics = is_log_read ? undefined : words`; its log, which tells of panics, was not read`;
    const danger = recurrence && willRecur(recurrence) ? dangerWords(recurrence) : undefined;
    const ends = endings && endingWords(endings);
    const cause = is_cause_known ? undefined : words` (of what is not known)`;
    return words`${is}${since}${wishWords(about)}${failed}${by}${rows}${program}${storage}${danger}${ends}${cause}${earlier}${panics}`;
  },
});

function compilingIn(findings: readonly Finding[]): z.infer<typeof Compiling> | undefined {
  const found = findings.find(({ rule }) => rule === COMPILING);
  return found && Compiling.parse(found.about);
}

function programWords(compiling: z.infer<typeof Compiling>): Words {
  return words`its program is not compiled yet (${compilingWords(compiling)})${waitingWords(compiling)}`;
}

interface State {
  readonly status: string;
  readonly wanted?: string | undefined;
  readonly is_wish_known: boolean;
  readonly error_code?: string | undefined;
  readonly program_status?: string | undefined;
  readonly is_silent: boolean;
  readonly has_still_circuit: boolean;
}

function stateWords({ status, is_silent, has_still_circuit }: State): Words {
  if (has_still_circuit) {
    return words`no, its circuit has stopped by a panic and computes nothing more, though the manager counts it as ${status}`;
  }
  if (is_silent) return words`no, it answers nothing, though the manager counts it as ${status}`;
  return words`${status === RUNNING ? words`yes` : words`no`}, ${status}`;
}

const RUNNING = "Running";
const UNAVAILABLE = "Unavailable";

interface Age {
  readonly since?: string | undefined;
  readonly ms?: number | undefined;
  readonly process_ms?: number | undefined;
}

/** " since 2026-11-28 09:29:11 UTC, its process for 27 s". */
function sinceWords({ since, ms, process_ms }: Age): Words {
  const from = since === undefined ? undefined : words` since ${moment(since)}`;
  if (process_ms !== undefined) return words`${from}, its process for ${span(process_ms)}`;
  return words`${from}${ms === undefined ? undefined : words` (${span(ms)})`}`;
}

/** Of a state that is not the wanted one it is said which is; of one in which it does nothing, that it is wanted. */
function wishWords({ status, wanted, is_wish_known, error_code, program_status }: State): Words | undefined {
  if (!is_wish_known) return words` (what is wanted is not known)`;
  if (wanted !== undefined) return words`, wanted ${wanted}`;
  if (program_status !== undefined) return words`, and its program did not compile`;
  // What cannot be reached is told as wanted so, whatever was asked for.
  const isTold = status === RUNNING || status === UNAVAILABLE || error_code !== undefined;
  return isTold ? undefined : words`, as wanted`;
}

const PAUSED_BY_WORDS: Readonly<Record<(typeof PAUSED_BY)[number], Words>> = {
  request: words`somebody paused it`,
  start: words`it was started so`,
};

function pausedBy({ pipeline, runs }: Evidence): { paused_by?: (typeof PAUSED_BY)[number] } {
  const { status, desired } = pipeline?.state.deployment ?? {};
  const has_run = hasRun(runs?.at(-1));
  if (status !== "Paused" || desired !== "Paused" || has_run === undefined) return {};
  return { paused_by: has_run ? "request" : "start" };
}

const OF_RUNS: ReadonlySet<string> = new Set([
  "runtime/recurrence",
  "runtime/restart-loop",
  "runtime/unavailable",
]);

function ageOf({ pipeline, stats, nowMs }: Evidence): Age {
  const { status, since } = pipeline?.state.deployment ?? {};
  const ms = nowMs - Date.parse(since ?? "");
  return {
    ...(since !== undefined && { since }),
    ...(ms >= 0 && { ms }),
    ...(status === RUNNING && stats?.uptime_ms !== undefined && { process_ms: Number(stats.uptime_ms) }),
  };
}

function endingsOf(
  { runs, log, pipeline }: Evidence,
  recurrence: Recurrence | undefined,
): Endings | undefined {
  if (runs !== undefined && runs.length > 0) {
    const count = (how: PipelineRun["end"]) => runs.filter(({ end }) => end === how).length;
    const [stopped, failed, went_away] = [count("stopped"), count("failed"), count("went away")];
    const isTold = pipeline?.state.failure !== undefined || (recurrence && willRecur(recurrence));
    const died_of = isTold ? undefined : deathOf(runs);
    const others = otherDeaths(runs, pipeline?.state.failure);
    return {
      starts: runs.length,
      from: "events",
      stopped,
      failed,
      went_away,
      ...(died_of && { died_of }),
      ...(others && { others }),
    };
  }
  if (log === undefined) return undefined;
  const ended = log.runs.filter(({ stopRequested }) => stopRequested !== undefined);
  const stopped = ended.filter(({ stopRequested }) => stopRequested).length;
  return { starts: log.runs.length, from: "log", stopped, failed: ended.length - stopped, went_away: 0 };
}

/** Undefined where they died of several errors, or of what is not known. */
function deathOf(runs: readonly PipelineRun[]): string | undefined {
  const [first, ...others] = runs.filter(({ end }) => end === "failed").map(({ failure }) => failure);
  const isOne = others.every((other) => first && other && isSameFailure(first, other));
  return isOne ? first?.cause : undefined;
}

/** What it died of before it died of what it is told to have failed with. */
function otherDeaths(
  runs: readonly PipelineRun[],
  failure: DeploymentFailure | undefined,
): Endings["others"] {
  if (failure === undefined) return undefined;
  const others = runs.flatMap(({ end, failure: of }) =>
    end === "failed" && of && !isSameFailure(of, failure) ? [of] : [],
  );
  const latest = others.at(-1);
  if (latest === undefined) return undefined;
  const are_alike = others.every((one) => isSameFailure(one, latest));
  return { runs: others.length, died_of: latest.cause, are_alike };
}

/** "; 6 starts in its events: 2 died, 3 were stopped". */
function endingWords({ starts, from, stopped, failed, went_away, died_of, others }: Endings): Words {
  const another =
    others &&
    words` (${others.runs} of ${others.are_alike ? words`another error` : words`other errors, the last`}: ${gist(others.died_of)})`;
  const of = died_of === undefined ? another : words` (${gist(died_of)})`;
  const how = [
    ...(failed > 0 ? [words`${failed} died${of}`] : []),
    ...(went_away > 0 ? [words`${went_away} went away`] : []),
    ...(stopped > 0 ? [words`${stopped} ${stopped === 1 ? words`was` : words`were`} stopped`] : []),
  ];
  const ended = how.length === 0 ? undefined : words`: ${joined(how, words`, `)}`;
  return words`; ${plural(starts, words`start`, words`starts`)} in its ${from}${ended}`;
}

function dangerWords(recurrence: Recurrence): Words {
  const left = untilNextMs(recurrence);
  const when =
    recurrence.up_ms === undefined
      ? words`the next run will die too`
      : left === undefined
        ? words`but it will die again`
        : left < 1_000
          ? words`but it will die again any moment now`
          : words`but it will die again in about ${span(Math.round(left / 1000) * 1000)}`;
  return words`; ${when}: its last ${recurrence.deaths.length} deaths were of one error, ${livedWords(recurrence)}, and ${recurrence.is_program_known ? NOT_CHANGED : WHETHER_CHANGED}`;
}
