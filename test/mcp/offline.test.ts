import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Bundle, openBundle } from "../../src/feldera/bundle/archive.ts";
import { offlineInstructions, offlineOff } from "../../src/mcp/offline.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { registryOver } from "../support/registry.ts";
import { recordingPath } from "../support/responses.ts";
import { zipOf } from "../support/zip.ts";

const folder = mkdtempSync(join(tmpdir(), "feldera-offline-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opened: Bundle[] = [];
afterAll(() => Promise.all(opened.map((bundle) => bundle.close())));

async function open(path: string): Promise<Bundle> {
  const bundle = await openBundle(path, { maxFileBytes: 64 * 2 ** 20, maxEntries: 1000 });
  opened.push(bundle);
  return bundle;
}

function openZip(names: readonly string[]): Promise<Bundle> {
  const path = join(folder, `${opened.length}.zip`);
  writeFileSync(path, zipOf(names.map((name) => ({ name, content: "" }))));
  return open(path);
}

function offeredBy(bundle: Bundle): string[] {
  return TOOLS.filter((tool) => offlineOff(tool, bundle) === undefined).map(({ name }) => name);
}

const AT = "2026-11-21T07-47-46Z";
const OF_BUNDLES = [
  "diagnose_pipeline",
  "list_pipelines",
  "get_pipeline",
  "get_pipeline_logs",
  "list_events",
  "get_event",
  "get_stats",
  "get_connector_stats",
  "get_metrics",
  "list_checkpoints",
  "get_checkpoint_status",
  "summarize_operators",
  "summarize_circuit_profile",
  "summarize_heap_profile",
  "get_cluster_health",
];
/** Tools that need a running Feldera, or a recording that these bundles lack. */
const NOT_OF_BUNDLES = [
  "watch_pipeline",
  "get_time_series",
  "start_samply_profile",
  "summarize_samply_profile",
  "download_support_bundle",
  ...TOOLS.filter(({ toolset }) => toolset !== "debug").map(({ name }) => name),
];

function expectThoseOfBundles(offered: readonly string[]): void {
  expect(offered.filter((name) => OF_BUNDLES.includes(name))).toEqual(OF_BUNDLES);
  expect(offered.filter((name) => NOT_OF_BUNDLES.includes(name))).toEqual([]);
}

describe("offline, the tools are offered that have something to tell", () => {
  test("of a whole bundle: all that ask nothing of a running Feldera", async () => {
    expectThoseOfBundles(offeredBy(await open(recordingPath("support_bundle.body"))));
  });

  test("of a stopped pipeline's bundle too, since it tells why a file is missing", async () => {
    expectThoseOfBundles(offeredBy(await open(recordingPath("runtime_panic_support_bundle.body"))));
  });

  test.each([
    ["logs.txt", ["diagnose_pipeline", "get_pipeline_logs"]],
    ["stats.json", ["diagnose_pipeline", "get_stats", "get_connector_stats", "get_checkpoint_status"]],
    ["pipeline_config.json", ["diagnose_pipeline", "list_pipelines", "get_pipeline", "list_checkpoints"]],
    ["heap_profile.pb.gz", ["diagnose_pipeline", "summarize_heap_profile"]],
    ["samply_profile.json.gz", ["summarize_samply_profile"]],
  ])("of a bundle with %s alone: those that read it", async (file, tools) => {
    expect(offeredBy(await openZip([`${AT}/${file}`])).toSorted()).toEqual(tools.toSorted());
  });

  test("of a file that one collection of several holds", async () => {
    const bundle = await openZip([`${AT}/logs.txt`, "2026-11-21T07-37-46Z/metrics.txt"]);
    expect(offeredBy(bundle)).toEqual(["diagnose_pipeline", "get_pipeline_logs", "get_metrics"]);
  });

  test.each([
    ["heap_profile_1.body", "summarize_heap_profile", []],
    ["samply_get_paused_1s.body", "summarize_samply_profile", []],
    ["circuit_json_profile.body", "summarize_circuit_profile", ["summarize_operators"]],
  ])("of the single profile %s: what reads it, which every other names", async (file, reader, others) => {
    const bundle = await open(recordingPath(file));
    const offered = [reader, ...others];
    expect(new Set(offeredBy(bundle))).toEqual(new Set(offered));
    for (const tool of TOOLS.filter(({ name }) => !offered.includes(name))) {
      expect(String(offlineOff(tool, bundle)?.remedy)).toBe(`${reader} {"pipeline_name":"any"} reads it.`);
    }
  });

  test("of a bundle without any collection: all, and each says so", async () => {
    expect(offeredBy(await open(recordingPath("support_bundle_never_collected.body")))).toHaveLength(
      TOOLS.length,
    );
  });

  test("any other says why, and what it needs", async () => {
    const bundle = await open(recordingPath("support_bundle.body"));
    const said = (name: string) => {
      const tool = TOOLS.find((one) => one.name === name);
      const off = tool && offlineOff(tool, bundle);
      return `${off?.why} ${off?.remedy}`;
    };
    expect(said("get_time_series")).toBe(
      'get_time_series has nothing to tell of the support bundle that this server reads: "a support bundle holds no time series; get_stats has totals since the start". It needs a server that asks a running Feldera (FELDERA_HOST, without --bundle).',
    );
    expect(said("summarize_samply_profile")).toMatch(
      /holds no samply_profile\.json\.gz". .*, or a bundle that holds it\.$/,
    );
    expect(said("stop_pipeline")).toContain("nothing can be controlled offline");
    expect(said("watch_pipeline")).toContain("this server reads: it tells what happens while it is called.");
    for (const name of NOT_OF_BUNDLES) expect(said(name)).not.toContain('""');
  });
});

describe("offline, the instructions", () => {
  test("say that a snapshot is read, of which pipeline and moment, within what clients keep", async () => {
    const text = offlineInstructions(await open(recordingPath("support_bundle.body")));
    expect(text).toContain("This server is offline: it reads a snapshot, not a running Feldera");
    expect(text).toContain("of the pipeline payments, with one collection, of 2026-11-21 07:47 UTC.");
    expect(text).toContain('diagnose_pipeline {"pipeline_name":"payments","depth":"deep"}');
    expect(text).not.toContain("the argument collection");
    expect(text.length).toBeLessThan(2048);
  });

  test("tell of older collections where there are some, and how to learn a name that the bundle does not tell", async () => {
    const text = offlineInstructions(await openZip([`${AT}/logs.txt`, "2026-11-21T07-37-46Z/logs.txt"]));
    expect(text).toContain("with 2 collections, the newest of 2026-11-21 07:47 UTC");
    expect(text).toContain("the argument collection takes 1");
    expect(text).toContain("list_pipelines {} tells the pipeline's name");
  });

  test("of a single profile name the one call", async () => {
    const text = offlineInstructions(await open(recordingPath("heap_profile_1.body")));
    expect(text).toContain(
      "it reads one file, heap_profile_1.body, a profile in pprof's format, and nothing else",
    );
    expect(text).toContain('Call summarize_heap_profile {"pipeline_name":"any"}');
    expect(text.length).toBeLessThan(2048);
  });
});

describe("every answer from a bundle", () => {
  const registry = registryOver({ source: { bundle: recordingPath("support_bundle.body") } });
  const pipeline_name = "payments";

  test.each([
    ["diagnose_pipeline", { pipeline_name }],
    ["list_pipelines", {}],
    ["get_pipeline", { pipeline_name }],
    ["get_pipeline_logs", { pipeline_name }],
    ["list_events", { pipeline_name }],
    ["get_event", { pipeline_name, event_id: "latest" }],
    ["get_stats", { pipeline_name }],
    ["get_connector_stats", { pipeline_name, table_name: "customers", connector_name: "customers_gen" }],
    ["get_metrics", { pipeline_name }],
    ["list_checkpoints", { pipeline_name }],
    ["get_checkpoint_status", { pipeline_name }],
    ["summarize_circuit_profile", { pipeline_name }],
    ["summarize_heap_profile", { pipeline_name }],
    ["get_cluster_health", {}],
  ])("of %s ends with its moment and age", async (tool, args) => {
    for (const max_tokens of [400, 4000]) {
      const { text, isError } = await registry.call(tool, { ...args, max_tokens });
      expect(isError, text).toBe(false);
      expect(text.split("\n").at(-1)).toBe(
        "As of 2026-11-21 07:47 UTC, 7 days ago: collection 0 of 1 in support_bundle.body, not the pipeline as it is now.",
      );
    }
  });
});
