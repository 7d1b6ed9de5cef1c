import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type LoopbackFeldera, startLoopbackFeldera } from "./support/loopback-feldera.ts";
import {
  badGzip,
  bytes,
  closesKeepAlive,
  cutGzip,
  empty,
  endless,
  gzipBomb,
  gzippedZeros,
  html,
  json,
  neverAnswers,
  rawBytes,
  recording,
  recordingPath,
  redirect,
  resetBeforeHeaders,
  resetWithinBody,
  resetWithinHeaders,
  sequence,
  slowBody,
  slowHeaders,
  text,
  wrongLength,
} from "./support/responses.ts";
import { ask, get, until } from "./support/wire.ts";

const HEAP_PROFILE = "/v0/pipelines/payments/heap_profile";
const LOGS = "/v0/pipelines/payments/logs";
const STATS = "/v0/pipelines/payments/stats";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

describe("a recording", () => {
  test("comes back as it was recorded, with its own headers and no others", async () => {
    feldera.on("GET", HEAP_PROFILE, recording("heap_profile_1"));
    const response = await get(`${feldera.url}${HEAP_PROFILE}`);
    expect(response.status).toBe(200);
    expect(response.body.equals(readFileSync(recordingPath("heap_profile_1.body")))).toBe(true);
    expect(response.rawHeaders).toEqual([
      ...["content-length", "32816"],
      ...["content-type", "application/protobuf"],
      ...["vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"],
      ...["date", "Sat, 21 Nov 2026 07:46:23 GMT"],
      ...["access-control-allow-credentials", "true"],
    ]);
  });

  test("that was chunked and compressed stays so", async () => {
    feldera.on("GET", STATS, recording("stats_gzip_accept"));
    const response = await get(`${feldera.url}${STATS}`);
    expect(response.headers).toMatchObject({ "transfer-encoding": "chunked", "content-encoding": "br" });
    expect(response.headers).not.toHaveProperty("content-length");
    expect(JSON.parse(brotliDecompressSync(response.body).toString())).toHaveProperty("global_metrics");
  });

  test("of a 204 has neither a body nor a length, but its Retry-After", async () => {
    feldera.on("GET", "/p", recording("samply_get_inprogress_latest"));
    const { status, headers, body } = await get(`${feldera.url}/p`);
    expect(status).toBe(204);
    expect(body).toHaveLength(0);
    expect(headers).not.toHaveProperty("content-length");
    expect(headers).not.toHaveProperty("transfer-encoding");
    expect(headers["retry-after"]).toBe("9");
  });

  test("of an empty 401 has length 0 and its challenge", async () => {
    feldera.on("GET", "/p", recording("auth_bad_bearer"));
    const { status, headers } = await get(`${feldera.url}/p`);
    expect(status).toBe(401);
    expect(headers["content-length"]).toBe("0");
    expect(headers["www-authenticate"]).toContain("Malformed JWT");
  });

  test("that does not exist is an error that names the file", () => {
    expect(() => recording("no_such")).toThrow("no such recording: test/recordings/no_such.headers");
  });

  test("of a log hangs after its body until the client hangs up, and the server notices", async () => {
    const log = recording("logs_payments_10s", { thenHang: true });
    feldera.on("GET", LOGS, log);
    const wire = ask(feldera.port, LOGS);
    await until(() => wire.seen().includes(log.body.toString("latin1").slice(-100)));
    await delay(50);
    expect(wire.seen()).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(feldera.requests[0]?.abortedByClient).toBe(false);
    wire.socket.destroy();
    await expect(feldera.requests[0]?.ended).resolves.toBe("aborted by client");
    expect(feldera.requests[0]?.abortedByClient).toBe(true);
  });
});

describe("routes", () => {
  test("that need a query are passed over by requests without it", async () => {
    feldera.on("GET", "/p", text(200, "any"));
    feldera.on("GET", "/p", text(200, "status"), { query: { selector: "status" } });
    expect((await get(`${feldera.url}/p`)).body.toString()).toBe("any");
    expect((await get(`${feldera.url}/p?selector=all`)).body.toString()).toBe("any");
    expect((await get(`${feldera.url}/p?limit=1&selector=status`)).body.toString()).toBe("status");
  });

  test("that need a header are passed over by requests without it", async () => {
    feldera.on("GET", "/p", recording("auth_no_token"));
    feldera.on("GET", "/p", text(200, "in"), { headers: { authorization: "Bearer apikey:x" } });
    expect((await get(`${feldera.url}/p`)).status).toBe(401);
    expect((await get(`${feldera.url}/p`, { headers: { Authorization: "Bearer apikey:x" } })).status).toBe(
      200,
    );
  });

  test("added later come first", async () => {
    feldera.on("GET", "/p", text(200, "old"));
    feldera.on("GET", "/p", text(200, "new"));
    expect((await get(`${feldera.url}/p`)).body.toString()).toBe("new");
  });

  test("with a sequence answer one after another, and the last repeats", async () => {
    feldera.on("GET", "/p", sequence(recording("stopped_stats"), empty(500), json(200, { a: 1 })));
    const statuses = [];
    for (let i = 0; i < 4; i++) {
      statuses.push((await get(`${feldera.url}/p`)).status);
    }
    expect(statuses).toEqual([503, 500, 200, 200]);
  });

  test("that do not exist answer as Feldera does: 404 and nothing, and the request is listed", async () => {
    feldera.on("GET", "/known", empty(200));
    const { status, headers, body } = await get(`${feldera.url}/known`, { method: "POST" });
    expect([status, headers["content-length"], body.length]).toEqual([404, "0", 0]);
    expect(feldera.unmatched.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /known"]);
  });

  test("are forgotten by a reset, and so are the requests", async () => {
    feldera.on("GET", "/p", empty(200));
    await get(`${feldera.url}/p`);
    feldera.reset();
    expect(feldera.requests).toHaveLength(0);
    expect((await get(`${feldera.url}/p`)).status).toBe(404);
  });
});

describe("a request", () => {
  test("is recorded as it came over the wire", async () => {
    feldera.on("POST", "/a%20b//c", empty(202));
    const sentAtMs = performance.now();
    const request = httpRequest(`${feldera.url}/a%20b//c?q=a%20b&selector=all`, {
      method: "POST",
      headers: { "X-Case": "Kept", "content-type": "application/json" },
    });
    request.end('{"n":1}');
    await once(request, "response");
    const [recorded] = feldera.requests;
    expect(recorded).toMatchObject({
      method: "POST",
      target: "/a%20b//c?q=a%20b&selector=all",
      path: "/a%20b//c",
      query: { q: "a b", selector: "all" },
      headers: { "x-case": "Kept", "content-type": "application/json" },
    });
    expect(recorded?.body.toString()).toBe('{"n":1}');
    expect(recorded?.receivedAtMs).toBeGreaterThanOrEqual(sentAtMs);
    expect(recorded?.receivedAtMs).toBeLessThanOrEqual(performance.now());
    await expect(recorded?.ended).resolves.toBe("answered");
  });

  test("can be awaited while it is still unanswered", async () => {
    feldera.on("GET", "/p", neverAnswers());
    const wire = ask(feldera.port, "/p");
    await feldera.received(1);
    expect(feldera.requests).toHaveLength(1);
    wire.socket.destroy();
  });

  test("shows by its socket whether the connection was kept alive", async () => {
    feldera.on("GET", "/p", recording("stats_1"));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await get(`${feldera.url}/p`, { agent });
    await get(`${feldera.url}/p`, { agent });
    await get(`${feldera.url}/p`);
    agent.destroy();
    expect(feldera.requests.map(({ socketId }) => socketId)).toEqual([1, 1, 2]);
  });
});

describe("faults on the wire", () => {
  test("a reset before the headers is a TCP reset with nothing before it", async () => {
    feldera.on("GET", "/p", resetBeforeHeaders());
    const wire = ask(feldera.port, "/p");
    await expect(wire.fate).resolves.toBe("ECONNRESET");
    expect(wire.seen()).toBe("");
    await expect(feldera.requests[0]?.ended).resolves.toBe("broken by server");
  });

  test("a reset within the headers leaves half a header", async () => {
    feldera.on("GET", "/p", resetWithinHeaders());
    const wire = ask(feldera.port, "/p");
    await expect(wire.fate).resolves.toBe("ECONNRESET");
    expect(wire.seen()).toBe("HTTP/1.1 200 OK\r\ncontent-type: appli");
  });

  test("a reset within the body leaves its first bytes", async () => {
    const stats = recording("stats_1");
    feldera.on("GET", STATS, resetWithinBody(stats, 1000));
    const wire = ask(feldera.port, STATS);
    await expect(wire.fate).resolves.toBe("ECONNRESET");
    const [head, body] = wire.seen().split("\r\n\r\n");
    expect(head).toContain(`content-length: ${stats.body.length}`);
    expect(body).toBe(stats.body.subarray(0, 1000).toString("latin1"));
    expect(feldera.requests[0]?.abortedByClient).toBe(false);
    expect(() => resetWithinBody(stats, stats.body.length)).toThrow(RangeError);
  });

  test("slow headers come after their delay, and the body with them", async () => {
    feldera.on("GET", "/p", slowHeaders(80, text(200, "late")));
    const startedAtMs = performance.now();
    const wire = ask(feldera.port, "/p");
    await until(() => wire.seen() !== "");
    expect(performance.now() - startedAtMs).toBeGreaterThan(75);
    await until(() => wire.seen().endsWith("late"));
    wire.socket.destroy();
  });

  test("a slow body comes in pieces, with a pause between them", async () => {
    feldera.on("GET", "/p", slowBody(text(200, "aabbc"), 2, 30));
    const startedAtMs = performance.now();
    const wire = ask(feldera.port, "/p");
    await until(() => wire.seen().endsWith("aabbc"));
    expect(performance.now() - startedAtMs).toBeGreaterThan(55);
    await expect(feldera.requests[0]?.ended).resolves.toBe("answered");
    wire.socket.destroy();
  });

  test("a slow response stops when the client hangs up", async () => {
    feldera.on("GET", "/p", slowBody(text(200, "x".repeat(1000)), 1, 20));
    const wire = ask(feldera.port, "/p");
    await until(() => wire.seen().endsWith("x"));
    wire.socket.destroy();
    await expect(feldera.requests[0]?.ended).resolves.toBe("aborted by client");
  });

  test("a response that is still due leaves no timer behind a client that hung up", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
    const before = timers();
    feldera.on("GET", "/p", slowHeaders(600_000, empty(200)));
    const wire = ask(feldera.port, "/p");
    await feldera.received(1);
    wire.socket.destroy();
    await feldera.requests[0]?.ended;
    await vi.waitUntil(() => timers() <= before, { timeout: 5000 });
  });

  test("a server that never answers reads the request, sends nothing, and notices the end", async () => {
    feldera.on("GET", "/p", neverAnswers());
    const wire = ask(feldera.port, "/p");
    await feldera.received(1);
    await delay(50);
    expect(wire.seen()).toBe("");
    wire.socket.end();
    await expect(feldera.requests[0]?.ended).resolves.toBe("aborted by client");
  });

  test("an endless stream waits for a client that does not read, and stops when it hangs up", async () => {
    feldera.on("GET", LOGS, endless("line\n".repeat(2000)));
    const wire = ask(feldera.port, LOGS);
    await until(() => wire.seen().length > 1_000_000);
    wire.socket.pause();
    const written = () => Number(feldera.requests[0]?.connectionBytesWritten);
    let heldBack = false;
    for (let look = 0; look < 20 && !heldBack; look++) {
      const before = written();
      await delay(50);
      heldBack = written() === before;
    }
    expect(heldBack).toBe(true);
    const heldBackAt = written();
    wire.socket.resume();
    await until(() => wire.seen().length > heldBackAt);
    wire.socket.destroy();
    await expect(feldera.requests[0]?.ended).resolves.toBe("aborted by client");
  });

  test("an endless stream with a pace keeps it", async () => {
    feldera.on("GET", LOGS, endless("tick\n", 50));
    const startedAtMs = performance.now();
    const wire = ask(feldera.port, LOGS);
    await until(() => (wire.seen().match(/tick/g) ?? []).length === 3);
    expect(performance.now() - startedAtMs).toBeGreaterThan(95);
    wire.socket.destroy();
  });

  test("a length that is too large ends in a closed connection before the bytes came", async () => {
    feldera.on("GET", "/p", wrongLength(text(200, "12345"), 3));
    const wire = ask(feldera.port, "/p");
    await expect(wire.fate).resolves.toBe("closed");
    expect(wire.seen()).toMatch(/content-length: 8\r\n(.*\r\n)*\r\n12345$/);
    await expect(get(`${feldera.url}/p`)).rejects.toThrow("aborted");
  });

  test("a length that is too small leaves bytes behind the response", async () => {
    feldera.on("GET", "/p", wrongLength(text(200, "12345"), -2));
    const wire = ask(feldera.port, "/p");
    await until(() => wire.seen().endsWith("12345"));
    expect(wire.seen()).toMatch(/content-length: 3\r\n/);
    expect((await get(`${feldera.url}/p`)).body.toString()).toBe("123");
    wire.socket.destroy();
  });

  test("a wrong length is really wrong", () => {
    expect(() => wrongLength(text(200, "12345"), 0)).toThrow(RangeError);
    expect(() => wrongLength(text(200, "12345"), -6)).toThrow(RangeError);
  });

  test("gzip that is not gzip, and gzip that is cut, say gzip and do not inflate", async () => {
    feldera.on("GET", "/bad", badGzip(recording("stats_1")));
    feldera.on("GET", "/cut", cutGzip(recording("stats_1")));
    const [bad, cut] = [await get(`${feldera.url}/bad`), await get(`${feldera.url}/cut`)];
    expect([bad.headers["content-encoding"], cut.headers["content-encoding"]]).toEqual(["gzip", "gzip"]);
    expect(() => gunzipSync(bad.body)).toThrow("incorrect header check");
    expect(() => gunzipSync(cut.body)).toThrow("unexpected end of file");
  });

  test("a gzip bomb is small on the wire and inflates to what it says", async () => {
    feldera.on("GET", "/p", gzipBomb(50_000_001));
    const { headers, body } = await get(`${feldera.url}/p`);
    expect(headers["content-encoding"]).toBe("gzip");
    expect(body.length).toBeLessThan(100_000);
    const inflated = gunzipSync(body);
    expect(inflated.length).toBe(50_000_001);
    expect(inflated.every((byte) => byte === 0)).toBe(true);
  });

  test.each([0, 1, 1 << 20, (1 << 20) + 1])("%i gzipped zeros are so many", (count) => {
    expect(gunzipSync(gzippedZeros(count)).equals(Buffer.alloc(count))).toBe(true);
  });

  test("a redirect has its target", async () => {
    feldera.on("GET", "/p", redirect(302, "http://127.0.0.1:1/elsewhere"));
    const { status, headers } = await get(`${feldera.url}/p`);
    expect([status, headers.location]).toEqual([302, "http://127.0.0.1:1/elsewhere"]);
  });

  test("a server that closes kept connections answers, announces nothing, and closes", async () => {
    feldera.on("GET", "/p", closesKeepAlive(text(200, "done")));
    const wire = ask(feldera.port, "/p");
    await expect(wire.fate).resolves.toBe("closed");
    expect(wire.seen()).toMatch(/done$/);
    expect(wire.seen()).not.toMatch(/^connection:/im);
    await expect(feldera.requests[0]?.ended).resolves.toBe("answered");
  });

  test("a kept connection can be reset at its second request", async () => {
    feldera.on("GET", "/p", sequence(text(200, "first"), resetBeforeHeaders()));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await get(`${feldera.url}/p`, { agent });
    await expect(get(`${feldera.url}/p`, { agent })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(feldera.requests.map(({ socketId }) => socketId)).toEqual([1, 1]);
  });

  test("the web console is HTML with status 200", async () => {
    feldera.on("GET", "/", html());
    const { status, headers, body } = await get(`${feldera.url}/`);
    expect([status, headers["content-type"]]).toEqual([200, "text/html"]);
    expect(body.toString()).toContain("<html>");
  });

  test("something that does not speak HTTP says so and closes", async () => {
    feldera.on("GET", "/p", rawBytes("SSH-2.0-OpenSSH_9.6\r\n"));
    const wire = ask(feldera.port, "/p");
    await expect(wire.fate).resolves.toBe("closed");
    expect(wire.seen()).toBe("SSH-2.0-OpenSSH_9.6\r\n");
    await expect(get(`${feldera.url}/p`)).rejects.toMatchObject({ code: "HPE_INVALID_CONSTANT" });
  });

  test("bytes go out unchanged", async () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    feldera.on("GET", "/p", bytes(200, all, { "content-type": "application/octet-stream" }));
    expect((await get(`${feldera.url}/p`)).body.equals(all)).toBe(true);
  });
});

describe("closing", () => {
  test("destroys connections that hang or stream for ever", async () => {
    feldera.on("GET", "/hang", neverAnswers());
    feldera.on("GET", "/stream", endless("x"));
    const wires = [ask(feldera.port, "/hang"), ask(feldera.port, "/stream")];
    await feldera.received(2);
    await feldera.close();
    await Promise.all(wires.map(({ fate }) => fate));
    await expect(feldera.requests[0]?.ended).resolves.toBe("broken by server");
    const late = ask(feldera.port, "/hang");
    await expect(late.fate).resolves.toBe("ECONNREFUSED");
  });
});
