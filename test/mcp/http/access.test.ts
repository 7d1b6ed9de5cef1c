import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import type { AccessConfig } from "../../../src/config/config.ts";
import { post, postModern } from "../../support/http-requests.ts";
import { httpServer } from "../../support/http-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { neverAnswers } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

const CALL = {
  jsonrpc: "2.0",
  id: 2,
  method: "tools/call",
  params: { name: "list_pipelines", arguments: {} },
};
const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list" };

const Refusal = z.object({ error: z.string() });

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
});

afterEach(() => feldera.close());

function listWith(url: string, token: string) {
  return post(url, LIST, { headers: { authorization: `Bearer ${token}` } });
}

function hashLine(name: string, token: string): string {
  return `${name} sha256:${createHash("sha256").update(token).digest("hex")}\n`;
}

describe("a file of hashed tokens", () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "feldera-mcp-tokens-"));
    file = join(folder, "tokens");
    writeFileSync(
      file,
      `# of the team\n${hashLine("agent", "first-token")}${hashLine("other", "second-token")}`,
    );
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const overFile = (limits = {}) => {
    const source = { source: feldera, feldera: { apiKey: "apikey:of-feldera" } };
    return httpServer({ ...source, limits, http: { access: { kind: "tokens", file } } });
  };

  test("lets in who has one of them, and nobody else", async () => {
    const { url } = await overFile();
    expect((await listWith(url, "first-token")).status).toBe(200);
    expect((await listWith(url, "second-token")).status).toBe(200);
    const refused = [
      await listWith(url, "third-token"),
      await listWith(url, hashLine("", "first-token")),
      await post(url, LIST),
    ];
    for (const { status, headers } of refused) {
      expect([status, headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    }
    expect(feldera.requests).toEqual([]);
  });

  test("holds from the next request on as it is then", async () => {
    const { url, reported } = await overFile();
    writeFileSync(file, hashLine("agent", "third-token"));
    expect((await listWith(url, "first-token")).status).toBe(401);
    expect((await listWith(url, "third-token")).status).toBe(200);
    writeFileSync(file, "third-token\n");
    expect((await listWith(url, "third-token")).status).toBe(503);
    expect(reported.join("\n")).toMatch(/line 1 is no name and hash/);
    expect(reported.join("\n")).not.toContain("third-token");
  });

  test("is for this server alone: Feldera gets the operator's key, and never a client's token", async () => {
    const { url } = await overFile();
    const answer = await post(url, CALL, { headers: { authorization: "Bearer first-token" } });
    expect(await answer.text()).toMatch(/6 pipelines/);
    expect(feldera.requests.length).toBeGreaterThan(0);
    for (const { headers, target, body } of feldera.requests) {
      expect(headers.authorization).toBe("Bearer apikey:of-feldera");
      expect(JSON.stringify(headers) + target + body).not.toContain("first-token");
    }
  });

  test("bounds what each token has under way, and not what others have", async () => {
    feldera.on("GET", "/v0/pipelines", neverAnswers(), { query: { selector: "status_with_connectors" } });
    feldera.on("GET", "/v0/pipelines", neverAnswers());
    const { url } = await overFile({ httpRequestsAtOnce: 2, httpListensAtOnce: 1 });
    const leaving = new AbortController();
    const headers = { authorization: "Bearer first-token" };
    const calls = [1, 2].map(() =>
      post(url, CALL, { headers, signal: leaving.signal }).catch(() => undefined),
    );
    await feldera.received(2);
    const third = await post(url, CALL, { headers });
    expect([third.status, third.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(await third.json()).toMatchObject({ id: 2, error: { message: expect.stringContaining("(2)") } });
    expect((await listWith(url, "second-token")).status).toBe(200);
    const listening = await postModern(url, "subscriptions/listen", { notifications: {} }, headers);
    expect(listening.status).toBe(200);
    expect((await postModern(url, "subscriptions/listen", { notifications: {} }, headers)).status).toBe(429);
    leaving.abort();
    await Promise.all(calls.map(async (call) => (await call)?.body?.cancel().catch(() => {})));
    await listening.body?.cancel();
    await expect.poll(async () => (await listWith(url, "first-token")).status).toBe(200);
  });
});

describe("an OIDC issuer", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const { privateKey: anotherKey } = await generateKeyPair("ES256");
  const audience = "https://mcp.example.com";

  /** An issuer on loopback; it gives no keys while it is down. */
  async function startIssuer() {
    const state = { isDown: false, asked: 0 };
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "1", alg: "ES256" }] };
    const server = createServer((request, response) => {
      state.asked += 1;
      if (state.isDown) response.writeHead(500).end();
      else
        response.end(
          JSON.stringify(request.url === "/keys" ? keys : { issuer: url, jwks_uri: `${url}/keys` }),
        );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
    const url = `http://127.0.0.1:${address.port}`;
    return { url, state };
  }

  const tokenOf = (claims: { iss: string; aud?: string; exp?: string }, key = privateKey) =>
    new SignJWT({ sub: "agent" })
      .setProtectedHeader({ alg: "ES256", kid: "1" })
      .setIssuer(claims.iss)
      .setAudience(claims.aud ?? audience)
      .setExpirationTime(claims.exp ?? "5m")
      .sign(key);

  async function overIssuer() {
    const issuer = await startIssuer();
    const access: AccessConfig = { kind: "issuer", issuer: issuer.url, audience };
    return { issuer, ...(await httpServer({ source: feldera, http: { access } })) };
  }

  test("lets in who has one of its tokens, and asks it for its keys once", async () => {
    const { url, issuer } = await overIssuer();
    const token = await tokenOf({ iss: issuer.url });
    expect((await listWith(url, token)).status).toBe(200);
    expect((await listWith(url, token)).status).toBe(200);
    expect(issuer.state.asked).toBe(2);
  });

  test("lets in nobody with a token of another, for another, or that has expired", async () => {
    const { url, issuer } = await overIssuer();
    const iss = issuer.url;
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    const [, claims] = (await tokenOf({ iss })).split(".");
    const refused = [
      await tokenOf({ iss }, anotherKey),
      await tokenOf({ iss: "http://127.0.0.1:1" }),
      await tokenOf({ iss, aud: "https://other.example.com" }),
      await tokenOf({ iss, exp: "-1m" }),
      `${none}.${claims}.`,
      "no-token",
    ];
    for (const token of refused) expect((await listWith(url, token)).status).toBe(401);
    const told = await Promise.all(
      refused.map(async (token) => Refusal.parse(await (await listWith(url, token)).json()).error),
    );
    expect(told).toEqual([
      "this token is not one of the issuer's",
      "this token's iss is not what this server takes",
      "this token's aud is not what this server takes",
      "this token has expired",
      "this token is not one of the issuer's",
      "this token is not one of the issuer's",
    ]);
  });

  test("that is down is asked again, and is nobody's fault who calls", async () => {
    const { url, issuer, reported } = await overIssuer();
    const token = await tokenOf({ iss: issuer.url });
    issuer.state.isDown = true;
    expect((await listWith(url, token)).status).toBe(503);
    expect(reported.join()).toMatch(/gives no keys: .* answers 500/);
    issuer.state.isDown = false;
    expect((await listWith(url, token)).status).toBe(200);
  });

  test("is named to clients, as they look for it", async () => {
    const { url, issuer } = await overIssuer();
    const refused = await post(url, LIST);
    expect(refused.headers.get("www-authenticate")).toBe(
      'Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"',
    );
    const metadata = await (await fetch(new URL("/.well-known/oauth-protected-resource/mcp", url))).json();
    expect(metadata).toMatchObject({ resource: audience, authorization_servers: [issuer.url] });
  });
});
