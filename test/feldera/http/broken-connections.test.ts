import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { listenOnLoopback } from "../../support/listening.ts";
import { startLoopbackTls, testOnlyCertificatePath } from "../../support/loopback-feldera.ts";
import {
  json,
  rawBytes,
  recording,
  resetBeforeHeaders,
  resetWithinBody,
  resetWithinHeaders,
  wrongLength,
} from "../../support/responses.ts";
import { clientOver, failureOf, loopback, NO_HOST, requestOf, within } from "./client-over.ts";

const ONE_TRY = { retries: 0 };
const LIST = json(200, [{ name: "payments" }]);

describe("an answer that breaks off", () => {
  test.each([
    ["before its headers", resetBeforeHeaders(), "connection_lost"],
    ["within its headers", resetWithinHeaders(), "connection_lost"],
    ["within its body", resetWithinBody(LIST, 5), "truncated"],
    ["within a chunked body", resetWithinBody({ ...LIST, framing: "chunked" }, 5), "truncated"],
    ["before its stated length", wrongLength(LIST, 10), "truncated"],
    [
      "within a chunk",
      rawBytes("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n[{"),
      "truncated",
    ],
  ] as const)("%s is an error that may pass", async (_, response, kind) => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", response);
    const call = clientOver(feldera.url, ONE_TRY).source.fetch(requestOf.pipelines, within());
    expect(await failureOf(call)).toMatchObject({ kind, retryable: true, endpoint: "list_pipelines" });
  });

  test("in an error's body leaves the status, and is no empty body", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", resetWithinBody(recording("unknown_pipeline_get"), 20));
    const call = clientOver(feldera.url, ONE_TRY).source.fetch(requestOf.pipelines, within());
    expect(await failureOf(call)).toMatchObject({ status: 404, message: "its body could not be read" });
  });

  test("after its stated length is cut there", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", wrongLength(json(200, []), -1));
    const { body } = await clientOver(feldera.url).source.fetch(requestOf.pipelines, within());
    expect(String(Buffer.from(body))).toBe("[");
  });
});

describe("what answers in no HTTP", () => {
  test.each(["SSH-2.0-OpenSSH_9.6\r\n", "\u0015\u0003\u0003\u0000\u0002\u0002\u0046", "not HTTP at all"])(
    "is no Feldera: %j",
    async (greeting) => {
      const feldera = await loopback();
      feldera.on("GET", "/v0/pipelines", rawBytes(greeting));
      const call = clientOver(feldera.url, ONE_TRY).source.fetch(requestOf.pipelines, within());
      expect(await failureOf(call)).toMatchObject({ kind: "not_feldera", retryable: false });
    },
  );

  test("or with headers past all measure is none either", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", rawBytes(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}\r\n\r\n`));
    const call = clientOver(feldera.url, ONE_TRY).source.fetch(requestOf.pipelines, within());
    expect(await failureOf(call)).toMatchObject({ kind: "not_feldera" });
  });
});

describe("an address where nothing is", () => {
  test("refuses the connection", async () => {
    const gone = await listenOnLoopback(() => {});
    await gone.close();
    const { source } = clientOver(`http://127.0.0.1:${gone.port}`, ONE_TRY);
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({
      kind: "connection_refused",
      message: expect.stringContaining(`ECONNREFUSED 127.0.0.1:${gone.port}`),
    });
  });

  test("refuses it on every address of its name", async () => {
    const gone = await listenOnLoopback(() => {});
    await gone.close();
    const { source } = clientOver(`http://localhost:${gone.port}`, ONE_TRY);
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "connection_refused" });
    expect(error.message).toContain("ECONNREFUSED");
  });

  test("has no name", async () => {
    const { source } = clientOver(`http://${NO_HOST}`, ONE_TRY);
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "dns" });
    expect(error.message).toContain(NO_HOST);
  });
});

describe("TLS", () => {
  test("with a certificate that nobody vouches for is refused, and nothing is sent", async () => {
    const secure = await loopback(startLoopbackTls);
    secure.on("GET", "/v0/pipelines", LIST);
    const { source } = clientOver(secure.url, ONE_TRY, { apiKey: "apikey:top-secret" });
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "tls", retryable: false });
    expect(error.message).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
    expect(secure.requests).toHaveLength(0);
  });

  test("with the certificate that the configuration trusts works", async () => {
    const secure = await loopback(startLoopbackTls);
    secure.on("GET", "/v0/pipelines", LIST);
    const tlsCert = readFileSync(testOnlyCertificatePath, "utf8");
    const { source } = clientOver(secure.url, {}, { tlsCert });
    expect(await source.fetch(requestOf.pipelines, within())).toMatchObject({ status: 200 });
  });

  test("for another name than the certificate's is refused", async () => {
    const secure = await loopback(startLoopbackTls);
    const tlsCert = readFileSync(testOnlyCertificatePath, "utf8");
    const { source } = clientOver(`https://127.0.0.2:${secure.port}`, ONE_TRY, { tlsCert });
    // 127.0.0.2 is not listened at on every system; then it is refused one step earlier.
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(["tls", "connection_refused", "timeout"]).toContain(error.kind);
  });

  test("with a certificate that is none says so", async () => {
    const secure = await loopback(startLoopbackTls);
    const tlsCert = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    const { source } = clientOver(secure.url, ONE_TRY, { tlsCert });
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ kind: "tls" });
  });

  test("asked of a port without it is refused", async () => {
    const plain = await loopback();
    const { source } = clientOver(`https://127.0.0.1:${plain.port}`, ONE_TRY);
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ kind: "tls" });
  });

  test("not asked of a port with it is no Feldera, or a connection that breaks", async () => {
    const secure = await loopback(startLoopbackTls);
    const { source } = clientOver(`http://127.0.0.1:${secure.port}`, ONE_TRY);
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(["not_feldera", "connection_lost"]).toContain(error.kind);
    expect(secure.requests).toHaveLength(0);
  });
});

test("a connection that the server drops at once is lost", async () => {
  const rude = await listenOnLoopback((socket) => socket.destroy());
  onTestFinished(() => rude.close());
  const { source } = clientOver(`http://127.0.0.1:${rude.port}`, ONE_TRY);
  expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({
    kind: "connection_lost",
  });
});
