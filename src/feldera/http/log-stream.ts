import type { Readable } from "node:stream";
import type { Limits } from "../../config/limits.ts";
import type { LogBytes } from "../source.ts";

/**
 * Catches up with a stream that never ends: reads until it falls silent, ends, or meets a limit, keeps the
 * newest bytes, and hangs up.
 *
 * @param endsAtMs the latest end, on the clock of `performance.now()`
 * @throws what the connection throws before its first byte; later, a cut connection only ends the reading
 */
export function catchUp(stream: Readable, limits: Limits, endsAtMs: number): Promise<LogBytes> {
  return new Promise((resolve, reject) => {
    const kept = new NewestBytes(limits.logKeptBytes);
    const stop = (stoppedBy: LogBytes["stoppedBy"]) => {
      clearTimeout(silence);
      clearTimeout(end);
      stream.destroy();
      resolve({ chunks: kept.chunks, bytesRead: kept.read, bytesDropped: kept.dropped, stoppedBy });
    };
    let silence = setTimeout(() => stop("silence"), limits.logFirstByteMs);
    const end = setTimeout(
      () => stop("time limit"),
      Math.min(limits.logReadMs, endsAtMs - performance.now()),
    );
    stream.on("data", (chunk: Uint8Array) => {
      kept.push(chunk);
      clearTimeout(silence);
      if (kept.read >= limits.logReadBytes) return stop("byte limit");
      silence = setTimeout(() => stop("silence"), limits.logIdleMs);
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

/** The last bytes of a stream, whole chunks at a time and never more than the limit and a chunk. */
class NewestBytes {
  readonly chunks: Uint8Array[] = [];
  read = 0;
  dropped = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.read += chunk.length;
    while (this.read - this.dropped > this.#limit && this.chunks.length > 1) {
      this.dropped += this.chunks.shift()?.length ?? 0;
    }
  }
}
