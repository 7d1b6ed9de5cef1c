import { createHash } from "node:crypto";
import { serialize } from "node:v8";

/** What of a job's last run stays for the next. */
export interface Kept {
  readonly holds: () => boolean;
  readonly drop: () => void;
}

/** What a job made of its last input, for when it is asked again about the same. One is kept, where it is small enough. */
export class LastMade<Made> implements Kept {
  #last: { readonly key: string; readonly made: Made } | undefined;

  holds = (): boolean => this.#last !== undefined;

  drop = (): void => {
    this.#last = undefined;
  };

  /**
   * @param key of all that it is made of: see `inputKey`
   * @param maxBytes what takes more is not kept
   */
  of(key: string, maxBytes: number, make: () => { readonly made: Made; readonly bytes: number }): Made {
    if (this.#last?.key === key) return this.#last.made;
    // Both at the same time would take twice the memory.
    this.drop();
    const { made, bytes } = make();
    if (bytes <= maxBytes) this.#last = { key, made };
    return made;
  }

  /** What was kept under the key, which is then no longer kept. */
  take(key: string): Made | undefined {
    if (this.#last?.key !== key) return undefined;
    const { made } = this.#last;
    this.drop();
    return made;
  }
}

/** Equal for equal inputs: bytes, which may be many, and plain data beside them. */
export function inputKey(bytes: readonly (Uint8Array | undefined)[], beside: unknown): string {
  const hash = createHash("sha256");
  for (const one of bytes) {
    hash.update(`${one?.length} bytes\0`);
    if (one !== undefined) hash.update(one);
  }
  return hash.update(serialize(beside)).digest("hex");
}
