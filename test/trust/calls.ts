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

/** Every tool at least once, with arguments that `wholeWorld` answers; none waits between two samples. */
export const CALLS: readonly ToolCall[] = [
  { tool: "diagnose_pipeline", args: PAYMENTS },
  { tool: "diagnose_pipeline", args: { ...PAYMENTS, depth: "deep" } },
  { tool: "watch_pipeline", args: { ...PAYMENTS, until: "running" } },
  { tool: "list_pipelines", args: {} },
  { tool: "get_pipeline", args: PAYMENTS },
  { tool: "get_pipeline", args: { pipeline_name: "runtime_panic", section: "errors" } },
  { tool: "get_pipeline_logs", args: { ...PAYMENTS, run: "all" } },
  { tool: "list_events", args: PAYMENTS },
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
  { tool: "get_time_series", args: PAYMENTS },
  { tool: "get_metrics", args: PAYMENTS },
  { tool: "list_checkpoints", args: PAYMENTS },
  { tool: "get_checkpoint_status", args: { ...PAYMENTS, remote: true } },
  { tool: "summarize_circuit_profile", args: PAYMENTS },
  { tool: "summarize_heap_profile", args: PAYMENTS },
  { tool: "start_samply_profile", args: { ...PAYMENTS, duration_secs: 10 } },
  { tool: "summarize_samply_profile", args: PAYMENTS },
  { tool: "get_cluster_health", args: { events: true } },
  { tool: "download_support_bundle", args: PAYMENTS },
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
