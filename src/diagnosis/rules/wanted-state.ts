import * as z from "zod";
import { isFailedRequest } from "../../analysis/logs/failed-request.ts";
import { plural, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** States with rules of their own, which say more of what the pipeline waits for. */
const EXPLAINED_ELSEWHERE: ReadonlySet<string> = new Set([
  "Unavailable",
  "Provisioning",
  "Initializing",
  "AwaitingApproval",
  "Bootstrapping",
  "ConcurrentBootstrapping",
  "Replaying",
]);

/** From which age on it is trouble that a state is wanted and not reached; undefined where it is none. */
function patienceMs(status: string, desired: string): number {
  if (status === "Coordination" || status === "Synchronizing") return THRESHOLDS.coordinationMs;
  if (desired === "Suspended") return THRESHOLDS.suspendMs;
  if (desired === "Stopped" || status === "Stopping") return THRESHOLDS.stopMs;
  if (status === "Stopped") return THRESHOLDS.startMs;
  return THRESHOLDS.pauseMs;
}

/** Records that can say what keeps a state from being reached. */
const ABOUT_STATES = /suspend|checkpoint|stop|terminat|shut|pause|resum|standby|activat|coordinat|synchroni/i;

const RECORDS_QUOTED = 3;

/** Feldera goes on trying without a word: the state that was asked for, and when, are all that shows it. */
const notReached = defineRule({
  id: "deployment/not-as-wanted",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a state that was asked for and is not reached`,
  thresholds: ["pauseMs", "suspendMs", "stopMs", "coordinationMs", "startMs"],
  about: z.object({
    status: z.string(),
    desired: z.string(),
    ms: z.number(),
    /** What a suspension waits for or is refused for, in Feldera's words; absent where no statistics tell. */
    blockers: z.array(z.string()).optional(),
  }),
  find(evidence) {
    const { status, desired, since, desired_since } = evidence.pipeline?.state.deployment ?? {};
    if (status === undefined || desired === undefined || status === desired) return [];
    if (EXPLAINED_ELSEWHERE.has(status) || isWaitingForItsProgram(evidence, status)) return [];
    // Without either of them nothing says that it takes long.
    const askedMs = Math.max(Date.parse(desired_since ?? ""), Date.parse(since ?? ""));
    if (Number.isNaN(askedMs)) return [];
    const ms = Math.max(0, evidence.nowMs - askedMs);
    if (ms < patienceMs(status, desired)) return [];
    const blockers = desired === "Suspended" ? blockersOf(evidence) : undefined;
    const texts = recordsSince(evidence, askedMs);
    return [
      {
        about: { status, desired, ms, ...(blockers && { blockers }) },
        signs: [
          {
            part: "pipeline",
            field: "deployment_status",
            value: { text: status },
            ...(since && { at: since }),
          },
          {
            part: "pipeline",
            field: "deployment_desired_status",
            value: { text: desired },
            ...(desired_since && { at: desired_since }),
          },
        ],
        quotes: texts.length === 0 ? [] : [{ part: "log", texts }],
      },
    ];
  },
  what: ({ status, desired, ms }) =>
    words`the pipeline is ${status}, although ${desired} was asked for ${span(ms)} ago`,
  cause: ({ status, desired, blockers }) => causeOf(status, desired, blockers),
  next: () => [
    { tool: "get_pipeline_logs", args: { level: "warn" }, why: words`for what failed since then` },
    { tool: "list_events", args: {}, why: words`for when each state began` },
  ],
});

/** A start that was asked for early waits for the compiler, whose own rules tell what is wrong there. */
function isWaitingForItsProgram({ pipeline }: Evidence, status: string): boolean {
  return status === "Stopped" && pipeline?.state.program.status !== "Success";
}

function blockersOf({ stats }: Evidence): string[] | undefined {
  const suspend = stats?.checkpoints.suspend;
  return (
    suspend &&
    [...suspend.permanent, ...suspend.temporary].map(({ reason, of }) =>
      of === undefined ? reason : `${reason} ${of}`,
    )
  );
}

function recordsSince({ log }: Evidence, sinceMs: number): string[] {
  return (log?.records ?? [])
    .filter(({ time, message }) => ABOUT_STATES.test(message) && !(Date.parse(time ?? "") < sinceMs))
    .filter(({ message }) => !isFailedRequest(message))
    .slice(-RECORDS_QUOTED)
    .map(({ message }) => message);
}

function causeOf(status: string, desired: string, blockers: readonly string[] | undefined): Words {
  const normally = (most: number) => words`normally within ${span(most)}`;
  if (status === "Coordination" || status === "Synchronizing") {
    return words`The hosts of the pipeline agree on where to begin, ${normally(THRESHOLDS.coordinationMs)}: one of them does not answer, or still loads its checkpoint`;
  }
  if (desired === "Suspended") {
    const held =
      blockers === undefined
        ? words`what holds it up was not checked`
        : blockers.length === 0
          ? words`the statistics name nothing that holds it up, so it most likely failed: the log says how`
          : words`${plural(blockers.length, words`reason is`, words`reasons are`)} given against it: ${nameList(blockers)}`;
    return words`A suspension writes a checkpoint and then stops, within seconds, or minutes with much state; ${held}`;
  }
  if (desired === "Stopped" || status === "Stopping") {
    return words`A process ends within seconds and a pod within its grace period, ${normally(THRESHOLDS.stopMs)}: the process hangs, its node is gone, or the runner is down (get_cluster_health)`;
  }
  if (status === "Stopped") {
    return words`The runner has not taken up the start, ${normally(THRESHOLDS.startMs)}: it is down or busy (get_cluster_health), or the start failed`;
  }
  if (status === "Standby") {
    return words`A pipeline in standby takes over once it is activated, ${normally(THRESHOLDS.pauseMs)}: it still reads the checkpoint of the one before it, or the activation failed`;
  }
  return words`The process takes this up with the manager's next look at it, ${normally(THRESHOLDS.pauseMs)}: it hangs, is within a step that does not end, or refused it, which the log says`;
}

/** Nothing is wrong with a pipeline in standby, but it does nothing, which may be what is asked about. */
const inStandby = defineRule({
  id: "deployment/standby",
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`a pipeline that is only in standby`,
  about: z.object({ desired: z.string().optional() }),
  find({ pipeline }) {
    const { status, desired } = pipeline?.state.deployment ?? {};
    if (status !== "Standby" || (desired !== undefined && desired !== "Standby")) return [];
    const about = desired === undefined ? {} : { desired };
    return [{ about, signs: [{ part: "pipeline", field: "deployment_status", value: { text: status } }] }];
  },
  what: ({ desired }) =>
    words`the pipeline is in standby, ${desired === undefined ? words`whether that was asked for is not known` : words`as was asked for`}: it follows the checkpoints of another and reads no input until it is activated`,
  cause: () => words`Nothing has to be done unless it should take over`,
});

export const WANTED_STATE_RULES = [notReached];
export const STANDBY_RULES = [inStandby];
