import type { Caller } from "./admission.ts";

/** Counts what each caller has under way, up to a limit. */
export class Places {
  readonly #most: number;
  readonly #taken = new Map<Caller, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a place. Returns what gives it back, once; undefined where there is none left. */
  take(caller: Caller): (() => void) | undefined {
    const taken = this.#taken.get(caller) ?? 0;
    if (taken >= this.#most) return undefined;
    this.#taken.set(caller, taken + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (this.#taken.get(caller) ?? 1) - 1;
      if (left > 0) this.#taken.set(caller, left);
      else this.#taken.delete(caller);
    };
  }
}
