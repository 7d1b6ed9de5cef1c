import * as z from "zod";
import { isRunTimeFailure } from "../../analysis/checkpoints/blockers.ts";
import { isOfFullStorage } from "../../analysis/pipeline/failure-kind.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, moment, span } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { OF_EDITION } from "../deployment-errors.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall } from "./input.ts";

const Reason = z.object({ reason: z.string(), of: z.string().optional() });

function reasonList(reasons: readonly z.infer<typeof Reason>[]): Words {
  return joined(
    reasons.map(({ reason, of }) => words`${reason}${of === undefined ? undefined : words` (${of})`}`),
    words`, `,
  );
}

const STATUS_CALL = { tool: "get_checkpoint_status", args: {}, why: words`for what blocks or failed` };

function whyFailed(error: string): Words {
  if (OF_EDITION.test(error)) return words`Only the enterprise edition has checkpoints`;
  if (isOfFullStorage(error)) return words`Its storage is full: it needs a larger volume`;
  if (/\bpermission denied\b|\bread-only file ?system\b/i.test(error))
    return words`It may not write to its storage`;
  return /\bdoes not support (?:checkpointing|suspend)\b/.test(error)
    ? words`What it is made of does not allow checkpoints, as the error says`
    : words`Why is in the error's own words; as a rule storage that is full or cannot be written, or an input that cannot say where it stands`;
}

/** The last one failed: Feldera keeps a failure when a later one works, so the order decides. */
const failing = defineRule({
  id: "checkpoint/failing",
  severity: "error",
  parts: ["checkpoint_status"],
  looksFor: words`checkpoints that fail`,
  about: z.object({
    error: z.string(),
    failed_at: z.string().optional(),
    success: Integer.optional(),
    /** Whether a later one may have worked. */
    order_unknown: z.boolean(),
  }),
  find({ checkpoint_status }) {
    const { standing, failure, success } = checkpoint_status ?? {};
    if (failure === undefined) return [];
    if (standing === "failure is older") return [];
    const order_unknown = standing === "order unknown";
    const sign: Sign = { part: "checkpoint_status", field: "failure.error", value: { text: failure.error } };
    return [
      {
        about: {
          error: failure.error,
          order_unknown,
          ...(failure.failed_at !== undefined && { failed_at: failure.failed_at }),
          ...(success !== undefined && { success }),
        },
        severity: order_unknown ? ("warning" as const) : ("error" as const),
        signs: [failure.failed_at === undefined ? sign : { ...sign, at: failure.failed_at }],
      },
    ];
  },
  what({ error, failed_at, success, order_unknown }) {
    const when = failed_at === undefined ? undefined : words` at ${moment(failed_at)}`;
    const before =
      success === undefined
        ? words`none has worked`
        : words`the last that worked is number ${grouped(success)}`;
    if (order_unknown) {
      return words`a checkpoint failed${when}, and Feldera does not tell whether a later one worked: ${error}`;
    }
    return words`the last checkpoint failed${when}, and ${before}: ${error}`;
  },
  brief: ({ error, order_unknown }) =>
    words`${order_unknown ? words`a` : words`the last`} checkpoint failed: ${gist(error)}`,
  cause({ error, success, order_unknown }) {
    const why = whyFailed(error);
    if (success === undefined && order_unknown)
      return words`${why}; whether it would resume from one that worked after a crash is not known`;
    return success === undefined
      ? words`${why}; after a crash the pipeline starts from scratch`
      : words`${why}; after a crash the pipeline resumes from the last that worked`;
  },
  next: () => [STATUS_CALL],
});

/** One was asked for and waits. */
const delayed = defineRule({
  id: "checkpoint/delayed",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a checkpoint that cannot begin`,
  thresholds: ["checkpointDelayMs"],
  about: z.object({
    since: z.string().optional(),
    waited_ms: z.number().optional(),
    reasons: z.array(Reason),
  }),
  find({ stats, nowMs }) {
    const activity = stats?.checkpoints.activity;
    if (activity?.status !== "delayed") return [];
    const waited = activity.since === undefined ? undefined : nowMs - Date.parse(activity.since);
    if (waited !== undefined && waited < THRESHOLDS.checkpointDelayMs) return [];
    const sign: Sign = {
      part: "stats",
      field: "checkpoint_activity.status",
      value: { text: activity.status },
    };
    return [
      {
        about: {
          reasons: activity.reasons,
          ...(activity.since !== undefined && { since: activity.since }),
          ...(waited !== undefined && { waited_ms: waited }),
        },
        signs: [activity.since === undefined ? sign : { ...sign, at: activity.since }],
      },
    ];
  },
  what: ({ waited_ms, reasons }) =>
    words`a checkpoint was asked for and cannot begin, ${waited_ms === undefined ? words`since when is not known` : words`for ${span(waited_ms)} now`}: ${reasons.length === 0 ? words`what it waits for is not known` : reasonList(reasons)}`,
  cause: ({ reasons }) =>
    reasons.length === 0
      ? words`As a rule an open transaction, an input at a barrier, or a start that is still under way`
      : meaningsOf(reasons, DELAYS, UNTIL_OVER),
  next: () => [STATUS_CALL],
});

/** What each of these reasons means, once. */
function meaningsOf(
  reasons: readonly z.infer<typeof Reason>[],
  meanings: ReadonlyMap<string, Words>,
  other: Words,
): Words {
  const all = new Set(reasons.map(({ reason }) => meanings.get(reason) ?? other));
  return joined([...all], words`. `);
}

const UNTIL_OVER = words`It is made once what it waits for is over`;

const DELAYS: ReadonlyMap<string, Words> = new Map([
  [
    "TransactionInProgress",
    words`No checkpoint is made while a transaction is open: it can begin once that is committed`,
  ],
  [
    "InputEndpointBarrier",
    words`An input at a barrier lets go when its source has sent what belongs together`,
  ],
]);

function signOf(reasons: readonly z.infer<typeof Reason>[]): Sign {
  const text = reasons.map(({ reason, of }) => (of === undefined ? reason : `${reason} ${of}`)).join(", ");
  return { part: "stats", field: "permanent_checkpoint_errors", value: { text } };
}

/** Since 0.368: an input failed for good at a barrier, which therefore never ends. */
const inputFailed = defineRule({
  id: "checkpoint/input-failed",
  severity: "error",
  parts: ["stats"],
  looksFor: words`an input that failed while it held up a checkpoint`,
  about: z.object({ inputs: z.array(Reason) }),
  find({ stats }) {
    const inputs = (stats?.checkpoints.permanent ?? []).filter(isRunTimeFailure);
    return inputs.length === 0 ? [] : [{ about: { inputs }, signs: [signOf(inputs)] }];
  },
  what: ({ inputs }) =>
    words`no checkpoint can be made any more in this run, since an input failed while it held one up: ${reasonList(inputs)}`,
  brief: ({ inputs }) => words`no checkpoint can be made any more in this run: ${reasonList(inputs)}`,
  cause: () =>
    words`The input that it names failed for good at a barrier. Correct the cause of its failure, stop the pipeline, and start it from the last checkpoint: all since then is read again`,
  next: ({ inputs }) =>
    inputs.slice(0, 1).flatMap(({ of = "" }) => connectorCall(of, "input", words`for why it failed`)),
});

const OF_ENTERPRISE = "EnterpriseFeature";

/** None can ever be made as the pipeline is configured. */
const impossible = defineRule({
  id: "checkpoint/impossible",
  severity: "info",
  parts: ["stats"],
  looksFor: words`checkpoints that cannot be made`,
  ofSetup: true,
  // Without checkpoints no model of fault tolerance helps.
  explains: ["settings/no-fault-tolerance"],
  about: z.object({ reasons: z.array(Reason), wanted: z.boolean() }),
  find({ stats, pipeline }) {
    const reasons = (stats?.checkpoints.permanent ?? []).filter((reason) => !isRunTimeFailure(reason));
    if (reasons.length === 0) return [];
    // With fault tolerance configured somebody counts on them.
    const model = pipeline?.settings?.fault_tolerance;
    const wanted = model !== undefined && model !== "none";
    const isEdition = reasons.every(({ reason }) => reason === OF_ENTERPRISE);
    return [
      {
        about: { reasons, wanted },
        severity: wanted && !isEdition ? ("warning" as const) : ("info" as const),
        signs: [signOf(reasons)],
      },
    ];
  },
  what: ({ reasons }) => words`no checkpoint can be made (${reasonList(reasons)})`,
  brief: ({ reasons }) =>
    reasons.some(({ reason }) => reason === OF_ENTERPRISE)
      ? words`only the enterprise edition makes checkpoints`
      : words`no checkpoint can be made (${reasonList(reasons)})`,
  cause: ({ reasons }) =>
    reasons.some(({ reason }) => reason === OF_ENTERPRISE)
      ? words`Only the enterprise edition has checkpoints: after a stop or a crash this pipeline starts from scratch`
      : meaningsOf(reasons, IMPOSSIBLE, AS_IT_SAYS),
});

const AS_IT_SAYS = words`What the pipeline is made of does not allow them, as that reason says`;

const IMPOSSIBLE: ReadonlyMap<string, Words> = new Map([
  ["StorageRequired", words`The pipeline has no storage`],
  ["UnsupportedInputEndpoint", words`An input that cannot be resumed keeps the whole pipeline from it`],
]);

export const CHECKPOINT_RULES = [failing, inputFailed, delayed];
export const CHECKPOINT_SETTING_RULES = [impossible];
