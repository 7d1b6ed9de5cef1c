import type { DeploymentFailure } from "../analysis/pipeline/deployment-error.ts";
import { ASKED_TO_END } from "../analysis/pipeline/failure-kind.ts";
import { RENAMED_IN, RUNTIME_DURATIONS } from "../feldera/settings/spellings.ts";
import { type Words, words } from "../text/page/words.ts";

const PROVISIONING = RUNTIME_DURATIONS.provisioning;

/** Why a pipeline died, by the `error_code` of its `deployment_error`. */
export const DEPLOYMENT_ERRORS: Readonly<Record<string, Words>> = {
  InitializationError: words`It could not start: most often a connector that cannot connect, is not authorized or is configured wrongly; the message names it.`,
  "RuntimeError.WorkerPanic": words`A worker panicked: storage that ran full, a division or a cast that overflows, or a user-defined function. The panic's message is the cause.`,
  RunnerCheckError: words`The process or pod is gone: evicted, ended from outside, or crashed. The last log records and the events tell which.`,
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

/** Refused, whatever it is that the edition lacks: the error names it. */
export const OF_EDITION = /\benterprise[ -](?:only )?feature\b/i;

/** What keeps a process from its storage when it starts, by the words that follow. */
const OF_STORAGE =
  /^(?:storage error|I\/O error (?:failed to initialize storage|initializing fault tolerant pipeline|.{1,300}: failed to read checkpoint)): (.*)/is;

const STORAGE_ERRORS: readonly (readonly [RegExp, Words])[] = [
  [
    /\berror accessing object store\b/i,
    words`The object store of its storage's backend cannot be reached, or refuses: correct the backend's configuration, or its credentials.`,
  ],
  [
    /\bunable to parse URL\b/i,
    words`The address in its storage's backend is not valid: it begins with its scheme, such as s3://.`,
  ],
  [
    /\bstorage backend \(.{1,100}\) cannot be configured with\b/i,
    words`The configuration of its storage's backend is of another backend than its name says: correct either.`,
  ],
  [
    /\berror deserializing JSON\b/i,
    words`A file of its storage cannot be read: it is damaged, or another version wrote it. Go back to an earlier checkpoint, or clear its storage, so that all input is read anew.`,
  ],
  [
    /read-only file ?system/i,
    words`Its storage lies on a file system that is mounted read-only: mount it writable, or give it another volume.`,
  ],
  [
    /permission denied/i,
    words`The user that it runs as may not write to its storage directory: correct the directory's owner or permissions.`,
  ],
  [
    /not found|no such file/i,
    words`Its storage directory, or a file in it, is not there: a volume that is not mounted, or a file that was deleted.`,
  ],
  [
    /couldn't find the specified checkpoint/i,
    words`The checkpoint that it should start from is not in its storage.`,
  ],
  [
    /not available in the open-source version/i,
    words`The storage backend that is configured is in the enterprise edition alone.`,
  ],
];

/** "its storage could not be opened or read", and what is said beside that; undefined of other errors. */
export function storageErrorBriefly(cause: string): { brief: Words; said: string } | undefined {
  const said = OF_STORAGE.exec(cause)?.[1];
  return said === undefined ? undefined : { brief: words`its storage could not be opened or read`, said };
}

function storageErrorMeaning(cause: string): Words | undefined {
  if (!OF_STORAGE.test(cause)) return undefined;
  return STORAGE_ERRORS.find(([pattern]) => pattern.test(cause))?.[1] ?? DEPLOYMENT_ERRORS.StorageError;
}

/** How a process ended, as far as the signal or the exit code tells that its runner saw. */
const ENDINGS: readonly (readonly [RegExp, Words])[] = [
  [
    /\bexit (?:code|status):? 101\b/,
    words`Its main thread panicked, of which its log tells: that is no doing of anything outside.`,
  ],
  [
    /\bexit (?:code|status):? (?:1|2)\b|\bexited unexpectedly\b/,
    words`It gave up by itself, and its log ends with why: a configuration that it cannot read, an address that is taken, or an error of its own.`,
  ],
  [
    /\bexit (?:code|status):? 12[67]\b/,
    words`Its program could not be run: it is not there, is for another machine, or lacks a library.`,
  ],
  [
    /\bSIGABRT\b|\bsignal:? 6\b|exit (?:code|status):? 134\b/,
    words`A process ends itself like that (SIGABRT) where memory that it asked for is refused, a thread's stack runs over, or it panics while it handles a panic: then it says so in its log before. Where it does not, the signal was sent from outside. What the kernel kills for lack of memory ends with SIGKILL instead.`,
  ],
  [
    /\bSIGBUS\b|\bsignal:? 7\b|exit (?:code|status):? 135\b/,
    words`It read a part of a mapped file that is not there (SIGBUS): a file that was cut short, or a disk that is full or failed.`,
  ],
  [
    /\bSIG(?:SEGV|ILL|FPE)\b|\bsignal:? (?:4|8|11)\b|exit (?:code|status):? (?:132|136|139)\b/,
    words`It crashed in native code, without a panic: a defect of the engine, of a library or of a user-defined function, or a stack that ran over.`,
  ],
  [
    ASKED_TO_END,
    words`Something else asked it to end, which is no fault of its own: an administrator, a service manager, or an orchestrator that moves it.`,
  ],
  [
    /\bpreviously terminated\b/,
    words`Feldera's own pipeline-manager ended or was restarted, and the pipeline with it: that is no fault of its own, and it runs again once it is started.`,
  ],
];

/** What the error of a deployment means; undefined where its code is none that is known. */
export function deploymentErrorMeaning({
  error_code,
  cause,
}: Pick<DeploymentFailure, "error_code" | "cause">): Words | undefined {
  const ending = ENDINGS.find(([pattern]) => pattern.test(cause))?.[1];
  if (/^Runner(?:Check|Provision)Error$/.test(error_code) && ending !== undefined) return ending;
  const ofStorage = storageErrorMeaning(cause);
  if (ofStorage !== undefined) return ofStorage;
  if (OF_EDITION.test(cause)) {
    return words`This edition of Feldera does not have the feature that the message names: take it out of the configuration (fault tolerance: fault_tolerance of the runtime configuration), or start without it (standby: initial). The enterprise edition has it.`;
  }
  const shown = SHOWN_BY_WORDS.find(([pattern]) => pattern.test(cause))?.[1];
  // What it is as a rule, it is not here: a connector that keeps a pipeline from starting is told as such.
  const code = error_code === "InitializationError" ? (shown ?? "") : error_code;
  return Object.hasOwn(DEPLOYMENT_ERRORS, code) ? DEPLOYMENT_ERRORS[code] : undefined;
}
