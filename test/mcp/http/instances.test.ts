import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import type { Instance } from "../../../src/config/config.ts";
import { messageOf, post, postModern } from "../../support/http-requests.ts";
import { type HttpServer, httpServer } from "../../support/http-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { json, recordingPath } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

const CLIENT_TOKEN = "token-of-a-client";
const SECRETS = {
  prod: { apiKey: "apikey:planted-key-of-prod", header: "planted-header-of-prod", tenant: "tenant-of-prod" },
  staging: {
    apiKey: "apikey:planted-key-of-staging",
    header: "planted-header-of-staging",
    tenant: "tenant-of-staging",
  },
};
const NAMES = ["prod", "staging"] as const;
type Name = (typeof NAMES)[number];

const folder = mkdtempSync(join(tmpdir(), "feldera-mcp-instances-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "tokens");
writeFileSync(file, `agent sha256:${createHash("sha256").update(CLIENT_TOKEN).digest("hex")}\n`);

let felderas: Record<Name, LoopbackFeldera>;
let server: HttpServer;

beforeEach(async () => {
  const [prod, staging] = await Promise.all([startLoopbackFeldera(), startLoopbackFeldera()]);
  felderas = { prod, staging };
  onTestFinished(async () => void (await Promise.all([prod.close(), staging.close()])));
  replayAll(prod);
  replayAll(staging);
  prod.on("GET", "/v0/pipelines", json(200, []), { query: { selector: "status_with_connectors" } });
  server = await httpServer({
    source: prod,
    limits: { retries: 0, httpRequestsAtOnce: 100 },
    instances: [
      instanceOf("prod", prod, true),
      instanceOf("staging", staging, false),
      {
        name: "incident",
        readOnly: true,
        source: { kind: "bundle", path: recordingPath("support_bundle.body") },
      },
    ],
    http: { access: { kind: "tokens", file } },
  });
});

function instanceOf(name: Name, { url }: LoopbackFeldera, readOnly: boolean): Instance {
  const { apiKey, header, tenant } = SECRETS[name];
  const headers = [{ name: "x-planted", value: header }];
  return {
    name,
    readOnly,
    source: { kind: "feldera", baseUrl: url, apiKey, headers, tenant, proxy: { except: "" } },
  };
}

const TOKEN = { authorization: `Bearer ${CLIENT_TOKEN}` };

/** A request in either era, by a client with its token. */
const ERAS = {
  legacy: (method: string, params: Record<string, unknown> = {}) =>
    post(server.url, { jsonrpc: "2.0", id: 1, method, params }, { headers: TOKEN }),
  modern: (method: string, params: Record<string, unknown> = {}) =>
    postModern(server.url, method, params, TOKEN),
};
const EACH_ERA = ["legacy", "modern"] as const;

const Called = z.object({
  result: z.object({
    content: z.tuple([z.object({ text: z.string() })]),
    isError: z.boolean().optional(),
  }),
});

async function call(era: keyof typeof ERAS, name: string, args: Record<string, unknown>) {
  const answer = await ERAS[era]("tools/call", { name, arguments: args });
  const [, data = ""] = /^data: (.*)$/m.exec(await answer.text()) ?? [];
  const { content, isError = false } = Called.parse(JSON.parse(data)).result;
  return { text: content[0].text, isError };
}

const Listed = z.object({
  tools: z.array(
    z.object({
      name: z.string(),
      inputSchema: z.object({
        properties: z.object({ instance: z.object({ enum: z.array(z.string()) }) }),
        required: z.array(z.string()),
      }),
    }),
  ),
});

describe.each(EACH_ERA)("over HTTP, in the %s era", (era) => {
  test("each tool is listed with the instances that it may be called on", async () => {
    const { tools } = Listed.parse((await messageOf(await ERAS[era]("tools/list"))).result);
    const choices = (tool: string) =>
      tools.find(({ name }) => name === tool)?.inputSchema.properties.instance.enum;
    expect(choices("get_stats")).toEqual(["prod", "staging", "incident"]);
    expect(choices("stop_pipeline")).toEqual(["staging"]);
    expect(tools.every(({ inputSchema }) => inputSchema.required.includes("instance"))).toBe(true);
  });

  test("what would change one that is read only is refused, and another is changed", async () => {
    const of = (instance: string) => ({ instance, pipeline_name: "payments", confirm: "payments" });
    const refused = await call(era, "pause_pipeline", of("prod"));
    expect(refused).toMatchObject({ isError: true, text: expect.stringContaining("staging") });
    expect(felderas.prod.requests).toEqual([]);
    await call(era, "pause_pipeline", of("staging"));
    expect(felderas.staging.requests.map(({ method }) => method)).toContain("POST");
    expect(felderas.prod.requests).toEqual([]);
  });
});

test("of calls at once each is answered by its own instance, which sees its own secrets and no others", async () => {
  const answers = await Promise.all(
    Array.from({ length: 24 }, async (_, i) => {
      const instance = i % 2 === 0 ? "prod" : "staging";
      const { text } = await call(i % 3 === 0 ? "modern" : "legacy", "list_pipelines", { instance });
      return { instance, text };
    }),
  );
  for (const { instance, text } of answers) {
    expect(text).toMatch(instance === "prod" ? /^0 pipelines/ : /^6 pipelines: /);
  }
  for (const name of NAMES) {
    const { apiKey, header, tenant } = SECRETS[name];
    const { requests } = felderas[name];
    expect(requests.length).toBeGreaterThan(0);
    for (const { headers, target, body } of requests) {
      expect(headers).toMatchObject({
        authorization: `Bearer ${apiKey}`,
        "x-planted": header,
        "feldera-tenant": tenant,
      });
      const all = JSON.stringify([headers, target, body.toString()]);
      const others = NAMES.filter((other) => other !== name).flatMap((other) =>
        Object.values(SECRETS[other]),
      );
      for (const secret of [...others, CLIENT_TOKEN]) expect(all).not.toContain(secret);
    }
  }
});

test("one that tells another's secrets has them removed", async () => {
  const { apiKey, header } = SECRETS.prod;
  const message = `asked with ${apiKey}, ${apiKey.slice("apikey:".length)} and ${header}`;
  felderas.staging.on(
    "GET",
    "/v0/pipelines/payments/stats",
    json(400, { message, error_code: "X", details: {} }),
  );
  const { text, isError } = await call("modern", "get_stats", {
    instance: "staging",
    pipeline_name: "payments",
  });
  expect(isError).toBe(true);
  expect(text).toContain("[redacted]");
  expect(text).not.toContain("planted");
});

test("it is ready while one of them is not there, whose calls alone say so", async () => {
  await felderas.prod.close();
  expect((await fetch(new URL("/healthz", server.url))).status).toBe(200);
  const gone = await call("legacy", "list_pipelines", { instance: "prod" });
  expect(gone.text).toMatch(/This was instance prod: .* url in place of FELDERA_HOST/);
  expect((await call("legacy", "list_pipelines", { instance: "staging" })).isError).toBe(false);
  expect((await call("legacy", "list_pipelines", { instance: "incident" })).isError).toBe(false);
});
