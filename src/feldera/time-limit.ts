/**
 * Fires when `limitMs` have passed, with a TimeoutError, or when `signal` does, with its reason. It is not
 * `AbortSignal.any` of `AbortSignal.timeout`: Node may collect such a timeout before it fires (nodejs/node#57736).
 */
export function timeLimited(signal: AbortSignal | undefined, limitMs: number): AbortSignal {
  const limited = new AbortController();
  const late = () => limited.abort(new DOMException("the time limit was reached", "TimeoutError"));
  const timer = setTimeout(late, limitMs).unref();
  const stop = () => {
    clearTimeout(timer);
    limited.abort(signal?.reason);
  };
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true, signal: limited.signal });
  return limited.signal;
}
