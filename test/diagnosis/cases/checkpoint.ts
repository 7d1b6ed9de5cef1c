import { before, evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const failure = {
  sequence_number: 7,
  error: "StorageError: no storage space",
  failed_at: before("healthy", 60_000),
};
const delayedFor = (ms: number, reasons: readonly unknown[]) => ({
  checkpoint_activity: { status: "delayed", delayed_since: before("healthy", ms), reasons },
});

/** What a checkpoint failed of, and what the answer says of it. */
const WHY: readonly (readonly [error: string, says: RegExp])[] = [
  [
    "storage error: CHECKPOINT: create failed: permission denied",
    /^It may not write to its storage; after a crash/m,
  ],
  [
    "The pipeline does not support checkpointing for the following reasons: Input endpoint does not support suspend",
    /^What it is made of does not allow checkpoints/m,
  ],
  [
    "another one",
    /^Why is in the error's own words; as a rule storage that is full or cannot be written, or an input/m,
  ],
];

export const CHECKPOINT_CASES: readonly RuleCase[] = [
  {
    rule: "checkpoint/failing",
    when: "the last checkpoint failed after one that worked",
    evidence: () => evidenceOf("healthy", { checkpoint_status: { success: 4, failure } }),
    severity: "error",
    says: [/the last checkpoint failed at .*, and the last that worked is number 4: .*no storage space/],
  },
  {
    rule: "checkpoint/failing",
    when: "the only checkpoint failed",
    evidence: () => evidenceOf("healthy", { checkpoint_status: { failure } }),
    severity: "error",
    says: [
      /the last checkpoint failed at .*, and none has worked/,
      /Its storage is full.*starts from scratch/,
    ],
  },
  {
    rule: "checkpoint/failing",
    when: "somebody asked for one of an edition that makes none",
    evidence: () =>
      evidenceOf("healthy", {
        checkpoint_status: {
          failure: { ...failure, error: "does not support checkpointing: Suspend is an enterprise feature" },
        },
      }),
    says: [/Only the enterprise edition has checkpoints; after a crash the pipeline starts from scratch/],
  },
  ...WHY.map(
    ([error, says]): RuleCase => ({
      rule: "checkpoint/failing",
      when: `its error is: ${error}`,
      evidence: () => evidenceOf("healthy", { checkpoint_status: { failure: { ...failure, error } } }),
      says: [says],
    }),
  ),
  {
    rule: "checkpoint/failing",
    when: "one failed and one worked, in an order that is not reported",
    evidence: () =>
      evidenceOf("healthy", { checkpoint_status: { success: 4, failure: { error: "StorageError" } } }),
    severity: "warning",
    says: [/does not tell whether a later one worked: StorageError/],
  },
  {
    rule: "checkpoint/failing",
    when: "a later checkpoint worked",
    evidence: () => evidenceOf("healthy", { checkpoint_status: { success: 8, failure } }),
  },
  {
    rule: "checkpoint/delayed",
    when: "a checkpoint has waited half a minute for a transaction",
    evidence: () => evidenceOf("healthy", { stats: delayedFor(30_000, ["TransactionInProgress"]) }),
    says: [
      /cannot begin, for 30 s now: TransactionInProgress/,
      /while a transaction is open: it can begin once that is committed$/,
    ],
  },
  {
    rule: "checkpoint/delayed",
    when: "a checkpoint waits for an input at a barrier",
    evidence: () =>
      evidenceOf("healthy", { stats: delayedFor(90_000, [{ InputEndpointBarrier: "entries.entries_gen" }]) }),
    says: [
      /InputEndpointBarrier \(entries\.entries_gen\)/,
      /An input at a barrier lets go when its source has sent/,
    ],
  },
  {
    rule: "checkpoint/delayed",
    when: "a checkpoint waits for a start that is under way, and for no input",
    evidence: () => evidenceOf("healthy", { stats: delayedFor(90_000, ["Bootstrapping"]) }),
    says: [/Bootstrapping\nIt is made once what it waits for is over$/],
  },
  {
    rule: "checkpoint/delayed",
    when: "a checkpoint has waited a second less",
    evidence: () => evidenceOf("healthy", { stats: delayedFor(29_000, ["TransactionInProgress"]) }),
  },
  {
    rule: "checkpoint/delayed",
    when: "a checkpoint is being written, however long that takes",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { checkpoint_activity: { status: "in_progress", started_at: before("healthy", 600_000) } },
      }),
  },
  {
    rule: "checkpoint/input-failed",
    when: "an input of a runtime from 0.368 on failed for good while it held a checkpoint up",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { permanent_checkpoint_errors: [{ FailedInputEndpointBarrier: "entries.entries_gen" }] },
      }),
    severity: "error",
    says: [/any more in this run.*entries\.entries_gen/, /start it from the last checkpoint/],
  },
  {
    rule: "checkpoint/input-failed",
    when: "an input cannot be resumed at all",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { permanent_checkpoint_errors: [{ UnsupportedInputEndpoint: "entries.entries_gen" }] },
      }),
  },
  {
    rule: "checkpoint/impossible",
    when: "nothing but an input that failed at a barrier stands in the way",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { permanent_checkpoint_errors: [{ FailedInputEndpointBarrier: "entries.entries_gen" }] },
      }),
  },
  {
    rule: "checkpoint/impossible",
    when: "fault tolerance is configured and an input cannot be resumed",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "runtime_config.fault_tolerance": { model: "at_least_once" } },
        stats: { permanent_checkpoint_errors: [{ UnsupportedInputEndpoint: "entries.entries_gen" }] },
      }),
    severity: "warning",
    says: [
      /UnsupportedInputEndpoint \(entries\.entries_gen\)/,
      /\nAn input that cannot be resumed keeps the whole pipeline from it$/,
    ],
  },
  {
    rule: "checkpoint/impossible",
    when: "nobody has configured fault tolerance",
    evidence: () =>
      evidenceOf("healthy", {
        pipeline: { "runtime_config.fault_tolerance": null },
        stats: { permanent_checkpoint_errors: ["StorageRequired"] },
      }),
    severity: "info",
    says: [/StorageRequired/, /\nThe pipeline has no storage$/],
  },
  {
    rule: "checkpoint/impossible",
    when: "the edition has no checkpoints",
    evidence: () => evidenceOf("healthy"),
    severity: "info",
    says: [/EnterpriseFeature/, /enterprise edition/],
  },
  {
    rule: "checkpoint/impossible",
    when: "what keeps a checkpoint from being made passes",
    evidence: () =>
      evidenceOf("healthy", {
        stats: {
          permanent_checkpoint_errors: [],
          suspend_error: { Temporary: [{ InputEndpointBarrier: "entries.entries_gen" }] },
        },
      }),
  },
];
