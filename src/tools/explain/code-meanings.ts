import type { Explanation } from "../../text/explanation.ts";
import { words } from "../../text/page/words.ts";
import type { Circumstances } from "./circumstances.ts";

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
  DeploymentRestrictedToRunning: {
    what: words`The resources of a deployment can be changed only while the pipeline runs.`,
    next: words`Start it first, or change runtime_config.resources while it is stopped.`,
  },
  InvalidDeploymentPatch: {
    what: words`The resources asked for a running pipeline do not fit together, or are none that can be changed while it runs; the reason says which. They stay as they were.`,
    next: words`CPU cores and memory can be changed so, and a minimum may not exceed its maximum.`,
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
