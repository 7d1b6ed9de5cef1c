import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  type Answer,
  badGzip,
  bytes,
  cutGzip,
  empty,
  gzipBomb,
  json,
  neverAnswers,
  recording,
} from "../../support/responses.ts";
import { clientOver, failureOf, loopback, PAYMENTS, requestOf, within } from "./client-over.ts";

const JSON_TEXT = JSON.stringify([{ name: "payments" }]);

function encoded(encoding: string, body: Uint8Array): Answer {
  return bytes(200, body, { "content-type": "application/json", "content-encoding": encoding });
}

describe("a content encoding", () => {
  test.each([
    ["gzip", gzipSync(JSON_TEXT)],
    ["x-gzip", gzipSync(JSON_TEXT)],
    ["GZIP", gzipSync(JSON_TEXT)],
    ["br", brotliCompressSync(JSON_TEXT)],
    ["deflate", deflateSync(JSON_TEXT)],
    ["identity", Buffer.from(JSON_TEXT)],
  ])("%s is undone", async (encoding, body) => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", encoded(encoding, body));
    const reply = await clientOver(feldera.url).source.fetch(requestOf.pipelines, within());
    expect(String(Buffer.from(reply.body))).toBe(JSON_TEXT);
  });

  test("of several gzip members is undone whole", async () => {
    const feldera = await loopback();
    const members = Buffer.concat([gzipSync(JSON_TEXT.slice(0, 5)), gzipSync(JSON_TEXT.slice(5))]);
    feldera.on("GET", "/v0/pipelines", encoded("gzip", members));
    const reply = await clientOver(feldera.url).source.fetch(requestOf.pipelines, within());
    expect(String(Buffer.from(reply.body))).toBe(JSON_TEXT);
  });

  test("that the client does not know is an error that names it", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", encoded("zstd", Buffer.from("?")));
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "unexpected_shape" });
    expect(error.message).toContain("zstd");
  });

  test("of an empty body is nothing to undo", async () => {
    const feldera = await loopback();
    feldera.on("POST", `${PAYMENTS}/samply_profile`, empty(202, { "content-encoding": "gzip" }));
    const reply = await clientOver(feldera.url).source.fetch(requestOf.startSamply, within());
    expect(reply).toMatchObject({ status: 202, body: Buffer.alloc(0) });
  });

  test("is undone in an error's body", async () => {
    const feldera = await loopback();
    const error = { message: "no such thing", error_code: "UnknownPipelineName" };
    const body = gzipSync(JSON.stringify(error));
    feldera.on("GET", PAYMENTS, bytes(404, body, { "content-encoding": "gzip" }));
    const { source } = clientOver(feldera.url);
    expect(await failureOf(source.fetch(requestOf.pipeline, within()))).toMatchObject({
      kind: "unknown_pipeline",
      message: "no such thing",
    });
  });

  test("leaves the gzip of a profile alone, which is its content", async () => {
    const feldera = await loopback();
    const profile = recording("heap_profile_1");
    feldera.on("GET", `${PAYMENTS}/heap_profile`, profile);
    const { body } = await clientOver(feldera.url).source.fetch(requestOf.heapProfile, within());
    expect(Buffer.from(body).equals(profile.body)).toBe(true);
    expect(gunzipSync(body).length).toBeGreaterThan(profile.body.length);
  });

  test("that the manager lays over a profile's own gzip is undone once", async () => {
    const feldera = await loopback();
    const profile = recording("heap_profile_1").body;
    feldera.on("GET", `${PAYMENTS}/heap_profile`, encoded("br", brotliCompressSync(profile)));
    const { body } = await clientOver(feldera.url).source.fetch(requestOf.heapProfile, within());
    expect(Buffer.from(body).equals(profile)).toBe(true);
  });
});

describe("what cannot be decompressed", () => {
  test.each([
    ["is not gzip", badGzip(json(200, []))],
    ["breaks off", cutGzip(json(200, Array(1000).fill("payments")))],
    ["is not brotli", encoded("br", Buffer.from(JSON_TEXT))],
    ["is not deflate", encoded("deflate", Buffer.from(JSON_TEXT))],
    [
      "fails its checksum",
      encoded("gzip", Buffer.concat([gzipSync(JSON_TEXT).subarray(0, -8), Buffer.alloc(8)])),
    ],
  ])("because it %s is malformed", async (_, answer) => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", answer);
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "malformed_gzip", retryable: false });
    expect(feldera.requests).toHaveLength(1);
  });

  test("in an error's body leaves the status, and is no empty body", async () => {
    const feldera = await loopback();
    feldera.on("GET", `${PAYMENTS}/checkpoints`, badGzip(json(404, { message: "m" })));
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.checkpoints, within()));
    expect(error).toMatchObject({ kind: "not_found", status: 404, message: "its body could not be read" });
  });
});

test.each([0, 65_536, 65_537, 5_000_001])(
  "a body of %d bytes, of which the headers tell no length, comes whole",
  async (length) => {
    const feldera = await loopback();
    const body = Buffer.from(Uint8Array.from({ length }, (_, i) => i % 251));
    feldera.on("GET", `${PAYMENTS}/heap_profile`, { ...bytes(200, body), framing: "chunked" });
    const reply = await clientOver(feldera.url).source.fetch(requestOf.heapProfile, within());
    expect(Buffer.compare(reply.body, body)).toBe(0);
  },
);

describe("the limits on a body", () => {
  test("let one of just the limit pass, and no byte more", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, "12345678"));
    const request = (jsonBytes: number) =>
      clientOver(feldera.url, { jsonBytes }).source.fetch(requestOf.pipelines, within());
    expect((await request(10)).body).toHaveLength(10);
    const error = await failureOf(request(9));
    expect(error).toMatchObject({ kind: "too_large", retryable: false });
    expect(error.message).toContain("9 bytes as sent");
  });

  test("are each endpoint's own", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", bytes(200, Buffer.alloc(2000)));
    feldera.on("GET", `${PAYMENTS}/heap_profile`, bytes(200, Buffer.alloc(2000)));
    const { source } = clientOver(feldera.url, { jsonBytes: 1000, heapProfileBytes: 3000 });
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ kind: "too_large" });
    expect((await source.fetch(requestOf.heapProfile, within())).body).toHaveLength(2000);
  });

  test("hold for what it inflates to: a gzip bomb is an error and costs no memory", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", gzipBomb(2 ** 30));
    const { source } = clientOver(feldera.url, { jsonBytes: 4 * 2 ** 20 });
    const before = process.memoryUsage().rss;
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "too_large" });
    expect(error.message).toContain("inflated");
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 2 ** 20);
  });

  test("hold for an error's body too", async () => {
    const feldera = await loopback();
    feldera.on("GET", PAYMENTS, json(400, { message: "x".repeat(2 ** 21) }));
    const { source } = clientOver(feldera.url);
    expect(await failureOf(source.fetch(requestOf.pipeline, within()))).toMatchObject({
      kind: "bad_request",
      message: "its body could not be read",
    });
  });
});

test("a call that hangs keeps no other from its answer", async () => {
  const feldera = await loopback();
  feldera.on("GET", PAYMENTS, neverAnswers());
  feldera.on("GET", "/v0/pipelines", json(200, []));
  const { source } = clientOver(feldera.url);
  const hanging = failureOf(source.fetch(requestOf.pipeline, within(1000)));
  await feldera.received(1);
  expect(await source.fetch(requestOf.pipelines, within(500))).toMatchObject({ status: 200 });
  expect(await hanging).toMatchObject({ kind: "timeout" });
});
