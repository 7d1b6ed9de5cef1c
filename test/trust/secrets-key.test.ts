import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { callText, connectClient, runServer, startServer } from "../support/built-server.ts";
import { bytes, json, recording, redirect, text } from "../support/responses.ts";
import { stringsOf } from "../untrusted/support.ts";
import { type Answered, askAll, callsIn, lab, partOf } from "./corpus/lab.ts";
import { isStructure, type Plant } from "./corpus/planting.ts";
import { report } from "./report.ts";

const { feldera, live, outputDir } = lab();

const KEY = "apikey:v5y7nSkQ0vT2mYpA3Rz9";
const BARE = "v5y7nSkQ0vT2mYpA3Rz9";

function outputsWith(needle: string, answers: readonly Answered[], stderr: readonly string[]): string[] {
  const texts = answers.flatMap(({ answer }) => [answer.text, ...stringsOf(answer.facts)]);
  return [...texts, ...stderr].filter((one) => one.includes(needle)).map((one) => one.slice(0, 300));
}

const everywhere =
  (words: string): Plant =>
  (place, original) =>
    isStructure(place) ? undefined : `${original.slice(0, 30)} ${words} said the row`;

describe("the key to Feldera, which a stranger got hold of,", () => {
  test.each([
    ["as it is", KEY, KEY],
    ["without its prefix", KEY, BARE],
    ["encoded", KEY, encodeURIComponent(KEY)],
    ["that looks like a word", "production", "production"],
  ])("is in no output of any tool, %s", async (what, apiKey, written) => {
    const registry = live("injection", everywhere(written), { apiKey });
    const calls = what === "as it is" ? callsIn("injection") : partOf(callsIn("injection"), 1, 4);
    const answers = await askAll(registry, calls);
    const wrong = outputsWith(written === KEY ? BARE : written, answers, registry.stderr);
    report({
      what: `secrets: the key to Feldera, ${what}, in all places at once (calls)`,
      cases: answers.length,
      failed: wrong.length,
    });
    expect(wrong).toEqual([]);
    expect(answers.filter(({ answer }) => answer.text.includes("[redacted]")).length).toBeGreaterThan(
      calls.length / 2,
    );
  });

  test("is not forgotten for all the secrets that are learned after it", async () => {
    let count = 0;
    const many: Plant = (place) =>
      isStructure(place) ? undefined : `password=x9-${count++}-Qz7 and ${BARE}`;
    const registry = live("injection", many, { apiKey: BARE });
    const answers = await askAll(registry, partOf(callsIn("injection"), 0, 2));
    expect(count).toBeGreaterThan(2000);
    expect(outputsWith(BARE, answers, registry.stderr)).toEqual([]);
  });

  test.each([
    ["Feldera's form", json(401, { message: `no key ${KEY}`, error_code: KEY, details: { error: KEY } })],
    ["text", text(500, `Authorization: Bearer ${KEY}\n${BARE}`)],
    ["a page", text(502, `<html>${KEY}</html>`, "text/html")],
    [
      "a header",
      bytes(401, Buffer.alloc(0), { "www-authenticate": `Bearer error_description="bad ${KEY}"` }),
    ],
    ["a redirect", redirect(302, `http://127.0.0.1:1/${KEY}?authorization=${KEY}`)],
    ["another shape", json(200, { [KEY]: KEY })],
    [
      "a body that is cut",
      bytes(200, Buffer.from(`{"name": "${KEY}`), { "content-type": "application/json" }),
    ],
  ])("is in no error: %s", async (_, answer) => {
    const registry = live("injection", undefined, { apiKey: KEY });
    for (const path of ["", "/stats", "/logs", "/events", "/heap_profile", "/circuit_json_profile"]) {
      feldera().on("GET", `/v0/pipelines/support_tickets${path}`, answer);
    }
    const calls = partOf(callsIn("injection"), 0, 6);
    expect(outputsWith(BARE, await askAll(registry, calls), registry.stderr)).toEqual([]);
  });
});

describe("the built server", () => {
  const env = () => ({ FELDERA_HOST: feldera().url, FELDERA_API_KEY: KEY });
  const echo = (status: number) =>
    json(status, { message: `Bearer ${KEY} is not known`, error_code: "InvalidApiKey" });

  test("sends the key to Feldera, and tells it neither in an answer nor with --debug", async () => {
    feldera().reset();
    feldera().on("GET", "/v0/pipelines/p", echo(401));
    const { stdout, stderr } = await runServer(
      ["call", "get_pipeline", '{"pipeline_name":"p"}', "--debug"],
      env(),
    );
    expect(feldera().requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(stdout).toContain("[redacted] is not known");
    expect(stderr).toContain("GET /v0/pipelines/p?selector=all 401");
    expect(stdout + stderr).not.toContain(BARE);
  });

  test("tells it not when it stands for a tool", async () => {
    const { stdout, stderr } = await runServer(["call", KEY, "{}"], env());
    expect(stderr).toContain("there is no tool");
    expect(stdout + stderr).not.toContain(BARE);
  });

  test.each([
    ["characters that no header carries", { FELDERA_API_KEY: `${KEY}\u00e9` }],
    ["a key and a file", { FELDERA_API_KEY: KEY, FELDERA_API_KEY_FILE: "somewhere" }],
    ["a key in the address", { FELDERA_HOST: `http://bob:${KEY}@127.0.0.1` }],
    ["a line of headers without a colon", () => ({ FELDERA_HEADERS_FILE: file("bad", `${BARE}\n`) })],
    ["an address that is none", { FELDERA_HOST: `http//${BARE}@127.0.0.1` }],
  ])("tells it not when it refuses %s", async (_, given) => {
    const env = typeof given === "function" ? given() : given;
    const { code, stdout, stderr } = await runServer(["tools"], env);
    expect(code).toBe(1);
    expect(stderr).not.toBe("");
    expect(stdout + stderr).not.toContain(BARE);
  });

  test.each([
    ["nothing listens", { FELDERA_HOST: "http://127.0.0.1:1" }],
    ["no such host", { FELDERA_HOST: "http://nowhere.invalid" }],
    ["no TLS", () => ({ FELDERA_HOST: feldera().url.replace("http", "https") })],
  ])("tells it not where %s", async (_, given) => {
    const { stdout, stderr } = await runServer(["call", "list_pipelines", "{}", "--debug"], {
      FELDERA_API_KEY: KEY,
      ...(typeof given === "function" ? given() : given),
    });
    expect(stdout).not.toBe("");
    expect(stdout + stderr).not.toContain(BARE);
  });

  const file = (name: string, content: string) => {
    const path = join(outputDir(), name);
    writeFileSync(path, content);
    return path;
  };

  test.each([
    ["a token in a file", () => ({ FELDERA_OIDC_TOKEN_FILE: file("token", BARE) }), `Bearer ${BARE}`],
    [
      "a header",
      () => ({ FELDERA_HEADERS_FILE: file("headers", `Authorization: Custom ${BARE}`) }),
      `Custom ${BARE}`,
    ],
    [
      "a basic login in a header",
      () => {
        const login = Buffer.from(`bob:${BARE}`).toString("base64");
        return { FELDERA_HEADERS_FILE: file("basic", `Authorization: Basic ${login}`) };
      },
      `Basic ${Buffer.from(`bob:${BARE}`).toString("base64")}`,
    ],
    [
      "a cookie",
      () => ({ FELDERA_HEADERS_FILE: file("cookies", `Cookie: theme=dark; session=${BARE}`) }),
      undefined,
    ],
    [
      "a header whose value looks like a word",
      () => ({ FELDERA_HEADERS_FILE: file("word", "X-Gate: sesamestreet") }),
      undefined,
    ],
  ])("tells not %s, which is sent and comes back in errors", async (what, given, sent) => {
    const secret = what.endsWith("a word") ? "sesamestreet" : BARE;
    feldera().reset();
    const seen = `no entry for ${secret}, ${Buffer.from(`bob:${secret}`).toString("base64")}`;
    feldera().on("GET", "/v0/pipelines/p", json(401, { message: seen, error_code: "InvalidApiKey" }));
    const { stdout, stderr } = await runServer(["call", "get_pipeline", '{"pipeline_name":"p"}', "--debug"], {
      FELDERA_HOST: feldera().url,
      ...given(),
    });
    const [request] = feldera().requests;
    expect(JSON.stringify(request?.headers)).toContain(
      what.startsWith("a basic") ? String(sent).slice(6) : secret,
    );
    if (sent !== undefined) expect(request?.headers.authorization).toBe(sent);
    expect(stdout).toContain("no entry for [redacted]");
    expect(stdout + stderr).not.toContain(secret);
    if (what.startsWith("a basic")) expect(stdout).not.toContain(String(sent).slice(6));
  });

  test("tells not a token that was renewed while it ran", async () => {
    const path = file("renewed", "old.token.9");
    const client = await connectClient([], { FELDERA_HOST: feldera().url, FELDERA_OIDC_TOKEN_FILE: path });
    feldera().reset();
    feldera().on("GET", "/v0/pipelines/p", json(403, { message: `not ${BARE}`, error_code: BARE }));
    await callText(client, "get_pipeline", { pipeline_name: "p" });
    writeFileSync(path, BARE);
    const { text } = await callText(client, "get_pipeline", { pipeline_name: "p" });
    await client.close();
    expect(feldera().requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer old.token.9",
      `Bearer ${BARE}`,
    ]);
    expect(text).toContain("not [redacted]");
    expect(text).not.toContain(BARE);
  });

  test("tells not the password of its proxy", async () => {
    feldera().reset();
    const proxy = `http://bob:${BARE}@127.0.0.1:${feldera().port}`;
    const { stdout, stderr } = await runServer(["call", "list_pipelines", "{}", "--debug"], {
      FELDERA_HOST: "http://feldera.example",
      HTTP_PROXY: proxy,
    });
    expect(feldera().requests.length).toBeGreaterThan(0);
    expect(stdout + stderr).not.toContain(BARE);
    expect(stdout + stderr).not.toContain(Buffer.from(`bob:${BARE}`).toString("base64"));
  });

  test("does not send it to where Feldera redirects", async () => {
    feldera().reset();
    feldera().on("GET", "/v0/pipelines/p", redirect(302, `http://localhost:${feldera().port}/v0/elsewhere`));
    await runServer(["call", "get_pipeline", '{"pipeline_name":"p"}'], env());
    expect(feldera().requests.map(({ path }) => path)).toEqual(["/v0/pipelines/p"]);
  });

  test.each([
    ["throws", `throw Object.assign(new Error("with " + key), { headers: { authorization: key } })`],
    ["rejects", `Promise.reject(Object.assign(new Error("with " + key), { request: key }))`],
    ["throws no error", `throw { authorization: key, toString: () => key }`],
  ])("tells it not when it crashes: something %s", async (_, statement) => {
    const file = join(outputDir(), `crash-${statement.length}.mjs`);
    writeFileSync(
      file,
      `const key = process.env.FELDERA_API_KEY;\nsetTimeout(() => { ${statement} }, 1500);\n`,
    );
    const child = startServer([], { ...env(), NODE_OPTIONS: `--import=${file}` });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
      });
    }
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect(output).toContain("[redacted]");
    expect(output).not.toContain(BARE);
    expect(code).toBe(1);
  });

  test("tells it not through the protocol", async () => {
    feldera().reset();
    feldera().on("GET", "/v0/pipelines/p", echo(403));
    feldera().on("GET", "/v0/pipelines/q", recording("pipeline_all"));
    const client = await connectClient([], env());
    const answers = [
      await callText(client, "get_pipeline", { pipeline_name: "p" }),
      await callText(client, "get_pipeline", { pipeline_name: "q", section: "config" }),
    ];
    const error: unknown = await client
      .callTool({ name: `x ${KEY}`, arguments: {} })
      .catch((one: unknown) => one);
    await client.close();
    expect(answers.map((answer) => answer.text).join("\n")).not.toContain(BARE);
    expect(String(error)).toContain("there is no tool");
  });
});
