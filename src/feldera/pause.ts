import { setTimeout as sleep } from "node:timers/promises";
import { aborted } from "./aborted.ts";
import type { EndpointName } from "./endpoints.ts";

/**
 * Waits within a call.
 *
 * @param before the endpoint that is asked next, which the error names
 * @throws FelderaError timeout or cancelled, where the call ends first
 */
export async function pause(ms: number, signal: AbortSignal, before: EndpointName): Promise<void> {
  // A timer drops fractions of a millisecond, and whoever waits to a moment would come just before it, and wait again.
  await sleep(Math.ceil(ms), undefined, { signal }).catch(() => {
    throw aborted(signal, before);
  });
}
