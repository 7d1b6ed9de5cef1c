import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Limits } from "../../src/config/limits.ts";
import { withMembers } from "../support/derive.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { serveLog } from "../support/managed-log.ts";
import { registryOver } from "../support/registry.ts";
import { replayWorld } from "../support/replay-world.ts";
import { json, recording } from "../support/responses.ts";
import { asVersion } from "../support/versions/as-version.ts";
import { VERSIONS } from "../support/versions/version.ts";
import { rustError } from "../support/worlds.ts";
import { type Variant, variantOf } from "./variant.ts";

let recorded: LoopbackFeldera;
let today: LoopbackFeldera;

beforeEach(async () => {
  recorded = await startLoopbackFeldera();
  today = asVersion(recorded, VERSIONS["0.375"]);
});

afterEach(() => recorded.close());

async function ask(
  tool: string,
  args: Readonly<Record<string, unknown>>,
  limits: Partial<Limits> = {},
): Promise<string> {
  return (await registryOver({ source: { url: recorded.url }, limits }).call(tool, args)).text;
}

const askToday = (tool: string, world: string, variant: Variant, args = {}) =>
  ask(tool, { pipeline_name: variantOf(today, world, variant), ...args });

describe("what Feldera changed up to 0.375 is told for what it is:", () => {
  test("sizes have other names since 0.367, and durations since 0.366", async () => {
    const variant = {
      pipeline: { "runtime_config.resources.storage_mb_max": 10_000 },
      stats: { "global_metrics.storage_bytes": 9_800_000_000 },
    };
    const answer = await askToday("diagnose_pipeline", "healthy", variant);
    expect(answer).toMatch(/storage\/nearly-full: storage holds 9\.13 GiB of 9\.31 GiB/);
    expect(answer).toContain("storage_max");
    const stats = await askToday("get_stats", "healthy", variant);
    expect(stats).not.toContain("no limit is configured");
  });

  test("a running pipeline can be resized since 0.367, and has other resources than are configured", async () => {
    const resources = { memory_max: "24G", cpu_cores_max: 8 };
    const variant = {
      pipeline: {
        "runtime_config.resources.memory_mb_max": 16_000,
        deployment_config: { resources },
        "deployment_runtime_status_details.memory_max": "24G",
      },
    };
    const config = await askToday("get_pipeline", "slow_sink", variant, { section: "config" });
    expect(config).toMatch(/resources\.memory_max is 24G now, and 16000M in runtime_config/);
    const stats = await askToday("get_stats", "slow_sink", { ...variant, max_rss_bytes: 22_800_000_000 });
    expect(stats).toContain("memory_max 24G, less what is set aside for ad-hoc queries");
    const asConfigured = await askToday("get_pipeline", "slow_sink", {}, { section: "config" });
    expect(asConfigured).not.toMatch(/deployment_config|is .* now/);
  });

  test("rustc's errors stand in messages since 0.363", async () => {
    rustError(today);
    const answer = await ask("get_pipeline", { pipeline_name: "rust_error", section: "errors" });
    expect(answer).toContain("error[E0308]: mismatched types");
  });

  test("an output can be paused since 0.340, and throws its rows away", async () => {
    const answer = await askToday("diagnose_pipeline", "healthy", { stats: { "outputs.0.paused": true } });
    expect(answer).toMatch(/1\. ERROR output\/paused: the output balances\.balances_out is paused/);
  });

  test("a log that is asked not to be followed ends by itself since 0.370", async () => {
    const answer = await askToday("get_pipeline_logs", "healthy", {});
    expect(recorded.requests.map(({ target }) => target)).toContain("/v0/pipelines/ledger/logs?follow=false");
    expect(answer).not.toMatch(/time limit|cut short/);
  });

  test.each(["0.337", "0.370"] as const)(
    "a log that never falls silent comes back bounded from a manager of %s, and counts in a diagnosis",
    async (manager) => {
      const pipeline_name = replayWorld(recorded, "healthy");
      const panic =
        "thread 'entries.lake-delta-input' (7) panicked at reader.rs:5:7:\nthe footer is too long";
      const written = recording("worlds/healthy/logs").body.toString().trimEnd();
      const log = serveLog(recorded, `/v0/pipelines/${pipeline_name}/logs`, manager, [
        ...written.split("\n"),
        ...panic.split("\n"),
      ]);
      const timer = setInterval(() => log.append("one more"), 50);
      onTestFinished(() => clearInterval(timer));
      const answer = await ask("diagnose_pipeline", { pipeline_name }, { logReadMs: 400 });
      expect(answer).toMatch(/the connector entries\.lake\S* .*panicked/);
      expect(/cut short by this server's time limit/.test(answer)).toBe(manager === "0.337");
      const alone = await ask("get_pipeline_logs", { pipeline_name }, { logReadMs: 400 });
      expect(/until the time limit: it had not fallen silent/.test(alone)).toBe(manager === "0.337");
      expect(alone).toContain("the footer is too long");
    },
  );

  test("a bucket of checkpoints has one owner since 0.357, and copies of another pipeline fail", async () => {
    const status = (error: string) => ({
      responses: { "checkpoint/sync_status": json(200, { failure: { uuid: null, error } }) },
    });
    const other = "refusing to push: owner.json names pipeline 01a1fd0d";
    expect(await askToday("get_checkpoint_status", "healthy", status(other))).toContain(
      "The bucket belongs to another pipeline (its owner.json says which)",
    );
    expect(await askToday("get_checkpoint_status", "healthy", status("403 Forbidden"))).not.toContain(
      "belongs to another",
    );
  });

  test("memory pressure is measured without any setting since 0.326", async () => {
    const answer = await askToday("diagnose_pipeline", "slow_sink", {});
    expect(answer).toMatch(
      /Grows: .*of the 22\.4 GiB of its container or machine.*For information: no memory limit is configured \(/s,
    );
    expect(answer).not.toContain("stays low");
  });

  test("a circuit's wait has its reasons since 0.354", async () => {
    const answer = await askToday("summarize_circuit_profile", "skewed_join", {});
    expect(answer).toMatch(/waiting within a step [^;]*, of it [^;]*for other workers/);
  });

  test("a circuit's wait for the network between hosts is told as one since 0.354", async () => {
    const split = (network: number) => {
      const root = (metric: string, seconds: number) => ({ node: "n", metric, byWorker: [seconds, seconds] });
      const circuit = [
        root("circuit_runtime_seconds", 50),
        root("circuit_wait_time_seconds", 9),
        { ...root("circuit_wait_by_reason_seconds", network), label: ["reason", "network"] as const },
      ];
      return askToday("diagnose_pipeline", "skewed_join", { circuit }, { depth: "deep", window_secs: 0 });
    };
    expect(await split(9)).toContain("engine/slow-network");
    expect(await split(1)).not.toContain("engine/slow-network");
  });

  test("an operator's metrics of lazy updates are told since 0.366 with what they mean", async () => {
    const operator = (metrics: readonly string[]) => {
      const circuit = metrics.map((metric) => ({ node: "nn22", metric, byWorker: [3, 0] }));
      return askToday("summarize_circuit_profile", "healthy", { circuit }, { operator: "nn22" });
    };
    const answer = await operator(["conflicting_updates_count", "unread_updates_count"]);
    expect(answer).toMatch(/^conflicting_updates_count: updates of a key that another host updated/m);
    expect(answer).toMatch(/^unread_updates_count: keys that were written once in a transaction/m);
    expect(await operator([])).not.toMatch(/^\w+_count: /m);
  });

  test("a stale report of health is told since 0.352", async () => {
    replayWorld(today, "healthy");
    const stale = { all_healthy: false, stale: true, stale_after_seconds: 90 };
    today.on("GET", "/v0/cluster_healthz", withMembers(recording("cluster_healthz"), stale));
    expect(await ask("get_cluster_health", {})).toMatch(/^How Feldera's services are is not known/);
  });

  test("the disk is told since 0.350", async () => {
    const stats = {
      "global_metrics.disk_total_bytes": 100_000_000_000,
      "global_metrics.disk_available_bytes": 5_000_000_000,
    };
    const answer = await askToday("diagnose_pipeline", "healthy", { stats });
    expect(answer).toMatch(/WARNING|ERROR/);
    expect(answer).toContain("the disk that holds its storage is nearly full");
  });

  test("connectors have another crate since 0.370, and own the same memory", async () => {
    const heap = async (feldera: LoopbackFeldera) => {
      const answer = await ask("summarize_heap_profile", { pipeline_name: replayWorld(feldera, "healthy") });
      return answer.replaceAll("dbsp_connectors", "dbsp_adapters").replace(/heap-[0-9a-f]+/g, "heap-ID");
    };
    const before = await heap(recorded);
    recorded.reset();
    expect(await heap(today)).toBe(before);
  });

  const GEN_2 = {
    pipeline: { "program_config.runtime_version": "gen2" },
    stats: { "global_metrics.runtime_version": "gen2" },
    responses: { support_bundle: json(503, { message: "", error_code: "" }) },
  };

  test("the runtime can be another than the platform's, and is told by its process since 0.350", async () => {
    const own = "runtime is|runtime_version|selected-runtime";
    expect(await askToday("get_pipeline", "healthy", GEN_2)).toContain(
      "platform 0.375.0, runtime_version gen2.",
    );
    const stats = await askToday("get_stats", "healthy", GEN_2);
    expect(stats).toContain("Its runtime is gen2, not that of the platform, 0.375.0.");
    expect(await askToday("diagnose_pipeline", "healthy", GEN_2)).toContain(
      "Gen-2 engine (runtime_version gen2)",
    );
    for (const tool of ["get_pipeline", "get_stats", "diagnose_pipeline"]) {
      expect(await askToday(tool, "healthy", {})).not.toMatch(new RegExp(own));
    }
  });

  test.each(["summarize_circuit_profile", "summarize_operators", "get_stats", "diagnose_pipeline"])(
    "%s calls no program unoptimized where the process runs on Gen-2, as it tells since 0.350",
    async (tool) => {
      const of = (runtime_version: string) =>
        askToday(tool, "healthy", { stats: { "global_metrics.runtime_version": runtime_version } });
      expect(await of("gen2:4f1c2d")).not.toContain("without optimisation");
      expect(await of("0.375.0")).toContain("without optimisation");
    },
  );

  test("the Gen-2 engine lacks things since 0.370, which is no question of the edition", async () => {
    const pipeline_name = replayWorld(today, "healthy");
    const body = { message: "not implemented in this runtime", error_code: "NotImplemented", details: null };
    today.on("GET", `/v0/pipelines/${pipeline_name}/heap_profile`, json(501, body));
    const answer = await ask("summarize_heap_profile", { pipeline_name });
    expect(answer).toContain("Gen-2 engine lacks");
    expect(answer).not.toContain("enterprise");
  });
});
