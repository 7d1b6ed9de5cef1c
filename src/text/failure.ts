import type { DeploymentFailure } from "../analysis/pipeline/deployment-error.ts";
import type { Page } from "./page.ts";
import { type Words, words } from "./words.ts";

/** Why a pipeline died, in one sentence: Feldera's cause, then where it stands. */
export function failureSentence(failure: DeploymentFailure): Words {
  const { panic, connector } = failure;
  const what = panic
    ? panic.in_udf
      ? words`a user-defined function panicked`
      : words`a worker panicked`
    : connector === undefined
      ? words`it failed`
      : words`connector ${connector} failed`;
  return words`${what}: ${failure.cause} (${failure.error_code}${panic && words`, ${panicPlace(panic)}`}).`;
}

function panicPlace(panic: NonNullable<DeploymentFailure["panic"]>): Words {
  const others = panic.others > 0 ? words` and ${panic.others} more` : words``;
  const at = panic.location === undefined ? words`` : words` at ${panic.location}`;
  const operator = panic.operator === undefined ? words`` : words`, in SQL operator ${panic.operator}`;
  return words`${panic.thread} worker ${panic.worker}${others}${at}${operator}`;
}

/** The whole error: its message and the panic's backtrace. */
export function quoteFailure(failure: DeploymentFailure, page: Page): void {
  const parts = failure.message.split("\n");
  page.quote(parts, { unit: words`lines` });
}
