import type { DeploymentFailure } from "../analysis/pipeline/deployment-error.ts";
import { RENAMED_IN, RUNTIME_DURATIONS } from "../feldera/settings/spellings.ts";
import { type Words, words } from "../text/page/words.ts";

const PROVISIONING = RUNTIME_DURATIONS.provisioning;

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
  "ConfigError.DatafusionMemoryExceedsBudget": words`The memory that is set aside for ad-hoc queries is more than the memory limit leaves.`,
  PipelineTerminated: words`It ended by itself.`,
};

/** An error while a pipeline starts comes as InitializationError; its own code shows in its words alone. */
const SHOWN_BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^invalid dev_tweaks\b/i, "ConfigError.InvalidDevTweaks"],
  [/^error loading the program's UDFs\b/i, "UdfLibraryError"],
  [/^panic while writing checkpoint\b/i, "RuntimeError.CheckpointPanic"],
  [/\bhave the same persistent id\b/i, "RuntimeError.DuplicatePersistentId"],
  [/\bhas an empty persistent id\b/i, "RuntimeError.EmptyPersistentId"],
];

/** What the error of a deployment means; undefined where its code is none that is known. */
export function deploymentErrorMeaning({
  error_code,
  cause,
}: Pick<DeploymentFailure, "error_code" | "cause">): Words | undefined {
  const shown = SHOWN_BY_WORDS.find(([pattern]) => pattern.test(cause))?.[1];
  const code = error_code === "InitializationError" ? (shown ?? error_code) : error_code;
  return Object.hasOwn(DEPLOYMENT_ERRORS, code) ? DEPLOYMENT_ERRORS[code] : undefined;
}
