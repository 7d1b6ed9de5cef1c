import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { listenOnLoopback } from "../../support/listening.ts";
import { json, neverAnswers, recording, slowBody, slowHeaders } from "../../support/responses.ts";
import { AN_HOUR, clientOver, failureOf, loopback, PAYMENTS, requestOf, within } from "./client-over.ts";

describe("the limit on connecting", () => {
  test("ends a TCP handshake that nobody completes", async () => {
    const port = await fullBacklog();
    const { source } = clientOver(`http://127.0.0.1:${port}`, { connectMs: 200, headersMs: AN_HOUR });
    const call = source.fetch(requestOf.pipelines, within(AN_HOUR));
    expect(await failureOf(call)).toMatchObject({ kind: "timeout", status: undefined });
  });

  test("ends a TLS handshake that the server never takes up", async () => {
    const silent = await listenOnLoopback(() => {});
    onTestFinished(() => silent.close());
    const { source } = clientOver(`https://127.0.0.1:${silent.port}`, { connectMs: 200, headersMs: AN_HOUR });
    const call = source.fetch(requestOf.pipelines, within(AN_HOUR));
    expect(await failureOf(call)).toMatchObject({ kind: "timeout", status: undefined });
  });
});

describe("the limit on headers", () => {
  test("ends a request that is never answered, and hangs up", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", neverAnswers());
    const { source } = clientOver(feldera.url, { headersMs: 100 });
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "timeout", message: "no headers within the limit headersMs" });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
    expect(feldera.requests).toHaveLength(1);
  });

  test("does not end one that is answered in time", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", slowHeaders(100, json(200, [])));
    const { source } = clientOver(feldera.url, { headersMs: 1000 });
    expect(await source.fetch(requestOf.pipelines, within())).toMatchObject({ status: 200 });
  });

  test("is longer where Feldera has to collect a support bundle first", async () => {
    const feldera = await loopback();
    feldera.on("GET", `${PAYMENTS}/support_bundle`, slowHeaders(300, recording("stopped_support_bundle")));
    const { source } = clientOver(feldera.url, { headersMs: 100, bundleCallMs: 2000 });
    const request = { endpoint: "support_bundle", path: { pipeline_name: "payments" } } as const;
    expect(await source.fetch(request, within())).toMatchObject({ status: 200 });
  });
});

describe("the limit on silence within a body", () => {
  test("ends a body that stops coming", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", slowBody(json(200, "0123456789"), 5, 5000));
    const { source } = clientOver(feldera.url, { bodyIdleMs: 100 });
    const call = source.fetch(requestOf.pipelines, within());
    expect(await failureOf(call)).toMatchObject({ kind: "timeout" });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("does not end one that comes slowly", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", slowBody(json(200, "0123456789"), 1, 30));
    const { source } = clientOver(feldera.url, { bodyIdleMs: 1000 });
    const { body } = await source.fetch(requestOf.pipelines, within());
    expect(String(Buffer.from(body))).toBe('"0123456789"');
  });
});

describe("the limit on the whole call", () => {
  test("ends a body that drips for ever", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", slowBody(json(200, "x".repeat(10_000)), 1, 10));
    const { source } = clientOver(feldera.url, { bodyIdleMs: AN_HOUR });
    const call = source.fetch(requestOf.pipelines, within(200));
    expect(await failureOf(call)).toMatchObject({ kind: "timeout", retryable: true });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("ends one that waits for headers", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", neverAnswers());
    const { source } = clientOver(feldera.url);
    const call = source.fetch(requestOf.pipelines, within(100));
    expect(await failureOf(call)).toMatchObject({ kind: "timeout" });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });
});

describe("the caller's abort", () => {
  test("before headers reaches the socket", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", neverAnswers());
    const caller = new AbortController();
    const { source } = clientOver(feldera.url);
    const call = source.fetch(requestOf.pipelines, within(20_000, caller.signal));
    await feldera.received(1);
    caller.abort();
    expect(await failureOf(call)).toMatchObject({ kind: "cancelled", retryable: false });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
    expect(feldera.requests[0]?.abortedByClient).toBe(true);
  });

  test("within a body reaches the socket", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", slowBody(json(200, "x".repeat(10_000)), 10, 10));
    const caller = new AbortController();
    const { source } = clientOver(feldera.url);
    const call = source.fetch(requestOf.pipelines, within(20_000, caller.signal));
    await feldera.received(1);
    await delay(50);
    caller.abort();
    expect(await failureOf(call)).toMatchObject({ kind: "cancelled" });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("within an error's body is not waited out", async () => {
    const feldera = await loopback();
    feldera.on("GET", PAYMENTS, slowBody(json(400, { message: "x".repeat(10_000) }), 10, 10));
    const caller = new AbortController();
    const { source } = clientOver(feldera.url);
    const call = source.fetch(requestOf.pipeline, within(20_000, caller.signal));
    await feldera.received(1);
    await delay(50);
    caller.abort();
    expect(await failureOf(call)).toMatchObject({ status: 400, message: "its body could not be read" });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("between two tries ends the waiting", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(503, { message: "busy" }));
    const caller = new AbortController();
    const { source } = clientOver(feldera.url, { retryDelayMs: AN_HOUR / 10 });
    const failure = failureOf(source.fetch(requestOf.pipelines, within(AN_HOUR, caller.signal)));
    await feldera.received(1);
    expect(await Promise.race([failure, delay(50, "it waits")])).toBe("it waits");
    caller.abort();
    expect(await failure).toMatchObject({ kind: "service_unavailable" });
    expect(feldera.requests).toHaveLength(1);
  });

  test("before the call sends nothing", async () => {
    const feldera = await loopback();
    const { source } = clientOver(feldera.url);
    const call = source.fetch(requestOf.pipelines, within(20_000, AbortSignal.abort()));
    expect(await failureOf(call)).toMatchObject({ kind: "cancelled" });
    expect(feldera.requests).toHaveLength(0);
  });
});

/** A port of 127.0.0.1 whose server accepts nothing and whose queue is full, so that a SYN to it is dropped. */
async function fullBacklog(): Promise<number> {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     const server = require("node:net").createServer();
     server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  onTestFinished(async () => void (await worker.terminate()));
  const [port] = await once(worker, "message");
  for (let i = 0; i < 4; i++) {
    const socket = connect(Number(port), "127.0.0.1").on("error", () => {});
    onTestFinished(() => void socket.destroy());
  }
  await delay(50);
  return Number(port);
}
