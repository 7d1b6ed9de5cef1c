import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import type * as z from "zod";
import { ComingBytes } from "../../src/analysis/bytes-in-parts.ts";
import type { Job } from "../../src/analysis/jobs/job.ts";
import { AnalysisStopped } from "../../src/analysis/jobs/stopped.ts";
import { type Limits, limitsWith } from "../../src/config/limits.ts";
import type { Analyses } from "../../src/processes/analyses.ts";
import { inProcess } from "../../src/processes/in-process.ts";
import { analysisProcesses } from "../../src/processes/pool.ts";
import { bundledJobs } from "./bundled-jobs.ts";
import {
  dies,
  ERRORS,
  echo,
  FAILURES,
  fails,
  GROWTHS,
  grows,
  keeps,
  small,
  spins,
  stumbles,
  sums,
} from "./jobs.ts";

const MIB = 2 ** 20;

const module = bundledJobs();
const opened: Analyses[] = [];

afterEach(() => {
  for (const analyses of opened.splice(0)) analyses.close();
});

function pool(limits: Partial<Limits> = {}): Analyses {
  const analyses = analysisProcesses({ module: module(), limits: limitsWith(limits) });
  opened.push(analyses);
  return analyses;
}

const never = new AbortController().signal;

function pidOf(analyses: Analyses): Promise<number> {
  return analyses.run(echo, {}, never).then(({ pid }) => pid);
}

test("a job runs in another process, unless its input is small", async () => {
  const analyses = pool();
  const pidWith = (bytes: number) => analyses.run(small, { bytes: new Uint8Array(bytes) }, never);
  expect(await pidWith(999)).toBe(process.pid);
  expect(await pidWith(1000)).not.toBe(process.pid);
  expect(await pidOf(analyses)).not.toBe(process.pid);
});

/** What a job that has no answer ends with. */
function failure<Input extends z.ZodObject, Output extends z.ZodType>(
  analyses: Analyses,
  job: Job<Input, Output>,
  input: z.input<Input>,
  signal = never,
): Promise<unknown> {
  return analyses.run(job, input, signal).then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** What processes are started with until the test ends. */
function replaceNode(path: string): void {
  const { execPath } = process;
  onTestFinished(() => {
    process.execPath = execPath;
  });
  process.execPath = path;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.each([
  ["in this process", () => inProcess],
  ["in another", pool],
] as const)("a job %s", (_, analyses) => {
  test("gets what it is given, and gives its answer", async () => {
    const counts = new Map([["a", 2n ** 60n]]);
    const answer = await analyses().run(echo, { text: "ß\0\u{1f600}", counts }, never);
    expect(answer).toMatchObject({ text: "ß\0\u{1f600}", counts });
  });

  test("gets bytes of any length, several fields of them", async () => {
    const first = Uint8Array.from({ length: 3 * MIB + 1 }, (_, i) => i % 251);
    const second = Buffer.from("a part of another buffer").subarray(2, 6);
    const answer = await analyses().run(echo, { first, second }, never);
    expect(Buffer.compare(answer.first ?? Buffer.of(), first)).toBe(0);
    expect(Buffer.from(answer.second ?? []).toString()).toBe("part");
    expect(await analyses().run(echo, { first: new Uint8Array() }, never)).toMatchObject({
      first: new Uint8Array(),
    });
  });

  test.each(FAILURES)("throws its error as itself: %s", async (how) => {
    expect(await failure(analyses(), fails, { how })).toStrictEqual(ERRORS[how]);
  });

  test("that has a defect shows where", async () => {
    const error = await failure(analyses(), stumbles, {});
    expect(error).toBeInstanceOf(Error);
    expect(error).toHaveProperty(
      "stack",
      expect.stringMatching(/^TypeError: undefined is not.*\n +at .*run/),
    );
  });
});

describe("a job that reads its bytes as they come", () => {
  const bytes = Uint8Array.from({ length: 3 * MIB + 1 }, (_, i) => i % 7);
  const sum = bytes.reduce((all, byte) => all + byte, 0);

  test("gets all of them", async () => {
    expect(await pool().run(sums, { bytes }, never)).toEqual({ sum, areAtHand: false });
    expect(await inProcess.run(sums, { bytes }, never)).toEqual({ sum, areAtHand: true });
  });

  test.each([0, 2 * MIB, 3 * MIB])(
    "gets them once more, all at hand, where it fails at byte %d; the next job gets its own",
    async (at) => {
      const analyses = pool({ analysisProcesses: 1 });
      const refused = bytes.with(at, 255);
      const answer = await analyses.run(sums, { bytes: refused }, never);
      expect(answer).toEqual({ sum: sum - (at % 7) + 255, areAtHand: true });
      expect(await analyses.run(sums, { bytes }, never)).toEqual({ sum, areAtHand: false });
    },
  );
});

describe("bytes that come while a job reads them", () => {
  const coming = (...parts: (Uint8Array | Error)[]) =>
    new ComingBytes(async function* () {
      for (const part of parts) {
        if (part instanceof Error) throw part;
        yield part;
      }
    });
  const all = [Uint8Array.of(1, 2), new Uint8Array(), new Uint8Array(MIB).fill(1), Uint8Array.of(3)];
  const sum = MIB + 6;

  test.each([
    ["in this process", () => inProcess],
    ["in another", () => pool({ analysisProcesses: 1 })],
  ] as const)("are all there, %s; the next job gets its own", async (_, of) => {
    const analyses = of();
    expect(await analyses.run(sums, { bytes: coming(...all) }, never)).toEqual({ sum, areAtHand: false });
    expect(await analyses.run(sums, { bytes: coming() }, never)).toEqual({ sum: 0, areAtHand: false });
    expect(await analyses.run(sums, { bytes: coming(...all) }, never)).toMatchObject({ sum });
  });

  test("are refused with the job's own error, and what is left of them is let go", async () => {
    const analyses = pool({ analysisProcesses: 1 });
    const bytes = coming(Uint8Array.of(255), ...all);
    expect(await failure(analyses, sums, { bytes })).toMatchObject({ message: "refused" });
    expect(await analyses.run(sums, { bytes: coming(...all) }, never)).toMatchObject({ sum });
  });

  test("and break off, end the job with what broke them off", async () => {
    const analyses = pool({ analysisProcesses: 1 });
    const lost = new Error("the connection is lost");
    expect(await failure(analyses, sums, { bytes: coming(...all, lost) })).toBe(lost);
    expect(await analyses.run(sums, { bytes: coming(...all) }, never)).toMatchObject({ sum });
  });

  test("are for a job that reads them so", async () => {
    // @ts-expect-error the job wants them whole
    expect(await failure(pool(), echo, { first: coming(...all) })).toMatchObject({
      message: "echo does not read first as it comes",
    });
  });
});

describe("a process", () => {
  test("is not this one, and takes one job after another", async () => {
    const analyses = pool();
    const pid = await pidOf(analyses);
    expect(pid).not.toBe(process.pid);
    await failure(analyses, stumbles, {});
    expect(await pidOf(analyses)).toBe(pid);
  });

  test("that is prepared takes the next job", async () => {
    const analyses = pool({ analysisPrepareMs: 0 });
    analyses.prepare();
    await delay(1);
    // No other can be started.
    replaceNode("/no/such/node");
    expect(await pidOf(analyses)).toBeGreaterThan(0);
  });

  test("is started for each job that runs at the same time, up to the limit", async () => {
    const analyses = pool({ analysisProcesses: 2 });
    const pids = await Promise.all([1, 2, 3, 4, 5].map(() => pidOf(analyses)));
    expect(new Set(pids).size).toBe(2);
  });

  test("ends when it has been idle for long enough", async () => {
    const pid = await pidOf(pool({ analysisIdleMs: 1 }));
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test("waits longer where something stays there for the next job, unless a large job of another kind comes", async () => {
    const analyses = pool({ analysisIdleMs: 1, analysisKeptMs: 60_000, analysisProcesses: 1 });
    const first = await analyses.run(keeps, {}, never);
    await delay(50);
    expect(await analyses.run(keeps, {}, never)).toEqual({ ...first, wasHeld: true });
    const { pid } = await analyses.run(echo, { first: new Uint8Array(8 * MIB) }, never);
    expect(pid).toBe(first.pid);
    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(await analyses.run(keeps, {}, never)).toMatchObject({ wasHeld: false });
  });

  test("ends when nothing is to be analysed any more", async () => {
    const analyses = pool();
    const pid = await pidOf(analyses);
    analyses.close();
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});

describe("a job that is cancelled", () => {
  test("ends at once with its process, and the next has another", async () => {
    const analyses = pool({ analysisProcesses: 1 });
    const pid = await pidOf(analyses);
    const call = new AbortController();
    const spinning = failure(analyses, spins, {}, call.signal);
    const next = pidOf(analyses);
    await nextTurn();
    call.abort();
    expect(await spinning).toStrictEqual(new AnalysisStopped("cancelled", "the call was cancelled"));
    expect(await next).not.toBe(pid);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });

  test("while it waits for its turn, leaves the one that runs alone", async () => {
    const analyses = pool({ analysisProcesses: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const order: string[] = [];
    const running = failure(analyses, spins, {}, first.signal).then(() => order.push("running"));
    const waiting = failure(analyses, echo, {}, second.signal).then(() => order.push("waiting"));
    second.abort();
    await waiting;
    first.abort();
    await running;
    expect(order).toEqual(["waiting", "running"]);
    expect(await pidOf(analyses)).toBeGreaterThan(0);
  });

  test("before it began, never does", async () => {
    const analyses = pool();
    expect(await failure(analyses, spins, {}, AbortSignal.abort())).toMatchObject({ stop: "cancelled" });
    const call = new AbortController();
    const begun = failure(analyses, spins, {}, call.signal);
    call.abort();
    expect(await begun).toMatchObject({ stop: "cancelled" });
  });

  test("by the clock, says so", async () => {
    expect(await failure(pool(), spins, {}, AbortSignal.timeout(1))).toMatchObject({ stop: "time" });
  });
});

describe("a job that", () => {
  test.each(GROWTHS)("outgrows its memory (%s) is ended, and others are not", async (by) => {
    const analyses = pool({ analysisProcesses: 2, analysisHeapBytes: 32 * MIB });
    const [growing, pid] = await Promise.all([failure(analyses, grows, { by }), pidOf(analyses)]);
    expect(growing).toBeInstanceOf(AnalysisStopped);
    expect(growing).toMatchObject({ stop: "memory" });
    expect(pid).toBeGreaterThan(0);
  });

  test("ends its process tells how, and the next has another", async () => {
    const analyses = pool({ analysisProcesses: 1 });
    expect(await failure(analyses, dies, {})).toMatchObject({
      message: "an analysis failed: its process ended with 3: its last words",
    });
    expect(await pidOf(analyses)).toBeGreaterThan(0);
  });

  test("cannot be sent is an error of its own", async () => {
    const analyses = pool({ analysisProcesses: 1 });
    const uncloneable = { text: "", counts: new Map([["a", 1n]]), first: () => {} };
    // @ts-expect-error a function is no plain data
    expect(await failure(analyses, echo, uncloneable)).toMatchObject({
      message: expect.stringContaining("could not be cloned"),
    });
    expect(await pidOf(analyses)).toBeGreaterThan(0);
  });

  test("the process does not know leaves its bytes to no other", async () => {
    const analyses = pool({ analysisProcesses: 1 });
    const first = Buffer.from("for nobody");
    const unknown = await failure(analyses, { ...echo, name: "no such job" }, { first });
    expect(unknown).toMatchObject({ message: "there is no job no such job" });
    const second = Uint8Array.of(1, 2, 3);
    expect(await analyses.run(echo, { second }, never)).toMatchObject({ second });
  });

  test("cannot be started says so", async () => {
    const { execPath } = process;
    replaceNode("/no/such/node");
    const analyses = pool({ analysisProcesses: 1 });
    expect(await failure(analyses, echo, {})).toMatchObject({ name: "AnalysisStopped", stop: "start" });
    replaceNode(execPath);
    expect(await pidOf(analyses)).toBeGreaterThan(0);
  });
});
