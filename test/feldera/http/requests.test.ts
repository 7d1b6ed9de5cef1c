import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { closesKeepAlive, empty, json, neverAnswers, recording } from "../../support/responses.ts";
import { clientOver, failureOf, loopback, PAYMENTS, requestOf, within } from "./client-over.ts";

describe("the headers of a request", () => {
  test("carry the key as a bearer token and the tenant", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    const { source } = clientOver(feldera.url, {}, { apiKey: "apikey:top-secret", tenant: "acme" });
    await source.fetch(requestOf.pipelines, within());
    expect(feldera.requests[0]?.headers).toMatchObject({
      authorization: "Bearer apikey:top-secret",
      "feldera-tenant": "acme",
      "user-agent": "feldera-mcp",
    });
  });

  test("name neither where none is configured", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    await clientOver(feldera.url).source.fetch(requestOf.pipelines, within());
    expect(feldera.requests[0]?.headers).not.toHaveProperty("authorization");
    expect(feldera.requests[0]?.headers).not.toHaveProperty("feldera-tenant");
  });

  test("ask for compressed JSON, and for profiles and logs as they are", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    feldera.on("GET", `${PAYMENTS}/heap_profile`, recording("heap_profile_1"));
    feldera.on("GET", `${PAYMENTS}/logs`, recording("stopped_logs"));
    const { source } = clientOver(feldera.url);
    await source.fetch(requestOf.pipelines, within());
    await source.fetch(requestOf.heapProfile, within());
    await source.readLog(requestOf.logs, within());
    const accepted = feldera.requests.map(({ headers }) => headers["accept-encoding"]);
    expect(accepted).toEqual(["gzip, br", "identity", "identity"]);
  });
});

describe("the path of a request", () => {
  test.each([
    ["with space", "with%20space"],
    ["a/b", "a%2Fb"],
    ["..", "%2E%2E"],
    [".", "%2E"],
    ["../../config", "..%2F..%2Fconfig"],
    ["zahlungen-für-alle", "zahlungen-f%C3%BCr-alle"],
    ["支払い", "%E6%94%AF%E6%89%95%E3%81%84"],
    ["q?selector=all#x", "q%3Fselector%3Dall%23x"],
    ["line\r\nX-Injected: 1", "line%0D%0AX-Injected%3A%201"],
    ["\ud800", "%EF%BF%BD"],
  ])("takes the name %j as the one segment %s", async (pipeline_name, segment) => {
    const feldera = await loopback();
    feldera.on("GET", `/v0/pipelines/${segment}`, json(200, {}));
    const { source } = clientOver(feldera.url);
    await source.fetch({ endpoint: "get_pipeline", path: { pipeline_name } }, within());
    expect(feldera.requests.map(({ target }) => target)).toEqual([`/v0/pipelines/${segment}`]);
    expect(feldera.requests[0]?.headers).not.toHaveProperty("x-injected");
  });

  test("ends in the query, its values encoded", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    const query = { selector: "a b&c=d", ordinal: 3, latest: true };
    await clientOver(feldera.url).source.fetch({ ...requestOf.pipelines, query }, within());
    expect(feldera.requests[0]).toMatchObject({
      target: "/v0/pipelines?selector=a+b%26c%3Dd&ordinal=3&latest=true",
      query: { selector: "a b&c=d", ordinal: "3", latest: "true" },
    });
  });

  test.each(["/feldera", "/gateway/feldera/"])("starts with the address's own path %s", async (prefix) => {
    const feldera = await loopback();
    const path = `${prefix.replace(/\/$/, "")}/v0/pipelines`;
    feldera.on("GET", path, json(200, []));
    await clientOver(feldera.url + prefix).source.fetch(requestOf.pipelines, within());
    expect(feldera.requests.map(({ target }) => target)).toEqual([path]);
  });
});

describe("the connections", () => {
  test("are none before the first request", async () => {
    const feldera = await loopback();
    const { source } = clientOver(feldera.url);
    expect(source.kind).toBe("feldera");
    await new Promise<void>((resolve) => connect(feldera.port, "127.0.0.1", resolve).on("error", resolve));
    feldera.on("GET", "/v0/pipelines", json(200, []));
    await source.fetch(requestOf.pipelines, within());
    // The bare connection above was the first; had the client opened one of its own, it would have come before.
    expect(feldera.requests[0]?.socketId).toBe(2);
  });

  test("are kept and used again, after errors too", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    feldera.on("GET", PAYMENTS, recording("unknown_pipeline_get"));
    feldera.on("GET", `${PAYMENTS}/checkpoints`, empty(404));
    const { source } = clientOver(feldera.url);
    for (let i = 0; i < 4; i++) {
      await source.fetch(requestOf.pipelines, within());
      await failureOf(source.fetch(requestOf.pipeline, within()));
      await failureOf(source.fetch(requestOf.checkpoints, within()));
    }
    expect(feldera.requests).toHaveLength(12);
    // Two, since a call may begin before undici has done with the connection of the one before.
    expect(new Set(feldera.requests.map(({ socketId }) => socketId)).size).toBeLessThanOrEqual(2);
  });

  test("are replaced where the server closed one, without a word to the caller", async () => {
    const feldera = await loopback();
    feldera.on("POST", `${PAYMENTS}/samply_profile`, closesKeepAlive(empty(202)));
    const { source } = clientOver(feldera.url);
    for (let i = 0; i < 3; i++) {
      expect(await source.fetch(requestOf.startSamply, within())).toMatchObject({ status: 202 });
      await feldera.requests[i]?.ended;
    }
    expect(feldera.requests.map(({ socketId }) => socketId)).toEqual([1, 2, 3]);
  });

  test("carry calls side by side, up to their number", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", neverAnswers());
    const { source } = clientOver(feldera.url, { connections: 2 });
    const calls = Array.from({ length: 3 }, () => failureOf(source.fetch(requestOf.pipelines, within(500))));
    await feldera.received(2);
    expect(new Set(feldera.requests.map(({ socketId }) => socketId))).toEqual(new Set([1, 2]));
    await Promise.all(calls);
    expect(feldera.requests).toHaveLength(2);
  });

  test("are freed by close, those in use with them", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", neverAnswers());
    const { source } = clientOver(feldera.url);
    const call = failureOf(source.fetch(requestOf.pipelines, within()));
    await feldera.received(1);
    await source.close();
    expect(await call).toMatchObject({ kind: "connection_lost" });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("close before any call closes nothing", async () => {
    await expect(clientOver("http://127.0.0.1:9").source.close()).resolves.toBeUndefined();
  });
});

describe("the debug log", () => {
  test("has a line for every request: method, path, status, bytes, ms", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, ["some", "JSON"]));
    feldera.on("GET", `${PAYMENTS}/checkpoints`, recording("stopped_checkpoints"));
    feldera.on("POST", `${PAYMENTS}/samply_profile`, empty(202));
    const { source, lines } = clientOver(feldera.url, {}, { apiKey: "apikey:top-secret", tenant: "acme" });
    await source.fetch({ ...requestOf.pipelines, query: { selector: "status" } }, within());
    await failureOf(source.fetch(requestOf.checkpoints, within()));
    await source.fetch(requestOf.startSamply, within());
    expect(lines).toEqual([
      expect.stringMatching(/^GET \/v0\/pipelines\?selector=status 200 15 B \d+ ms$/),
      expect.stringMatching(
        /^GET \/v0\/pipelines\/payments\/checkpoints 503 PipelineInteractionNotDeployed 296 B \d+ ms$/,
      ),
      expect.stringMatching(/^POST \/v0\/pipelines\/payments\/samply_profile 202 0 B \d+ ms$/),
    ]);
    expect(lines.join("\n")).not.toContain("top-secret");
  });

  test("has one for every try, and for a request that got no answer", async () => {
    const { source, lines } = clientOver("http://127.0.0.1:9", { retries: 1 });
    await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(lines).toEqual(
      Array(2).fill(expect.stringMatching(/^GET \/v0\/pipelines connection_refused 0 B/)),
    );
  });

  test("takes no text from the server that is not a plain code", async () => {
    const feldera = await loopback();
    feldera.on("GET", PAYMENTS, json(400, { message: "m", error_code: "Bad\n\u001b[31mforged line" }));
    const { source, lines } = clientOver(feldera.url);
    await failureOf(source.fetch(requestOf.pipeline, within()));
    expect(lines).toEqual([expect.stringMatching(/^GET \/v0\/pipelines\/payments 400 \d+ B \d+ ms$/)]);
  });
});
