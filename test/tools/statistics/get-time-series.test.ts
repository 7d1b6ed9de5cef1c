import { describe, expect, test } from "vitest";
import { askLoopback } from "../../support/golden.ts";
import { empty, json, recording, recordingPath, text } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";
import { errorOf, PAYMENTS } from "../errors/error-of.ts";

const PATH = "/v0/pipelines/payments/time_series";

/** Pipelines of other worlds, by their time series. */
const OTHERS = { slow_sink: "export_feed", injection: "support_tickets", stuck_transaction: "bulk_load" };

describe("get_time_series", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    replayAll(world);
    for (const [folder, pipeline] of Object.entries(OTHERS)) {
      world.on("GET", `/v0/pipelines/${pipeline}/time_series`, recording(`worlds/${folder}/time_series`));
    }
  });

  test("tells throughput, memory and storage of a pipeline that runs", () =>
    golden("get_time_series-payments", "get_time_series", { pipeline_name: "payments" }));

  test("says for how long a stalled pipeline has processed nothing", () =>
    golden("get_time_series-stalled", "get_time_series", { pipeline_name: "export_feed" }));

  test("of a pipeline that has just begun, draws no conclusions", () =>
    golden("get_time_series-just_begun", "get_time_series", { pipeline_name: "support_tickets" }));

  test("of a pipeline that processes while nothing is committed, tells throughput", () =>
    golden("get_time_series-stuck_transaction", "get_time_series", { pipeline_name: "bulk_load" }));

  test("tells a restart, and only what was since", async () => {
    const at = (second: number, r: number) => ({
      t: 1795247200000 + second * 1000,
      r,
      m: 1024 ** 2 * (second < 10 ? 900 : 100),
      s: 0,
    });
    const samples = [
      ...Array.from({ length: 10 }, (_, i) => at(i, 5000 + 100 * i)),
      ...Array.from({ length: 10 }, (_, i) => at(10 + i, 10 * i)),
    ];
    feldera().on("GET", PATH, json(200, { now: 1795247219500, samples }));
    const answer = await ask("get_time_series", { pipeline_name: "payments" });
    expect(answer).toContain("payments: 10 records/s on average over 9 s (steady); memory 100 MiB (steady)");
    expect(answer).toContain("the total of processed records fell from 5,900 to 0");
    expect(answer).toContain("Window: 10 of 20 samples over 9 s");
  });

  test("says that there are too few samples", async () => {
    const one = { t: 1795247200000, r: 5, m: 1024, s: 2048 };
    feldera().on("GET", PATH, json(200, { now: 1795247200100, samples: [one] }));
    const answer = await ask("get_time_series", { pipeline_name: "payments" });
    expect(answer).toMatch(
      /^payments: fewer than two samples, so neither throughput nor any trend is known\./,
    );
    expect(answer).toMatch(/^memory \(resident\) +1 KiB .* too few samples/m);
    feldera().on("GET", PATH, json(200, { now: 1795247200100, samples: [] }));
    expect(await ask("get_time_series", { pipeline_name: "payments" })).toBe(
      "payments: no samples, so neither throughput nor memory nor storage is known.",
    );
  });
});

describe("get_time_series fails", () => {
  test("for a pipeline that is not deployed", async () => {
    expect(await errorOf("get_time_series", { pipeline_name: "idle" })).toMatch(
      /503 PipelineInteractionNotDeployed.*\(GET \/v0\/pipelines\/{pipeline_name}\/time_series\)/,
    );
  });

  test("for a runtime from before the endpoint", async () => {
    const error = await errorOf("get_time_series", PAYMENTS, (feldera) =>
      feldera.on("GET", PATH, empty(404)),
    );
    expect(error).toMatch(
      /^The pipeline's runtime seems older than this endpoint, which came with Feldera 0\.128/,
    );
  });

  test.each([
    ["no JSON", text(200, '{"now":', "application/json"), "The answer is not valid JSON."],
    [
      "another shape",
      json(200, { now: 1 }),
      "The answer does not have the shape that Feldera's API gives it.",
    ],
    ["an empty body", empty(200), "The answer is not valid JSON."],
  ])("where the body is %s", async (_, answer, message) => {
    const error = await errorOf("get_time_series", PAYMENTS, (feldera) => feldera.on("GET", PATH, answer));
    expect(error.split("\n")[0]).toBe(message);
  });

  test("offline, since a support bundle holds none", async () => {
    const source = { bundle: recordingPath("support_bundle.body") };
    expect(await errorOf("get_time_series", PAYMENTS, undefined, { source })).toContain(
      "a support bundle holds no time series",
    );
  });
});
