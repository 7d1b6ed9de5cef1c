import type { Readable } from "node:stream";
import type { Limits } from "../../config/limits.ts";
import type { LogBytes } from "../source.ts";
import { NewestBytes } from "./newest-bytes.ts";

/** The share of a call's time that may go into reading; the rest is for making the answer. */
const READING_SHARE = 0.9;

/** A timer that fires that much too late does not tell of silence. */
const HELD_UP_MS = 50;

/**
 * Reads a log to its end. A manager before 0.370 follows the log whatever it is asked, and its stream never ends:
 * then reads until it falls silent or meets a limit, and hangs up. Keeps the newest bytes.
 *
 * @param callEndsAtMs when the call must have its answer, on the clock of `performance.now()`
 * @throws what the connection throws before its first byte; later, a cut connection only ends the reading
 */
export function catchUp(stream: Readable, limits: Limits, callEndsAtMs: number): Promise<LogBytes> {
  return new Promise((resolve, reject) => {
    const kept = new NewestBytes(limits.logKeptBytes);
    const stop = (stoppedBy: LogBytes["stoppedBy"]) => {
      silence.end();
      clearTimeout(end);
      stream.destroy();
      resolve({ chunks: kept.chunks(), bytesRead: kept.read, bytesDropped: kept.dropped, stoppedBy });
    };
    const silence = new Silence(limits.logFirstByteMs, () => stop("silence"));
    const end = setTimeout(
      () => stop("time limit"),
      Math.min(limits.logReadMs, (callEndsAtMs - performance.now()) * READING_SHARE),
    );
    stream.on("data", (chunk: Uint8Array) => {
      kept.push(chunk);
      if (kept.read >= limits.logReadBytes) return stop("byte limit");
      silence.broken(limits.logIdleMs);
    });
    stream.on("end", () => stop("end"));
    stream.on("error", (error) => {
      if (kept.read > 0) return stop("cut connection");
      silence.end();
      clearTimeout(end);
      reject(error);
    });
  });
}

/** Waits until nothing has come for so long. A timer per chunk would cost more than the chunk. */
class Silence {
  #limitMs: number;
  #sinceMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  readonly #tell: () => void;

  constructor(limitMs: number, tell: () => void) {
    this.#limitMs = limitMs;
    this.#tell = tell;
    this.#wait(limitMs);
  }

  /** Something came; from now on so long a silence is waited for. */
  broken(limitMs: number): void {
    this.#sinceMs = performance.now();
    if (limitMs === this.#limitMs) return;
    this.#limitMs = limitMs;
    this.end();
    this.#wait(limitMs);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(ms: number): void {
    const dueMs = performance.now() + ms;
    const timer = setTimeout(() => {
      // Where this process was held up, what came meanwhile waits to be read.
      const wasHeldUp = performance.now() - dueMs > HELD_UP_MS;
      // Timers run before what waits is read.
      setImmediate(() => {
        if (this.#timer !== timer) return;
        const restMs = this.#sinceMs + this.#limitMs - performance.now();
        if (!wasHeldUp && restMs <= 0) this.#tell();
        else this.#wait(wasHeldUp ? this.#limitMs : restMs);
      });
    }, ms);
    this.#timer = timer;
  }
}
