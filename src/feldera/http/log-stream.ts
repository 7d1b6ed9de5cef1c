import type { Readable } from "node:stream";
import type { Limits } from "../../config/limits.ts";
import type { LogBytes } from "../source.ts";

/** The share of a call's time that may go into reading; the rest is for making the answer. */
const READING_SHARE = 0.9;

/** A timer that fires that much too late does not tell of silence. */
const HELD_UP_MS = 50;

/**
 * Catches up with a stream that never ends: reads until it falls silent, ends, or meets a limit, keeps the
 * newest bytes, and hangs up.
 *
 * @param callEndsAtMs when the call must have its answer, on the clock of `performance.now()`
 * @throws what the connection throws before its first byte; later, a cut connection only ends the reading
 */
export function catchUp(stream: Readable, limits: Limits, callEndsAtMs: number): Promise<LogBytes> {
  return new Promise((resolve, reject) => {
    const kept = new NewestBytes(limits.logKeptBytes);
    const stop = (stoppedBy: LogBytes["stoppedBy"]) => {
      clearTimeout(silence);
      clearTimeout(end);
      stream.destroy();
      resolve({ chunks: kept.chunks(), bytesRead: kept.read, bytesDropped: kept.dropped, stoppedBy });
    };
    const silenceFor = (ms: number): NodeJS.Timeout => {
      const dueMs = performance.now() + ms;
      return setTimeout(() => {
        // Where this process was held up, what came meanwhile waits to be read.
        if (performance.now() - dueMs > HELD_UP_MS) silence = silenceFor(ms);
        else stop("silence");
      }, ms);
    };
    let silence = silenceFor(limits.logFirstByteMs);
    const end = setTimeout(
      () => stop("time limit"),
      Math.min(limits.logReadMs, (callEndsAtMs - performance.now()) * READING_SHARE),
    );
    stream.on("data", (chunk: Uint8Array) => {
      kept.push(chunk);
      clearTimeout(silence);
      if (kept.read >= limits.logReadBytes) return stop("byte limit");
      silence = silenceFor(limits.logIdleMs);
    });
    stream.on("end", () => stop("end"));
    stream.on("error", (error) => {
      if (kept.read > 0) return stop("cut connection");
      clearTimeout(silence);
      clearTimeout(end);
      reject(error);
    });
  });
}

const BLOCK_BYTES = 64 * 2 ** 10;

/**
 * The last bytes of a stream: as many as the limit says, and at most two blocks more. They are copied into
 * blocks, since a stream may come a byte at a time, and each of its chunks would cost more than it holds.
 */
class NewestBytes {
  read = 0;
  dropped = 0;
  readonly #limit: number;
  readonly #full: Uint8Array[] = [];
  #filling = new Uint8Array(BLOCK_BYTES);
  #filled = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    this.read += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      if (this.#filled === BLOCK_BYTES) this.#nextBlock();
      const part = chunk.subarray(at, at + BLOCK_BYTES - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
  }

  chunks(): Uint8Array[] {
    return [...this.#full, this.#filling.subarray(0, this.#filled)];
  }

  #nextBlock(): void {
    this.#full.push(this.#filling);
    this.#filling = new Uint8Array(BLOCK_BYTES);
    this.#filled = 0;
    const surplus = (this.#full.length - 1) * BLOCK_BYTES >= this.#limit;
    if (surplus) this.dropped += this.#full.shift()?.length ?? 0;
  }
}
