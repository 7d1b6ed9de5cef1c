import { aborted } from "../feldera/aborted.ts";
import type { EndpointName } from "../feldera/endpoints.ts";
import type { CallScope } from "../feldera/source.ts";
import { timeLimited } from "../feldera/time-limit.ts";

/** What a call may take; `end` says that it is over. */
export function scopeOf(
  followed: AbortSignal | undefined,
  limitMs: number,
): { scope: CallScope; end: () => void } {
  const { signal, end } = timeLimited(followed, limitMs);
  return { scope: { signal, deadlineMs: performance.now() + limitMs }, end };
}

/** A call ends when its time is up or it is cancelled, whatever it was doing. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, endpoint: EndpointName): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => setImmediate(() => reject(aborted(signal, endpoint)));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Tells once a second what a call is waiting for. */
export function progressOf(onProgress: ((seconds: number, doing: string) => void) | undefined): {
  say: (doing: string) => void;
  stop: () => void;
} {
  let doing = "waiting for Feldera";
  let seconds = 0;
  const timer = onProgress && setInterval(() => onProgress(++seconds, doing), 1000);
  return {
    say: (now) => {
      doing = now;
    },
    stop: () => clearInterval(timer),
  };
}
