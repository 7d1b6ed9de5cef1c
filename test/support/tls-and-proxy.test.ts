import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { buffer } from "node:stream/consumers";
import { ProxyAgent, fetch as undiciFetch } from "undici";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type LoopbackFeldera,
  startLoopbackFeldera,
  startLoopbackTls,
  testOnlyCertificatePath,
} from "./loopback-feldera.ts";
import { startLoopbackProxy } from "./loopback-proxy.ts";
import { empty, recording, resetBeforeHeaders, resetWithinBody, text } from "./responses.ts";
import { ask, get } from "./wire.ts";

const STATS = "/v0/pipelines/payments/stats";

describe("over TLS", () => {
  let secure: LoopbackFeldera;

  beforeEach(async () => {
    secure = await startLoopbackTls();
  });

  afterEach(() => secure.close());

  test("it answers a client that trusts its certificate, and no other", async () => {
    secure.on("GET", "/p", text(200, "in confidence"));
    const { body } = await get(`${secure.url}/p`, { ca: readFileSync(testOnlyCertificatePath) });
    expect(body.toString()).toBe("in confidence");
    await expect(get(`${secure.url}/p`)).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(secure.requests).toHaveLength(1);
  });

  test("its faults reach the TCP connection underneath", async () => {
    secure.on("GET", "/p", resetBeforeHeaders());
    secure.on("GET", "/body", resetWithinBody(recording("stats_1"), 10));
    const ca = readFileSync(testOnlyCertificatePath);
    await expect(get(`${secure.url}/p`, { ca })).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(get(`${secure.url}/body`, { ca })).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(secure.requests[0]?.ended).resolves.toBe("broken by server");
  });

  test("a client that speaks plain HTTP gets nothing", async () => {
    const wire = ask(secure.port, "/p");
    await wire.fate;
    expect(wire.seen()).not.toContain("HTTP/1.1");
    expect(secure.requests).toHaveLength(0);
  });
});

describe("the proxy", () => {
  let feldera: LoopbackFeldera;

  beforeEach(async () => {
    feldera = await startLoopbackFeldera();
  });

  afterEach(() => feldera.close());

  test("tunnels whatever host a client names to the loopback Feldera", async () => {
    feldera.on("GET", STATS, recording("stats_1"));
    const proxy = await startLoopbackProxy(feldera.port);
    const dispatcher = new ProxyAgent({ uri: proxy.url, proxyTunnel: true });
    const response = await undiciFetch(`http://feldera.example${STATS}`, { dispatcher });
    expect(await response.text()).toBe(recording("stats_1").body.toString());
    expect(proxy.requests).toMatchObject([{ method: "CONNECT", target: "feldera.example:80" }]);
    expect(feldera.requests[0]?.headers.host).toBe("feldera.example");
    await dispatcher.destroy();
    await proxy.close();
  });

  test("tunnels TLS without seeing inside", async () => {
    const secure = await startLoopbackTls();
    secure.on("GET", "/p", text(200, "in confidence"));
    const proxy = await startLoopbackProxy(secure.port);
    const requestTls = { ca: readFileSync(testOnlyCertificatePath) };
    const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls });
    const response = await undiciFetch("https://localhost/p", { dispatcher });
    expect(await response.text()).toBe("in confidence");
    expect(proxy.requests).toMatchObject([{ method: "CONNECT", target: "localhost:443" }]);
    await dispatcher.destroy();
    await proxy.close();
    await secure.close();
  });

  test("forwards absolute-form requests, without what was meant for itself", async () => {
    feldera.on("GET", "/p", text(200, "forwarded"));
    const proxy = await startLoopbackProxy(feldera.port);
    const request = httpRequest(proxy.url, {
      path: "http://feldera.example/p?selector=all",
      headers: { host: "feldera.example", "proxy-authorization": "Basic eDp5" },
    });
    request.end();
    const [response] = await once(request, "response");
    expect((await buffer(response)).toString()).toBe("forwarded");
    expect(proxy.requests).toEqual([
      { method: "GET", target: "http://feldera.example/p?selector=all", proxyAuthorization: "Basic eDp5" },
    ]);
    expect(feldera.requests[0]).toMatchObject({
      target: "/p?selector=all",
      headers: { host: "feldera.example" },
    });
    expect(feldera.requests[0]?.headers).not.toHaveProperty("proxy-authorization");
    await proxy.close();
  });

  test("lets a client in with its credentials only", async () => {
    feldera.on("GET", "/p", empty(200));
    const proxy = await startLoopbackProxy(feldera.port, { credentials: "user:secret" });
    expect(await connectStatus(proxy.url)).toBe(407);
    expect(await connectStatus(proxy.url, "user:wrong")).toBe(407);
    expect(await connectStatus(proxy.url, "user:secret")).toBe(200);
    await proxy.close();
  });

  test.each([407, 502] as const)("can refuse everything with %i", async (status) => {
    const proxy = await startLoopbackProxy(feldera.port, { refuseWith: status });
    expect(await connectStatus(proxy.url, "user:secret")).toBe(status);
    const request = httpRequest(proxy.url, { path: "http://feldera.example/p" });
    request.end();
    const [response] = await once(request, "response");
    expect(response.statusCode).toBe(status);
    expect(feldera.requests).toHaveLength(0);
    await proxy.close();
  });

  async function connectStatus(proxyUrl: string, credentials?: string): Promise<number> {
    const headers =
      credentials === undefined
        ? {}
        : { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
    const request = httpRequest(proxyUrl, { method: "CONNECT", path: "feldera.example:80", headers });
    request.end();
    const [response, socket] = await once(request, "connect");
    socket.destroy();
    return response.statusCode;
  }
});
