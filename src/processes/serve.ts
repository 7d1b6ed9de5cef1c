import type { Readable } from "node:stream";
import type { AnyJob } from "../analysis/jobs/job.ts";
import { carriedError } from "./carried-errors.ts";
import { type Reply, Request } from "./messages.ts";
import { SentBytes } from "./sent-bytes.ts";

/** From so many bytes on, those of a job are cleared away before the next one's come: both would take much memory. */
const LARGE_BYTES = 8 * 2 ** 20;

/** Makes this process run the jobs that its parent sends, one at a time, for as long as the parent is there. */
export function serveJobs(jobs: readonly AnyJob[]): void {
  process.on("message", async (message) => {
    process.send?.(await replyTo(message, jobs, process.stdin));
    if (bytesOf(message) >= LARGE_BYTES) globalThis.gc?.();
  });
  process.on("disconnect", () => process.exit());
}

/** What others keep would stand beside what a large job takes. */
function dropKept(jobs: readonly AnyJob[]): void {
  for (const { kept } of jobs) kept?.drop();
}

function bytesOf(message: unknown): number {
  const request = Request.safeParse(message).data;
  return request?.bytes.reduce((sum, { length = LARGE_BYTES }) => sum + length, 0) ?? 0;
}

async function replyTo(message: unknown, jobs: readonly AnyJob[], stdin: Readable): Promise<Reply> {
  let sent: SentBytes | undefined;
  try {
    const request = Request.parse(message);
    sent = new SentBytes(stdin, request);
    const bytes = request.inParts ? sent.fieldInParts() : await sent.fields();
    const job = jobs.find(({ name }) => name === request.job);
    if (job === undefined) throw new Error(`there is no job ${request.job}`);
    if (bytesOf(message) >= LARGE_BYTES) dropKept(jobs.filter(({ kept }) => kept !== job.kept));
    const value = await job.run({ ...request.input, ...bytes });
    return { value, keeps: jobs.some(({ kept }) => kept?.holds() === true) };
  } catch (error) {
    return { error: carriedError(error) };
  } finally {
    // Whatever comes of it: on stdin the next job's bytes follow.
    await sent?.passRest();
  }
}
