import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withMembers } from "../../support/derive.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { replayWorld } from "../../support/replay-world.ts";
import {
  type Answer,
  type Response,
  recording,
  resetBeforeHeaders,
  sequence,
} from "../../support/responses.ts";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

/** The statistics of the healthy pipeline 10 s later, with other totals. */
function later(totals: Readonly<Record<string, number>>): Answer {
  return withMembers(recording("worlds/healthy/stats_include_connector_errors"), {
    "global_metrics.uptime_msecs": 10_000_000,
    "global_metrics.total_completed_records": totals["global_metrics.total_processed_records"] ?? 100_000,
    ...totals,
  });
}

async function lookedAtTwice(second: Response, window_secs?: number): Promise<string> {
  const pipeline_name = replayWorld(feldera, "healthy");
  const first = withMembers(recording("worlds/healthy/stats_include_connector_errors"), {
    "global_metrics.uptime_msecs": 9_990_000,
    "global_metrics.total_input_records": 100_000,
    "global_metrics.total_processed_records": 100_000,
    "global_metrics.buffered_input_records": 0,
  });
  const query = { include_connector_errors: "true" };
  feldera.on("GET", `/v0/pipelines/${pipeline_name}/stats`, sequence(first, second), { query });
  const registry = registryOver({ source: { url: feldera.url }, limits: { diagnoseWindowMs: 20 } });
  const args = { pipeline_name, depth: "deep", ...(window_secs !== undefined && { window_secs }) };
  const { text } = await registry.call("diagnose_pipeline", args);
  return text;
}

describe("a deep diagnosis looks twice", () => {
  test("and tells the rates between its looks", async () => {
    const text = await lookedAtTwice(
      later({
        "global_metrics.total_input_records": 130_000,
        "global_metrics.total_processed_records": 130_000,
        "global_metrics.buffered_input_records": 0,
      }),
    );
    expect(text).toContain(
      "Keeps up: yes, entries.entries_gen sets the pace: 0 records wait at its inputs, 3,000 records/s in, 3,000 records/s processed over the last 10 s.",
    );
  });

  test("and sees that queues fill, though none is at its limit", async () => {
    const text = await lookedAtTwice(
      later({
        "global_metrics.total_input_records": 130_000,
        "global_metrics.total_processed_records": 110_000,
        "global_metrics.buffered_input_records": 20_000,
      }),
    );
    expect(text).toContain(
      "Keeps up: no, more comes in than is processed (input/falling-behind): 20,000 records wait at its inputs, 3,000 records/s in, 1,000 records/s processed over the last 10 s.",
    );
    expect(text).toMatch(/^1\. WARNING input\/falling-behind: .* grew by 20,000 to 20,000 records/m);
  });

  test("at the circuit between two samples of the statistics, and at the heap last", async () => {
    await lookedAtTwice(later({}));
    const order = feldera.requests.map(({ path }) => path.split("/").at(-1) ?? "");
    const looks = order.filter((path) => ["stats", "circuit_json_profile", "heap_profile"].includes(path));
    expect(looks.toSorted()).toEqual([
      "circuit_json_profile",
      "circuit_json_profile",
      "heap_profile",
      "stats",
      "stats",
    ]);
    expect(looks.slice(-3)).toEqual(["circuit_json_profile", "stats", "heap_profile"]);
  });

  test("once where no time between the looks is wanted", async () => {
    const text = await lookedAtTwice(later({}), 0);
    const asked = feldera.requests.filter(({ path }) => path.endsWith("/stats"));
    expect(asked).toHaveLength(1);
    expect(text).toContain("Keeps up: yes");
  });

  test("and what it saw first stands, where the second look fails", async () => {
    const text = await lookedAtTwice(resetBeforeHeaders());
    expect(text).toContain("Keeps up: yes");
    expect(text).not.toContain("Not checked: stats");
  });

  test("and asks for the compiler's graph once, which does not change in between", async () => {
    await lookedAtTwice(later({}));
    const asked = feldera.requests.filter(({ path }) => path.endsWith("/dataflow_graph"));
    expect(asked).toHaveLength(1);
  });
});
