import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Limits } from "../../../src/config/limits.ts";
import { limitsWith } from "../../../src/config/limits.ts";
import { readLogs } from "../../../src/feldera/api/logs.ts";
import type { LogBytes } from "../../../src/feldera/source.ts";
import type { LoopbackFeldera } from "../../support/loopback-feldera.ts";
import { LOG_MANAGERS, serveLog } from "../../support/managed-log.ts";
import {
  bytes,
  empty,
  endless,
  html,
  neverAnswers,
  recording,
  resetWithinBody,
  slowBody,
  text,
} from "../../support/responses.ts";
import { AN_HOUR, clientOver, failureOf, loopback, PAYMENTS, requestOf, within } from "./client-over.ts";

const LOGS = `${PAYMENTS}/logs`;
const QUICK = { logFirstByteMs: 400, logIdleMs: 100 };
const BLOCKS = 2 * 64 * 2 ** 10;

function textOf({ chunks }: LogBytes): string {
  return Buffer.concat(chunks).toString();
}

/** Numbered lines of 100 bytes. */
function numberedLines(count: number): string {
  return Array.from({ length: count }, (_, i) => `line ${i}`.padEnd(99, ".")).join("\n");
}

describe("the log stream", () => {
  test("is caught up with when it falls silent, and hung up on", async () => {
    const feldera = await loopback();
    const recorded = recording("logs_payments_10s", { thenHang: true });
    feldera.on("GET", LOGS, recorded);
    const log = await clientOver(feldera.url, QUICK).source.readLog(requestOf.logs, within());
    expect(log).toMatchObject({ stoppedBy: "silence", bytesRead: recorded.body.length, bytesDropped: 0 });
    expect(textOf(log)).toBe(recorded.body.toString());
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("that ends by itself is read to its end", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, recording("logs_idle_until_delete"));
    const log = await clientOver(feldera.url, QUICK).source.readLog(requestOf.logs, within());
    expect(log.stoppedBy).toBe("end");
    expect(textOf(log)).toMatch(/Logs have ended\n$/);
  });

  test("without a first byte ends", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, { ...text(200, ""), framing: "chunked", thenHang: true });
    const { source } = clientOver(feldera.url, QUICK);
    expect(await source.readLog(requestOf.logs, within())).toMatchObject({
      stoppedBy: "silence",
      bytesRead: 0,
    });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("that is empty ends", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, empty(200));
    const { source } = clientOver(feldera.url, QUICK);
    expect(await source.readLog(requestOf.logs, within())).toMatchObject({ stoppedBy: "end", bytesRead: 0 });
  });

  test("is waited for longer before its first byte than within it", async () => {
    const feldera = await loopback();
    const late = { kind: "slow headers", ms: 250, response: recording("stopped_logs") } as const;
    feldera.on("GET", LOGS, late);
    const { source } = clientOver(feldera.url, QUICK);
    expect(await source.readLog(requestOf.logs, within())).toMatchObject({ bytesRead: 185 });
  });

  test("that pauses for less than the idle time is read on", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, slowBody(text(200, "a\nb\nc\n"), 2, 30));
    const { source } = clientOver(feldera.url, { ...QUICK, logIdleMs: 1000 });
    expect(textOf(await source.readLog(requestOf.logs, within()))).toBe("a\nb\nc\n");
  });
});

/** `GET …/logs` of `payments`, as the tools ask for it. */
function read(feldera: LoopbackFeldera, limits: Partial<Limits>): Promise<LogBytes> {
  const { source } = clientOver(feldera.url, limits);
  return readLogs({ source, scope: within(), limits: limitsWith(limits), learn: () => {} }, "payments");
}

/** Adds a line to a log ten times a second, until the test is over. */
function neverSilent(log: ReturnType<typeof serveLog>): void {
  const timer = setInterval(() => log.append("one more"), 100);
  onTestFinished(() => clearInterval(timer));
}

describe("a log that never falls silent", () => {
  const lines = ["first", "second"];

  test("is read to its end where the manager knows how not to follow it", async () => {
    const feldera = await loopback();
    neverSilent(serveLog(feldera, LOGS, "0.370", lines));
    const log = await read(feldera, { logReadMs: 10_000 });
    expect(log.stoppedBy).toBe("end");
    expect(textOf(log)).toMatch(/^first\nsecond\n(?:one more\n)*$/);
  });

  test.each(["0.337", "0.350"] as const)(
    "is read for as long as may be where a manager of %s follows it",
    async (manager) => {
      const feldera = await loopback();
      neverSilent(serveLog(feldera, LOGS, manager, lines));
      const log = await read(feldera, { logReadMs: 600 });
      expect(log.stoppedBy).toBe("time limit");
      expect(textOf(log)).toMatch(/^first\nsecond\n(?:one more\n){2,}$/);
      expect(await feldera.requests[0]?.ended).toBe("aborted by client");
    },
  );

  test.each(LOG_MANAGERS)("no manager (%s) is asked to follow it", async (manager) => {
    const feldera = await loopback();
    serveLog(feldera, LOGS, manager, lines);
    const log = await read(feldera, QUICK);
    expect(feldera.requests.map(({ query }) => query)).toEqual([{ follow: "false" }]);
    expect(log.stoppedBy).toBe(manager === "0.370" ? "end" : "silence");
  });
});

describe("a log stream without end", () => {
  test("at full speed is read to the byte limit, its newest bytes kept, in bounded memory", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, endless(`${"x".repeat(63 * 1024)}\n`));
    const logKeptBytes = 2 ** 20;
    const { source } = clientOver(feldera.url, { ...QUICK, logReadBytes: 2 ** 28, logKeptBytes });
    const before = process.memoryUsage().rss;
    const log = await source.readLog(requestOf.logs, within());
    const kept = Buffer.concat(log.chunks).length;
    expect(log.stoppedBy).toBe("byte limit");
    expect(log.bytesRead).toBeGreaterThanOrEqual(2 ** 28);
    expect(log.bytesRead).toBeLessThan(2 ** 28 + 2 ** 20);
    expect(kept).toBe(log.bytesRead - log.bytesDropped);
    expect(kept).toBeGreaterThanOrEqual(logKeptBytes);
    expect(kept).toBeLessThanOrEqual(logKeptBytes + BLOCKS);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("that drips is read to the time limit", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, endless("drip\n", 10));
    const { source } = clientOver(feldera.url, { ...QUICK, logReadMs: 300 });
    const call = source.readLog(requestOf.logs, within(AN_HOUR));
    expect(await call).toMatchObject({ stoppedBy: "time limit", bytesDropped: 0 });
    expect(textOf(await call)).toMatch(/^(drip\n){5,}/);
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("is left in time for the call to have its answer", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, endless("drip\n", 10));
    const { source } = clientOver(feldera.url, QUICK);
    const log = await source.readLog(requestOf.logs, within(500));
    expect(log).toMatchObject({ stoppedBy: "time limit" });
    expect(log.bytesRead).toBeGreaterThan(0);
  });

  test("a byte at a time costs no more memory than it has bytes", async () => {
    const feldera = await loopback();
    const oneByteChunks = Buffer.from("1\r\nx\r\n".repeat(2 ** 20));
    const head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    const wire = Buffer.concat([Buffer.from(head), oneByteChunks, Buffer.from("0\r\n\r\n")]);
    feldera.on("GET", LOGS, { kind: "raw bytes", bytes: wire });
    const log = await clientOver(feldera.url, QUICK).source.readLog(requestOf.logs, within());
    expect(log).toMatchObject({ bytesRead: 2 ** 20, bytesDropped: 0, stoppedBy: "end" });
    expect(log.chunks.length).toBeLessThanOrEqual(17);
  });
});

describe("of a long log", () => {
  test("only the newest bytes are kept, and those in order", async () => {
    const feldera = await loopback();
    const whole = numberedLines(20_000);
    feldera.on("GET", LOGS, text(200, whole));
    const { source } = clientOver(feldera.url, { ...QUICK, logKeptBytes: 500_000 });
    const log = await source.readLog(requestOf.logs, within());
    expect(textOf(log)).toBe(whole.slice(log.bytesDropped));
    expect(whole.length - log.bytesDropped).toBeGreaterThanOrEqual(500_000);
    expect(whole.length - log.bytesDropped).toBeLessThanOrEqual(500_000 + BLOCKS);
  });

  test("a single line is cut no otherwise", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, text(200, "y".repeat(2 ** 20)));
    const { source } = clientOver(feldera.url, { ...QUICK, logKeptBytes: 1000 });
    const log = await source.readLog(requestOf.logs, within());
    expect(log.bytesRead).toBe(2 ** 20);
    expect(textOf(log)).toMatch(/^y{1000,}$/);
  });
});

describe("a log stream that breaks", () => {
  test("keeps what came", async () => {
    const feldera = await loopback();
    const recorded = recording("logs_payments_10s");
    feldera.on("GET", LOGS, resetWithinBody(recorded, 5000));
    const log = await clientOver(feldera.url, QUICK).source.readLog(requestOf.logs, within());
    expect(log).toMatchObject({ stoppedBy: "cut connection", bytesRead: 5000 });
    expect(textOf(log)).toBe(recorded.body.subarray(0, 5000).toString());
    expect(feldera.requests).toHaveLength(1);
  });

  test("before its first byte is opened again, and is an error in the end", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, resetWithinBody({ ...text(200, "never sent"), framing: "chunked" }, 0));
    const call = clientOver(feldera.url, QUICK).source.readLog(requestOf.logs, within());
    expect(await failureOf(call)).toMatchObject({ kind: "truncated", endpoint: "pipeline_logs" });
    expect(feldera.requests).toHaveLength(3);
  });

  test("because the caller hung up is a call that was cancelled", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, endless("drip\n", 10));
    const caller = new AbortController();
    const { source } = clientOver(feldera.url, QUICK);
    const call = source.readLog(requestOf.logs, within(20_000, caller.signal));
    await feldera.received(1);
    setTimeout(() => caller.abort(), 100);
    expect(await failureOf(call)).toMatchObject({ kind: "cancelled" });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });
});

describe("a log that is none", () => {
  test("is an HTML page", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, html());
    const call = clientOver(feldera.url).source.readLog(requestOf.logs, within());
    expect(await failureOf(call)).toMatchObject({ kind: "not_feldera" });
  });

  test("is an empty 404", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, empty(404));
    const call = clientOver(feldera.url).source.readLog(requestOf.logs, within());
    expect(await failureOf(call)).toMatchObject({ kind: "not_found", status: 404, message: "" });
  });

  test("is one that never answers", async () => {
    const feldera = await loopback();
    feldera.on("GET", LOGS, neverAnswers());
    const call = clientOver(feldera.url, { headersMs: 100 }).source.readLog(requestOf.logs, within());
    expect(await failureOf(call)).toMatchObject({ kind: "timeout" });
  });
});

test("a log that a proxy compressed after all is read as text", async () => {
  const feldera = await loopback();
  const compressed = gzipSync(numberedLines(100));
  const answer = bytes(200, compressed, { "content-encoding": "gzip" });
  feldera.on("GET", LOGS, { ...answer, framing: "chunked", thenHang: true });
  const log = await clientOver(feldera.url, QUICK).source.readLog(requestOf.logs, within());
  expect(textOf(log)).toBe(numberedLines(100));
  expect(await feldera.requests[0]?.ended).toBe("aborted by client");
});
