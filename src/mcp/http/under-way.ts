import type { RequestId } from "@modelcontextprotocol/sdk/types.js";
import type { Caller } from "./admission.ts";

/** What a client has asked for, by all that tells it from what others ask for: they count their requests alike. */
export interface Named {
  readonly caller: Caller;
  /** As the server gave it to the client, which has it in every request; nothing else is known by it. */
  readonly session: string;
  readonly id: RequestId;
}

/**
 * The requests that clients of the legacy revisions may cancel: they post a notification, and keep the stream of the
 * answer open.
 */
export class UnderWay {
  readonly #requests = new Map<string, AbortController>();

  /** Counts a request in until `leave` is called; `cancelled` is aborted when its client cancels it. */
  enter(named: Named): { readonly cancelled: AbortSignal; readonly leave: () => void } {
    const key = keyOf(named);
    const cancelling = new AbortController();
    this.#requests.set(key, cancelling);
    return {
      cancelled: cancelling.signal,
      leave: () => {
        if (this.#requests.get(key) === cancelling) this.#requests.delete(key);
      },
    };
  }

  /** Nothing happens where it is not under way here: it has ended, or is another replica's. */
  cancel(named: Named): void {
    this.#requests.get(keyOf(named))?.abort();
  }
}

function keyOf({ caller, session, id }: Named): string {
  return JSON.stringify([caller, session, id]);
}
