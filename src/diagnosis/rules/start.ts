import * as z from "zod";
import { span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { OfServer, serverOf, serverWords } from "../hosts.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** How long the pipeline has been in its present status, in ms. */
function ageOf({ pipeline, nowMs }: Evidence): number | undefined {
  const since = Date.parse(pipeline?.state.deployment.since ?? "");
  return Number.isNaN(since) ? undefined : Math.max(0, nowMs - since);
}

/** "tasks still running after 20 seconds: 'view.connector' output connector initialization". */
const STILL_RUNNING = /^tasks still running after \d+ seconds: /;
const TASK = /'([^']+)' (input|output) connector initialization/g;

/** A connector that neither opens nor fails keeps the pipeline in Initializing for ever, without an error. */
const connectorHangs = defineRule({
  id: "connector/hangs-at-start",
  severity: "error",
  parts: ["pipeline", "log"],
  looksFor: words`a connector that hangs while it starts`,
  explains: ["deployment/slow-start"],
  about: z.object({
    connectors: z.array(z.string()),
    ms: z.number().optional(),
    ...OfServer,
  }),
  find(evidence) {
    const { pipeline, log } = evidence;
    if (pipeline?.state.deployment.status !== "Initializing") return [];
    // Rows cannot put such a line into the log before the pipeline has read any.
    const told = (log?.records ?? []).filter(
      ({ message, source }) => source === "pipeline" && STILL_RUNNING.test(message),
    );
    const newest = told.at(-1);
    if (newest === undefined) return [];
    const connectors = [...newest.message.matchAll(TASK)].flatMap(([, name]) => name ?? []);
    const ms = ageOf(evidence);
    const [only = "", ...others] = connectors;
    const server = others.length === 0 ? serverOf(only, "no connection", evidence) : {};
    return [
      {
        about: { connectors, ...(ms !== undefined && { ms }), ...server },
        signs: [
          {
            part: "pipeline",
            field: "deployment_status",
            value: { text: "Initializing" },
            ...(pipeline.state.deployment.since !== undefined && { at: pipeline.state.deployment.since }),
          },
        ],
        quotes: [{ part: "log", texts: [newest.message] }],
      },
    ];
  },
  what: ({ connectors, ms, ...of }) =>
    words`${whichWords(connectors)}${serverWords(of)} does not finish its initialization${ms === undefined ? undefined : words`, for ${span(ms)} now`}: the pipeline stays in Initializing, without an error`,
  brief: ({ connectors, ...of }) =>
    words`${whichWords(connectors)}${serverWords(of)} does not finish its initialization`,
  cause: () =>
    words`What it opens does not answer: a server that accepts no connection, a pipe or file that nobody reads, a lock. It waits without limit; stop the pipeline (with force) and fix the other side`,
  next: () => [
    { tool: "get_pipeline", args: { section: "connectors" }, why: words`for what the connector opens` },
  ],
});

function whichWords(connectors: readonly string[]): Words {
  return connectors.length === 0 ? words`a task` : words`the connector ${nameList(connectors)}`;
}

const slowStart = defineRule({
  id: "deployment/slow-start",
  severity: "warning",
  parts: ["pipeline"],
  looksFor: words`a start that takes long`,
  thresholds: ["startMs"],
  about: z.object({ status: z.string(), ms: z.number() }),
  find(evidence) {
    const { pipeline } = evidence;
    const status = pipeline?.state.deployment.status;
    const ms = ageOf(evidence);
    if (status === undefined || ms === undefined || ms < THRESHOLDS.startMs) return [];
    if (status !== "Initializing" && status !== "Provisioning") return [];
    return [
      {
        about: { status, ms },
        signs: [{ part: "pipeline", field: "deployment_status", value: { text: status } }],
      },
    ];
  },
  what: ({ status, ms }) => words`the pipeline has been ${status} for ${span(ms)}`,
  cause: ({ status }) =>
    status === "Provisioning"
      ? words`Its process, pod or volume is not there yet: a cluster may have no room for it, or a volume be pending`
      : words`Connectors that are being opened, or a large checkpoint that is being loaded; the log says which`,
  next: () => [{ tool: "get_pipeline_logs", args: { level: "warn" }, why: words`for what it waits for` }],
});

const awaitsApproval = defineRule({
  id: "deployment/awaits-approval",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a start that waits for somebody's approval`,
  about: z.object({ ms: z.number().optional() }),
  find(evidence) {
    const { pipeline } = evidence;
    const { deployment, runtime } = pipeline?.state ?? {};
    if (deployment?.status !== "AwaitingApproval" && runtime?.status !== "AwaitingApproval") return [];
    const ms = ageOf(evidence);
    return [
      {
        about: ms === undefined ? {} : { ms },
        signs: [
          {
            part: "pipeline",
            field: "deployment_status",
            value: { text: "AwaitingApproval" },
            ...(deployment?.since !== undefined && { at: deployment.since }),
          },
        ],
      },
    ];
  },
  what: ({ ms }) =>
    words`the pipeline does not hang: it waits for approval${ms === undefined ? undefined : words`, for ${span(ms)} now`}, because its program was changed since the checkpoint that it would start from`,
  brief: () => words`it waits for somebody's approval of its changed program`,
  cause: () =>
    words`What was changed must be computed again from all of its input (bootstrapping). Somebody has to approve that (approve_pipeline), or start it without the checkpoint`,
  next: () => [
    {
      tool: "get_event",
      args: { event_id: "latest", selector: "all" },
      why: words`for what was changed (approval_diff)`,
    },
  ],
});

const bootstrapping = defineRule({
  id: "deployment/bootstrapping",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`views that are being computed again`,
  explains: ["engine/no-progress"],
  about: z.object({
    /** Absent where views are computed again and the runtime does not tell in which phase. */
    phase: z.string().optional(),
    ms: z.number().optional(),
  }),
  find(evidence) {
    const { stats, pipeline } = evidence;
    const status = pipeline?.state.runtime?.status;
    const phase = stats?.bootstrap.phase;
    const runs = stats?.bootstrap.in_progress === true || (phase !== undefined && phase !== "Inactive");
    if (!runs && status !== "Bootstrapping" && status !== "Replaying") return [];
    const said = runs ? phase : status;
    // While the views are computed again beside the running ones, the pipeline's status is that of the latter.
    const ms = status === "Bootstrapping" || status === "Replaying" ? ageOf(evidence) : undefined;
    return [
      {
        about: { ...(said !== undefined && { phase: said }), ...(ms !== undefined && { ms }) },
        signs: [
          runs
            ? {
                part: "stats",
                field: "global_metrics.bootstrap_in_progress",
                value: { text: said ?? "true" },
              }
            : { part: "pipeline", field: "deployment_runtime_status", value: { text: status ?? "" } },
        ],
      },
    ];
  },
  what: ({ phase, ms }) =>
    phase === "Replaying"
      ? words`the pipeline is replaying what it had read since its last checkpoint${ms === undefined ? undefined : words`, for ${span(ms)} now`}, and outputs lag until that is done`
      : words`the pipeline is bootstrapping (${phase ?? words`in which phase is not known`}${ms === undefined ? undefined : words`, for ${span(ms)} now`}): changed views are computed from all earlier input, and outputs lag until that is done`,
  brief: ({ phase }) =>
    phase === "Replaying"
      ? words`it is replaying what it had read since its last checkpoint`
      : words`it is bootstrapping: changed views are computed from all earlier input`,
  cause: ({ phase }) =>
    words`A matter of course ${phase === "Replaying" ? words`after a crash, and over in about the time that this input took to read` : words`after a change to the program, and over in about the time that all earlier input takes to read`}; it is stuck only if its progress does not move between two calls`,
  next: () => [{ tool: "get_stats", args: {}, why: words`to see whether it moves` }],
});

export const START_RULES = [awaitsApproval, connectorHangs];
export const SLOW_START_RULES = [bootstrapping, slowStart];
