import type { Limits } from "../../config/limits.ts";
import { BundleError } from "../../feldera/bundle/errors.ts";
import { FelderaError } from "../../feldera/errors.ts";
import type { Source } from "../../feldera/source.ts";
import type { Explanation } from "../../text/explanation.ts";
import { words } from "../../text/page/words.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { InvalidArguments, ToolError } from "../errors.ts";
import { explainAnalysisError } from "./analysis-errors.ts";
import { explainArguments } from "./arguments.ts";
import { type CallMade, circumstancesOf } from "./circumstances.ts";
import { explainFelderaError } from "./feldera-error.ts";

export interface FailedCall {
  readonly made: CallMade;
  /** Absent where the call failed before it had one. */
  readonly source: Source | undefined;
  /** Until when the call may take, on the clock of `performance.now()`, in ms. */
  readonly deadlineMs: number;
  readonly cleaner: Cleaner;
  readonly limits: Limits;
}

/**
 * Explains the errors that a tool is expected to throw; undefined for any other, which is a defect of this
 * server.
 */
export async function explain(error: unknown, call: FailedCall): Promise<Explanation | undefined> {
  if (error instanceof FelderaError) {
    const circumstances = await circumstancesOf(error, call);
    return explainFelderaError(cleanError(error, call.cleaner), circumstances);
  }
  if (error instanceof InvalidArguments) return explainArguments(error);
  if (error instanceof ToolError) return { what: error.problem, next: error.remedy };
  if (error instanceof BundleError) {
    return {
      what: words`The support bundle cannot be used for this call.`,
      why: words`Reason: ${call.cleaner.text(error.message)}`,
    };
  }
  return explainAnalysisError(error, call.cleaner, call.limits);
}

/** Feldera's message and details are a stranger's text. */
function cleanError(error: FelderaError, cleaner: Cleaner): FelderaError {
  const { kind, endpoint, status, retryable, retryAfterSecs } = error;
  return new FelderaError({
    kind,
    endpoint,
    status,
    retryable,
    retryAfterSecs,
    message: cleaner.text(error.message),
    errorCode: error.errorCode === undefined ? undefined : cleaner.text(error.errorCode),
    details: cleaner.facts({ details: error.details }).facts.details,
  });
}
