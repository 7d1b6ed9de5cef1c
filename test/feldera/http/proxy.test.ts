import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { proxyFor } from "../../../src/feldera/http/dispatcher.ts";
import { listenOnLoopback } from "../../support/listening.ts";
import { startLoopbackTls, testOnlyCertificatePath } from "../../support/loopback-feldera.ts";
import { type ProxyBehaviour, startLoopbackProxy } from "../../support/loopback-proxy.ts";
import { json, recording } from "../../support/responses.ts";
import { clientOver, failureOf, loopback, NO_HOST, requestOf, within } from "./client-over.ts";

const KEY = "apikey:top-secret";

async function proxyTo(port: number, behaviour?: ProxyBehaviour) {
  const proxy = await startLoopbackProxy(port, behaviour);
  onTestFinished(() => proxy.close());
  return proxy;
}

describe("plain HTTP through a proxy", () => {
  test("goes as a request that names the host, since few proxies tunnel to other ports than 443", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    const proxy = await proxyTo(feldera.port);
    const config = { proxy: { http: proxy.url, except: "" }, apiKey: KEY };
    const { source } = clientOver("http://feldera.test:8080", {}, config);
    expect(await source.fetch(requestOf.pipelines, within())).toMatchObject({ status: 200 });
    expect(proxy.requests).toMatchObject([
      { method: "GET", target: "http://feldera.test:8080/v0/pipelines", proxyAuthorization: undefined },
    ]);
    expect(feldera.requests[0]?.headers).toMatchObject({
      host: "feldera.test:8080",
      authorization: `Bearer ${KEY}`,
    });
  });

  test("gives the proxy its credentials, and Feldera none of them", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    const proxy = await proxyTo(feldera.port, { credentials: "user:p@ss" });
    const http = proxy.url.replace("http://", "http://user:p%40ss@");
    const { source } = clientOver("http://feldera.test", {}, { proxy: { http, except: "" } });
    expect(await source.fetch(requestOf.pipelines, within())).toMatchObject({ status: 200 });
    expect(feldera.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
  });

  test("keeps errors of Feldera apart from those of the proxy", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", recording("auth_bad_apikey"));
    const proxy = await proxyTo(feldera.port);
    const { source } = clientOver("http://feldera.test", {}, { proxy: { http: proxy.url, except: "" } });
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "unauthorized" });
  });

  test.each([
    [407, "proxy"],
    [502, "bad_gateway"],
  ] as const)("is refused with %i as %s", async (refuseWith, kind) => {
    const feldera = await loopback();
    const proxy = await proxyTo(feldera.port, { refuseWith });
    const config = { proxy: { http: proxy.url, except: "" } };
    const { source } = clientOver("http://feldera.test", { retries: 0 }, config);
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ kind });
    expect(feldera.requests).toHaveLength(0);
  });

  test("is ended by the caller on both sides of the proxy", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", { kind: "never answers" });
    const proxy = await proxyTo(feldera.port);
    const caller = new AbortController();
    const config = { proxy: { http: proxy.url, except: "" } };
    const { source } = clientOver("http://feldera.test", {}, config);
    const call = source.fetch(requestOf.pipelines, within(20_000, caller.signal));
    await feldera.received(1);
    caller.abort();
    expect(await failureOf(call)).toMatchObject({ kind: "cancelled" });
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });
});

describe("TLS through a proxy", () => {
  test("goes through a tunnel that hides the key", async () => {
    const secure = await loopback(startLoopbackTls);
    secure.on("GET", "/v0/pipelines", json(200, []));
    const proxy = await proxyTo(secure.port);
    // localhost is never proxied, so the name that the certificate has cannot be used: the check must fail.
    const tlsCert = readFileSync(testOnlyCertificatePath, "utf8");
    const config = { proxy: { https: proxy.url, except: "" }, tlsCert, apiKey: KEY };
    const { source } = clientOver("https://feldera.test", { retries: 0 }, config);
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "tls" });
    expect(error.message).toContain("feldera.test");
    expect(proxy.requests).toMatchObject([{ method: "CONNECT", target: "feldera.test:443" }]);
    expect(secure.requests).toHaveLength(0);
  });

  test.each([407, 502] as const)("is refused with %i by the proxy", async (refuseWith) => {
    const secure = await loopback(startLoopbackTls);
    const proxy = await proxyTo(secure.port, { refuseWith });
    const config = { proxy: { https: proxy.url, except: "" } };
    const { source } = clientOver("https://feldera.test", { retries: 0 }, config);
    const error = await failureOf(source.fetch(requestOf.pipelines, within()));
    expect(error).toMatchObject({ kind: "proxy" });
    expect(error.message).toContain(String(refuseWith));
  });
});

describe.each(["http", "https"] as const)("a proxy for %s that cannot be reached", (scheme) => {
  test("is the proxy's failure where nothing listens there", async () => {
    const gone = await listenOnLoopback(() => {});
    await gone.close();
    const config = { proxy: { [scheme]: `http://127.0.0.1:${gone.port}`, except: "" } };
    const { source } = clientOver(`${scheme}://feldera.test`, { retries: 0 }, config);
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ kind: "proxy" });
  });

  test("is the proxy's failure where it has no name", async () => {
    const config = { proxy: { [scheme]: `http://${NO_HOST}:3128`, except: "" } };
    const { source } = clientOver(`${scheme}://feldera.test`, { retries: 0 }, config);
    expect(await failureOf(source.fetch(requestOf.pipelines, within()))).toMatchObject({ kind: "proxy" });
  });
});

describe("which requests go through a proxy", () => {
  const proxy = { http: "http://proxy:1", https: "http://proxy:2", except: "" };

  test("is decided by the scheme", () => {
    expect(proxyFor({ baseUrl: "http://feldera.test", proxy })).toBe("http://proxy:1");
    expect(proxyFor({ baseUrl: "https://feldera.test", proxy })).toBe("http://proxy:2");
    expect(proxyFor({ baseUrl: "https://feldera.test", proxy: { http: "http://proxy:1", except: "" } })).toBe(
      undefined,
    );
  });

  test.each(["http://127.0.0.1:8080", "http://localhost:8080", "http://127.1.2.3", "http://[::1]:8080"])(
    "never those to the loopback address %s",
    (baseUrl) => {
      expect(proxyFor({ baseUrl, proxy })).toBeUndefined();
    },
  );

  test("and none reaches the proxy for a loopback address", async () => {
    const feldera = await loopback();
    feldera.on("GET", "/v0/pipelines", json(200, []));
    const { url } = await proxyTo(feldera.port, { refuseWith: 502 });
    const { source } = clientOver(feldera.url, {}, { proxy: { http: url, https: url, except: "" } });
    expect(await source.fetch(requestOf.pipelines, within())).toMatchObject({ status: 200 });
  });

  test.each([
    ["*", true],
    ["feldera.example.com", true],
    ["FELDERA.example.com", true],
    ["example.com", true],
    [".example.com", true],
    ["*.example.com", true],
    ["other.test, example.com", true],
    ["other.test example.com:8080", true],
    ["example.com:9090", false],
    ["ample.com", false],
    ["feldera.example.com.evil.test", false],
    ["", false],
    [",", false],
  ])("NO_PROXY=%j excepts http://feldera.example.com:8080: %s", (except, isExcepted) => {
    const chosen = proxyFor({ baseUrl: "http://feldera.example.com:8080", proxy: { ...proxy, except } });
    expect(chosen === undefined).toBe(isExcepted);
  });
});
