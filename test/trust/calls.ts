import { TOOLS } from "../../src/tools/all.ts";
import type { LoopbackFeldera } from "../support/loopback-feldera.ts";
import { json, recording } from "../support/responses.ts";
import { synthetic } from "../support/synthetic.ts";
import { actions, badRows, replayAll, sql } from "../support/worlds.ts";

export interface ToolCall {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const PAYMENTS = { pipeline_name: "payments" };
const CLICKS = { pipeline_name: "bad_rows", table_name: "clicks", connector_name: "clicks_gen" };
const PROGRAM = { program_code: "CREATE TABLE t (id INT);\nCREATE VIEW v AS SELECT id FROM t;\n" };

/** With arguments that `wholeWorld` answers; none waits between two samples. */
const WITH_ARGUMENTS: readonly ToolCall[] = [
  { tool: "diagnose_pipeline", args: PAYMENTS },
  { tool: "diagnose_pipeline", args: { ...PAYMENTS, depth: "deep" } },
  { tool: "watch_pipeline", args: { ...PAYMENTS, window_secs: 0, until: "running" } },
  { tool: "get_pipeline", args: PAYMENTS },
  { tool: "get_pipeline", args: { pipeline_name: "runtime_panic", section: "errors" } },
  { tool: "get_pipeline_logs", args: { ...PAYMENTS, run: "all" } },
  { tool: "get_event", args: { ...PAYMENTS, event_id: "latest", selector: "all" } },
  { tool: "get_stats", args: { ...PAYMENTS, window_secs: 0 } },
  {
    tool: "get_connector_stats",
    args: { ...PAYMENTS, table_name: "payments", connector_name: "payments_gen" },
  },
  {
    tool: "get_connector_stats",
    args: { ...PAYMENTS, view_name: "customer_totals", connector_name: "customer_totals_null" },
  },
  { tool: "get_checkpoint_status", args: { ...PAYMENTS, remote: true } },
  { tool: "start_samply_profile", args: { ...PAYMENTS, duration_secs: 10 } },
  { tool: "get_cluster_health", args: { events: true } },
  { tool: "query_pipeline", args: { pipeline_name: "bad_rows", sql: "SELECT * FROM big_orders LIMIT 3" } },
  { tool: "validate_program", args: PROGRAM },
  { tool: "diff_program", args: { pipeline_name: "idle", ...PROGRAM } },
  { tool: "start_pipeline", args: { pipeline_name: "idle", confirm: "idle" } },
  { tool: "pause_pipeline", args: { ...PAYMENTS, confirm: "payments" } },
  { tool: "resume_pipeline", args: { ...PAYMENTS, confirm: "payments" } },
  { tool: "stop_pipeline", args: { ...PAYMENTS, confirm: "payments", force: true } },
  { tool: "checkpoint_pipeline", args: { ...PAYMENTS, confirm: "payments" } },
  { tool: "control_connector", args: { ...CLICKS, action: "pause", confirm: "bad_rows" } },
  { tool: "dismiss_pipeline_error", args: { pipeline_name: "runtime_panic", confirm: "runtime_panic" } },
  { tool: "approve_pipeline", args: { ...PAYMENTS, confirm: "payments" } },
];

/** Every tool at least once: one that wants no more than a pipeline is asked about a pipeline that runs. */
export const CALLS: readonly ToolCall[] = [
  ...WITH_ARGUMENTS,
  ...TOOLS.filter(({ name }) => WITH_ARGUMENTS.every(({ tool }) => tool !== name)).map(({ name, input }) => ({
    tool: name,
    args: "pipeline_name" in input.shape ? PAYMENTS : {},
  })),
];

/** The recorded Feldera, answering what `CALLS` ask. */
export function wholeWorld(feldera: LoopbackFeldera): void {
  replayAll(feldera);
  badRows(feldera);
  sql(feldera);
  actions(feldera);
  feldera.on("POST", "/v0/pipelines/payments/checkpoint", json(200, { checkpoint_sequence_number: 1 }));
  feldera.on("GET", "/v0/pipelines/payments/checkpoints/remote", synthetic("checkpoints_remote_two"));
  // The log of a pipeline that runs never ends; one that does is read without waiting for silence.
  feldera.on("GET", "/v0/pipelines/payments/logs", recording("logs_payments_10s"));
}
