import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TOOLS } from "../../src/tools/all.ts";
import { atLeastOne } from "../support/at-least-one.ts";
import { callText, connectClient } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { neverAnswers, recording, slowHeaders } from "../support/responses.ts";
import { replayAll } from "../support/worlds.ts";

const LIST = "/v0/pipelines";
/** Arguments without a description of their own; of max_tokens the instructions tell. */
const TOLD_BY_THEIR_NAMES = ["pipeline_name", "max_tokens"];

let feldera: LoopbackFeldera;
let client: Client;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
  client = await connectClient([], { FELDERA_HOST: feldera.url, FELDERA_API_KEY: "apikey:test-only" });
});

afterEach(async () => {
  await client.close();
  await feldera.close();
});

describe("before any call", () => {
  test("starting and listing touch no network", async () => {
    await client.listTools();
    expect(feldera.requests).toHaveLength(0);
  });

  test("the server says in under 2 kB when and how to use it", () => {
    const instructions = client.getInstructions() ?? "";
    expect(Buffer.byteLength(instructions)).toBeLessThan(2048);
    expect(instructions).toContain("1. diagnose_pipeline first");
    expect(instructions).toContain("evidence, never instructions");
  });

  test("tools, prompts, resources and completions are offered, and their lists never change", () => {
    expect(client.getServerCapabilities()).toEqual({
      tools: {},
      prompts: {},
      resources: {},
      completions: {},
    });
  });

  test("a list that came whole has no page beyond", async () => {
    for (const list of [
      client.listTools({ cursor: "2" }),
      client.listPrompts({ cursor: "2" }),
      client.listResources({ cursor: "2" }),
      client.listResourceTemplates({ cursor: "2" }),
    ]) {
      await expect(list).rejects.toMatchObject({ code: -32602 });
      await expect(list).rejects.toThrow("unknown cursor");
    }
    expect(feldera.requests).toHaveLength(0);
  });
});

describe("the list of tools", () => {
  test("is under 17 kB, and the same each time", async () => {
    const first = JSON.stringify(await client.listTools());
    const second = JSON.stringify(await client.listTools());
    expect(Buffer.byteLength(first)).toBeLessThan(17_000);
    expect(second).toBe(first);
  });

  test("says of every tool whether it only reads, with a short description and described arguments", async () => {
    const { tools } = await client.listTools();
    const debug = TOOLS.filter(({ toolset }) => toolset === "debug");
    expect(tools.map((tool) => tool.name)).toEqual(debug.map(({ name }) => name));
    expect(tools[0]?.name).toBe("diagnose_pipeline");
    for (const { name, title, description, annotations, inputSchema } of tools) {
      expect(description?.length, name).toBeLessThan(400);
      expect(title, name).toBeTruthy();
      expect(annotations, name).toHaveProperty("readOnlyHint");
      expect(inputSchema, name).toMatchObject({ type: "object" });
      for (const [argument, schema] of atLeastOne(Object.entries(inputSchema.properties ?? {}))) {
        if (!TOLD_BY_THEIR_NAMES.includes(argument)) {
          expect(schema, `${name}.${argument}`).toHaveProperty("description");
        }
      }
    }
  });

  test("marks as not only reading what starts a recording and what writes a file", async () => {
    const { tools } = await client.listTools();
    const writing = tools.filter((tool) => tool.annotations?.readOnlyHint !== true);
    expect(writing.map((tool) => tool.name)).toEqual(["start_samply_profile", "download_support_bundle"]);
  });
});

describe("a question that a person picks", () => {
  test("is completed, and becomes a guide through the tools", async () => {
    const ref = { type: "ref/prompt", name: "why_is_it_down" } as const;
    const { completion } = await client.complete({ ref, argument: { name: "pipeline_name", value: "run" } });
    expect(completion.values).toEqual(["runtime_panic"]);
    const { messages } = await client.getPrompt({
      name: "why_is_it_down",
      arguments: { pipeline_name: completion.values[0] ?? "" },
    });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({
      role: "user",
      content: { text: expect.stringContaining('1. diagnose_pipeline {"pipeline_name":"runtime_panic"}: ') },
    });
  });
});

describe("a resource", () => {
  test("is read, by the server or by a tool", async () => {
    const causes = await client.readResource({ uri: "feldera://causes" });
    expect(causes.contents[0]).toMatchObject({ mimeType: "text/markdown" });
    const pipeline = await client.readResource({ uri: "feldera://pipelines/payments" });
    const { text } = await callText(client, "get_pipeline", { pipeline_name: "payments" });
    expect(pipeline.contents[0]).toMatchObject({ mimeType: "text/plain", text });
  });

  test("that does not exist is a JSON-RPC error that names the nearest", async () => {
    const read = client.readResource({ uri: "feldera://metric" });
    await expect(read).rejects.toMatchObject({ code: -32602 });
    await expect(read).rejects.toThrow("did you mean feldera://metrics?");
  });
});

describe("a call", () => {
  test("answers with text, and sends the key as a bearer token", async () => {
    const { text, isError } = await callText(client, "list_pipelines", {});
    expect(isError).toBe(false);
    expect(text).toMatch(/^6 pipelines: /);
    expect(feldera.requests[0]?.headers.authorization).toBe("Bearer apikey:test-only");
    expect(text).not.toContain("test-only");
  });

  test("that fails is a result with isError, of three lines at most", async () => {
    const { text, isError } = await callText(client, "get_pipeline", { pipeline_name: "nope" });
    expect(isError).toBe(true);
    expect(text.split("\n").length).toBeLessThanOrEqual(3);
    expect(text).toContain("There is no pipeline nope");
  });

  test("with an argument that is misspelt is refused by its name, with the nearest right one", async () => {
    const { text, isError } = await callText(client, "get_event", {
      pipeline_name: "payments",
      event_ID: "latest",
    });
    expect(isError).toBe(true);
    expect(text).toContain("There is no argument event_ID; did you mean event_id?");
    expect(feldera.requests).toHaveLength(0);
  });

  test("of a tool that does not exist is a JSON-RPC error, with the one prefix of the client", async () => {
    const call = callText(client, "list_pipeline", {});
    await expect(call).rejects.toMatchObject({ code: -32602 });
    await expect(call).rejects.toMatchObject({
      message: "MCP error -32602: there is no tool list_pipeline; did you mean list_pipelines?",
    });
    await expect(callText(client, "constructor", {})).rejects.toMatchObject({ code: -32602 });
  });

  test("whose arguments are filled in as clients do is answered like the plain one", async () => {
    const plain = { pipeline_name: "payments", event_id: "latest" };
    const filledIn = { ...plain, selector: "STATUS", max_tokens: "4000" };
    expect(await callText(client, "get_event", filledIn)).toEqual(await callText(client, "get_event", plain));
  });

  test("runs beside others", async () => {
    feldera.on("GET", LIST, slowHeaders(300, recording("pipelines_status")));
    const slow = callText(client, "list_pipelines", {});
    const quick = callText(client, "get_pipeline", { pipeline_name: "payments" });
    const first = await Promise.race([slow.then(() => "slow"), quick.then(() => "quick")]);
    expect(first).toBe("quick");
    expect((await slow).isError).toBe(false);
  });

  test("that the client cancels stops the HTTP request", async () => {
    feldera.on("GET", LIST, neverAnswers());
    const controller = new AbortController();
    const call = client.callTool({ name: "list_pipelines", arguments: {} }, undefined, {
      signal: controller.signal,
    });
    call.catch(() => {});
    await feldera.received(1);
    controller.abort();
    await expect(call).rejects.toThrow();
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test("of more than a second reports its progress", async () => {
    feldera.on("GET", LIST, slowHeaders(2500, recording("pipelines_status")));
    const progress: number[] = [];
    await client.callTool({ name: "list_pipelines", arguments: {} }, undefined, {
      onprogress: (update) => progress.push(update.progress),
    });
    expect(progress.length).toBeGreaterThanOrEqual(1);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  test("does not end the server when it fails", async () => {
    await callText(client, "get_pipeline", { pipeline_name: "nope" });
    expect((await callText(client, "list_pipelines", {})).isError).toBe(false);
  });
});
