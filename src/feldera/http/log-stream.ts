import type { Readable } from "node:stream";
import type { Limits } from "../../config/limits.ts";
import type { LogBytes, LogNews, LogStart } from "../source.ts";
import { linesIn, positionAfter } from "./log-position.ts";
import { NewestBytes } from "./newest-bytes.ts";

/** The share of a call's time that may go into reading; the rest is for making the answer. */
const READING_SHARE = 0.9;

const NEWLINE = 0x0a;

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
  const { logFirstByteMs, logIdleMs } = limits;
  const quiet = {
    firstMs: logFirstByteMs,
    ms: logIdleMs,
    bytes: 1,
    stoppedBy: "silence",
    stoppedWithinLineBy: "silence within a line",
  } as const;
  return read(stream, quiet, limits, callEndsAtMs);
}

/**
 * Reads what follows a position. Such a stream always follows the log; nothing is lost where it is left, so that little
 * within a while is as good as silence.
 *
 * @throws what the connection throws before its first byte
 */
export async function readNews(
  stream: Readable,
  start: LogStart,
  limits: Limits,
  callEndsAtMs: number,
): Promise<LogNews> {
  const { logNewsMs: ms, logNewsBytes } = limits;
  const stoppedBy = "caught up";
  const quiet = { firstMs: ms, ms, bytes: logNewsBytes, stoppedBy, stoppedWithinLineBy: stoppedBy } as const;
  let lines = 0;
  stream.on("data", (chunk: Uint8Array) => {
    lines += linesIn(chunk);
  });
  const log = await read(stream, quiet, limits, callEndsAtMs);
  return { ...log, chunks: wholeLines(log.chunks), start, end: positionAfter(start, lines) };
}

/** Without a last line that is cut short: the next reading has it whole. */
function wholeLines(chunks: readonly Uint8Array[]): Uint8Array[] {
  const whole = Buffer.concat(chunks);
  return [whole.subarray(0, whole.lastIndexOf("\n") + 1)];
}

/** The first `wanted` bytes, or those that come within so many ms; the rest is not waited for. */
export function beginning(stream: Readable, wanted: number, ms: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    const stop = () => {
      clearTimeout(timer);
      stream.destroy();
      resolve(Buffer.concat(chunks));
    };
    const timer = setTimeout(stop, ms);
    stream.on("data", (chunk: Uint8Array) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= wanted) stop();
    });
    stream.on("end", stop).on("error", stop);
    if (wanted === 0) stop();
  });
}

/** When a stream counts as caught up with: less than so many bytes in so many ms, and the first time in `firstMs`. */
interface Quiet {
  readonly firstMs: number;
  readonly ms: number;
  readonly bytes: number;
  readonly stoppedBy: LogBytes["stoppedBy"];
  /** The same where its last line is not whole. */
  readonly stoppedWithinLineBy: LogBytes["stoppedBy"];
}

function read(stream: Readable, quiet: Quiet, limits: Limits, callEndsAtMs: number): Promise<LogBytes> {
  return new Promise((resolve, reject) => {
    const kept = new NewestBytes(limits.logKeptBytes);
    const stop = (stoppedBy: LogBytes["stoppedBy"]) => {
      silence.end();
      clearTimeout(end);
      stream.destroy();
      resolve({ chunks: kept.chunks(), bytesRead: kept.read, bytesDropped: kept.dropped, stoppedBy });
    };
    let endsLine = true;
    const silence = new Silence(quiet, () => stop(endsLine ? quiet.stoppedBy : quiet.stoppedWithinLineBy));
    const end = setTimeout(
      () => stop("time limit"),
      Math.min(limits.logReadMs, (callEndsAtMs - performance.now()) * READING_SHARE),
    );
    stream.on("data", (chunk: Uint8Array) => {
      kept.push(chunk);
      endsLine = chunk.at(-1) === NEWLINE;
      if (kept.read >= limits.logReadBytes) return stop("byte limit");
      silence.broken(chunk.length);
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

/** Waits until too little has come for so long. A timer per chunk would cost more than the chunk. */
class Silence {
  readonly #quiet: Quiet;
  readonly #tell: () => void;
  #limitMs: number;
  #sinceMs = performance.now();
  /** Since then. */
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(quiet: Quiet, tell: () => void) {
    this.#quiet = quiet;
    this.#tell = tell;
    this.#limitMs = quiet.firstMs;
    this.#wait(quiet.firstMs);
  }

  /** So much came. */
  broken(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < this.#quiet.bytes) return;
    this.#bytes = 0;
    this.#sinceMs = performance.now();
    if (this.#limitMs === this.#quiet.ms) return;
    this.#limitMs = this.#quiet.ms;
    this.end();
    this.#wait(this.#limitMs);
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
