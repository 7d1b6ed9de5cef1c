import * as z from "zod";
import { NOT_EXITED, Unreachable } from "../../analysis/pipeline/unreachable.ts";
import { span } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";

/** The manager cannot reach the pipeline: evicted, hung, or cut off. */
export const unavailable = defineRule({
  id: "runtime/unavailable",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a pipeline that cannot be reached`,
  about: z.object({
    since: z.string().optional(),
    ms: z.number().optional(),
    /** Absent where the log was not read. */
    crashed: z.boolean().optional(),
    unreachable: Unreachable.optional(),
  }),
  find({ pipeline, log, nowMs }) {
    const { deployment, runtime } = pipeline?.state ?? {};
    if (deployment?.status !== "Unavailable" && runtime?.status !== "Unavailable") return [];
    const since = deployment?.since;
    const sinceMs = Date.parse(since ?? "");
    const unreachable = pipeline?.unreachable;
    return [
      {
        about: {
          ...(log && { crashed: (log.runs.at(-1)?.crashes ?? 0) > 0 }),
          ...(unreachable && { unreachable }),
          ...(since !== undefined && { since }),
          ...(!Number.isNaN(sinceMs) && { ms: Math.max(0, nowMs - sinceMs) }),
        },
        signs: [
          {
            part: "pipeline",
            field: "deployment_status",
            value: { text: "Unavailable" },
            ...(since !== undefined && { at: since }),
          },
          ...(unreachable?.is_there
            ? [
                {
                  part: "pipeline" as const,
                  field: "deployment_resources_status_details.process",
                  value: { text: NOT_EXITED },
                },
              ]
            : []),
          ...(log === undefined
            ? []
            : [
                {
                  part: "log" as const,
                  field: "errors of this run",
                  value: { count: log.levels.error },
                },
              ]),
        ],
      },
    ];
  },
  what({ ms, crashed, unreachable }) {
    const silent = unreachable && silenceWords(unreachable);
    const cannot = unreachable?.answered === undefined ? words`reach` : words`tell the state of`;
    return words`the manager cannot ${cannot} the pipeline's process${ms === undefined ? undefined : words`, for ${span(ms)} now`}${silent && words`, which ${silent}`}${crashed === undefined ? undefined : crashed ? words`; its log shows a crash` : words`, and its log shows no crash${unreachable?.is_there || unreachable?.answered !== undefined ? undefined : words`: evicted, hung, or cut off from the network`}`}${goneWords(unreachable)}`;
  },
  brief: ({ crashed, unreachable }) => {
    const silent = unreachable && silenceWords(unreachable);
    return words`${silent === undefined ? words`the manager cannot reach its process` : words`its process ${silent}`}${crashed === undefined ? undefined : crashed ? words`, and its log shows a crash` : words`, and its log shows no crash`}`;
  },
  cause: ({ crashed, unreachable }) => {
    if (unreachable?.answered !== undefined) return words`${ODD_ANSWER}: ${unreachable.answered}`;
    if (unreachable?.is_there)
      return words`${thereWords(crashed, unreachable)}; stopping the pipeline with force ends it`;
    if (crashed) return words`The process died and is being restarted`;
    return unreachable?.is_silent
      ? words`It hangs (stopped, without CPU, waiting for a disk, deadlocked), or is gone with its pod or host, and what is sent to its address is lost. Its state on its host tells, or the platform's own events (kubectl describe pod)`
      : words`With a clean log the cause is outside the pipeline: the scheduler evicted or moved its pod (node pressure, spot instance), the process was killed from outside, or the network is cut. The platform's own events tell (kubectl describe pod)`;
  },
  next: () => [
    { tool: "list_events", args: {}, why: words`for when it began and whether it comes back` },
    {
      tool: "get_event",
      args: { event_id: "latest", selector: "all" },
      why: words`for what the runner says of its resources`,
    },
    {
      tool: "get_cluster_health",
      args: { events: true },
      ofCluster: true,
      why: words`for whether others are hit too`,
    },
  ],
});

const ODD_ANSWER = words`It is ending or has failed, of which its log tells, or is of another version of Feldera than the manager. It answers`;

/** "has not exited and takes too long to answer", as far as that is known. */
function silenceWords({ is_silent, is_there, answered }: z.infer<typeof Unreachable>): Words | undefined {
  if (answered !== undefined) return words`answers what the manager cannot take`;
  const told = [
    ...(is_there ? [words`has not exited`] : []),
    ...(is_silent ? [words`takes too long to answer`] : []),
  ];
  return told.length === 0 ? undefined : joined(told, words` and `);
}

/** What the manager does not tell of a process that may be gone. */
function goneWords(unreachable: z.infer<typeof Unreachable> | undefined): Words | undefined {
  if (unreachable?.is_there !== undefined || unreachable?.answered !== undefined) return undefined;
  return unreachable?.is_silent === undefined
    ? words` (whether it is still there, and whether it takes requests, are not known)`
    : words` (whether it is still there is not known)`;
}

/** Why a process that is there cannot be reached. */
function thereWords(crashed: boolean | undefined, { is_silent }: z.infer<typeof Unreachable>): Words {
  if (crashed) return words`It has crashed, and its process did not end with that`;
  const doubt = crashed === undefined ? words` (whether its log shows a crash is not known)` : undefined;
  if (is_silent === undefined)
    return words`It hangs, or takes no connections: which of them is not known${doubt}`;
  return is_silent
    ? words`It hangs${doubt}: somebody or something has stopped it (SIGSTOP, a paused container or debugger), it gets no CPU, waits for a disk, or is deadlocked. Its state on its host tells which (ps: T is stopped, D waits for a disk, R is busy)`
    : words`Its server does not take connections${doubt}: it has not come up or has ended, or the network between the manager and it is cut`;
}
