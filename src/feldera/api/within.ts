import { timeLimited } from "../time-limit.ts";
import type { Feldera } from "./call.ts";

/** The same access to Feldera with a limit of its own, for what must not hold up the rest of a call. */
export function within(feldera: Feldera, limitMs: number): Feldera {
  return limitedBy(timeLimited(feldera.scope.signal, limitMs).signal, feldera, limitMs);
}

/** The same, that tells of a pipeline that is away that it is: it is not waited for until it comes back. */
export function withoutWaiting(feldera: Feldera, limitMs: number): Feldera {
  const limited = within(feldera, limitMs);
  return { ...limited, scope: { ...limited.scope, awaitsPipeline: false } };
}

/** Does some of a call's work, one of many, within a limit of its own; nothing of it stays on the call's signal. */
export async function during<T>(
  feldera: Feldera,
  limitMs: number,
  work: (limited: Feldera) => Promise<T>,
): Promise<T> {
  const { signal, end } = timeLimited(feldera.scope.signal, limitMs);
  try {
    return await work(limitedBy(signal, feldera, limitMs));
  } finally {
    end();
  }
}

function limitedBy(signal: AbortSignal, feldera: Feldera, limitMs: number): Feldera {
  const deadlineMs = Math.min(feldera.scope.deadlineMs, performance.now() + limitMs);
  return { ...feldera, scope: { ...feldera.scope, signal, deadlineMs } };
}
