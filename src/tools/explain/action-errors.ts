import { GEN_2 } from "../../text/not-checked.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Explain } from "./explanation.ts";
import { advise, failureWords, stateAdvice, stateWords } from "./phrases.ts";

function errorsAdvice(circumstances: Circumstances, tells: Words): Words | undefined {
  const args = { pipeline_name: circumstances.pipeline_name, section: "errors" };
  return advise(circumstances, "get_pipeline", args, (call) => words`${call} ${tells}`);
}

const doesNotCompile: Explain = (_, circumstances) => ({
  what: words`${stateWords(circumstances)}; a program that does not compile cannot be started.`,
  next: errorsAdvice(
    circumstances,
    words`tells the compile errors; once the program is corrected, Feldera compiles it again.`,
  ),
});

const startedOtherwise: Explain = (_, circumstances) => ({
  what: words`${stateWords(circumstances)}; it has been started already, and how it was started cannot be changed before it is stopped.`,
  next: words`pause_pipeline and resume_pipeline change whether it runs; ${stateAdvice(circumstances, words`tells how it stands.`)}`,
});

/** Why a pipeline's state does not allow an action, by Feldera's `error_code`. */
const ILLEGAL_ACTIONS: Readonly<Record<string, Explain>> = {
  CannotStartWithCompilationError: doesNotCompile,
  StartFailedDueToFailedCompilation: doesNotCompile,
  InitialImmutableUnlessStopped: startedOtherwise,
  BootstrapPolicyImmutableUnlessStopped: startedOtherwise,
  CannotStartWithUndismissedError: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; the error of its last run stands, and Feldera does not start it over that.${failureWords(circumstances)}`,
    next: errorsAdvice(
      circumstances,
      words`tells it whole. Once it is understood, dismiss_pipeline_error erases it, or start_pipeline with dismiss_error true.`,
    ),
  }),
  CannotStartWhileClearingStorage: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; its storage is still being cleared.`,
    next: words`Try again shortly; ${stateAdvice(circumstances, words`tells when its storage is Cleared.`)}`,
  }),
  DismissErrorRestrictedToFullyStopped: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; its error can be dismissed only once it is Stopped and meant to be.`,
    next: stateAdvice(circumstances, words`tells when it is.`),
  }),
};

/** What Feldera refuses to do to a pipeline. */
export const ACTION_ERRORS = {
  illegal_action: (error, circumstances) => {
    const { errorCode = "" } = error;
    const explain = Object.hasOwn(ILLEGAL_ACTIONS, errorCode) ? ILLEGAL_ACTIONS[errorCode] : undefined;
    return (
      explain?.(error, circumstances) ?? {
        what: words`${stateWords(circumstances)}; Feldera does not allow this as it stands.`,
        next: stateAdvice(circumstances, words`tells when it has moved on.`),
      }
    );
  },
  unsupported_action: (_, circumstances) => ({
    what: words`Feldera does not support this for the pipeline as it is.`,
    next: stateAdvice(circumstances, words`tells how it stands.`),
  }),
  not_implemented: ({ errorCode }, circumstances) => ({
    what:
      errorCode === "NotImplemented"
        ? words`The runtime of ${circumstances.pipeline_name} does not implement this: Feldera's Gen-2 engine lacks some of what the older one has.`
        : words`Whoever answered does not implement this (501).`,
    next: advise(
      circumstances,
      "get_pipeline",
      { pipeline_name: circumstances.pipeline_name, section: "config" },
      (call) => words`${call} tells its runtime_version.`,
    ),
  }),
  other_engine: () => ({ what: words`There is none of this: ${GEN_2}.` }),
  enterprise_only: ({ endpoint }, circumstances) => ({
    what: words`This is a feature of Feldera's enterprise edition, and the Feldera that answered does not have it.`,
    ...(endpoint === "stop_pipeline" && {
      next: advise(
        circumstances,
        "stop_pipeline",
        { pipeline_name: circumstances.pipeline_name, force: true },
        (call) =>
          words`The only stop there loses the work since the newest checkpoint, or all of it: ${call} tells what.`,
      ),
    }),
  }),
} as const satisfies Record<string, Explain>;
