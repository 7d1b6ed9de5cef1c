import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { callText, connectClient, runServer, startServer } from "../support/built-server.ts";
import { wireClient } from "../support/wire-client.ts";

const directory = mkdtempSync(join(tmpdir(), "feldera-misconfigured-"));
afterAll(() => rmSync(directory, { recursive: true }));

const BAD_HOST = "FELDERA_HOST: not an http or https address; write one such as http://127.0.0.1:8080";

const MISTAKES: readonly [what: string, args: string[], env: Record<string, string>, message: string][] = [
  ["an address that is none", [], { FELDERA_HOST: "localhost:8080" }, BAD_HOST],
  ["an unknown flag and its value", ["--hots", "x"], {}, "--hots: no such flag; did you mean --host?"],
  ["a flag without its value", ["--host"], {}, "--host: lacks its value; write --host URL"],
  [
    "a key file that is missing",
    [],
    { FELDERA_API_KEY_FILE: "/nowhere" },
    "FELDERA_API_KEY_FILE: /nowhere cannot be",
  ],
  [
    "a bundle that is missing",
    ["--bundle", "/nowhere.zip"],
    {},
    "--bundle: /nowhere.zip cannot be opened (ENOENT)",
  ],
  ["limits that contradict", ["--limit", "answerTokensMax=500"], {}, "--limit answerTokens: it is 4000, and"],
  [
    "no tool left",
    ["--toolsets", "control", "--read-only"],
    {},
    "--toolsets control and --read-only: no tool is left",
  ],
  [
    "a switch spelt otherwise",
    [],
    { FELDERA_MCP_READONLY: "1" },
    "FELDERA_MCP_READONLY: no such setting; did you mean FELDERA_MCP_READ_ONLY?",
  ],
];

describe("with a mistake in its configuration the server stays up", () => {
  test.each(MISTAKES)(
    "%s: it connects, lists its tools, and every call tells the mistake",
    async (_, args, env, message) => {
      const client = await connectClient(args, env);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(
        expect.arrayContaining(["diagnose_pipeline", "list_pipelines"]),
      );
      expect(client.getInstructions()).toContain(message);
      const answers = [
        await callText(client, "list_pipelines", {}),
        await callText(client, "get_pipeline", { no_such: "argument" }),
        await callText(client, "start_pipeline", { pipeline_name: "p" }),
      ];
      for (const { text, isError } of answers) {
        expect(text).toContain(`feldera-mcp cannot work as it is configured. ${message}`);
        expect(text).toMatch(/start the server again\.$/);
        expect(isError).toBe(true);
      }
      await expect(client.callTool({ name: "no_such_tool" })).rejects.toThrow(
        "there is no tool no_such_tool",
      );
      await expect(client.readResource({ uri: "feldera://pipelines/p" })).rejects.toThrow(message);
      await client.close();
    },
  );

  test("a stateless client discovers it too, and is told to keep nothing of it", async () => {
    const server = startServer([], { FELDERA_HOST: "nonsense" });
    const client = wireClient(server);
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    const discovered = await client.ask({ id: 1, method: "server/discover", params: { _meta } });
    expect(discovered.result).toMatchObject({ instructions: expect.stringContaining(BAD_HOST), ttlMs: 0 });
    const listed = await client.ask({ id: 2, method: "tools/list", params: { _meta } });
    expect(listed.result).toMatchObject({ ttlMs: 0 });
    server.stdin.end();
  });

  test("the mistake is on stderr, once, and the process ends with the client, as a failure", async () => {
    const { code, stdout, stderr } = await runServer([], { FELDERA_HOST: "nonsense" });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^feldera-mcp: ${BAD_HOST}.*\n$`));
  });
});

describe("on the command line a mistake ends the process", () => {
  test.each(["tools", "call list_pipelines", "call list_pipelines -"])("%s", async (command) => {
    const server = startServer(command.split(" "), { FELDERA_HOST: "nonsense" });
    // Its stdin stays open.
    const [stdout, stderr] = await Promise.all([text(server.stdout), text(server.stderr)]);
    expect(stdout).toBe("");
    expect(stderr).toMatch(new RegExp(`^feldera-mcp: ${BAD_HOST}.*\n$`));
    if (server.exitCode === null) await once(server, "exit");
    expect(server.exitCode).toBe(1);
  });
});

describe("in a terminal", () => {
  const terminal = join(directory, "terminal.mjs");
  writeFileSync(terminal, 'Object.defineProperty(process.stdin, "isTTY", { value: true });\n');
  const env = { NODE_OPTIONS: `--import=${terminal}` };

  test("the server says what it waits for, and what else there is", async () => {
    const { stdout, stderr } = await runServer([], env);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      "feldera-mcp: waits for an MCP client to write to stdin; `feldera-mcp --help` tells how to call a tool from a terminal, Ctrl-C ends this\n",
    );
  });

  test("a mistake ends it, for no client is there to be told", async () => {
    const server = startServer([], { ...env, FELDERA_HOST: "nonsense" });
    expect(await text(server.stderr)).toContain(BAD_HOST);
  });

  test("a call that reads its arguments there says so", async () => {
    const { stderr } = await runServer(["call", "list_pipelines", "-"], env);
    expect(stderr).toContain("reads the arguments as JSON from this terminal; Ctrl-D ends them");
  });

  test("a client's pipe is told nothing", async () => {
    expect((await runServer([])).stderr).toBe("");
  });
});
