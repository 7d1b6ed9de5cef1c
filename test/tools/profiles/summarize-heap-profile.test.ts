import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nameId } from "../../../src/analysis/names/name-id.ts";
import type { Registry } from "../../../src/mcp/registry.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { bytes, gzippedZeros, recording, recordingPath } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";
import { zipOf } from "../../support/zip.ts";
import { pprofGolden } from "../../text/heap/pprof-goldens.ts";

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

function profileIdIn(text: string): string {
  return /profile_id (heap-[0-9a-f]{8})/.exec(text)?.[1] ?? "";
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
      const sites = fenced(text).filter((line) => line.startsWith("  "));
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
    await expect(text).toMatchFileSnapshot("../../goldens/tools/summarize_heap_profile-sites.txt");
  });

  test("sets the profiler's own memory apart, in a second profile", async () => {
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_2"));
    expect((await summarize({ limit: 3 })).text).toMatch(/^54\.4 MiB \(11\.7 %, 11\) heap profiler/m);
  });

  test("tells each part of it once, and who calls a site where one is looked at", async () => {
    const callers = "< VecIndexedWSetBuilder::with_capacity_in_location < Merge::new";
    const { text } = await summarize();
    expect(text.match(/9\.31 MiB/g)).toHaveLength(2);
    expect(text).not.toContain(callers);
    expect((await summarize({ focus: "RawVec::realloc" })).text).toContain(callers);
  });

  test("says how much focus leaves out", async () => {
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_2"));
    const { text } = await summarize({ focus: "JsonParser", limit: 3 });
    expect(text).toMatch(/left out by focus and ignore [\d.]+ MiB \([\d.]+ %\)/);
  });
});

describe("pprof's views", () => {
  test.each([
    ["heap_profile_1", "flat-10", { view: "top", limit: 10 }],
    ["heap_profile_2", "cum-40", { view: "top", sort: "cum", limit: 40 }],
    ["opt_heap_profile_1", "cum-40", { view: "top", sort: "cum", limit: 40 }],
    ["minimal-heap_final", "lines", { view: "top", sort: "cum", limit: 40, granularity: "lines" }],
    ["paused_heap_profile", "tree-files", { view: "tree", granularity: "files" }],
    ["paused_heap_profile", "tree-show", { view: "tree", sort: "cum", limit: 15, show: "^<?(dbsp|feldera)" }],
    ["heap_profile_2", "peek-files", { view: "peek", peek: "\\[", granularity: "files" }],
  ] as const)("of %s, %s: the table is pprof's own, to the byte", async (name, title, args) => {
    const file = name.replace(/^minimal-(.*)$/, "minimal/$1.pb.gz");
    const body = file === name ? recording(name) : bytes(200, readFileSync(recordingPath(file)), {});
    feldera.on("GET", `${AT}/heap_profile`, body);
    const { text } = await summarize({ ...args, max_tokens: 10_000 });
    expect(`${fenced(text).join("\n")}\n`).toBe(pprofGolden(name, title));
  });

  test.each([
    ["base", "base-tree", { view: "tree", sort: "cum", limit: 15 }],
    ["diff_base", "diff-base-tree", { view: "tree", sort: "cum", limit: 15, baseline_kind: "diff_base" }],
  ])("less an earlier profile, as by -%s, too", async (_, title, args) => {
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_1"));
    const baseline = profileIdIn((await summarize({ limit: 1 })).text);
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_2"));
    const { text } = await summarize({ ...args, baseline, max_tokens: 10_000 });
    expect(`${fenced(text).join("\n")}\n`).toBe(pprofGolden("heap_profile_2-less-heap_profile_1", title));
  });

  test.each([
    ["top", { view: "top", sort: "cum", limit: 8, focus: "Merge" }],
    ["top-flat", { view: "top", limit: 3 }],
    ["tree", { view: "tree", sort: "cum", limit: 3, show: "dbsp::" }],
    ["peek", { view: "peek", peek: "RawVec::realloc" }],
    ["peek-nothing", { view: "peek", peek: "no such function" }],
    ["focus-nothing", { view: "top", focus: "no such function" }],
  ])("%s reads well", async (name, args) => {
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_2"));
    const { text } = await summarize(args);
    await expect(text).toMatchFileSnapshot(`../../goldens/tools/summarize_heap_profile-${name}.txt`);
  });

  test("cut rows from the end where the budget ends, and say so after the table", async () => {
    const whole = fenced((await summarize({ view: "top", sort: "cum", limit: 60, max_tokens: 10_000 })).text);
    const { text } = await summarize({ view: "top", sort: "cum", limit: 60, max_tokens: 600 });
    const shown = fenced(text);
    expect(shown.length).toBeLessThan(whole.length);
    expect(whole.slice(0, shown.length)).toEqual(shown);
    expect(text).toMatch(/0badf00d>>\n\[\d+ of 60 rows left out.*max_tokens 600/);
  });
});

describe("an earlier profile", () => {
  test("is looked at again without being fetched", async () => {
    const profile_id = profileIdIn((await summarize({ limit: 1 })).text);
    const first = (await summarize({ view: "tree", profile_id })).text;
    expect(feldera.requests.filter(({ path }) => path === `${AT}/heap_profile`)).toHaveLength(1);
    expect((await summarize({ view: "tree" })).text).toBe(first);
  });

  test("of another pipeline is not taken for one of this", async () => {
    const profile_id = profileIdIn((await summarize({ limit: 1 })).text);
    const { text, isError } = await summarize({ pipeline_name: "idle", profile_id });
    expect(isError).toBe(true);
    expect(text).toContain(`${profile_id} is a profile of payments, not of idle.`);
  });

  test("that is not kept is said to be so, with what is and how to make one", async () => {
    const kept = profileIdIn((await summarize({ limit: 1 })).text);
    expect(await summarize({ baseline: "heap-00000000" })).toEqual({
      isError: true,
      text: [
        "There is no heap profile heap-00000000: the last 8 profiles are kept, 256 MiB in all, while this server runs.",
        `summarize_heap_profile fetches one of now, or, from the same collection of a support bundle, the same one again. Kept are ${kept} (payments).`,
      ].join("\n"),
    });
  });

  test.each([
    ["with a letter that no id has", (id: string) => `${id}x`],
    ["without its hyphen", (id: string) => id.replace("-", "_")],
    ["in capitals", (id: string) => id.toUpperCase()],
  ])("as a baseline %s is not kept, and those that are stand beside it", async (_, misspelt) => {
    const kept = profileIdIn((await summarize({ limit: 1 })).text);
    const { isError, text } = await summarize({ baseline: misspelt(kept) });
    expect(isError).toBe(true);
    expect(text).toContain(`There is no heap profile ${misspelt(kept)}: `);
    expect(text).toContain(`Kept are ${kept} (payments).`);
  });

  test("too large to be kept has no id, which is said", async () => {
    registry = registryOver({ source: { url: feldera.url }, limits: { keptProfileBytes: 1000 } });
    const { text, isError } = await summarize({ view: "top" });
    expect(isError).toBe(false);
    expect(text).toContain("too large to be kept: it has no profile_id");
  });
});

describe("a baseline", () => {
  async function compared(args: Record<string, unknown>) {
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_1"));
    const baseline = profileIdIn((await summarize({ limit: 1 })).text);
    feldera.on("GET", `${AT}/heap_profile`, recording("heap_profile_2"));
    return (await summarize({ ...args, baseline })).text;
  }

  test.each([
    ["sites", { limit: 4 }],
    ["base", { view: "top", sort: "cum", limit: 6 }],
    ["diff_base", { view: "top", sort: "cum", limit: 6, baseline_kind: "diff_base" }],
  ])("in %s reads well", async (name, args) => {
    await expect(await compared(args)).toMatchFileSnapshot(
      `../../goldens/tools/summarize_heap_profile-less-${name}.txt`,
    );
  });

  test("that is the profile itself leaves nothing", async () => {
    const baseline = profileIdIn((await summarize({ limit: 1 })).text);
    expect((await summarize({ baseline })).text).toContain("Nothing changed.");
    for (const view of ["top", "tree"]) {
      expect((await summarize({ view, baseline })).text).toContain("0 of 0 functions.");
    }
  });

  test("may be a collection of the bundle that the server reads", async () => {
    const folder = await mkdtemp(join(tmpdir(), "feldera-mcp-test-"));
    try {
      const bundle = join(folder, "bundle.zip");
      const profiles = ["heap_profile_2.body", "heap_profile_1.body", "stats_1.body"].map((file, age) => ({
        name: `2026-11-21T07-4${8 - age}-50.000000000Z/heap_profile.pb.gz`,
        content: readFileSync(recordingPath(file)),
      }));
      const damage = { name: "2026-11-21T07-00-50Z/heap_profile.pb.gz", content: "no profile" };
      await writeFile(bundle, zipOf([...profiles, damage]));
      registry = registryOver({ source: { bundle } });
      const args = { view: "tree", sort: "cum", limit: 15, max_tokens: 10_000 };
      const { text } = await summarize({ ...args, baseline: "1" });
      const golden = pprofGolden("heap_profile_2-less-heap_profile_1", "base-tree");
      expect(`${fenced(text).join("\n")}\n`).toBe(golden);
      expect(text).toContain(", baseline 1.");

      const other = await summarize({ ...args, baseline: "2" });
      expect(other).toMatchObject({
        isError: true,
        text: expect.stringContaining("What should be the baseline, a heap profile (pprof), is the answer"),
      });
      const damaged = await summarize({ ...args, baseline: "3" });
      expect(damaged).toMatchObject({
        isError: true,
        text: expect.stringContaining("the baseline's byte 0"),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("of a live Feldera is a profile_id, not a collection", async () => {
    const { text, isError } = await summarize({ baseline: "1" });
    expect(isError).toBe(true);
    expect(text).toContain("A live Feldera is read here");
  });
});

describe("a name's id", () => {
  test("gives the whole name, and nothing else", async () => {
    const every = await summarize({ sort: "cum", limit: 1000, max_tokens: 10_000 });
    const [, id] = every.text.match(/ (f[0-9a-f]{7})\n/) ?? [];
    expect(id).toBeDefined();
    const { text } = await summarize({ name: id });
    const [name = "", ...others] = fenced(text);
    expect(others).toEqual([]);
    expect(nameId(name)).toBe(id);
  });

  test("that no function has is said so", async () => {
    expect((await summarize({ name: "f0000000" })).text).toBe("No function of the profile has this id.");
  });
});

describe("arguments that do not go together are refused", () => {
  test.each([
    [{ hide: "x" }, "hide does not go with view sites.\nIt goes with view top or tree or peek."],
    [{ view: "top", peek: "x" }, "peek does not go with view top.\nIt goes with view peek."],
    [{ view: "peek" }, "View peek needs the argument peek."],
    [{ view: "top", baseline_kind: "base" }, "baseline_kind is given, but no baseline."],
    [{ baseline: "heap-12345678", sort: "cum" }, "sort cum does not go with a baseline in view sites."],
  ])("%j", async (args, message) => {
    const { text, isError } = await summarize(args);
    expect(isError).toBe(true);
    expect(text).toContain(message);
    expect(feldera.requests).toEqual([]);
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
