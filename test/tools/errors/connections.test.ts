import { describe, expect, onTestFinished, test } from "vitest";
import { startLoopbackFeldera, startLoopbackTls } from "../../support/loopback-feldera.ts";
import { startLoopbackProxy } from "../../support/loopback-proxy.ts";
import { json, neverAnswers, rawBytes, resetBeforeHeaders, slowBody } from "../../support/responses.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "./error-of.ts";

describe("a time limit", () => {
  test("on headers", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) => feldera.on("GET", "/v0/pipelines", neverAnswers()), {
        limits: { headersMs: 100 },
      }),
    ).toMatchInlineSnapshot(`
      "No whole answer from Feldera within the time limit.
      Reason: "no headers within the limit headersMs" (GET /v0/pipelines).
      Feldera may be busy or the network slow: try again. An operator can raise FELDERA_TIMEOUT for the whole call, and --limit for its parts (feldera-mcp limits lists them)."
    `);
  });

  test("on the whole call", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) => feldera.on("GET", "/v0/pipelines", neverAnswers()), {
        limits: { callMs: 100 },
      }),
    ).toMatchInlineSnapshot(`
      "No whole answer from Feldera within the time limit.
      Reason: "the call's time limit was reached" (GET /v0/pipelines).
      Feldera may be busy or the network slow: try again. An operator can raise FELDERA_TIMEOUT for the whole call, and --limit for its parts (feldera-mcp limits lists them)."
    `);
  });

  test("on silence within the body", async () => {
    expect(
      await errorOf(
        "list_pipelines",
        {},
        (feldera) => feldera.on("GET", "/v0/pipelines", slowBody(json(200, []), 1, 5000)),
        { limits: { bodyIdleMs: 100 } },
      ),
    ).toMatchInlineSnapshot(`
      "No whole answer from Feldera within the time limit.
      Reason: "silence within the body for the limit bodyIdleMs" (GET /v0/pipelines).
      Feldera may be busy or the network slow: try again. An operator can raise FELDERA_TIMEOUT for the whole call, and --limit for its parts (feldera-mcp limits lists them)."
    `);
  });

  test("on a recording's start, which may have begun", async () => {
    expect(
      await errorOf(
        "start_samply_profile",
        PAYMENTS,
        (feldera) => feldera.on("POST", `${AT_PAYMENTS}/samply_profile`, neverAnswers()),
        { limits: { callMs: 100 } },
      ),
    ).toMatchInlineSnapshot(`
      "No whole answer from Feldera within the time limit.
      Reason: "the call's time limit was reached" (POST /v0/pipelines/{pipeline_name}/samply_profile).
      The recording may have begun all the same: summarize_samply_profile {"pipeline_name":"payments","wait_secs":50} tells."
    `);
  });
});

describe("no connection", () => {
  test("because nothing listens", async () => {
    expect(
      await errorOf("list_pipelines", {}, undefined, { source: { url: "http://127.0.0.1:9" } }),
    ).toMatchInlineSnapshot(`
      "Nothing accepts connections at FELDERA_HOST.
      Reason: "connect ECONNREFUSED 127.0.0.1:9" (GET /v0/pipelines).
      Is Feldera running there? FELDERA_HOST names its address (default http://127.0.0.1:8080)."
    `);
  });

  test("because the name is none", async () => {
    // The empty label makes it none, so that no name server has to be asked.
    expect(
      await errorOf("list_pipelines", {}, undefined, { source: { url: "http://nosuch..invalid" } }),
    ).toMatchInlineSnapshot(`
      "The host name in FELDERA_HOST cannot be resolved.
      Reason: "getaddrinfo ENOTFOUND nosuch..invalid" (GET /v0/pipelines).
      Check FELDERA_HOST for a typo, and this machine's network."
    `);
  });

  test("because it breaks", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) =>
        feldera.on("GET", "/v0/pipelines", resetBeforeHeaders()),
      ),
    ).toMatchInlineSnapshot(`
      "The connection to Feldera broke before it answered.
      Reason: "read ECONNRESET" (GET /v0/pipelines).
      Try again; if it fails again, what stands at FELDERA_HOST may speak no HTTP, or want https."
    `);
  });

  test("because what listens speaks no HTTP", async () => {
    expect(
      await errorOf("list_pipelines", {}, (feldera) =>
        feldera.on("GET", "/v0/pipelines", rawBytes("SSH-2.0-OpenSSH_9.6\r\n")),
      ),
    ).toMatchInlineSnapshot(`
      "What answers at FELDERA_HOST is not Feldera's API.
      Reason: "Response does not match the HTTP/1.1 protocol (Expected HTTP/, RTSP/ or ICE/)" (GET /v0/pipelines).
      Set FELDERA_HOST to Feldera's address, without a path such as /v0. Where a proxy in front of it wants a login, FELDERA_HEADERS_FILE names a file with the headers that let requests pass."
    `);
  });
});

describe("no secure connection", () => {
  test("because nobody vouches for the certificate", async () => {
    const secure = await startLoopbackTls();
    onTestFinished(() => secure.close());
    const source = { url: secure.url };
    expect(await errorOf("list_pipelines", {}, undefined, { source })).toMatchInlineSnapshot(`
      "No secure connection to Feldera could be made.
      Reason: "self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)" (GET /v0/pipelines).
      Where the certificate is self-signed or of an authority of its own, FELDERA_HTTPS_TLS_CERT names the PEM file to trust; the host in FELDERA_HOST must be one of the certificate's names."
    `);
  });

  test("because no TLS is spoken there", async () => {
    const plain = await startLoopbackFeldera();
    onTestFinished(() => plain.close());
    const source = { url: plain.url.replace("http:", "https:") };
    expect(await errorOf("list_pipelines", {}, undefined, { source })).toMatchInlineSnapshot(`
      "FELDERA_HOST says https, but what answers there speaks no TLS.
      Reason: "wrong version number (ERR_SSL_WRONG_VERSION_NUMBER)" (GET /v0/pipelines).
      Set FELDERA_HOST to the address with http, if that is what is meant."
    `);
  });
});

describe("no way through the proxy", () => {
  test.each(["http", "https"] as const)("because it wants a password (%s)", async (scheme) => {
    const proxy = await startLoopbackProxy(9, { refuseWith: 407 });
    onTestFinished(() => proxy.close());
    const over = {
      source: { url: `${scheme}://feldera.test` },
      feldera: { proxy: { [scheme]: proxy.url, except: "" } },
    };
    expect(await errorOf("list_pipelines", {}, undefined, over)).toMatchInlineSnapshot(`
      "The proxy on the way to Feldera could not be used.
      Reason: "the proxy answered 407" (GET /v0/pipelines).
      Check HTTP_PROXY and HTTPS_PROXY (http://user:password@host:port where it wants a password); NO_PROXY lists hosts that are reached without it."
    `);
  });

  test("because nothing listens there", async () => {
    const over = {
      source: { url: "http://feldera.test" },
      feldera: { proxy: { http: "http://127.0.0.1:9", except: "" } },
    };
    expect(await errorOf("list_pipelines", {}, undefined, over)).toMatchInlineSnapshot(`
      "The proxy on the way to Feldera could not be used.
      Reason: "connect ECONNREFUSED 127.0.0.1:9" (GET /v0/pipelines).
      Check HTTP_PROXY and HTTPS_PROXY (http://user:password@host:port where it wants a password); NO_PROXY lists hosts that are reached without it."
    `);
  });
});
