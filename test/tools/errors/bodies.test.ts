import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  badGzip,
  bytes,
  empty,
  gzipBomb,
  gzippedZeros,
  json,
  recording,
  text,
  wrongLength,
} from "../../support/responses.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "./error-of.ts";

const PROFILE = recording("heap_profile_1");

describe("a body", () => {
  test("that breaks off", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) =>
        feldera.on("GET", "/v0/pipelines", wrongLength(json(200, []), 10)),
      ),
    ).toMatchInlineSnapshot(`
      "The answer broke off before its end.
      Reason: "other side closed (UND_ERR_SOCKET)" (GET /v0/pipelines).
      Try again."
    `);
  });

  test("that is no JSON", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) =>
        feldera.on("GET", "/v0/pipelines", text(200, '[{"name": ', "application/json")),
      ),
    ).toMatchInlineSnapshot(`
      "The answer is not valid JSON.
      Reason: "Unexpected end of JSON input (body of 10 bytes)" (GET /v0/pipelines).
      Try again; if it fails again, something between this server and Feldera changes its answers."
    `);
  });

  test("that is empty", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) => feldera.on("GET", "/v0/pipelines", empty(200))),
    ).toMatchInlineSnapshot(`
      "The answer is not valid JSON.
      Reason: "Unexpected end of JSON input (body of 0 bytes)" (GET /v0/pipelines).
      Try again; if it fails again, something between this server and Feldera changes its answers."
    `);
  });

  test("that is nested beyond all measure", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) =>
        feldera.on("GET", "/v0/pipelines", text(200, "[".repeat(100_000), "application/json")),
      ),
    ).toMatchInlineSnapshot(`
      "The answer is not valid JSON.
      Reason: "nested more than 1000 levels deep (body of 100000 bytes)" (GET /v0/pipelines).
      Try again; if it fails again, something between this server and Feldera changes its answers."
    `);
  });

  test("of another shape", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) =>
        feldera.on("GET", "/v0/pipelines", json(200, { pipelines: [] })),
      ),
    ).toMatchInlineSnapshot(`
      "The answer does not have the shape that Feldera's API gives it.
      Reason: "the whole body: Invalid input: expected array, received object" (GET /v0/pipelines).
      Is it Feldera that answers at FELDERA_HOST, and of version 0.292 or newer?"
    `);
  });

  test("that is no gzip", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) =>
        feldera.on("GET", "/v0/pipelines", badGzip(json(200, []))),
      ),
    ).toMatchInlineSnapshot(`
      "The answer could not be decompressed.
      Reason: "the body is not valid gzip: incorrect header check" (GET /v0/pipelines).
      Try again; if it fails again, something between this server and Feldera changes its answers."
    `);
  });

  test("that is too large", async () => {
    expect(
      await errorOf("list_pipelines", {}, undefined, { limits: { jsonBytes: 1000 } }),
    ).toMatchInlineSnapshot(`
      "The answer is larger than this server reads.
      Reason: "the body passes the limit of 1000 bytes as sent" (GET /v0/pipelines).
      An operator can raise the limit: --limit jsonBytes=BYTES."
    `);
  });

  test("that inflates to too much", async () => {
    expect(
      await errorOf(
        "list_pipelines",
        {},
        (feldera) => feldera.on("GET", "/v0/pipelines", gzipBomb(2 ** 20)),
        { limits: { jsonBytes: 131072 } },
      ),
    ).toMatchInlineSnapshot(`
      "The answer is larger than this server reads.
      Reason: "the body passes the limit of 131072 bytes inflated" (GET /v0/pipelines).
      An operator can raise the limit: --limit jsonBytes=BYTES."
    `);
  });
});

describe("a heap profile", () => {
  test("that is none", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/heap_profile`, text(200, "no profile", "application/protobuf")),
      ),
    ).toMatchInlineSnapshot(`
      "The heap profile (pprof) is malformed and was not read.
      Reason: at "byte 0": "field 13 of Profile has wire type 6, not 2".
      Call again; if it fails again, it was damaged on its way or where it was made."
    `);
  });

  test("that is cut within its gzip", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/heap_profile`, {
          ...PROFILE,
          body: PROFILE.body.subarray(0, 1000),
        }),
      ),
    ).toMatchInlineSnapshot(`
      "The profile's gzip is malformed and was not read.
      Reason: at "1000 bytes of input": "unexpected end of file".
      Call again; if it fails again, it was damaged on its way or where it was made."
    `);
  });

  test("that is cut within its protobuf", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/heap_profile`, {
          ...PROFILE,
          body: gzipSync(gunzipSync(PROFILE.body).subarray(0, 1000)),
        }),
      ),
    ).toMatchInlineSnapshot(`
      "The heap profile (pprof) is malformed and was not read.
      Reason: at "byte 777": "a field of 224 bytes, but only 221 are left".
      Call again; if it fails again, it was damaged on its way or where it was made."
    `);
  });

  test("that is too large", async () => {
    expect(
      await errorOf("summarize_heap_profile", PAYMENTS, undefined, { limits: { heapProfileBytes: 1000 } }),
    ).toMatchInlineSnapshot(`
      "The answer is larger than this server reads.
      Reason: "the body passes the limit of 1000 bytes as sent" (GET /v0/pipelines/{pipeline_name}/heap_profile).
      An operator can raise the limit: --limit heapProfileBytes=BYTES."
    `);
  });

  test("that inflates to too much", async () => {
    expect(
      await errorOf(
        "summarize_heap_profile",
        PAYMENTS,
        (feldera) => feldera.on("GET", `${AT_PAYMENTS}/heap_profile`, bytes(200, gzippedZeros(2 ** 24))),
        { limits: { heapProfileInflatedBytes: 1048576 } },
      ),
    ).toMatchInlineSnapshot(`
      "The profile is larger, once inflated, than this server reads.
      Reason: it "inflates to more than 1048576 bytes".
      An operator can raise the limit: --limit heapProfileInflatedBytes=BYTES, or samplyProfileInflatedBytes for a CPU profile."
    `);
  });
});

describe("a CPU profile", () => {
  test("that is empty", async () => {
    expect(
      await errorOf("summarize_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, empty(200)),
      ),
    ).toMatchInlineSnapshot(`
      "The answer broke off before its end.
      Reason: 200: "the profile is empty" (GET /v0/pipelines/{pipeline_name}/samply_profile).
      Try again."
    `);
  });

  test("that is none", async () => {
    expect(
      await errorOf("summarize_samply_profile", PAYMENTS, (feldera) =>
        feldera.on("GET", `${AT_PAYMENTS}/samply_profile`, bytes(200, gzipSync("{}"))),
      ),
    ).toMatchInlineSnapshot(`
      "The CPU profile (Firefox Profiler JSON) is malformed and was not read.
      Reason: at meta: "Invalid input: expected object, received undefined".
      Call again; if it fails again, it was damaged on its way or where it was made."
    `);
  });
});
