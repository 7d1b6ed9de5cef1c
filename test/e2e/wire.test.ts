import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startServer } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { recordingPath } from "../support/responses.ts";
import { type Message, type WireClient, wireClient } from "../support/wire-client.ts";
import { replayAll } from "../support/worlds.ts";

let feldera: LoopbackFeldera;
let server: ChildProcessWithoutNullStreams;
let client: WireClient;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
  server = startServer([], { FELDERA_HOST: feldera.url });
  client = wireClient(server);
});

afterEach(async () => {
  server.kill("SIGKILL");
  await feldera.close();
});

function linesOf(file: string): string[] {
  return readFileSync(recordingPath(`wire/${file}.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** The lines with `change` made in one of them. */
function twin(lines: readonly string[], [from, to]: readonly [string, string]): string[] {
  const changed = lines.map((line) => line.replace(from, to));
  expect(changed).not.toEqual(lines);
  return changed;
}

async function exchanged(lines: readonly string[], id: number): Promise<Message> {
  for (const line of lines) client.sendLine(line);
  const answer = await client.answerTo(id);
  client.forget();
  return answer;
}

describe("lines of real clients are served like those that are written by the book", () => {
  test.each([
    ["bom", 0, ["\ufeff", ""]],
    ["params-null", 1, ['"params":null', '"params":{}']],
    ["args-null", 1, ['"arguments":null', '"arguments":{}']],
    ["args-string", 1, ['"{\\"pipeline_name\\":\\"payments\\"}"', '{"pipeline_name":"payments"}']],
    ["optional-null", 1, [', "depth": null, "max_tokens": null', ""]],
    ["empty-optional", 1, [', "level": "", "grep": "", "since": ""', ""]],
    ["number-string", 1, ['"tail": "3"', '"tail": 3']],
    ["task", 1, [', "task": {"ttl": 60000}', ""]],
  ] as const)("%s", async (file, id, change) => {
    const answer = await exchanged(linesOf(file), id);
    expect(answer.result).toBeDefined();
    expect(answer.result).not.toHaveProperty("isError");
    const healthy = await exchanged(twin(linesOf(file), change), id);
    expect(withoutMarks(answer.result)).toBe(withoutMarks(healthy.result));
  });

  test("task-progress, with a word on what was left out", async () => {
    const { result } = await exchanged(linesOf("task-progress"), 1);
    const healthy = await exchanged(twin(linesOf("task-progress"), ['"task_progress": "- [x] a"', ""]), 1);
    expect(result).not.toHaveProperty("isError");
    const word =
      "(The argument task_progress, which Cline adds to its calls, is not one of this tool's and was left out.)";
    const lines = textOf(result).split("\n");
    expect(lines).toContain(word);
    expect(lines.filter((line) => line !== word)).toEqual(textOf(healthy.result).split("\n"));
  });

  test("batch: its answers come together, in the revision that has batches", async () => {
    const [initialize = "", initialized = "", batch = "", ping = ""] = linesOf("batch");
    for (const line of [initialize, initialized, batch, ping]) client.sendLine(line);
    await client.answerTo(99);
    expect(client.received.map(({ id }) => id)).toEqual([0, 1, 2, 99]);
    expect(client.batches).toEqual([undefined, 2, undefined]);
  });
});

/** The marks of quoted text are new in every answer. */
function withoutMarks(result: Message["result"]): string {
  return JSON.stringify(result).replaceAll(/<<\w{8}|\w{8}>>/g, "");
}

function textOf(result: Message["result"]): string {
  const [content] = Array.isArray(result?.content) ? result.content : [];
  return String(content?.text);
}

describe("what is no request is refused under its id, and what follows is served", () => {
  test.each([
    ["no-jsonrpc", 'jsonrpc must be "2.0"', ['{"id":1', '{"jsonrpc":"2.0","id":1']],
    ["params-array", "params must be an object", ['"params":[]', '"params":{}']],
  ] as const)("%s", async (file, message, change) => {
    const refused = await exchanged(linesOf(file), 1);
    expect(refused).toEqual({ jsonrpc: "2.0", id: 1, error: { code: -32600, message } });
    expect((await client.ask({ id: 98, method: "ping" })).result).toEqual({});
    expect((await exchanged(twin(linesOf(file), change), 1)).result).toHaveProperty("tools");
  });

  test.each([
    ["no JSON", "this is no message", -32700],
    ["half of a message", '{"jsonrpc":"2.0","id":1,"method":"ping"', -32700],
    ["a number", "7", -32600],
    ["null", "null", -32600],
    ["a string", '"ping"', -32600],
    ["an object that says nothing", "{}", -32600],
    ["a request whose id is null", '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ["a request whose id is an object", '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
    ["a notification without jsonrpc", '{"method":"notifications/initialized"}', -32600],
  ])("%s, under no id", async (_, line, code) => {
    client.sendLine(line);
    expect((await client.answerTo(null)).error?.code).toBe(code);
    expect((await client.ask({ id: 2, method: "ping" })).result).toEqual({});
    expect(client.received).toHaveLength(2);
  });

  test.each([
    ["no method", { id: 1 }, -32600],
    ["a method that is a number", { id: 1, method: 5 }, -32600],
    ["a method that there is not", { id: 1, method: "tool/list" }, -32601],
    ["params that are a string", { id: 1, method: "tools/list", params: "x" }, -32600],
    ["_meta that is a list", { id: 1, method: "tools/list", params: { _meta: [] } }, -32602],
    [
      "a progress token that is an object",
      { id: 1, method: "ping", params: { _meta: { progressToken: {} } } },
      -32602,
    ],
    ["a tool without a name", { id: 1, method: "tools/call", params: {} }, -32602],
    [
      "arguments that are a list",
      { id: 1, method: "tools/call", params: { name: "get_stats", arguments: [1] } },
      -32602,
    ],
    [
      "arguments that are some text",
      { id: 1, method: "tools/call", params: { name: "get_stats", arguments: "payments" } },
      -32602,
    ],
    [
      "a prompt's arguments that are a list",
      { id: 1, method: "prompts/get", params: { name: "why_is_it_down", arguments: [1] } },
      -32602,
    ],
    ["a handshake without parameters", { id: 1, method: "initialize" }, -32602],
    [
      "a handshake without a client",
      { id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {} } },
      -32602,
    ],
  ])("%s", async (_, request, code) => {
    client.send({ jsonrpc: "2.0", ...request });
    const { error } = await client.answerTo(1);
    expect(error?.code).toBe(code);
    expect(error?.message).not.toMatch(/MCP error|[[{✖→]|invalid_type/);
    expect((await client.ask({ id: 2, method: "ping" })).result).toEqual({});
  });

  test("a line that is no UTF-8, under its id", async () => {
    const line = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"?"}}');
    line[line.indexOf("?")] = 0xff;
    client.sendLine(line);
    expect((await client.answerTo(1)).error).toEqual({ code: -32700, message: "the line is not UTF-8" });
  });
});

describe("what asks for no answer gets none", () => {
  test.each([
    ["a blank line", ""],
    ["a line of blanks, ended as on Windows", "  \r"],
    ["a notification", '{"jsonrpc":"2.0","method":"notifications/initialized"}'],
    ["a notification that there is not", '{"jsonrpc":"2.0","method":"notifications/nothing","params":null}'],
    [
      "a notification whose parameters are a list",
      '{"jsonrpc":"2.0","method":"notifications/initialized","params":[]}',
    ],
    ["a result", '{"jsonrpc":"2.0","id":5,"result":{}}'],
    ["an error", '{"jsonrpc":"2.0","id":5,"error":{"code":1,"message":"x"}}'],
  ])("%s", async (_, line) => {
    client.sendLine(line);
    expect((await client.ask({ id: 2, method: "ping" })).result).toEqual({});
    expect(client.received).toHaveLength(1);
  });
});

describe("nulls for what a client leaves out", () => {
  const clientInfo = { name: "t", version: "1", title: null, websiteUrl: null };
  const capabilities = {
    experimental: null,
    sampling: null,
    roots: { listChanged: null },
    elicitation: null,
  };
  const MODERN = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };

  test.each([
    [
      "in the handshake",
      "initialize",
      { protocolVersion: "2025-06-18", capabilities, clientInfo, _meta: null },
    ],
    ["_meta", "tools/list", { _meta: null }],
    ["a progress token", "tools/list", { _meta: { progressToken: null } }],
    ["a cursor", "tools/list", { cursor: null }],
    [
      "the arguments of a prompt",
      "prompts/get",
      { name: "what_happened_last_night", arguments: { pipeline_name: "p", since: null } },
    ],
    [
      "the context of a completion",
      "completion/complete",
      {
        ref: { type: "ref/prompt", name: "why_is_it_down" },
        argument: { name: "pipeline_name", value: "" },
        context: { arguments: null },
      },
    ],
    [
      "a cursor of a modern request",
      "tools/list",
      {
        cursor: null,
        _meta: { ...MODERN, "io.modelcontextprotocol/clientCapabilities": {}, progressToken: null },
      },
    ],
  ])("%s", async (_, method, params) => {
    expect((await client.ask({ id: 1, method, params })).result).toBeDefined();
  });

  test("are no capabilities of a modern client", async () => {
    const _meta = { ...MODERN, "io.modelcontextprotocol/clientCapabilities": null };
    const { error } = await client.ask({ id: 1, method: "tools/list", params: { _meta } });
    expect(error?.code).toBe(-32602);
    expect(error?.message).toContain("clientCapabilities");
  });
});

describe("an id comes back as it was sent", () => {
  test.each([
    ["7"],
    ["-7"],
    ["0"],
    ['""'],
    ['"7"'],
    ["1.5"],
    ["9007199254740993"],
    ["123456789012345678901234567890"],
  ])("%s", async (id) => {
    const written: string[] = [];
    server.stdout.on("data", (chunk: Buffer) => written.push(chunk.toString()));
    client.sendLine(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
    client.sendLine(`{"id":${id},"method":"ping"}`);
    await client.ask({ id: 99, method: "ping" });
    const before = written
      .join("")
      .split("\n")
      .filter((line) => line !== "" && !line.includes('"id":99'));
    expect(before).toHaveLength(2);
    for (const line of before) expect(line).toContain(`"id":${id}`);
  });

  test("and a progress token too, and a request is cancelled by the very id", async () => {
    const written: string[] = [];
    server.stdout.on("data", (chunk: Buffer) => written.push(chunk.toString()));
    const token = "9007199254740993";
    const params = `{"name":"start_samply_profile","arguments":{"pipeline_name":"payments"},"_meta":{"progressToken":${token}}}`;
    client.sendLine(`{"jsonrpc":"2.0","id":${token},"method":"tools/call","params":${params}}`);
    client.sendLine(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${token}}}`);
    await client.ask({ id: 99, method: "ping" });
    expect(written.join("")).not.toContain(token);
  });
});

describe("a batch", () => {
  function initialize(protocolVersion: string) {
    const params = { protocolVersion, capabilities: {}, clientInfo: { name: "t", version: "1" } };
    return client.ask({ id: 0, method: "initialize", params });
  }
  const PINGS = [1, 2].map((id) => ({ jsonrpc: "2.0", id, method: "ping" }));

  test.each(["2024-11-05", "2025-06-18", "2025-11-25"])(
    "is refused under each of its ids in revision %s, which has none",
    async (revision) => {
      await initialize(revision);
      client.send(PINGS);
      for (const id of [1, 2]) {
        expect((await client.answerTo(id)).error).toEqual({
          code: -32600,
          message: `revision ${revision} has no batches: send each message on a line of its own`,
        });
      }
      expect((await client.ask({ id: 3, method: "ping" })).result).toEqual({});
    },
  );

  test("is refused before the handshake, and by the modern revision", async () => {
    client.send(PINGS);
    expect((await client.answerTo(2)).error?.code).toBe(-32600);
    await initialize("2025-03-26");
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    client.send([{ jsonrpc: "2.0", id: 5, method: "subscriptions/listen", params: { _meta } }, PINGS[0]]);
    expect((await client.answerTo(5)).error?.code).toBe(-32600);
    expect(client.batches.at(-1)).toBe(2);
  });

  test("answers each of its messages, in one line, whatever they are", async () => {
    await initialize("2025-03-26");
    client.forget();
    const call = { name: "list_pipelines", arguments: {} };
    client.send([
      { jsonrpc: "2.0", id: "call", method: "tools/call", params: call },
      { jsonrpc: "2.0", method: "notifications/initialized" },
      { jsonrpc: "2.0", id: 2, method: "no/such/method" },
      { id: 3, method: "ping" },
      PINGS,
      7,
    ]);
    await client.answerTo("call");
    expect(client.batches).toEqual([5]);
    const codes = client.received.map(({ id, error }) => [id, error?.code]);
    expect(codes.toSorted()).toEqual(
      [
        ["call", undefined],
        [2, -32601],
        [3, -32600],
        [null, -32600],
        [null, -32600],
      ].toSorted(),
    );
  });

  test("that asks nothing gets no answer; an empty one is refused", async () => {
    await initialize("2025-03-26");
    client.forget();
    client.send([{ jsonrpc: "2.0", method: "notifications/initialized" }]);
    client.send([]);
    expect((await client.answerTo(null)).error?.code).toBe(-32600);
    expect(client.received).toHaveLength(1);
  });

  test("waits for no request that is cancelled", async () => {
    await initialize("2025-03-26");
    client.forget();
    const slow = { name: "start_samply_profile", arguments: { pipeline_name: "payments" } };
    client.send([{ jsonrpc: "2.0", id: 1, method: "tools/call", params: slow }, { ...PINGS[1] }]);
    client.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } });
    expect((await client.answerTo(2)).result).toEqual({});
    expect(client.batches).toEqual([1]);
  });

  test("of too many messages is refused as one", async () => {
    await initialize("2025-03-26");
    client.forget();
    client.send(Array.from({ length: 101 }, (_, id) => ({ jsonrpc: "2.0", id, method: "ping" })));
    expect((await client.answerTo(null)).error?.message).toBe(
      "a batch may hold 100 messages, this one holds 101",
    );
    expect(client.received).toHaveLength(1);
  });
});

describe("a message that is longer than the limit", () => {
  const long = "x".repeat(3000);

  beforeEach(() => {
    server.kill("SIGKILL");
    server = startServer(["--limit", "messageBytes=2000"], { FELDERA_HOST: feldera.url });
    client = wireClient(server);
  });

  test.each([
    ["whose id comes first", `{"jsonrpc":"2.0","id":1,"method":"${long}"}`, 1],
    ["whose id comes last", `{"method":"${long}","jsonrpc":"2.0","id":"last"}`, "last"],
    ["whose id is not at its ends", `{"method":"${long}","id":1,"params":{"x":"${long}"}}`, null],
    ["that holds an id in a string", `{"method":"x","x":"${long},\\"id\\":7}"}`, null],
  ] as const)("%s is refused, and the next is served", async (_, line, id) => {
    client.sendLine(line);
    expect((await client.answerTo(id)).error).toEqual({
      code: -32600,
      message: "the message is longer than 2000 bytes (limit messageBytes), and was not read",
    });
    expect((await client.ask({ id: 3, method: "ping" })).result).toEqual({});
    expect(client.received).toHaveLength(2);
  });
});
