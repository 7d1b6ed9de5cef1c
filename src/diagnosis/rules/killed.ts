import * as z from "zod";
import { isFailedRequest } from "../../analysis/logs/failed-request.ts";
import { DeploymentFailure } from "../../analysis/pipeline/deployment-error.ts";
import { failureKind } from "../../analysis/pipeline/failure-kind.ts";
import { growsByProgram } from "../../analysis/program/kept-state.ts";
import { KillEvidence, killEvidence, mayHaveFilled } from "../../analysis/runs/kill-evidence.ts";
import { type MemoryLimit, memoryLimit } from "../../analysis/stats/memory-limit.ts";
import { percent, span } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { spillAdvice, spillSettings } from "../failure-advice.ts";
import { defineRule } from "../rule.ts";

/** What a pipeline or the platform writes of memory that ran out; settings that are printed at the start are not that. */
const OF_MEMORY =
  /\bmemory pressure\b(?!.*\blow\b)|memory allocation of \d+ bytes failed|out of memory|OOM ?Kill|exceeds? (?:the )?memory limit/i;

/** Where the limit is told that the process itself measures. */
const MEASURED: ReadonlySet<MemoryLimit["from"]> = new Set<MemoryLimit["from"]>(["metrics", "log"]);

/** What speaks for lack of memory in a pipeline that was killed, or went away, without a word of why. */
export function weighed(evidence: Evidence, isOfKind: (end: string) => boolean): KillEvidence {
  const { runs = [], log, time_series, kept_state, pipeline } = evidence;
  const limit = memoryLimit(evidence);
  const newest = log?.runs.at(-1)?.index;
  const told = [
    ...(log?.runs ?? []).flatMap(({ resourcesError }) => resourcesError ?? []),
    ...(log?.records ?? []).filter(({ run }) => run === newest).map(({ message }) => message),
  ];
  const said = told.find((text) => OF_MEMORY.test(text) && !isFailedRequest(text));
  return killEvidence({
    killed: runs.filter(({ end, failure }) => isOfKind(failure === undefined ? end : failureKind(failure))),
    ...(limit !== undefined && { has_limit: limit !== "none" && limit.set_by !== "machine" }),
    ...(limit !== undefined && limit !== "none" && { last_share: limit.share }),
    trend: time_series?.memory?.trend?.direction,
    grows: growsByProgram(kept_state),
    has_storage: pipeline?.settings?.has_storage,
    said,
    is_log_read: log !== undefined,
    is_measured: limit !== undefined && limit !== "none" && MEASURED.has(limit.from),
  });
}

/** "For want of memory: …. Against it: …. Not known: …", without the last full stop. */
export function weighingWords({ times, lived_ms, is_regular, ...seen }: KillEvidence): Words {
  const { last_share, trend, has_limit, grows, has_storage, said, is_log_read, is_measured } = seen;
  const measured = has_limit === false ? words`the memory of its container or machine` : words`its limit`;
  const limit = is_measured
    ? measured
    : words`the limit that is configured (the one that it measures is not known)`;
  const share = last_share === undefined ? undefined : words`${percent(last_share)} of ${limit}`;
  const isNear = last_share !== undefined && last_share >= 0.5;
  const pro = [
    ...(said === undefined ? [] : [words`its log says ${said}`]),
    ...(isNear && share ? [words`it took ${share} when last seen`] : []),
    ...(trend === "rising" ? [words`its memory was rising`] : []),
    ...(grows && has_storage !== true
      ? [
          words`its program lets its state grow${has_storage === false ? words`, and it has no storage` : undefined}`,
        ]
      : []),
    ...(is_regular && lived_ms !== undefined
      ? [
          words`it went away ${times} times, each time about ${span(lived_ms)} after it began to run, as with growth`,
        ]
      : []),
    ...(has_limit === false ? [words`no limit is set below the memory of its container or machine`] : []),
  ];
  const contra = [
    ...(!isNear && share ? [words`it took only ${share} when last seen`] : []),
    ...(trend === "steady" || trend === "falling" ? [words`its memory was ${trend}`] : []),
    ...(grows === false ? [words`its program bounds its state`] : []),
    ...(said === undefined && is_log_read
      ? [words`no line of its log that was read says that memory ran short`]
      : []),
    ...(times === 1 ? [words`it came once`] : []),
  ];
  const size = share === undefined ? words`. How large it was at the end is not known` : undefined;
  const isOpen = share === undefined && trend === undefined && mayHaveFilled(seen);
  const state = isOpen && grows === undefined ? words`. Whether its state grows is not known` : undefined;
  const disk = isOpen && has_storage === undefined ? words`. Whether it has storage is not known` : undefined;
  const log = is_log_read ? undefined : words`. What its log says is not known`;
  const list = (all: readonly Words[]) => joined(all, words`, `);
  const pros = pro.length === 0 ? words`nothing` : list(pro);
  return words`For want of memory speaks: ${pros}. Against it: ${contra.length === 0 ? words`nothing` : list(contra)}${size}${state}${disk}${log}`;
}

/** Of a process whose size was not seen: why it may have filled its memory. */
export const GROWS_UNSTORED = words`its state may grow, without storage`;

/** Of the two words for it, the one that the evidence allows. */
export function verdictWords({ leans, grows, has_storage }: KillEvidence): Words {
  if (leans === "for") return words`most likely for lack of memory`;
  if (leans === "open" && grows && has_storage === false)
    return words`perhaps for lack of memory: ${GROWS_UNSTORED}`;
  return leans === "against"
    ? words`nothing here shows that it was for lack of memory`
    : words`perhaps for lack of memory, perhaps not`;
}

const killed = defineRule({
  id: "runtime/killed",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a process that was killed from outside`,
  about: z.object({
    failure: DeploymentFailure,
    weighed: KillEvidence,
    limit_setting: z.string().optional(),
    has_storage: z.boolean().optional(),
  }),
  find(evidence) {
    const { failure, deployment } = evidence.pipeline?.state ?? {};
    if (failure === undefined || failureKind(failure) !== "killed") return [];
    return [
      {
        about: {
          failure,
          weighed: weighed(evidence, (end) => end === "killed"),
          ...spillSettings(evidence),
        },
        signs: [
          {
            part: "pipeline",
            field: "deployment_error.error_code",
            value: { text: failure.error_code },
            ...(deployment?.since !== undefined && { at: deployment.since }),
          },
        ],
      },
    ];
  },
  what: ({ failure: { cause }, weighed }) =>
    words`the pipeline's process was killed from outside, ${verdictWords(weighed)}: ${cause}`,
  brief: ({ weighed }) => words`its process was killed from outside, ${verdictWords(weighed)}`,
  cause: ({ weighed, limit_setting, has_storage }) => {
    const help =
      weighed.leans === "against"
        ? words`Somebody or something else that ends processes did it, or the kernel did: its log, or the container's last state (kubectl describe pod), tells which`
        : words`${spillAdvice(limit_setting, has_storage)}; the kernel's log, or the container's last state, tells who killed it`;
    return words`${weighingWords(weighed)}. ${help}`;
  },
  next: () => [
    {
      tool: "get_pipeline_logs",
      args: { tail: 30 },
      why: words`for the last lines before it was killed`,
    },
  ],
});

export const KILLED_RULES = [killed];
