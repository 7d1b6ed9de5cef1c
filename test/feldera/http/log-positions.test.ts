import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Limits, limitsWith } from "../../../src/config/limits.ts";
import type { Feldera } from "../../../src/feldera/api/call.ts";
import { positionOfLogEnd, readLogs, readLogsAfter } from "../../../src/feldera/api/logs.ts";
import type { LogBytes, LogNews } from "../../../src/feldera/source.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import type { LoopbackFeldera } from "../../support/loopback-feldera.ts";
import { LOG_MANAGERS, POSITION_NOT_RESOLVED, serveLog } from "../../support/managed-log.ts";
import { headOfLog, json } from "../../support/responses.ts";
import { clientOver, failureOf, loopback, PAYMENTS, within } from "./client-over.ts";

const LOGS = `${PAYMENTS}/logs`;
const NUMBERED = ["0.350", "0.370"] as const;
const EPOCH = "0199c3f1-2d0a-7e84-b711-6f2c9a1d4e08";

function called(feldera: LoopbackFeldera, limits: Partial<Limits> = {}): Feldera {
  const quick = { logFirstByteMs: 400, logIdleMs: 100, logNewsMs: 100, ...limits };
  const { source } = clientOver(feldera.url, quick);
  return { source, scope: within(), limits: limitsWith(quick), learn: () => {} };
}

async function newsOf(
  feldera: LoopbackFeldera,
  position: string,
  limits: Partial<Limits> = {},
): Promise<LogNews> {
  const news = await readLogsAfter(called(feldera, limits), "payments", position);
  if (news === undefined) throw new Error("the manager knows no positions");
  return news;
}

async function endOf(feldera: LoopbackFeldera, log: LogBytes): Promise<string | undefined> {
  return positionOfLogEnd(called(feldera), "payments", log);
}

function linesOf({ chunks }: LogBytes): string[] {
  return Buffer.concat(chunks).toString().split("\n").slice(0, -1);
}

describe("the position of a log's end", () => {
  test.each(NUMBERED)("is told by a manager of %s, after the log was read", async (manager) => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, manager, ["a", "", "b"]);
    expect(await endOf(feldera, await readLogs(called(feldera), "payments"))).toBe(log.end());
    expect(feldera.requests.map(({ query }) => query)).toEqual([{ follow: "false" }, { cursor: "" }]);
    expect(await feldera.requests[1]?.ended).toBe("aborted by client");
  });

  test("is not reported by an older manager, which is hung up on", async () => {
    const feldera = await loopback();
    serveLog(feldera, LOGS, "0.337", ["a"]);
    expect(await endOf(feldera, await readLogs(called(feldera), "payments"))).toBeUndefined();
    expect(await feldera.requests[1]?.ended).toBe("aborted by client");
  });

  test("is right where lines were written and discarded meanwhile, and before", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["a", "b", "c", "d"]);
    log.discard(1);
    const read = await readLogs(called(feldera), "payments");
    const end = log.end();
    log.append("e");
    log.discard(2);
    expect(await endOf(feldera, read)).toBe(end);
  });

  test("is that before the line which closes an answer", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["a", "b"]);
    const read = await readLogs(called(feldera), "payments");
    const closed = { ...read, chunks: [...read.chunks, Buffer.from("Logs have ended\n")] };
    expect(await endOf(feldera, closed)).toBe(log.end());
  });

  test("is that before a line which was cut short", async () => {
    const feldera = await loopback();
    serveLog(feldera, LOGS, "0.370", ["a", "b", "cde"]);
    const read = await readLogs(called(feldera), "payments");
    const cut = { ...read, chunks: [Buffer.from("a\nb\ncd")] };
    expect(await endOf(feldera, cut)).toMatch(/:2$/);
  });

  test("of an empty log is its beginning", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["longer than the buffer"]);
    log.discard(1);
    const read = { ...(await readLogs(called(feldera), "payments")), chunks: [] };
    expect(await endOf(feldera, read)).toBe(log.end());
  });

  test("is not reported where the log does not show it: all its lines are alike, or others than before", async () => {
    const feldera = await loopback();
    serveLog(feldera, LOGS, "0.370", Array<string>(20_000).fill("x"));
    const read = await readLogs(called(feldera), "payments");
    expect(await endOf(feldera, read)).toBeUndefined();
    expect(await endOf(feldera, { ...read, chunks: [Buffer.from("other\n")] })).toBeUndefined();
  });

  test("is not asked for where the beginning of the log was let go", async () => {
    const feldera = await loopback();
    serveLog(feldera, LOGS, "0.370", ["a"]);
    const read = await readLogs(called(feldera), "payments");
    expect(await endOf(feldera, { ...read, bytesDropped: 1 })).toBeUndefined();
    expect(feldera.requests).toHaveLength(1);
  });
});

describe("after a position", () => {
  test.each(NUMBERED)("only what is new is sent, by a manager of %s", async (manager) => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, manager, ["a", "b"]);
    const position = log.end();
    log.append("c", "", "d\r");
    const news = await newsOf(feldera, position);
    expect(linesOf(news)).toEqual(["c", "", "d\r"]);
    expect(news).toMatchObject({ bytesRead: 6, end: log.end(), start: { gap: 0 }, stoppedBy: "caught up" });
    expect(feldera.requests.map(({ query }) => query)).toEqual([{ cursor: position }]);
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("nothing is no error", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["a", "b"]);
    expect(await newsOf(feldera, log.end())).toMatchObject({ bytesRead: 0, end: log.end() });
  });

  test("what was discarded is counted", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["a", "b"]);
    const position = log.end();
    log.append("c", "d", "e");
    log.discard(4);
    const news = await newsOf(feldera, position);
    expect(linesOf(news)).toEqual(["e"]);
    expect(news).toMatchObject({ end: log.end(), start: { gap: 2 } });
  });

  test("of a log that has begun again, the new one is read from its beginning", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["a", "b"]);
    const position = log.end();
    log.restart();
    const news = await newsOf(feldera, position);
    expect(linesOf(news)).toEqual([expect.stringContaining("Fresh start")]);
    expect(news.end).toBe(log.end());
    expect(position.startsWith(news.start.epoch)).toBe(false);
  });

  test("a line that is cut short is left to the next reading", async () => {
    const feldera = await loopback();
    const headers = { "feldera-logs-epoch": EPOCH, "feldera-logs-seq": "7", "feldera-logs-gap": "0" };
    async function* chunks() {
      yield Buffer.from("a\nb\ncut sh");
      await new Promise(() => {});
    }
    feldera.on("GET", LOGS, { kind: "stream", head: headOfLog(headers), chunks });
    const news = await newsOf(feldera, `${EPOCH}:7`);
    expect(linesOf(news)).toEqual(["a", "b"]);
    expect(news.end).toBe(`${EPOCH}:9`);
  });

  test("a log that never falls silent is read up to now", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["a"]);
    const position = log.end();
    log.append("b");
    const timer = setInterval(() => log.append("one more"), 20);
    onTestFinished(() => clearInterval(timer));
    const news = await newsOf(feldera, position, { logReadMs: 10_000 });
    expect(news.stoppedBy).toBe("caught up");
    expect(linesOf(news)[0]).toBe("b");
  });

  test("more than counts as little is read on", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["a"]);
    const position = log.end();
    const timer = setInterval(() => log.append("x".repeat(500)), 20);
    onTestFinished(() => clearInterval(timer));
    const news = await newsOf(feldera, position, { logReadMs: 1000, logNewsBytes: 1000, logNewsMs: 200 });
    expect(news.stoppedBy).toBe("time limit");
  });

  test("what the manager cannot resolve yet is asked for again, from the same position", async () => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, "0.370", ["a", "b"]);
    let refused = 0;
    feldera.tamper("GET", LOGS, (usual) => (refused++ === 0 ? POSITION_NOT_RESOLVED : usual));
    expect(await newsOf(feldera, log.end())).toMatchObject({ end: log.end() });
    expect(feldera.requests.map(({ query }) => query.cursor)).toEqual([log.end(), log.end()]);
  });

  test("a manager that knows none says nothing of it, and is hung up on", async () => {
    const feldera = await loopback();
    serveLog(feldera, LOGS, "0.337", ["a"]);
    expect(await readLogsAfter(called(feldera), "payments", `${EPOCH}:1`)).toBeUndefined();
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("what is none is an error of the call", async () => {
    const feldera = await loopback();
    serveLog(feldera, LOGS, "0.370", ["a"]);
    const call = readLogsAfter(called(feldera), "payments", "nonsense");
    expect(await failureOf(call)).toMatchObject({ kind: "bad_request", errorCode: "InvalidLogCursorParam" });
  });

  test.each([
    ["no UUID", { "feldera-logs-epoch": "IGNORE ALL" }],
    ["a negative number", { "feldera-logs-seq": "-1" }],
    ["more than can be counted", { "feldera-logs-gap": "99999999999999999999" }],
  ])("headers that are none (%s) are as good as none", async (_, odd) => {
    const feldera = await loopback();
    const headers = { "feldera-logs-epoch": EPOCH, "feldera-logs-seq": "7", "feldera-logs-gap": "0", ...odd };
    feldera.on("GET", LOGS, { ...json(200, ""), headers: Object.entries(headers) });
    expect(await readLogsAfter(called(feldera), "payments", `${EPOCH}:7`)).toBeUndefined();
  });
});

test("from position to position, each line comes once, or is counted as lost", async () => {
  const feldera = await loopback();
  const line = fc.constantFrom("", "x", "some line", "\r");
  const change = fc.record({ appended: fc.array(line, { maxLength: 5 }), discarded: fc.nat(4) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...NUMBERED),
      fc.array(change, { maxLength: 4 }),
      async (manager, changes) => {
        feldera.reset();
        const log = serveLog(feldera, LOGS, manager, ["first"]);
        const all = ["first"];
        const seen = await readLogs(called(feldera, { logIdleMs: 30, logFirstByteMs: 30 }), "payments");
        let position = await endOf(feldera, seen);
        let lines = linesOf(seen);
        for (const { appended, discarded } of changes) {
          log.append(...appended);
          all.push(...appended);
          log.discard(discarded);
          const news = await newsOf(feldera, position ?? "", { logNewsMs: 30 });
          lines = [...lines, ...Array<string>(news.start.gap).fill("lost"), ...linesOf(news)];
          position = news.end;
        }
        expect(lines).toHaveLength(all.length);
        expect(lines.every((one, i) => one === "lost" || one === all[i])).toBe(true);
      },
    ),
    { numRuns: 15 },
  );
});

test.each(LOG_MANAGERS)(
  "a manager of %s is never asked for a position and not to follow at once",
  async (manager) => {
    const feldera = await loopback();
    const log = serveLog(feldera, LOGS, manager, ["a"]);
    await endOf(feldera, await readLogs(called(feldera), "payments"));
    await readLogsAfter(called(feldera), "payments", log.end());
    for (const { query } of atLeastOne(feldera.requests)) expect(Object.keys(query)).toHaveLength(1);
  },
);
