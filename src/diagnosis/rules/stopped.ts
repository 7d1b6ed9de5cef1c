import * as z from "zod";
import type { PipelineRun } from "../../analysis/runs/run.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";

/** Whether a run has begun to process; undefined where what was read begins within it, and it had not by then. */
export function hasRun(run: PipelineRun | undefined): boolean | undefined {
  if (run?.ran_since !== undefined) return true;
  return run?.end === "goes on" && run.began !== undefined ? false : undefined;
}

function whyStopped(was_started: boolean | undefined): Words {
  if (was_started) return words`Somebody stopped it`;
  return was_started === undefined
    ? words`Somebody stopped it, or it was never started, which is not known`
    : words`As far as its events and its log go back, it was never started`;
}

/** Not running because somebody wants it so. */
export const stopped = defineRule({
  id: "deployment/stopped",
  severity: "info",
  parts: ["pipeline"],
  looksFor: words`a pipeline that is stopped on purpose`,
  about: z.object({
    status: z.string(),
    /** Absent where it is not known what is wanted. */
    desired: z.string().optional(),
    /** Whether it has processed anything since this start; absent where its events do not tell. */
    has_run: z.boolean().optional(),
    /** Whether its events or its log tell of a start; absent where neither was read. */
    was_started: z.boolean().optional(),
  }),
  find({ pipeline, runs, log }) {
    const { deployment, failure, program } = pipeline?.state ?? {};
    if (deployment === undefined || failure !== undefined || program?.status.endsWith("Error")) return [];
    if (deployment.status !== "Stopped" && deployment.status !== "Paused") return [];
    if (deployment.desired !== undefined && deployment.desired !== deployment.status) return [];
    const has_run = hasRun(runs?.at(-1));
    const starts =
      runs === undefined && log === undefined ? undefined : [...(runs ?? []), ...(log?.runs ?? [])];
    return [
      {
        about: {
          status: deployment.status,
          ...(starts !== undefined && { was_started: starts.length > 0 }),
          ...(has_run !== undefined && { has_run }),
          ...(deployment.desired !== undefined && { desired: deployment.desired }),
        },
        signs: [{ part: "pipeline", field: "deployment_status", value: { text: deployment.status } }],
      },
    ];
  },
  what: ({ status, desired }) =>
    words`the pipeline is ${status}, ${desired === undefined ? words`whether that is wanted is not known` : words`as wanted`}, and no error is set: nothing is processed`,
  cause: ({ status, has_run, was_started }) =>
    status === "Paused"
      ? words`${has_run === undefined ? words`Somebody paused it or started it so, which is not known` : has_run ? words`Somebody paused it` : words`It was started paused, and has not run since`}; it goes on with resume`
      : words`${whyStopped(was_started)}; statistics and profiles exist only while it runs, its log and events still do`,
  next: ({ status, was_started }) =>
    was_started === false
      ? []
      : [
          {
            tool: "list_events",
            args: {},
            why: words`for when it was ${status === "Paused" ? words`paused` : words`stopped`}`,
          },
        ],
});
