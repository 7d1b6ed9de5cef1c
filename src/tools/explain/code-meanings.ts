import { RENAMED_IN, RUNTIME_DURATIONS } from "../../feldera/settings/spellings.ts";
import type { Explanation } from "../../text/explanation.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Circumstances } from "./circumstances.ts";

const PROVISIONING = RUNTIME_DURATIONS.provisioning;

type Meaning = Pick<Explanation, "what" | "next"> & {
  /** The tool that `next` names, if any: no advice for whom it has just failed. */
  readonly call?: string;
};

/** What an `error_code` means, and what to do, where the kind of its error says less. */
const CODE_MEANINGS: Readonly<Record<string, Meaning>> = {
  UnknownInputEndpoint: {
    what: words`The pipeline has no input connector of this name (TABLE.CONNECTOR, in lower case unless quoted in SQL), or it failed and was closed.`,
  },
  UnknownOutputEndpoint: {
    what: words`The pipeline has no output connector of this name (VIEW.CONNECTOR, in lower case unless quoted in SQL), or it failed and was closed.`,
  },
  ProgramNotCompiled: {
    what: words`The program is not compiled yet, or does not compile, so nothing is known of its circuit.`,
  },
  ProgramInfoMissesDataflow: {
    what: words`The program was compiled by a Feldera too old to describe its circuit; compiling it again does.`,
  },
  PipelineInteractionInvalidResponse: {
    what: words`The pipeline's answer was too large for Feldera's manager (50 MiB), or broken.`,
    next: words`Ask for less; a profile that is too large comes whole with download_support_bundle.`,
    call: "download_support_bundle",
  },
  PipelineMissingDeploymentLocation: {
    what: words`Feldera's manager does not know where the pipeline runs.`,
    next: words`get_cluster_health {} tells whether its runner is well.`,
    call: "get_cluster_health",
  },
  CheckpointFetchError: {
    what: words`The checkpoints in the object store could not be listed; where synchronisation is not configured, there are none.`,
    next: words`Whether it is configured stands under storage in the pipeline's config.`,
  },
  IncarnationUuidMismatch: {
    what: words`The pipeline's process has been restarted since the UUID was read.`,
    next: words`Call without the UUID.`,
  },
  AdHocQueryError: {
    what: words`The ad-hoc query failed: it does not parse, names what is not there, or asks for a view that is not materialized.`,
  },
  BootstrapNotAllowed: {
    what: words`Feldera would not carry the pipeline's state over this change: its storage would have to be cleared.`,
  },
  EditRestrictedToClearedStorage: {
    what: words`This part of the configuration can be changed only while the pipeline's storage is cleared.`,
    next: words`Clearing it throws the state and all checkpoints away.`,
  },
  UpdateRestrictedToStopped: {
    what: words`The pipeline can be edited only while it is stopped.`,
    next: words`Stop it first.`,
  },
  LockTookTooLong: {
    what: words`Feldera's own database is busy, or another request holds the same pipeline.`,
  },
  DeadlockDetected: { what: words`Two requests to Feldera's own database were in conflict.` },
  RunnerInteractionUnreachable: {
    what: words`Feldera's runner, which keeps the logs, does not answer its manager.`,
  },
  InvalidLogCursorParam: {
    what: words`The value of after is not a position in a log.`,
    next: words`Give the position as an earlier answer of get_pipeline_logs printed it, or call without after.`,
  },
  RunnerInteractionLogFollowRequestChannelFull: { what: words`Too many readers ask for this log at once.` },
  CompilerUnavailable: { what: words`Feldera's compiler service does not answer.` },
  CompilerTimeout: { what: words`Feldera's compiler took longer than Feldera waits.` },
};

export function meaningOf(
  errorCode = "",
  { failed }: Circumstances,
): Pick<Explanation, "what" | "next"> | undefined {
  const meaning = Object.hasOwn(CODE_MEANINGS, errorCode) ? CODE_MEANINGS[errorCode] : undefined;
  if (meaning?.call === undefined) return meaning;
  const { call, what, next } = meaning;
  return { what, ...(call !== failed?.tool && { next }) };
}

/** Why a pipeline died, by the `error_code` of its `deployment_error`. */
export const DEPLOYMENT_ERRORS: Readonly<Record<string, Words>> = {
  InitializationError: words`It could not start: most often a connector that cannot connect, is not authorized or is configured wrongly; the message names it.`,
  "RuntimeError.WorkerPanic": words`A worker panicked: storage that ran full, a division or a cast that overflows, or a user-defined function. The panic's message is the cause.`,
  RunnerCheckError: words`The process or pod is gone: killed because it ran out of memory, evicted, or crashed. The last log records and the events tell which.`,
  RunnerProvisionError: words`Its process, pod or volume could not be created.`,
  AutomatonProvisioningTimeout: words`Its pod or volume was not ready in time (${PROVISIONING.name}; before ${RENAMED_IN.duration} ${PROVISIONING.formerName}): too few resources, or a volume that does not bind.`,
  AutomatonCannotProvisionUnsupportedPlatformVersion: words`It was compiled for another version of Feldera; compiling it again helps.`,
  StorageError: words`Reading or writing its storage failed.`,
  CheckpointDoesNotMatchPipeline: words`Its program has changed since the checkpoint, so that it cannot be resumed from it.`,
  CheckpointParseError: words`The checkpoint could not be read.`,
  ReplayFailure: words`Replaying the input since the checkpoint gave something else than before.`,
  BootstrapRejected: words`The changes to its program were not approved.`,
  BootstrapNotAllowed: words`Its state cannot be carried over the change to its program.`,
  UdfLibraryError: words`The library of its user-defined functions could not be loaded.`,
  "ConfigError.InvalidDevTweaks": words`A setting in dev_tweaks is not valid; the message names it.`,
  "RuntimeError.CheckpointPanic": words`It panicked while it wrote a checkpoint: most often storage that ran full. The last checkpoint before is still there.`,
  "RuntimeError.DuplicatePersistentId": words`Two operators of its program have one persistent id, which is a defect of the compiler: compile it again with another version.`,
  "RuntimeError.EmptyPersistentId": words`An operator of its program has no persistent id, which is a defect of the compiler: compile it again with another version.`,
  DatafusionMemoryExceedsBudget: words`The memory that is set aside for ad-hoc queries is more than the memory limit leaves.`,
  PipelineTerminated: words`It ended by itself.`,
};
