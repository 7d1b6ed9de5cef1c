import { PassThrough } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import * as fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Config, TOOLSETS } from "../../../src/config/config.ts";
import { limitsWith } from "../../../src/config/limits.ts";
import { earlyAnswers } from "../../../src/mcp/early/answers.ts";
import { LEGACY_REVISIONS } from "../../../src/mcp/early/lists.ts";
import { RESOURCES } from "../../../src/mcp/resources/all.ts";
import { createMcpServer, serverIdentity } from "../../../src/mcp/server.ts";
import { serveStdio } from "../../../src/mcp/stdio/serve.ts";
import { registryOver } from "../../support/registry.ts";

type Offer = Pick<Config, "toolsets" | "readOnly">;

const VERSION = "1.2.3";
const DEFAULT: Offer = { toolsets: ["debug"], readOnly: false };
const OFFERS: readonly Offer[] = [
  ...[["debug"], ["sql"], ["control"], ["sql", "debug"], TOOLSETS].flatMap((toolsets) =>
    [false, true].map((readOnly) => ({
      toolsets: TOOLSETS.filter((set) => toolsets.includes(set)),
      readOnly,
    })),
  ),
];

const MODERN_META = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": { sampling: {} },
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
};
const LISTS = ["tools/list", "prompts/list", "resources/list", "resources/templates/list"];
const CLIENT_INFO = { name: "test", title: "Test", version: "1", websiteUrl: "https://example.com" };
const CAPABILITIES = {
  roots: { listChanged: true },
  sampling: { tools: {} },
  elicitation: { form: {}, url: {} },
  tasks: { list: {}, requests: { sampling: { createMessage: {} } } },
  experimental: { own: { any: [1] } },
  extensions: { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html"] } },
};

function initialize(protocolVersion: string, capabilities: object = CAPABILITIES) {
  return { method: "initialize", params: { protocolVersion, capabilities, clientInfo: CLIENT_INFO } };
}

/** Everything that is answered early, as clients send it. */
const REQUESTS = [
  ...LISTS.flatMap((method) => [
    { method },
    { method, params: {} },
    { method, params: { _meta: MODERN_META } },
  ]),
  { method: "ping" },
  { method: "server/discover", params: { _meta: MODERN_META } },
  ...[...LEGACY_REVISIONS, "2030-01-01"].map((revision) => initialize(revision)),
  initialize("2025-11-25", {}),
];

/** What the list of them waits for when it is asked for first. */
beforeAll(() => Promise.all(RESOURCES.map(({ text }) => text())));

/** The server itself, line by line. */
async function server(offer: Offer, handshake?: string) {
  const input = new PassThrough();
  const output = new PassThrough();
  const written: string[] = [];
  output.on("data", (chunk: Buffer) => written.push(...chunk.toString().split("\n").slice(0, -1)));
  const registry = registryOver({
    source: { url: "http://127.0.0.1:9" },
    limits: { answerTokens: limitsWith().answerTokens },
    ...offer,
  });
  const identity = serverIdentity(VERSION);
  await serveStdio(createMcpServer(registry, identity), identity, {
    limits: limitsWith(),
    input,
    output,
    handshake,
  });
  onTestFinished(() => {
    input.destroy();
  });
  let asked = 0;
  return async (line: string): Promise<string[]> => {
    const end = `{"result":{},"jsonrpc":"2.0","id":"end ${++asked}"}`;
    input.write(`${line}\n{"jsonrpc":"2.0","id":"end ${asked}","method":"ping"}\n`);
    while (!written.includes(end)) await turn();
    await turn();
    return written.splice(0).filter((answer) => answer !== end);
  };
}

describe.each(OFFERS)("with %j, a line is answered early as by the server, byte for byte", (offer) => {
  test.each([7, "seven"])("under the id %j", async (id) => {
    const answerEarly = earlyAnswers(offer, VERSION);
    const ask = await server(offer);
    for (const request of REQUESTS) {
      const line = JSON.stringify({ jsonrpc: "2.0", id, ...request });
      expect([answerEarly(Buffer.from(line))?.json], line).toEqual(await ask(line));
    }
  });
});

test("a notification that the client is ready, and a blank line, are not answered", async () => {
  const ask = await server(DEFAULT);
  for (const line of ['{"jsonrpc":"2.0","method":"notifications/initialized"}', "", " \r"]) {
    expect(earlyAnswers(DEFAULT, VERSION)(Buffer.from(line))).toEqual({});
    expect(await ask(line)).toEqual([]);
  }
});

test.each([
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_pipelines","arguments":{}}}',
  '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"2"}}',
  '{"jsonrpc":"2.0","id":1,"method":"server/discover"}',
  '{"jsonrpc":"2.0","id":12345678901234567890,"method":"ping"}',
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}',
  '[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
  "no JSON",
])("%s is left to the server", (line) => {
  expect(earlyAnswers(DEFAULT, VERSION)(Buffer.from(line))).toBeUndefined();
});

test("whatever the line, what is answered early is what the server answers", async () => {
  const answerEarly = earlyAnswers(DEFAULT, VERSION);
  const ask = await server(DEFAULT);
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(null, true, {}, [], "", { a: null }, MODERN_META));
  const changed = (value: unknown): fc.Arbitrary<unknown> =>
    typeof value !== "object" || value === null || Array.isArray(value)
      ? fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: odd })
      : fc
          .tuple(
            fc.record(
              Object.fromEntries(Object.entries(value).map(([name, field]) => [name, changed(field)])),
            ),
            fc.dictionary(fc.constantFrom("cursor", "_meta", "task", "icons", "own", "__proto__"), odd, {
              maxKeys: 1,
            }),
            fc.integer({ min: 0, max: 9 }),
          )
          .map(([fields, added, dice]) => (dice === 0 ? { ...fields, ...added } : fields));
  const messages = fc
    .constantFrom(...REQUESTS)
    .chain((request) => changed({ jsonrpc: "2.0", id: 7, ...request }));
  let early = 0;
  await fc.assert(
    fc.asyncProperty(messages, async (message) => {
      const line = JSON.stringify(message);
      const answer = answerEarly(Buffer.from(line));
      if (answer === undefined) return;
      early += 1;
      expect([answer.json ?? []].flat(), line).toEqual(await ask(line));
    }),
    { numRuns: 400 },
  );
  expect(early).toBeGreaterThan(100);
});

test("a handshake that was answered early takes effect on the server, which does not answer it again", async () => {
  const line = JSON.stringify({ jsonrpc: "2.0", id: 0, ...initialize("2025-03-26") });
  const { handshake } = earlyAnswers(DEFAULT, VERSION)(Buffer.from(line)) ?? {};
  expect(handshake).toBe(line);
  const ask = await server(DEFAULT, handshake);
  // Only that revision has batches, and only what is asked is answered.
  expect(await ask('[{"jsonrpc":"2.0","id":0,"method":"ping"}]')).toEqual([
    '[{"result":{},"jsonrpc":"2.0","id":0}]',
  ]);
});
