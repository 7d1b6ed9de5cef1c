import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Registry } from "../../src/mcp/registry.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { bytes, gzippedZeros, recording, recordingPath } from "../support/responses.ts";
import { replayAll } from "../support/worlds.ts";

const AT = "/v0/pipelines/payments";
const pipeline_name = "payments";

let feldera: LoopbackFeldera;
let registry: Registry;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
  registry = registryOver({ source: { url: feldera.url } });
});

afterEach(() => feldera.close());

function summarize(args: Record<string, unknown> = {}) {
  return registry.call("summarize_heap_profile", { pipeline_name, ...args });
}

/** The lines between the marks of the fence. */
function fenced(text: string): string[] {
  const lines = text.split("\n");
  return lines.slice(
    lines.findIndex((line) => line.startsWith("<<0badf00d")) + 1,
    lines.indexOf("0badf00d>>"),
  );
}

describe("view sites", () => {
  test.each(["heap_profile_1", "heap_profile_2", "opt_heap_profile_1", "paused_heap_profile"])(
    "names the functions that hold the memory of %s, none of them the allocator's",
    async (name) => {
      feldera.on("GET", `${AT}/heap_profile`, recording(name));
      const { text, isError } = await summarize({ max_tokens: 10_000 });
      expect(isError).toBe(false);
      const sites = fenced(text)
        .filter((line) => line.includes(" | "))
        .slice(1);
      expect(sites.length).toBeGreaterThanOrEqual(3);
      for (const site of sites) {
        expect(site).not.toMatch(
          /jemalloc|prof_backtrace|_rjem|\bmalloc|alloc::|hashbrown|RawVecInner|Vec<T,A>/,
        );
      }
    },
  );

  test("reads well", async () => {
    const { text } = await summarize({ limit: 5 });
    await expect(text).toMatchFileSnapshot("../goldens/tools/summarize_heap_profile-sites.txt");
  });

  test("sets the profiler's own memory apart, in a second profile", async () => {
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_2"));
    expect((await summarize({ limit: 3 })).text).toContain("the profiler's own memory 54.4 MiB (11.7 %)");
  });

  test("says how much focus leaves out", async () => {
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_2"));
    const { text } = await summarize({ focus: "JsonParser", limit: 3 });
    expect(text).toMatch(/left out by focus and ignore [\d.]+ MiB \([\d.]+ %\)/);
  });
});

describe("view top", () => {
  test.each([
    ["heap_profile_1", "flat", 10],
    ["heap_profile_2", "cum", 40],
    ["opt_heap_profile_1", "cum", 40],
  ] as const)("of %s by %s is pprof's own table, to the byte", async (name, sort, limit) => {
    feldera.on("GET", `${AT}/heap_profile`, recording(name));
    const golden = readFileSync(
      new URL(`../goldens/pprof/${name}.${sort}-${limit}.txt`, import.meta.url),
      "utf8",
    );
    const { text } = await summarize({ view: "top", sort, limit, max_tokens: 10_000 });
    const table = golden.slice(golden.indexOf("      flat  flat%"));
    expect(`${fenced(text).join("\n")}\n`).toBe(table);
  });

  test("cuts rows from the end where the budget ends, and says so after the table", async () => {
    const whole = fenced((await summarize({ view: "top", sort: "cum", limit: 60, max_tokens: 10_000 })).text);
    const { text } = await summarize({ view: "top", sort: "cum", limit: 60, max_tokens: 600 });
    const shown = fenced(text);
    expect(shown.length).toBeLessThan(whole.length);
    expect(whole.slice(0, shown.length)).toEqual(shown);
    expect(text).toMatch(/0badf00d>>\n\[\d+ of 60 rows left out.*max_tokens 600/);
  });
});

describe("where the manager's limits are passed", () => {
  const timedOut = recording("hung_samply_post");

  test("fetches a support bundle with the heap profile alone, and says so", async () => {
    feldera.on("GET", `${AT}/heap_profile`, timedOut);
    feldera.on("GET", `${AT}/support_bundle`, recording("support_bundle"));
    const { text, isError } = await summarize({ limit: 3 });
    expect(isError).toBe(false);
    expect(text).toContain("by way of a support bundle");
    const [direct, bundle] = feldera.requests;
    expect(direct?.path).toBe(`${AT}/heap_profile`);
    expect(bundle?.query).toEqual({
      limit: "1",
      circuit_profile: "false",
      heap_profile: "true",
      metrics: "false",
      logs: "false",
      stats: "false",
      pipeline_config: "false",
      system_config: "false",
      dataflow_graph: "false",
      pipeline_events: "false",
    });
    expect(feldera.requests).toHaveLength(2);
  });

  test("says so where the bundle does not hold it either", async () => {
    feldera.on("GET", `${AT}/heap_profile`, timedOut);
    feldera.on("GET", `${AT}/support_bundle`, recording("runtime_panic_support_bundle"));
    const { text, isError } = await summarize();
    expect(isError).toBe(true);
    expect(text).toContain("passed the manager's limits (10 s, 50 MiB)");
    expect(text).toContain("did not hold it");
  });

  test("says so where what comes is no zip", async () => {
    feldera.on("GET", `${AT}/heap_profile`, timedOut);
    feldera.on("GET", `${AT}/support_bundle`, bytes(200, Buffer.from("PK no zip"), {}));
    expect(await summarize()).toMatchObject({
      isError: true,
      text: expect.stringContaining("did not hold it"),
    });
  });
});

describe("a heap profile that cannot be read", () => {
  test.each([
    ["cut", readFileSync(recordingPath("heap_profile_1.body")).subarray(0, 20_000), "gzip is malformed"],
    ["not a pprof", Buffer.from("hello, this is no profile"), "heap profile (pprof) is malformed"],
  ])("because it is %s is an error that says where", async (_, body, message) => {
    feldera.on("GET", `${AT}/heap_profile`, bytes(200, body, { "content-type": "application/protobuf" }));
    const { text, isError } = await summarize();
    expect(isError).toBe(true);
    expect(text).toContain(message);
    expect(text).toMatch(/Reason: at /);
  });

  test("because it inflates beyond the limit is an error, not a crash", async () => {
    registry = registryOver({
      source: { url: feldera.url },
      limits: { heapProfileInflatedBytes: 1_000_000 },
    });
    feldera.on("GET", `${AT}/heap_profile`, bytes(200, gzippedZeros(50_000_000), {}));
    const { text, isError } = await summarize();
    expect(isError).toBe(true);
    expect(text).toContain("1000000");
  });
});

test("an unknown sample type lists those there are", async () => {
  const { text, isError } = await summarize({ sample_type: "alloc_space" });
  expect(isError).toBe(true);
  expect(text).toBe("The profile has no sample type alloc_space.\nIt has: inuse_space.");
});

test("save writes the raw profile under the output directory and nowhere else, and never over a file", async () => {
  const outputDir = await mkdtemp(join(tmpdir(), "feldera-mcp-test-"));
  try {
    registry = registryOver({ source: { url: feldera.url }, outputDir });
    feldera.on("GET", "/v0/pipelines/..%2F..%2Fevil/heap_profile", recording("heap_profile_1"));
    const { text } = await registry.call("summarize_heap_profile", {
      pipeline_name: "../../evil",
      save: true,
    });
    const files = await readdir(outputDir);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/^_.*heap_profile\.pb\.gz$/);
    expect(text).toContain(files[0]);
  } finally {
    await rm(outputDir, { recursive: true });
  }
});
