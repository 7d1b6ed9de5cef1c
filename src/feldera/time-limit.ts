import { setMaxListeners } from "node:events";

/** What one call asks at a time follows its signal: the parts of a diagnosis are more than the ten that Node warns at. */
const FOLLOWERS = 100;

export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Lets go of the timer, and of the signal that is followed. */
  readonly end: () => void;
}

/**
 * Its signal fires when `limitMs` have passed, with a TimeoutError, or when `signal` does, with its reason. It is not
 * `AbortSignal.any` of `AbortSignal.timeout`: Node may collect such a timeout before it fires (nodejs/node#57736).
 */
export function timeLimited(signal: AbortSignal | undefined, limitMs: number): TimeLimit {
  const limited = new AbortController();
  setMaxListeners(FOLLOWERS, limited.signal);
  const late = () => limited.abort(new DOMException("the time limit was reached", "TimeoutError"));
  const timer = setTimeout(late, limitMs).unref();
  const follow = () => {
    end();
    limited.abort(signal?.reason);
  };
  const end = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", follow);
  };
  if (signal?.aborted) follow();
  signal?.addEventListener("abort", follow, { once: true, signal: limited.signal });
  return { signal: limited.signal, end };
}
