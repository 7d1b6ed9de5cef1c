import { timeLimited } from "../time-limit.ts";
import type { Feldera } from "./call.ts";

/** The same access to Feldera with a limit of its own, for what must not hold up the rest of a call. */
export function within(feldera: Feldera, limitMs: number): Feldera {
  const { signal, deadlineMs, ...scope } = feldera.scope;
  return {
    ...feldera,
    scope: {
      ...scope,
      signal: timeLimited(signal, limitMs).signal,
      deadlineMs: Math.min(deadlineMs, performance.now() + limitMs),
    },
  };
}

/** The same, for what tells of a pipeline that is away that it is: it is not waited for until it comes back. */
export function withoutWaiting(feldera: Feldera, limitMs: number): Feldera {
  const limited = within(feldera, limitMs);
  return { ...limited, scope: { ...limited.scope, awaitsPipeline: false } };
}
