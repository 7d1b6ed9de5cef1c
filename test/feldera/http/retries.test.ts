import { describe, expect, test } from "vitest";
import {
  bytes,
  empty,
  json,
  neverAnswers,
  type Response,
  recording,
  resetBeforeHeaders,
  resetWithinBody,
  resetWithinHeaders,
  sequence,
  slowHeaders,
  wrongLength,
} from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { AN_HOUR, clientOver, failureOf, loopback, PAYMENTS, requestOf, within } from "./client-over.ts";

const BUSY = json(503, { message: "busy" });
const GOOD = json(200, []);

function inSecs(secs: number): string {
  return new Date(Date.now() + secs * 1000).toUTCString();
}

describe("a GET is tried again", () => {
  test.each<[string, Response]>([
    ["429", empty(429)],
    ["502", synthetic("bad_gateway")],
    ["503", BUSY],
    ["504", synthetic("gateway_timeout")],
    ["Initializing", synthetic("initializing")],
    ["a reset before headers", resetBeforeHeaders()],
    ["a reset within headers", resetWithinHeaders()],
    ["a reset within the body", resetWithinBody(json(200, ["payments"]), 5)],
    ["a body cut short", wrongLength(json(200, ["payments"]), 10)],
  ])("after %s", async (_, failure) => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", sequence(failure, GOOD));
    const { source } = clientOver(feldera.url);
    expect(await source.fetch(requestOf.pipelines, within())).toMatchObject({ status: 200 });
    expect(feldera.requests).toHaveLength(2);
  });

  test("twice at most", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", sequence(BUSY, resetBeforeHeaders(), BUSY, GOOD));
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ status: 503, message: "busy" });
    expect(feldera.requests).toHaveLength(3);
  });

  test("as often as the limit says", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", BUSY);
    const { source } = clientOver(feldera.url, { retries: 0 });
    await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(feldera.requests).toHaveLength(1);
  });

  test("after pauses that double and are jittered", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", BUSY);
    const { source } = clientOver(feldera.url, { retryDelayMs: 100 });
    await failureOf(source.fetch(requestOf.pipelines, within()));
    const [first = 0, second = 0, third = 0] = feldera.requests.map(({ receivedAtMs }) => receivedAtMs);
    expect(second - first).toBeGreaterThanOrEqual(49);
    expect(second - first).toBeLessThan(150 + 100);
    expect(third - second).toBeGreaterThanOrEqual(99);
    expect(third - second).toBeLessThan(300 + 100);
  });

  test("where a log could not be opened", async () => {
    const feldera = await loopback();
    feldera.on("GET", `${PAYMENTS}/logs`, sequence(BUSY, resetBeforeHeaders(), recording("stopped_logs")));
    const log = await clientOver(feldera.url).source.readLog(requestOf.logs, within());
    expect(log).toMatchObject({ stoppedBy: "end", bytesRead: 185 });
    expect(feldera.requests).toHaveLength(3);
  });
});

describe("Retry-After is honoured", () => {
  test("in seconds", async () => {
    const feldera = await loopback();
    const busy = bytes(503, Buffer.from("busy"), { "retry-after": "1", "content-type": "text/plain" });
    feldera.on("GET", "/v0/pipelines", sequence(busy, GOOD));
    await clientOver(feldera.url).source.fetch(requestOf.pipelines, within());
    const [first = 0, second = 0] = feldera.requests.map(({ receivedAtMs }) => receivedAtMs);
    expect(second - first).toBeGreaterThanOrEqual(990);
  });

  test("as a date", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", sequence(empty(503, { "retry-after": inSecs(2) }), GOOD));
    await clientOver(feldera.url).source.fetch(requestOf.pipelines, within());
    const [first = 0, second = 0] = feldera.requests.map(({ receivedAtMs }) => receivedAtMs);
    expect(second - first).toBeGreaterThanOrEqual(900);
  });

  test.each(["soon", "-5", "Sat, 21 Nov 2020 07:00:00 GMT"])("not where it says %j", async (value) => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", sequence(empty(503, { "retry-after": value }), GOOD));
    const { source } = clientOver(feldera.url, { retryAfterMs: AN_HOUR });
    await source.fetch(requestOf.pipelines, within(AN_HOUR));
    expect(feldera.requests).toHaveLength(2);
  });

  test.each(["60", "99999999999999999999", inSecs(3600)])(
    "not where it is longer than the limit: %s is an answer, and the error keeps it",
    async (value) => {
      const feldera = await loopback();
      feldera.on("GET", "/v0/pipelines", empty(429, { "retry-after": value }));
      const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within()));
      expect(error).toMatchObject({ kind: "rate_limited", status: 429 });
      expect(error.retryAfterSecs).toBeGreaterThan(50);
      expect(feldera.requests).toHaveLength(1);
    },
  );

  test("not where it ends after the call", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", empty(503, { "retry-after": "5" }));
    const call = clientOver(feldera.url).source.fetch(requestOf.pipelines, within(2000));
    expect(await failureOf(call)).toMatchObject({ kind: "service_unavailable", retryAfterSecs: 5 });
    expect(feldera.requests).toHaveLength(1);
  });
});

describe("never tried again is", () => {
  test.each([
    ["PipelineInteractionNotDeployed", recording("stopped_checkpoints"), "not_deployed"],
    ["AwaitingApproval", synthetic("awaiting_approval"), "awaiting_approval"],
    ["Suspended", synthetic("suspended"), "suspended"],
    ["Terminating", synthetic("terminating"), "terminating"],
    ["a 400", recording("samply_get_none"), "no_samply_profile"],
    ["a 401", recording("auth_bad_apikey"), "unauthorized"],
    ["a 404", recording("unknown_pipeline_get"), "unknown_pipeline"],
    ["a 500", json(500, { message: "m" }), "server_error"],
    ["a 501", synthetic("enterprise_feature"), "enterprise_only"],
  ] as const)("%s", async (_, answer, kind) => {
    const feldera = await loopback();
    feldera.on("GET", `${PAYMENTS}/checkpoints`, answer);
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.checkpoints, within()));
    expect(error).toMatchObject({ kind, retryable: false });
    expect(feldera.requests).toHaveLength(1);
  });

  test.each([BUSY, empty(429), resetBeforeHeaders(), resetWithinHeaders()])(
    "a POST, which may have done its work (%#)",
    async (failure) => {
      const feldera = await loopback();
      feldera.on("POST", `${PAYMENTS}/samply_profile`, failure);
      await failureOf(clientOver(feldera.url).source.fetch(requestOf.startSamply, within()));
      expect(feldera.requests).toHaveLength(1);
    },
  );

  test("a request that forbids it", async () => {
    const feldera = await loopback();
    feldera.on("GET", `${PAYMENTS}/heap_profile`, BUSY);
    const request = { ...requestOf.heapProfile, retry: false } as const;
    await failureOf(clientOver(feldera.url).source.fetch(request, within()));
    expect(feldera.requests).toHaveLength(1);
  });

  test("what was too slow to be tried again within the call", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", slowHeaders(600, BUSY));
    const call = clientOver(feldera.url).source.fetch(requestOf.pipelines, within(1000));
    expect(await failureOf(call)).toMatchObject({ status: 503, message: "busy" });
    expect(feldera.requests).toHaveLength(1);
  });
});

describe("a pipeline that does not answer its manager", () => {
  test.each(["PipelineUnavailable", "PipelineInteractionUnreachable"])(
    "is asked once more: %s",
    async (code) => {
      const feldera = await loopback();
      feldera.on("GET", `${PAYMENTS}/checkpoints`, json(503, { message: "m", error_code: code }));
      await failureOf(clientOver(feldera.url).source.fetch(requestOf.checkpoints, within()));
      expect(feldera.requests).toHaveLength(2);
    },
  );
});

describe("what is reported is the last real answer", () => {
  test("where the call's end cuts the next try short", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", sequence(BUSY, neverAnswers()));
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within(400)));
    expect(error).toMatchObject({ kind: "service_unavailable", status: 503, message: "busy" });
    expect(feldera.requests).toHaveLength(2);
  });

  test("where the next try gets no headers in time", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", sequence(BUSY, neverAnswers()));
    const { source } = clientOver(feldera.url, { headersMs: 100 });
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ status: 503 });
  });

  test("and not the one before it", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", sequence(BUSY, recording("auth_no_token")));
    const error = await failureOf(clientOver(feldera.url).source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "unauthorized", status: 401 });
  });
});
