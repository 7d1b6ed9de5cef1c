import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type Limits, limitsWith } from "../../../src/config/limits.ts";
import { hearErrorView } from "../../../src/feldera/api/error-view.ts";
import { chunksOf, errorView, lateRow, linesOf } from "../../support/error-view.ts";
import { bytes, json, neverAnswers, type Response, resetWithinBody, text } from "../../support/responses.ts";
import { AN_HOUR, clientOver, failureOf, loopback, PAYMENTS, within } from "./client-over.ts";

const EGRESS = `${PAYMENTS}/egress/error_view`;

const first = lateRow("ev", "(1, 2026-12-01 08:05:44)");
const second = lateRow("ev", '(2, Some(SqlString("a\\nb … é")), 2026-12-01 08:05:45)');

interface Hearing {
  readonly ms?: number;
  readonly limits?: Partial<Limits>;
  readonly scope?: ReturnType<typeof within>;
}

async function hearing(response: Response, { ms = 150, limits = {}, scope = within() }: Hearing = {}) {
  const feldera = await loopback();
  feldera.on("POST", EGRESS, response);
  const { source, lines } = clientOver(feldera.url, limits);
  const access = { source, scope, limits: limitsWith(limits), learn: () => {} };
  return { call: hearErrorView(access, "payments", ms), feldera, lines };
}

test("it is heard for its time, and hung up on, without holding the pipeline up", async () => {
  const chunks = [[first], [], [second, first]];
  const { call, feldera, lines } = await hearing(errorView(linesOf(chunks)));
  const heard = await call;
  expect(heard).toMatchObject({ chunks: chunksOf(chunks), isCut: false });
  expect(heard.ms).toBeGreaterThan(100);
  const [request] = feldera.requests;
  expect(request?.query).toEqual({ format: "json", backpressure: "false" });
  expect(await request?.ended).toBe("aborted by client");
  expect(lines).toEqual([expect.stringMatching(/^POST .*\/egress\/error_view\S* 200 \d+ B \d+ ms$/)]);
});

test("chunks come whole, however their bytes come", async () => {
  const sent = Buffer.from(linesOf([[first], [second], [first]]));
  const pieces = Array.from({ length: Math.ceil(sent.length / 50) }, (_, i) =>
    sent.subarray(50 * i, 50 * (i + 1)),
  );
  const { call } = await hearing(errorView(...pieces), { ms: 400 });
  expect((await call).chunks).toEqual(chunksOf([[first], [second], [first]]));
});

test("a last chunk that has not come whole is none", async () => {
  const { call } = await hearing(errorView(linesOf([[first]]), linesOf([[second]], 1).slice(0, 40)));
  expect((await call).chunks).toEqual(chunksOf([[first]]));
});

test("silence is no chunk", async () => {
  const { call } = await hearing(errorView());
  expect((await call).chunks).toEqual([]);
});

test("so many bytes are enough", async () => {
  const flood = Array.from({ length: 50 }, (_, i) => linesOf([[first]], i));
  const { call, feldera } = await hearing(errorView(...flood), {
    ms: AN_HOUR,
    limits: { queryBytes: 1_000 },
  });
  const { chunks, isCut } = await call;
  expect(isCut).toBe(true);
  expect(chunks.length).toBeGreaterThan(0);
  expect(chunks.length).toBeLessThan(50);
  expect(await feldera.requests[0]?.ended).toBe("aborted by client");
});

test("a stream that ends, or is cut, has been heard until then", async () => {
  const whole = { ...text(200, linesOf([[first]]), "application/json"), framing: "chunked" } as const;
  const ended = await hearing(whole, { ms: AN_HOUR });
  expect(await ended.call).toMatchObject({ chunks: chunksOf([[first]]), isCut: false });
  const longer = { ...whole, body: Buffer.from(linesOf([[first], [second]])) };
  const cut = await hearing(resetWithinBody(longer, whole.body.length + 5), { ms: AN_HOUR });
  expect(await cut.call).toMatchObject({ chunks: chunksOf([[first]]), isCut: false });
});

test("what is compressed is read", async () => {
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  const { call } = await hearing(bytes(200, gzipSync(linesOf([[first]])), headers), { ms: AN_HOUR });
  expect((await call).chunks).toEqual(chunksOf([[first]]));
});

test.each([
  ["no JSON", "malformed_json", "no JSON\n"],
  [
    "rows of another shape",
    "unexpected_shape",
    `${JSON.stringify({ sequence_number: 0, json_data: [{ insert: { a: 1 } }] })}\n`,
  ],
  ["a thousand levels", "malformed_json", `${"[".repeat(5_000)}\n`],
])("%s is told as such", async (_, kind, body) => {
  const { call, feldera } = await hearing(errorView(body));
  expect(await failureOf(call)).toMatchObject({ kind, endpoint: "http_output" });
  expect(await feldera.requests[0]?.ended).toBe("aborted by client");
});

test("what Feldera refuses is asked for once", async () => {
  const { call, feldera } = await hearing(json(403, { message: "no", error_code: "Forbidden", details: {} }));
  expect(await failureOf(call)).toMatchObject({ kind: "forbidden", status: 403 });
  expect(feldera.requests).toHaveLength(1);
});

test("a call that is given up hangs up", async () => {
  const caller = new AbortController();
  const scope = within(20_000, caller.signal);
  const { call, feldera } = await hearing(errorView(linesOf([[first]])), { ms: AN_HOUR, scope });
  setTimeout(() => caller.abort(), 50);
  expect(await failureOf(call)).toMatchObject({ kind: "cancelled" });
  expect(await feldera.requests[0]?.ended).toBe("aborted by client");
});

test("what never answers takes as long as the call has", async () => {
  const { call } = await hearing(neverAnswers(), { ms: 10, scope: within(100) });
  expect(await failureOf(call)).toMatchObject({ kind: "timeout" });
});
