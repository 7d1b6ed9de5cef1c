import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { PICTURE_KEY, Picture } from "../../src/answers/pictures.ts";
import { limitsWith } from "../../src/config/limits.ts";
import { PICTURED, PICTURES_URI } from "../../src/mcp/apps/names.ts";
import { earlyAnswers } from "../../src/mcp/early/answers.ts";
import { createMcpServer, serverIdentity } from "../../src/mcp/server.ts";
import { serveStdio } from "../../src/mcp/stdio/serve.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { payments } from "../support/worlds.ts";

const PAGE_TYPE = "text/html;profile=mcp-app";
const SHOWS_PAGES = { extensions: { "io.modelcontextprotocol/ui": { mimeTypes: [PAGE_TYPE] } } };
const SHOWS_OTHERS = { extensions: { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html"] } } };

/** How clients of each era say what they can do, and ask. */
const ERAS = {
  "with a handshake": (capabilities: object) => ({
    hello: [
      {
        method: "initialize",
        params: { protocolVersion: "2025-11-25", capabilities, clientInfo: { name: "raw", version: "1" } },
      },
    ],
    meta: undefined,
  }),
  "of 2026-07-28": (capabilities: object) => ({
    hello: [],
    meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": capabilities,
      "io.modelcontextprotocol/clientInfo": { name: "raw", version: "1" },
    },
  }),
} as const;

const folder = mkdtempSync(join(tmpdir(), "feldera-pictures-"));
const page = pathToFileURL(join(folder, "pictures.html"));
let feldera: LoopbackFeldera;

beforeAll(async () => {
  writeFileSync(page, "<!doctype html><title>Pictures</title>");
  feldera = await startLoopbackFeldera();
  payments(feldera);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await feldera.close();
});

/** A client that writes lines and reads lines. */
async function client(era: keyof typeof ERAS, capabilities: object) {
  const { hello, meta } = ERAS[era](capabilities);
  const [input, output] = [new PassThrough(), new PassThrough()];
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  output.on("data", (chunk: Buffer) => {
    lines.push(...chunk.toString().split("\n").slice(0, -1));
    for (const wake of waiting.splice(0)) wake();
  });
  const limits = { answerTokens: limitsWith().answerTokens };
  const registry = registryOver({
    source: { url: feldera.url },
    limits,
    picturesPage: page,
    toolsets: ["debug"],
  });
  const identity = serverIdentity("1.0.0");
  await serveStdio(createMcpServer(registry, identity), identity, { limits: limitsWith(), input, output });
  onTestFinished(() => {
    input.destroy();
  });
  async function line(method: string, params: object = {}): Promise<string> {
    const asked = meta === undefined ? params : { ...params, _meta: meta };
    input.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: asked })}\n`);
    while (lines.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return lines.shift() ?? "";
  }
  for (const { method, params } of hello) await line(method, params);
  return {
    line,
    ask: async (method: string, params?: object) => JSON.parse(await line(method, params)),
  };
}

const ARGUMENTS = { pipeline_name: "payments" };
test("Each tool that has a picture is among those that are told to have one", () => {
  const names = TOOLS.filter(({ hasPicture }) => hasPicture).map(({ name }) => name);
  expect([...PICTURED].sort()).toEqual(names.sort());
});

describe.each(["with a handshake", "of 2026-07-28"] as const)("a client %s", (era) => {
  describe.each([{}, SHOWS_OTHERS])("that shows no pages: %j", (capabilities) => {
    test.each(["tools/list", "resources/list"])(
      "is answered %s as it was before there were any",
      async (method) => {
        const { hello, meta } = ERAS[era](capabilities);
        const answerEarly = earlyAnswers({ toolsets: ["debug"], readOnly: false }, "1.0.0");
        for (const one of hello) answerEarly(Buffer.from(JSON.stringify({ jsonrpc: "2.0", id: 1, ...one })));
        const params = meta === undefined ? {} : { _meta: meta };
        const early = answerEarly(Buffer.from(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })));
        expect(await (await client(era, capabilities)).line(method)).toBe(early?.json);
        expect(early?.json).not.toMatch(/read_picture|ui:|resourceUri/);
      },
    );

    test("gets results without a word of pictures, and cannot call what is the page's", async () => {
      const { ask, line } = await client(era, capabilities);
      const answer = await line("tools/call", { name: "list_events", arguments: ARGUMENTS });
      expect(answer).not.toContain("picture");
      const { error } = await ask("tools/call", { name: "read_picture", arguments: ARGUMENTS });
      expect(error).toMatchObject({ code: -32602, message: expect.stringMatching(/no tool read_picture/) });
    });
  });

  test("that shows pages is not answered early, so that nothing is kept from it", () => {
    const answerEarly = earlyAnswers({ toolsets: ["debug"], readOnly: false }, "1.0.0");
    const { hello, meta } = ERAS[era](SHOWS_PAGES);
    const [first] = [...hello, { method: "tools/list", params: { _meta: meta } }];
    expect(answerEarly(Buffer.from(JSON.stringify({ jsonrpc: "2.0", id: 1, ...first })))).toBeUndefined();
  });

  test("that shows pages is listed the same tools, some of them with the page, and one that is the page's", async () => {
    const { result } = await (await client(era, SHOWS_PAGES)).ask("tools/list");
    const { result: plain } = await (await client(era, {})).ask("tools/list");
    const tools: { name: string; _meta?: object }[] = result.tools;
    expect(tools.slice(0, -1).map(({ _meta, ...tool }) => tool)).toEqual(plain.tools);
    expect(
      tools
        .filter(({ _meta }) => _meta !== undefined)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...PICTURED, "read_picture"].sort());
    expect(tools.find(({ name }) => name === "get_stats")?._meta).toEqual({
      ui: { resourceUri: PICTURES_URI },
      "ui/resourceUri": PICTURES_URI,
    });
    expect(tools.at(-1)).toMatchObject({ name: "read_picture", _meta: { ui: { visibility: ["app"] } } });
  });

  test("that shows pages finds the page among the resources, with its policy", async () => {
    const { ask } = await client(era, SHOWS_PAGES);
    const { result } = await ask("resources/list");
    expect(result.resources.at(-1)).toMatchObject({ uri: PICTURES_URI, mimeType: PAGE_TYPE });
    const read = await ask("resources/read", { uri: PICTURES_URI });
    expect(read.result.contents).toEqual([
      {
        uri: PICTURES_URI,
        mimeType: PAGE_TYPE,
        text: "<!doctype html><title>Pictures</title>",
        _meta: { ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: true } },
      },
    ]);
  });

  test.each(PICTURED)(
    "that shows pages gets the bytes of %s as others do, and what shows the same",
    async (name) => {
      const call = { name, arguments: ARGUMENTS };
      const plain = await (await client(era, {})).line("tools/call", call);
      expect(plain).not.toMatch(/picture|"ui"|ui:\/\//);
      const { ask } = await client(era, SHOWS_PAGES);
      const { result } = await ask("tools/call", call);
      const { [PICTURE_KEY]: args, ..._meta } = result._meta;
      expect({ ...result, _meta }).toEqual({ _meta: {}, ...JSON.parse(plain).result });
      expect(args).toMatchObject({ pipeline_name: "payments" });
      const read = await ask("tools/call", { name: "read_picture", arguments: args });
      expect(read.result.isError).toBeUndefined();
      expect(Picture.parse(read.result.structuredContent)).toEqual(read.result.structuredContent);
      expect(read.result.structuredContent.picture).toBe(args.picture);
      expect(read.result.content).toHaveLength(1);
    },
  );
});
