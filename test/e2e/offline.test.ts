import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterEach, describe, expect, test } from "vitest";
import { atLeastOne } from "../support/at-least-one.ts";
import { callText, connectClient, runServer } from "../support/built-server.ts";
import { recordingPath } from "../support/responses.ts";

const pipeline_name = "payments";
let client: Client | undefined;

afterEach(() => client?.close());

async function open(...args: string[]): Promise<Client> {
  client = await connectClient(args);
  return client;
}

describe("a support bundle", () => {
  test("answers every tool that Feldera would have answered then", async () => {
    const bundle = await open("--bundle", recordingPath("support_bundle.body"));
    for (const [name, args] of [
      ["list_pipelines", {}],
      ["get_pipeline", { pipeline_name }],
      ["get_pipeline_logs", { pipeline_name }],
      ["list_events", { pipeline_name }],
      ["get_event", { pipeline_name, event_id: "latest", selector: "all" }],
      ["list_checkpoints", { pipeline_name }],
      ["summarize_heap_profile", { pipeline_name }],
    ] as const) {
      const { text, isError } = await callText(bundle, name, args);
      expect(text, name).toContain("payments");
      expect(isError, name).toBe(false);
    }
  });

  test("says what it does not hold, and why", async () => {
    const bundle = await open("--bundle", recordingPath("runtime_panic_support_bundle.body"));
    const args = { pipeline_name: "runtime_panic" };
    const heap = await callText(bundle, "summarize_heap_profile", args);
    expect(heap.isError).toBe(true);
    expect(heap.text).toContain("The support bundle does not hold heap_profile.pb.gz.");
    expect(heap.text).toContain("not (yet) fully provisioned");
    const recording = await callText(bundle, "start_samply_profile", args);
    expect(recording.isError).toBe(true);
    expect(recording.text).toContain("nothing can be recorded offline");
  });

  test("lists no tool and no prompt that cannot work there, and its instructions say that it is a snapshot", async () => {
    const bundle = await open("--bundle", recordingPath("support_bundle.body"));
    const tools = (await bundle.listTools()).tools.map(({ name }) => name);
    expect(tools).toContain("diagnose_pipeline");
    for (const name of ["start_samply_profile", "get_time_series", "download_support_bundle"]) {
      expect(tools).not.toContain(name);
    }
    const prompts = (await bundle.listPrompts()).prompts.map(({ name }) => name);
    expect(prompts).toContain("why_is_it_slow");
    expect(prompts).not.toContain("is_it_safe_to_deploy");
    expect(bundle.getInstructions()).toContain("it reads a snapshot, not a running Feldera");
  });

  test("ends every answer with its moment and age", async () => {
    const bundle = await open("--bundle", recordingPath("support_bundle.body"));
    const { text } = await callText(bundle, "get_pipeline", { pipeline_name });
    expect(text.split("\n").at(-1)).toMatch(
      /^As of 2026-11-21 07:47 UTC, .*: collection 0 of 1 in support_bundle\.body/,
    );
  });

  test("tells the recorded panic in the first line", async () => {
    const bundle = await open("--bundle", recordingPath("runtime_panic_support_bundle.body"));
    const { text } = await callText(bundle, "get_pipeline", { pipeline_name: "runtime_panic" });
    const [first = ""] = text.split("\n");
    expect(first).toContain("a worker panicked");
    expect(first).toContain("'158 / 0' causes overflow for type INTEGER");
  });

  test("offers a collection as an argument, which a running Feldera does not", async () => {
    const offline = await open("--bundle", recordingPath("support_bundle.body"));
    for (const tool of atLeastOne((await offline.listTools()).tools)) {
      expect(tool.inputSchema.properties).toHaveProperty("collection");
    }
    const online = await connectClient([]);
    for (const tool of atLeastOne((await online.listTools()).tools)) {
      expect(tool.inputSchema.properties).not.toHaveProperty("collection");
    }
    await online.close();
  });

  test("is asked for a collection by its index or time", async () => {
    const bundle = await open("--bundle", recordingPath("support_bundle.body"));
    const call = (collection: string | number | null) =>
      callText(bundle, "get_pipeline", { pipeline_name, collection });
    expect((await call("0")).isError).toBe(false);
    for (const same of [0, null, ""]) expect(await call(same)).toEqual(await call("0"));
    expect((await call("2026-11-21")).isError).toBe(false);
    const unknown = await call("1");
    expect(unknown.isError).toBe(true);
    expect(unknown.text).toContain("2026-11-21T07:47:46");
  });

  test("counts times back from its collection", async () => {
    const bundle = await open("--bundle", recordingPath("support_bundle.body"));
    const { text } = await callText(bundle, "list_events", { pipeline_name, since: "2m" });
    expect(text).toContain("since 2026-11-21 07:45:46 UTC");
  });

  test("of another pipeline names its own", async () => {
    const bundle = await open("--bundle", recordingPath("support_bundle.body"));
    const { text, isError } = await callText(bundle, "get_pipeline", { pipeline_name: "payment" });
    expect(isError).toBe(true);
    expect(text).toContain("There are: payments.");
  });

  test("without any collection says so", async () => {
    const path = recordingPath("support_bundle_never_collected.body");
    const { code, stdout } = await runServer(["call", "list_pipelines", "--bundle", path]);
    expect(code).toBe(1);
    expect(stdout).toContain("holds no collection");
  });
});

describe("a single profile", () => {
  test("of the heap is opened like a bundle", async () => {
    const heap = await open("--bundle", recordingPath("heap_profile_2.body"));
    const { text, isError } = await callText(heap, "summarize_heap_profile", { pipeline_name });
    expect(isError).toBe(false);
    expect(text).toContain("465 MiB of heap in use");
  });

  test("has one tool, no prompts, and instructions and errors that name the call", async () => {
    const heap = await open("--bundle", recordingPath("heap_profile_2.body"));
    expect((await heap.listTools()).tools.map(({ name }) => name)).toEqual(["summarize_heap_profile"]);
    expect((await heap.listPrompts()).prompts).toEqual([]);
    expect(heap.getInstructions()).toContain('Call summarize_heap_profile {"pipeline_name":"any"}');
    const { text, isError } = await callText(heap, "diagnose_pipeline", { pipeline_name });
    expect(isError).toBe(true);
    expect(text).toContain('summarize_heap_profile {"pipeline_name":"any"} reads it.');
  });

  test("of the CPU is opened like a bundle", async () => {
    const cpu = await open("--bundle", recordingPath("samply_get_running_1s.body"));
    const { text, isError } = await callText(cpu, "summarize_samply_profile", { pipeline_name });
    expect(isError).toBe(false);
    expect(text).toContain("of CPU in 721 samples");
  });
});

test("the demo finds the fault of a recorded pipeline, in at most 150 lines with those of npm and the build", () => {
  const demo = fileURLToPath(new URL("../../scripts/demo.mjs", import.meta.url));
  const { stdout: printed, stderr } = spawnSync(process.execPath, [demo], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(printed.split("\n").length).toBeLessThanOrEqual(145);
  expect(printed).toContain("1. WARNING engine/skew: worker 2 of 4 does 94.1 % of the work");
  // The circuit profile and the CPU profile are of the same run, and say the same.
  expect(printed).toContain("JoinTrace nn28 is the most uneven: worker 2 has 46.4 s of its 49.3 s");
  expect(printed).toContain("JoinTrace nn28 | workers 339 ms (w2 94.9 %)");
  expect(printed).toContain("Recorded 3.19 s before the collection");
  expect(printed).not.toContain("Not placed in the SQL");
  expect(printed).toMatch(/\d calls, 0 failed\.\n$/);
});
