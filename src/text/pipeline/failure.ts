import type { DeploymentFailure } from "../../analysis/pipeline/deployment-error.ts";
import { foldUnknownFrames, hasUnknownFrames, UNKNOWN_FRAMES } from "../functions/no-symbols.ts";
import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";

/** Why a pipeline died, in one sentence: Feldera's cause, then where it stands. */
export function failureSentence(failure: DeploymentFailure): Words {
  const { panic, connector } = failure;
  const what = panic
    ? words`${panic.in_udf ? udfWords(panic.udf) : words`a worker`} panicked`
    : connector === undefined
      ? words`it failed`
      : words`connector ${connector} failed`;
  return words`${what}: ${failure.cause} (${failure.error_code}${panic && words`, ${panicPlace(panic)}`}).`;
}

/** The function of the user's own that panicked, where its name is told. */
export function udfWords(name: string | undefined): Words {
  return name === undefined ? words`a user-defined function` : words`user-defined function ${name}`;
}

function panicPlace(panic: NonNullable<DeploymentFailure["panic"]>): Words {
  const at = panic.location === undefined ? words`` : words` at ${panic.location}`;
  const operator = panic.operator === undefined ? words`` : words`, in SQL operator ${panic.operator}`;
  const others =
    panic.others > 0
      ? words`; ${plural(panic.others, words`other thread`, words`other threads`)} panicked too`
      : words``;
  return words`${panic.thread} worker ${panic.worker}${at}${operator}${others}`;
}

/** The error's whole message, a panic's backtrace with it. */
export function quoteFailure(failure: DeploymentFailure, page: Page): void {
  page.line(words`The deployment error, whole:`);
  page.quote(foldUnknownFrames(failure.message).split("\n"), { unit: words`lines` });
  if (hasUnknownFrames(failure.message)) {
    page.line(UNKNOWN_FRAMES);
  }
}
