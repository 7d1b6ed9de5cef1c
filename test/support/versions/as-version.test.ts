import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { decodePprof } from "../../../src/analysis/pprof/format/decode.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../loopback-feldera.ts";
import { replayWorld } from "../replay-world.ts";
import { recording } from "../responses.ts";
import { ask, get, until } from "../wire.ts";
import { unzip } from "../zip.ts";
import { asVersion } from "./as-version.ts";
import { bundleAsVersion } from "./bundle.ts";
import { newRuntimeConfig } from "./settings.ts";
import { VERSIONS } from "./version.ts";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

async function bodyOf(path: string): Promise<unknown> {
  return JSON.parse((await get(`${feldera.url}${path}`)).body.toString());
}

describe("settings in the new form", () => {
  test("have a unit of their own, and are left out where nothing is set", () => {
    const config = {
      workers: 2,
      max_rss_mb: 1500,
      datafusion_memory_mb: null,
      resources: { memory_mb_max: 16000, storage_mb_max: null, cpu_cores_max: null },
      storage: { backend: { name: "default" }, cache_mib: 256, min_storage_bytes: 0 },
      fault_tolerance: { model: "none", checkpoint_interval_secs: 60 },
      clock_resolution_usecs: 1_000_000,
      max_buffering_delay_usecs: 50,
      provisioning_timeout_secs: 600,
    };
    expect(newRuntimeConfig(config)).toEqual({
      workers: 2,
      max_rss: "1500M",
      resources: { memory_max: "16000M", cpu_cores_max: null },
      storage: { backend: { name: "default" }, cache_size: "256Mi", min_spill_size: "0B" },
      fault_tolerance: { model: "none", checkpoint_interval: "60s" },
      clock_resolution: "1s",
      max_buffering_delay: "50us",
      provisioning_timeout: "600s",
    });
  });
});

describe("a Feldera of today", () => {
  let at: string;

  beforeEach(() => {
    at = `/v0/pipelines/${replayWorld(asVersion(feldera, VERSIONS["0.375"]), "healthy")}`;
  });

  test("has records with the new names, and pipelines of its own version", async () => {
    const record = await bodyOf(at);
    expect(record).toMatchObject({ platform_version: "0.375.0", runtime_config: { max_rss: "1500M" } });
    expect(record).not.toHaveProperty("runtime_config.max_rss_mb");
    expect(record).toHaveProperty("deployment_config.resources", {
      cpu_cores_min: null,
      cpu_cores_max: null,
      memory_min: null,
      memory_max: null,
    });
    const connector = ["program_info", "input_connectors", "entries.entries_gen"];
    expect(record).not.toHaveProperty([...connector, "max_output_buffer_time_millis"]);
    expect(record).toHaveProperty([...connector, "max_queued_records"], 1_000_000);
  });

  test("tells the disk and its version in the statistics, and of an output whether it is paused", async () => {
    const stats = await bodyOf(`${at}/stats`);
    expect(stats).toMatchObject({
      global_metrics: { disk_total_bytes: 500_000_000_000, runtime_version: "0.375.0", rss_bytes: 145342464 },
      outputs: [{ endpoint_name: "balances.balances_out", paused: false }],
    });
  });

  test("tells of one output as of all whether it is paused", async () => {
    const path = "/v0/pipelines/p/views/v/connectors/c/stats";
    asVersion(feldera, VERSIONS["0.375"]).on("GET", path, recording("connector_stats_view"));
    expect(await bodyOf(path)).toMatchObject({ paused: false });
  });

  test("tells whether its monitoring is stale, and that it runs user-defined functions", async () => {
    expect(await bodyOf("/v0/cluster_healthz")).toMatchObject({ stale: false, all_healthy: true });
    expect(await bodyOf("/v0/config")).toMatchObject({ version: "0.375.0", allow_rust_udfs: true });
    expect(await bodyOf(`${at}/checkpoint/sync_status`)).toMatchObject({ running: [] });
  });

  test("splits each worker's wait by reasons that add up to it", async () => {
    const Duration = z.object({ value: z.object({ secs: z.number(), nanos: z.number() }) });
    const Metric = z.object({ metric_id: z.string(), value: z.unknown() });
    const Profile = z.object({
      worker_profiles: z.array(z.object({ metadata: z.object({ n: z.array(Metric) }) })),
    });
    const { worker_profiles } = Profile.parse(await bodyOf(`${at}/circuit_json_profile`));
    expect(worker_profiles).toHaveLength(2);
    for (const { metadata } of worker_profiles) {
      const nanos = (id: string) =>
        metadata.n
          .filter(({ metric_id }) => metric_id === id)
          .map(({ value }) => Duration.parse(value).value)
          .map(({ secs, nanos }) => secs * 1e9 + nanos);
      const reasons = nanos("circuit_wait_by_reason_seconds");
      expect(reasons).toHaveLength(10);
      expect(reasons.reduce((sum, one) => sum + one, 0)).toBe(nanos("circuit_wait_time_seconds")[0]);
    }
  });

  test("has no dbsp_adapters in its stacks", async () => {
    const { body } = await get(`${feldera.url}${at}/heap_profile`);
    const { graph } = decodePprof(body, { maxInflatedBytes: 1 << 26 });
    const names = graph.functions.map(({ name }) => name).join("\n");
    expect(names).toContain("dbsp_connectors::");
    expect(names).not.toContain("dbsp_adapters");
  });

  test("ends a log that is asked for without follow, and no other", async () => {
    const log = await get(`${feldera.url}${at}/logs?follow=false`);
    expect(log.body.toString()).toContain("Fresh start of pipeline logs");
    const following = ask(feldera.port, `${at}/logs`);
    await until(() => following.seen().includes("Fresh start of pipeline logs"));
    following.socket.destroy();
    await expect(feldera.requests.at(-1)?.ended).resolves.toBe("aborted by client");
  });
});

test("a manager of 0.355 over pipelines of 0.337 differs in what the manager says alone", async () => {
  const at = `/v0/pipelines/${replayWorld(asVersion(feldera, VERSIONS["0.355"]), "healthy")}`;
  expect(await bodyOf("/v0/config")).toMatchObject({ version: "0.355.0" });
  expect(await bodyOf("/v0/config")).not.toHaveProperty("allow_rust_udfs");
  expect(await bodyOf("/v0/cluster_healthz")).toMatchObject({ stale: false });
  expect(await bodyOf(at)).toMatchObject({
    platform_version: "0.337.0",
    runtime_config: { max_rss_mb: 1500 },
  });
  expect(await bodyOf(`${at}/stats`)).not.toHaveProperty("global_metrics.disk_total_bytes");
});

test("a bundle of today has the new names, the disk and the split of waits in its files", () => {
  const files = [...unzip(recording("support_bundle").body)].map(([name, content]) => ({ name, content }));
  const changed = bundleAsVersion(VERSIONS["0.375"], files);
  const contentOf = (file: string) =>
    Buffer.from(changed.find(({ name }) => name.endsWith(`/${file}`))?.content ?? "").toString();
  expect(JSON.parse(contentOf("pipeline_config.json"))).toMatchObject({
    platform_version: "0.375.0",
    runtime_config: { clock_resolution: "1s" },
  });
  expect(JSON.parse(contentOf("system_config.json"))).toMatchObject({ version: "0.375.0" });
  expect(JSON.parse(contentOf("stats.json"))).toHaveProperty("global_metrics.disk_total_bytes");
  expect(contentOf("circuit_profile.json")).toContain("circuit_wait_by_reason_seconds");
  expect(contentOf("logs.txt")).toContain("dbsp_connectors");
  expect(changed.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
});
