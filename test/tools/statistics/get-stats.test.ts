import { describe, expect, test } from "vitest";
import { withJson, withMembers } from "../../support/derive.ts";
import { askBundle, askLoopback } from "../../support/golden.ts";
import { empty, json, recording, sequence, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { badRows, replayAll, troubled } from "../../support/worlds.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "../errors/error-of.ts";

const WORLDS = ["slow_sink", "stuck_transaction", "healthy", "late_rows", "injection", "secrets"] as const;
const STATS = `${AT_PAYMENTS}/stats`;

describe("get_stats", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    replayAll(world);
    badRows(world);
  });

  test.each(WORLDS)("tells of the pipeline in %s what stands out", (world) => {
    const pipeline_name = troubled(feldera(), world);
    return golden(`get_stats-${world}`, "get_stats", { pipeline_name });
  });

  test("names the slow sink and how long it has stalled the pipeline in the second line", async () => {
    const pipeline_name = troubled(feldera(), "slow_sink");
    const [, second] = (await ask("get_stats", { pipeline_name })).split("\n");
    expect(second).toMatch(
      /^- ERROR output\/slow-sink: the sink of price_feed\.partner_feed .* for 40\.1 s$/,
    );
  });

  test("names the open transaction and who began it in the second line", async () => {
    const pipeline_name = troubled(feldera(), "stuck_transaction");
    const [, second] = (await ask("get_stats", { pipeline_name })).split("\n");
    expect(second).toContain("a transaction has been open for 2 min 28 s, begun by the API");
  });

  test("tells averages since the start where one sample is wanted, and asks once", async () => {
    await golden("get_stats-payments", "get_stats", { ...PAYMENTS, window_secs: 0 });
    const asked = feldera().requests.filter(({ path }) => path === STATS);
    expect(asked.map(({ query }) => query)).toEqual([{ include_connector_errors: "true" }]);
  });

  test("tells rates between two samples and a commit under way", () => {
    feldera().on("GET", STATS, sequence(recording("stats_2"), recording("stats_3")));
    return golden("get_stats-payments-two-samples", "get_stats", PAYMENTS);
  });

  test("waits as long between the samples as was asked for", async () => {
    await ask("get_stats", PAYMENTS);
    const [first, second] = feldera().requests.filter(({ path }) => path === STATS);
    const waitedMs = (second?.receivedAtMs ?? 0) - (first?.receivedAtMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(990);
  });

  test("of a process that restarted between the samples gives no rates", async () => {
    feldera().on("GET", STATS, sequence(recording("stats_2"), recording("opt_stats_1")));
    expect(await ask("get_stats", PAYMENTS)).toContain(
      "Rates: not known, since the process restarted between the two samples.",
    );
  });

  test("keeps the first sample where the second fails, and says so", async () => {
    feldera().on("GET", STATS, sequence(recording("stats_2"), synthetic("initializing")));
    const answer = await ask("get_stats", PAYMENTS);
    expect(answer).toContain("The second sample could not be taken: 503 Initializing: ");
    expect(answer).toContain("since the start, from one sample");
  });

  test("says what was not checked where the pipeline's record cannot be read", async () => {
    feldera().on("GET", AT_PAYMENTS, recording("auth_readkey_start"), { query: { selector: "all" } });
    const answer = await ask("get_stats", { ...PAYMENTS, window_secs: 0 });
    expect(answer).toContain(
      "Declared connectors and configured limits were not checked: 403 InsufficientPermissions: ",
    );
    expect(answer).toContain(
      "of 22.4 GiB (as the process measures it; what is configured is not known); pressure low",
    );
    expect(answer).not.toContain("none is configured");
  });

  test("says where the memory limit is not known, or is only what is configured", async () => {
    feldera().on("GET", `${AT_PAYMENTS}/metrics`, empty(404), { query: { format: "json" } });
    const answer = await ask("get_stats", { ...PAYMENTS, window_secs: 0 });
    expect(answer).toContain("pressure low, limit not known");
    expect(answer).toContain("The metrics, which tell the memory limit that holds, were not read: ");
    const pipeline_name = troubled(feldera(), "healthy");
    feldera().on("GET", `/v0/pipelines/${pipeline_name}/metrics`, empty(404), { query: { format: "json" } });
    expect(await ask("get_stats", { pipeline_name })).toContain(
      "of 1,500 MB (max_rss_mb 1500; what the process itself measures is not known); pressure low",
    );
  });

  test("tells what is left of the disk", async () => {
    const stats = withMembers(recording("stats_1"), {
      "global_metrics.disk_total_bytes": 100_000_000_000,
      "global_metrics.disk_available_bytes": 40_000_000_000,
    });
    feldera().on("GET", STATS, stats);
    const answer = await ask("get_stats", { ...PAYMENTS, window_secs: 0 });
    expect(answer).toContain("of its disk 37.3 GiB of 93.1 GiB are left (60 % full)");
  });

  test("tells failing connectors, health, pressure, bootstrap and a resumed process", () => {
    feldera().on("GET", STATS, synthetic("stats_connectors_failing"));
    return golden("get_stats-connectors-failing", "get_stats", { ...PAYMENTS, window_secs: 0 });
  });

  test("of a paused pipeline without connectors says so", () => {
    feldera().on("GET", "/v0/pipelines/idle/stats", recording("paused_stats"));
    return golden("get_stats-idle-paused", "get_stats", { pipeline_name: "idle", window_secs: 0 });
  });

  test("of a pipeline that was fed by HTTP tells the errors of that", () => {
    feldera().on("GET", "/v0/pipelines/idle/stats", recording("idle_stats_after_errors"));
    return golden("get_stats-idle-after-errors", "get_stats", { pipeline_name: "idle", window_secs: 0 });
  });

  test("tells parse errors, the end of input, and what was not checked", () =>
    golden("get_stats-bad_rows", "get_stats", { pipeline_name: "bad_rows", window_secs: 0 }));

  test("of a runtime that tells little says not reported, and neither none nor zero", async () => {
    feldera().on("GET", STATS, json(200, { global_metrics: { state: "Running" } }));
    const answer = await ask("get_stats", { ...PAYMENTS, window_secs: 0 });
    expect(answer).toContain("Transaction: not reported. Bootstrap: not reported.");
    expect(answer).toContain("whether anything rules them out is not reported");
    expect(answer).toContain("The statistics do not list any connectors, inputs or outputs");
    expect(answer).not.toMatch(/\b0 (?:records|processed)|declared, but/);
  });

  test("five hundred connectors give way to the budget, those in trouble last", async () => {
    const inputs = Array.from({ length: 500 }, (_, i) => ({
      endpoint_name: `t.c${i}`,
      metrics: { total_records: 1, num_parse_errors: i === 499 ? 1 : 0 },
    }));
    feldera().on("GET", STATS, withJson(recording("stats_1"), { inputs, outputs: [] }));
    const answer = await ask("get_stats", { ...PAYMENTS, window_secs: 0 });
    expect(answer).toContain("- input t.c499: PARSE ERRORS");
    expect(answer).toMatch(/\[\d+ of 505 connectors left out to keep within max_tokens 4000/);
  });
});

describe("get_stats offline", () => {
  const { golden } = askBundle("support_bundle.body");

  test("answers from stats.json with averages, whatever window was asked for", () =>
    golden("offline-payments-get_stats", "get_stats", { pipeline_name: "payments", window_secs: 10 }));
});

describe("get_stats fails with an explanation", () => {
  test.each([
    ["an empty 404", empty(404), "runtime seems older than this endpoint"],
    ["a body that is no JSON", text(200, '{"global_metrics":', "application/json"), "JSON"],
    ["a body of another shape", json(200, []), "shape"],
  ])("at %s", async (_, answer, words) => {
    expect(await errorOf("get_stats", PAYMENTS, (feldera) => feldera.on("GET", STATS, answer))).toContain(
      words,
    );
  });

  test("at a pipeline that is not deployed", async () => {
    expect(await errorOf("get_stats", { pipeline_name: "idle" })).toContain("PipelineInteractionNotDeployed");
  });
});
