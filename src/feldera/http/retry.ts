import { setTimeout as sleep } from "node:timers/promises";
import type { Limits } from "../../config/limits.ts";
import { FelderaError } from "../errors.ts";
import type { CallScope } from "../source.ts";

/**
 * Tries again what failed in passing, while another try can still finish in time. It throws the last real
 * answer: a further try that came to no answer in time tells less than the answer before it.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  limits: Limits,
  scope: CallScope,
  random: () => number,
): Promise<T> {
  let answered: FelderaError | undefined;
  for (let tries = 1; ; tries++) {
    const startedMs = performance.now();
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof FelderaError)) throw error;
      if (answered !== undefined && error.kind === "timeout" && error.status === undefined) throw answered;
      const tookMs = performance.now() - startedMs;
      const pauseMs = pauseBefore(error, tries, limits, random);
      const endsMs = performance.now() + pauseMs + tookMs;
      if (tries > triesWorth(error, limits, scope) || endsMs > scope.deadlineMs) throw error;
      answered = error;
      await sleep(pauseMs, undefined, { signal: scope.signal }).catch(() => {
        throw error;
      });
    }
  }
}

/** Further tries that an error deserves: a pipeline that hung through one try seldom recovers in the next. */
function triesWorth(error: FelderaError, limits: Limits, { awaitsPipeline }: CallScope): number {
  if (!error.retryable) return 0;
  if (error.kind !== "unreachable" && error.kind !== "unavailable") return limits.retries;
  return awaitsPipeline === false ? 0 : Math.min(1, limits.retries);
}

/** In ms; infinite where the server asks for more patience than a call has. */
function pauseBefore(error: FelderaError, tries: number, limits: Limits, random: () => number): number {
  const backoffMs = limits.retryDelayMs * 2 ** (tries - 1) * (0.5 + random());
  const askedMs = (error.retryAfterSecs ?? 0) * 1000;
  return askedMs > limits.retryAfterMs ? Number.POSITIVE_INFINITY : Math.max(askedMs, backoffMs);
}
