import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withMembers } from "../support/derive.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { replayWorld } from "../support/replay-world.ts";
import { type Answer, recording, sequence } from "../support/responses.ts";

let feldera: LoopbackFeldera;
let pipeline_name: string;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  pipeline_name = replayWorld(feldera, "healthy");
});

afterEach(() => feldera.close());

async function watched(args: object): Promise<string> {
  const limits = { watchPollMs: 20 };
  const registry = registryOver({ source: { url: feldera.url }, limits });
  const { text } = await registry.call("watch_pipeline", { pipeline_name, window_secs: 1, ...args });
  return text;
}

function serveStatus(...answers: [Answer, ...Answer[]]): void {
  const path = `/v0/pipelines/${pipeline_name}`;
  feldera.on("GET", path, sequence(...answers), { query: { selector: "status_with_connectors" } });
}

const status = (members: Readonly<Record<string, unknown>>): Answer =>
  withMembers(recording("worlds/healthy/pipeline_status"), members);

function serveStats(...answers: [Answer, ...Answer[]]): void {
  const query = { include_connector_errors: "true" };
  feldera.on("GET", `/v0/pipelines/${pipeline_name}/stats`, sequence(...answers), { query });
}

/** The statistics after so many seconds, with so many records in and waiting. */
const stats = (secs: number, records: number, waiting: number): Answer =>
  withMembers(recording("worlds/healthy/stats_include_connector_errors"), {
    "global_metrics.uptime_msecs": 1_000_000 + secs * 1000,
    "global_metrics.total_input_records": records,
    "global_metrics.total_processed_records": records - waiting,
    "global_metrics.total_completed_records": records - waiting,
    "global_metrics.buffered_input_records": waiting,
  });

const STARTING = status({ deployment_status: "Initializing", deployment_desired_status: "Running" });
const RUNNING = status({ deployment_status: "Running", deployment_desired_status: "Running" });
const FAILED = status({
  deployment_status: "Stopped",
  deployment_error: { error_code: "RuntimeError.WorkerPanic", message: "a worker panicked", details: {} },
});

describe("watch_pipeline", () => {
  test("ends when what is waited for is there, and tells each state with its time", async () => {
    serveStatus(STARTING, STARTING, RUNNING);
    const text = await watched({ until: "running" });
    expect(text).toMatch(new RegExp(`^${pipeline_name}: running reached after [\\d.]+ ms\\.`));
    expect(text).toMatch(/^State: Initializing \(wanted: Running\); after [\d.]+ ms Running\.$/m);
  });

  test("says that it did not come, where the window ends first", async () => {
    serveStatus(RUNNING);
    const text = await watched({ until: "stopped" });
    expect(text).toMatch(/: stopped not reached within [\d.]+ m?s\./);
    expect(text).toMatch(/^State: Running all the time\.$/m);
  });

  test("is known to be so at one look, and not all the time", async () => {
    serveStatus(RUNNING);
    const text = await watched({ window_secs: 0 });
    expect(text).toMatch(/: one look\.\nState: Running\.$/m);
  });

  test("tells the error that a pipeline failed with, and the call for why", async () => {
    serveStatus(RUNNING, FAILED);
    const text = await watched({ until: "error" });
    expect(text).toMatch(/: error reached after/);
    expect(text).toMatch(/failed with RuntimeError\.WorkerPanic/);
    expect(text).toMatch(/^Next: diagnose_pipeline /m);
  });

  test("has caught up when nothing waits and all is put out, with the rates of that time", async () => {
    serveStats(stats(0, 1000, 500), stats(1, 1500, 100), stats(2, 2000, 0));
    const text = await watched({ until: "caught_up" });
    expect(text).toMatch(/: caught_up reached after/);
    expect(text).toMatch(/^Rates over 2 s, between two samples: received 500\/s.*processed 750\/s/m);
    expect(text).toMatch(/Change in that time: waiting records -500/);
  });

  test("has not caught up while rows wait", async () => {
    serveStats(stats(0, 1000, 500), stats(1, 1500, 600));
    expect(await watched({ until: "caught_up" })).toMatch(/: caught_up not reached within/);
  });

  test("waits for a checkpoint that was made since, not for one that was there", async () => {
    const made = (success: number) => withMembers(recording("worlds/healthy/checkpoint_status"), { success });
    const path = `/v0/pipelines/${pipeline_name}/checkpoint_status`;
    feldera.on("GET", path, sequence(made(3), made(3), made(4)));
    const text = await watched({ until: "checkpoint" });
    expect(text).toMatch(/: checkpoint reached after/);
    expect(text).toContain("Checkpoints made meanwhile: 1.");
  });

  test("ends at any change, of the process as well", async () => {
    const other = withMembers(recording("worlds/healthy/stats_include_connector_errors"), {
      "global_metrics.start_time": 1,
    });
    serveStats(stats(0, 1000, 0), stats(0, 1000, 0), other);
    const text = await watched({ until: "any_change" });
    expect(text).toMatch(/: any_change reached after/);
    expect(text).toContain("Rates: not known, since the process restarted between the two samples.");
  });

  test("tells what the log got meanwhile, and nothing that it had before", async () => {
    const log = recording("worlds/healthy/logs", { thenHang: true });
    const line = `[${pipeline_name}] 2026-11-28T07:00:00Z  WARN feldera: a new warning\n`;
    feldera.on(
      "GET",
      `/v0/pipelines/${pipeline_name}/logs`,
      sequence(log, { ...log, body: Buffer.concat([log.body, Buffer.from(line)]) }),
    );
    const text = await watched({});
    expect(text).toMatch(/: watched for [\d.]+ m?s/);
    expect(text).toContain("Log: 1 new warning or error.");
    expect(text).toContain("a new warning");
  });
});
