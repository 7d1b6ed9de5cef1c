import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { type ComingBytes, inParts } from "../analysis/bytes-in-parts.ts";
import { AnalysisStopped } from "../analysis/jobs/stopped.ts";
import { stoppedBy } from "./analyses.ts";
import { thrownError } from "./carried-errors.ts";
import { LENGTH_BYTES, Reply, type Request, separated } from "./messages.ts";

export interface AnalysisProcessOptions {
  /** The module that calls `serveJobs`. */
  readonly module: URL;
  readonly maxHeapBytes: number;
}

interface Asked extends ReturnType<typeof separated> {
  readonly job: string;
  readonly isInParts: boolean;
}

const MIB = 2 ** 20;

/** In MiB. Most that an analysis makes stays: more space for what is young takes memory, and saves little time. */
const YOUNG_SPACE = "--max-semi-space-size=4";

/** What is kept of the process's stderr: V8's own account of why it gave up stands at the beginning. */
const STDERR_CHARS = 8192;

/**
 * A process that runs one job at a time. A thread would not do: one allocation past its heap's limit ends the whole
 * process that it lives in, and it cannot be ended within a call of V8's own, such as JSON.parse.
 */
export class AnalysisProcess {
  readonly #child: ChildProcess;
  #stderr = "";
  #keeps = false;

  constructor({ module, maxHeapBytes }: AnalysisProcessOptions) {
    this.#child = fork(module, [], {
      env: environment(),
      execArgv: [`--max-old-space-size=${Math.ceil(maxHeapBytes / MIB)}`, YOUNG_SPACE, "--expose-gc"],
      serialization: "advanced",
      // What it prints goes to stderr: stdout is the protocol's.
      stdio: ["pipe", 2, "pipe", "ipc"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).slice(0, STDERR_CHARS);
    });
    // That the process is gone is told by its end.
    this.#child.stdin?.on("error", () => {});
    this.#child.on("error", () => {});
  }

  /** Whether it can take another job. */
  get isReady(): boolean {
    const { pid, connected, killed } = this.#child;
    return pid !== undefined && connected && !killed;
  }

  /** Whether something of its last job stays there for the next. */
  get keeps(): boolean {
    return this.#keeps;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /**
   * Has a job run; the process is killed where the signal fires before its end.
   *
   * @param readInParts the field whose bytes the job reads as they come
   * @throws what the job throws, AnalysisStopped, and what bytes that come throw
   */
  async run(job: string, input: object, signal: AbortSignal, readInParts?: string): Promise<unknown> {
    const { rest, bytes } = separated(input);
    const isInParts = bytes.length === 1 && bytes[0]?.[0] === readInParts;
    const areAtHand = bytes.every(([, content]) => content instanceof Uint8Array);
    let reply = await this.#ask({ job, rest, bytes, isInParts }, signal);
    // With all of them at hand it can find out what is wrong with them.
    if ("error" in reply && isInParts && areAtHand) {
      reply = await this.#ask({ job, rest, bytes, isInParts: false }, signal);
    }
    this.#keeps = "keeps" in reply && reply.keeps;
    if ("error" in reply) throw thrownError(reply.error);
    return reply.value;
  }

  async #ask(asked: Asked, signal: AbortSignal): Promise<Reply> {
    const child = this.#child;
    const over = new AbortController();
    const message = await new Promise((resolve, reject) => {
      const ended = (code: number | null, endedBy: string | null) => reject(this.#endedBy(code, endedBy));
      const notStarted = (error: Error) => reject(new AnalysisStopped("start", error.message));
      const stop = () => {
        this.kill();
        reject(stoppedBy(signal));
      };
      child.once("message", resolve).once("close", ended).once("error", notStarted);
      signal.addEventListener("abort", stop);
      over.signal.addEventListener("abort", () => {
        child.off("message", resolve).off("close", ended).off("error", notStarted);
        signal.removeEventListener("abort", stop);
      });
      const notSent = (error: unknown) => {
        if (over.signal.aborted) return;
        this.kill();
        reject(error);
      };
      if (signal.aborted) stop();
      else this.#send(asked, over.signal).catch(notSent);
    }).finally(() => over.abort());
    return Reply.parse(message);
  }

  async #send({ job, rest, bytes, isInParts }: Asked, over: AbortSignal): Promise<void> {
    const request: Request = {
      job,
      input: rest,
      bytes: bytes.map(([field, content]) => ({
        field,
        ...("length" in content && { length: content.length }),
      })),
      inParts: isInParts,
    };
    const { stdin } = this.#child;
    if (!stdin) return;
    // An end of the process, or that it has not begun, is noticed as such.
    this.#child.send(request, () => {});
    for (const [field, content] of bytes) {
      if (isInParts) await writeParts(stdin, partsOf(content), over);
      else if (content instanceof Uint8Array) stdin.write(content);
      else throw new Error(`${job} does not read ${field} as it comes`);
    }
  }

  #endedBy(code: number | null, signal: string | null): Error {
    const how = `its process ended with ${signal ?? code}`;
    // Where the machine has no memory left, its kernel kills the largest process.
    return signal === "SIGKILL" ||
      /out of memory|invalid (?:size|table size|array length)/i.test(this.#stderr)
      ? new AnalysisStopped("memory", how)
      : new Error(`an analysis failed: ${how}: ${this.#stderr}`);
  }
}

function partsOf(content: Uint8Array | ComingBytes): AsyncIterable<Uint8Array> {
  return content instanceof Uint8Array ? inParts(content).parts() : content.parts();
}

/** No faster than they are read, and until the process that reads them is gone. */
async function writeParts(
  stdin: Writable,
  parts: AsyncIterable<Uint8Array>,
  over: AbortSignal,
): Promise<void> {
  const length = (bytes: number) => {
    const written = Buffer.alloc(LENGTH_BYTES);
    written.writeUIntBE(bytes, 0, LENGTH_BYTES);
    return written;
  };
  for await (const part of parts) {
    if (part.length === 0) continue;
    stdin.write(length(part.length));
    if (!stdin.write(part)) await once(stdin, "drain", { signal: over }).catch(() => {});
    if (stdin.destroyed || over.aborted) return;
  }
  stdin.write(length(0));
}

/** What reads strangers' bytes need not know the key; the job of a log is told it, to take it out. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("FELDERA_")));
}
