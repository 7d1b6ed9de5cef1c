import { Writable } from "node:stream";
import type { Limits } from "../../config/limits.ts";
import type { WriteStdout } from "./stdout.ts";

export interface ClientOptions {
  readonly limits: Pick<Limits, "lastWriteMs">;
  /** Anything else that is written to stdout goes to stderr. */
  readonly writeStdout: WriteStdout;
  /** What the process exits with when the client goes away. */
  readonly exitCode: number;
}

/**
 * What is written to the client, a message at a time. From here on the process lives as long as its client: at the end
 * of stdin, on a signal, or when stdout breaks, it exits, whatever is in flight. A message that is being written is
 * written to its end, unless nobody reads it.
 */
export function openClient({ limits, writeStdout, exitCode }: ClientOptions): Writable {
  let isLeaving = false;
  const exit = (code: number) => {
    if (isLeaving) return;
    isLeaving = true;
    if (process.stdout.writableLength === 0) process.exit(code);
    writeStdout("", () => process.exit(code));
    setTimeout(() => process.exit(code), limits.lastWriteMs);
  };
  process.stdin.on("end", () => exit(exitCode));
  process.stdin.on("close", () => exit(exitCode));
  process.stdout.on("error", () => process.exit(exitCode));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => exit(exitCode));
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      if (isLeaving) return;
      if (writeStdout(chunk)) done();
      else process.stdout.once("drain", done);
    },
  });
}
