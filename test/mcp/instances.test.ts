import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Registry } from "../../src/mcp/registry.ts";
import { linkedClient } from "../support/linked-client.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { replayWorld } from "../support/replay-world.ts";
import { replayAll } from "../support/worlds.ts";

const KEYS = { prod: "hunter2-of-prod", staging: "hunter2-of-staging" };

let prod: LoopbackFeldera;
let staging: LoopbackFeldera;
let registry: Registry;

beforeEach(async () => {
  [prod, staging] = await Promise.all([startLoopbackFeldera(), startLoopbackFeldera()]);
  const of = (name: keyof typeof KEYS, { url }: LoopbackFeldera, readOnly: boolean) => ({
    name,
    readOnly,
    source: { kind: "feldera" as const, baseUrl: url, apiKey: KEYS[name], proxy: { except: "" } },
  });
  registry = registryOver({
    source: { url: prod.url },
    instances: [of("prod", prod, true), of("staging", staging, false)],
  });
});

afterEach(() => Promise.all([prod.close(), staging.close()]));

function choicesOf(tool: string): unknown {
  const listed = registry.list().find(({ name }) => name === tool);
  const { properties } = z
    .object({ properties: z.record(z.string(), z.looseObject({ enum: z.unknown().optional() })) })
    .parse(listed?.inputSchema);
  return properties.instance?.enum;
}

describe("where there are several Felderas", () => {
  test("each tool takes the instance that it is of, and one that writes only those that may be written to", () => {
    expect(choicesOf("list_pipelines")).toEqual(["prod", "staging"]);
    expect(choicesOf("stop_pipeline")).toEqual(["staging"]);
  });

  test("a call goes to its instance alone, with that one's key", async () => {
    replayWorld(prod, "healthy");
    replayWorld(staging, "slow_sink");
    const ofProd = await registry.call("list_pipelines", { instance: "prod" });
    expect(staging.requests).toEqual([]);
    const ofStaging = await registry.call("list_pipelines", { instance: "staging" });
    expect(ofProd.text).not.toBe(ofStaging.text);
    const keysSeen = ({ requests }: LoopbackFeldera) => [
      ...new Set(requests.map(({ headers }) => headers.authorization)),
    ];
    expect(keysSeen(prod)).toEqual([`Bearer ${KEYS.prod}`]);
    expect(keysSeen(staging)).toEqual([`Bearer ${KEYS.staging}`]);
  });

  test("a picture is of the instance that the call was of", async () => {
    const pipeline_name = replayWorld(staging, "healthy");
    const args = { pipeline_name, instance: "staging" };
    const { picture } = await registry.call("get_stats", args, { showsPictures: true });
    expect(picture).toEqual({ ...args, picture: "history" });
    const read = await registry.call("read_picture", picture ?? {}, { showsPictures: true });
    expect(read.structured).toMatchObject({ pipeline_name, picture: "history" });
  });

  test("a call that names none, or one that there is not, is refused", async () => {
    for (const args of [{}, { instance: "production" }]) {
      const { text, isError } = await registry.call("list_pipelines", args);
      expect(isError).toBe(true);
      expect(text).toMatch(/instance/);
      expect(text).toMatch(/prod/);
    }
    expect([...prod.requests, ...staging.requests]).toEqual([]);
  });

  test("what would write to one that is read only is refused before anything is sent", async () => {
    const pipeline_name = replayWorld(prod, "healthy");
    const args = { instance: "prod", pipeline_name, confirm: pipeline_name };
    const { isError, text } = await registry.call("stop_pipeline", args);
    expect(isError).toBe(true);
    expect(text).toMatch(/staging/);
    expect(prod.requests).toEqual([]);
  });

  test("the calls that an answer points to are of the same instance", async () => {
    const pipeline_name = replayWorld(staging, "slow_sink");
    const { text } = await registry.call("diagnose_pipeline", { instance: "staging", pipeline_name });
    const [next] = [...text.matchAll(/^Next: [a-z_]+ (\{.*\}) /gm)];
    expect(JSON.parse(next?.[1] ?? "{}")).toMatchObject({ instance: "staging", pipeline_name });
  });

  test("a profile of one is not compared with another's", async () => {
    const pipeline_name = replayWorld(prod, "healthy");
    replayWorld(staging, "healthy");
    const first = await registry.call("summarize_heap_profile", { instance: "prod", pipeline_name });
    const [baseline] = /heap-[0-9a-f]+/.exec(first.text) ?? [];
    expect(baseline).toBeDefined();
    const args = { pipeline_name, baseline };
    const other = await registry.call("summarize_heap_profile", { ...args, instance: "staging" });
    expect(other.isError).toBe(true);
    const same = await registry.call("summarize_heap_profile", { ...args, instance: "prod" });
    expect(same.isError).toBe(false);
  });

  test("what cannot be reached is told with where its settings are", async () => {
    await prod.close();
    const { text } = await registry.call("list_pipelines", { instance: "prod" });
    expect(text).toMatch(/This was instance prod: its settings are in its entry of the instances file/);
  });

  test("names are completed from all that answer", async () => {
    replayWorld(prod, "healthy");
    const names = await registry.names(async ({ source }) => [source.kind]);
    expect(names).toEqual(["feldera"]);
  });
});

describe("what leads to the tools names the instance too", () => {
  const RUNNING = "payments";

  async function client() {
    replayAll(prod);
    const over = (name: string, { url }: LoopbackFeldera) => ({
      name,
      readOnly: false,
      source: { kind: "feldera" as const, baseUrl: url, proxy: { except: "" } },
    });
    return linkedClient({
      source: { url: prod.url },
      instances: [over("prod", prod), over("staging", staging)],
    });
  }

  test("a prompt asks for it, and has every call of its guide be of it", async () => {
    const linked = await client();
    const { prompts } = await linked.listPrompts();
    expect(prompts).toHaveLength(8);
    for (const { arguments: [first] = [] } of prompts) {
      expect(first).toEqual({
        name: "instance",
        description: "Which Feldera: prod, staging",
        required: true,
      });
    }
    const args = { instance: "staging", pipeline_name: RUNNING };
    const { messages } = await linked.getPrompt({ name: "why_is_it_down", arguments: args });
    const [{ content } = { content: undefined }] = messages;
    const text = content?.type === "text" ? content.text : "";
    const calls = [...text.matchAll(/^\d+\. \w+ (\{.*?\}):/gm)].map(([, json = ""]) => JSON.parse(json));
    expect(calls).toHaveLength(5);
    for (const call of calls) expect(call.instance).toBe("staging");
    const unnamed = linked.getPrompt({ name: "why_is_it_down", arguments: { pipeline_name: RUNNING } });
    await expect(unnamed).rejects.toMatchObject({ code: -32602, message: expect.stringContaining("prod") });
  });

  test("a resource has it in its address, and is read of it alone", async () => {
    const linked = await client();
    const { resourceTemplates } = await linked.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain(
      "feldera://instances/{instance}/pipelines/{pipeline_name}",
    );
    const uri = `feldera://instances/prod/pipelines/${RUNNING}`;
    const { contents } = await linked.readResource({ uri });
    expect(contents).toMatchObject([{ uri, text: expect.stringContaining(RUNNING) }]);
    expect(staging.requests).toEqual([]);
    await expect(linked.readResource({ uri: `feldera://pipelines/${RUNNING}` })).rejects.toThrow(
      /there is no resource/,
    );
    await expect(
      linked.readResource({ uri: `feldera://instances/dev/pipelines/${RUNNING}` }),
    ).rejects.toThrow(/prod/);
  });

  test("it is completed, and what follows is of what it says", async () => {
    const linked = await client();
    const ref = { type: "ref/prompt", name: "why_is_it_down" } as const;
    const named = await linked.complete({ ref, argument: { name: "instance", value: "st" } });
    expect(named.completion.values).toEqual(["staging"]);
    const pipelines = async (instance: string) => {
      const argument = { name: "pipeline_name", value: RUNNING };
      return (await linked.complete({ ref, argument, context: { arguments: { instance } } })).completion
        .values;
    };
    expect(await pipelines("prod")).toEqual([RUNNING]);
    expect(staging.requests).toEqual([]);
    expect(await pipelines("staging")).toEqual([]);
    expect(await pipelines("dev")).toEqual([]);
  });
});

test("where there is one, no tool takes an instance", () => {
  const single = registryOver({ source: { url: prod.url } });
  const taking = single
    .list()
    .filter(({ inputSchema }) => JSON.stringify(inputSchema).includes('"instance"'));
  expect(taking).toEqual([]);
});
