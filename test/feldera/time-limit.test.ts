import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { timeLimited } from "../../src/feldera/time-limit.ts";

function fired(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(signal.reason)));
}

test("it fires with a TimeoutError when the time is up, whatever the garbage collector takes until then", async () => {
  setFlagsFromString("--expose-gc");
  const gc: unknown = runInNewContext("gc");
  if (typeof gc !== "function") throw new Error("no garbage collector to call");
  const reasons = Array.from({ length: 50 }, () =>
    fired(timeLimited(new AbortController().signal, 150).signal),
  );
  for (let i = 0; i < 5; i++) {
    // In these pauses a signal that is held by nothing else is let go.
    await delay(10);
    gc();
  }
  for (const reason of await Promise.all(reasons)) expect(reason).toMatchObject({ name: "TimeoutError" });
}, 5_000);

test("it fires with the reason of the signal that it follows", async () => {
  const caller = new AbortController();
  const reason = fired(timeLimited(caller.signal, 60_000).signal);
  caller.abort("no longer wanted");
  expect(await reason).toBe("no longer wanted");
});

test("it has fired already where that signal has", () => {
  const { signal: limited } = timeLimited(AbortSignal.abort("never wanted"), 60_000);
  expect(limited.aborted).toBe(true);
  expect(limited.reason).toBe("never wanted");
});

test("once it is over, it waits for nothing more", () => {
  vi.useFakeTimers();
  const caller = new AbortController();
  const { signal, end } = timeLimited(caller.signal, 60_000);
  expect(vi.getTimerCount()).toBe(1);
  end();
  expect(vi.getTimerCount()).toBe(0);
  caller.abort();
  expect(signal.aborted).toBe(false);
  vi.useRealTimers();
});
