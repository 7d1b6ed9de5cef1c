import type { EndpointName } from "./endpoints.ts";
import { FelderaError } from "./errors.ts";

/** The error of a call whose signal has fired: its time is up, or the caller no longer wants it. */
export function aborted(signal: AbortSignal, endpoint: EndpointName): FelderaError {
  const timedOut = signal.reason instanceof Error && signal.reason.name === "TimeoutError";
  return new FelderaError({
    kind: timedOut ? "timeout" : "cancelled",
    message: timedOut ? "the call's time limit was reached" : "the call was cancelled",
    endpoint,
    retryable: timedOut,
  });
}
