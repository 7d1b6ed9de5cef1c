import { readdirSync } from "node:fs";
import { listWithConnectors, notDeployed, pipelineOf, rowsOf, statusOfEvents, withJson } from "./derive.ts";
import { type Answer, recording, recordingPath, sequence } from "./responses.ts";
import type { Served } from "./routes.ts";
import { synthetic } from "./synthetic.ts";

/**
 * The recorded Feldera at about 07:47: payments runs, the others are stopped, have failed or do not compile. What was
 * neither recorded nor follows from a recording stays unmatched.
 */
export function replayAll(feldera: Served): void {
  cluster(feldera);
  payments(feldera);
  idle(feldera);
  badConnector(feldera);
  runtimePanic(feldera);
  brokenSql(feldera);
  rustError(feldera);
  unknownPipeline(feldera);
}

/** The list of pipelines and what concerns none of them. */
export function cluster(feldera: Served): void {
  const list = "/v0/pipelines";
  feldera.on("GET", list, recording("pipelines_all"));
  feldera.on("GET", list, recording("pipelines_status"), { query: { selector: "status" } });
  feldera.on("GET", list, listWithConnectors(), { query: { selector: "status_with_connectors" } });
  feldera.on("GET", list, recording("pipelines_bad_selector"), { query: { selector: "bogus" } });
  feldera.on("GET", "/v0/config", recording("config"));
  feldera.on("GET", "/v0/config/session", recording("config_session"));
  feldera.on("GET", "/v0/cluster_healthz", recording("cluster_healthz"));
  feldera.on("GET", "/v0/cluster/events", recording("cluster_events"));
}

/** The pipeline that runs. */
export function payments(feldera: Served): void {
  const at = "/v0/pipelines/payments";
  status(feldera, "payments");
  feldera.on("GET", at, recording("pipeline_all_with_connectors"), {
    query: { selector: "all_with_connectors" },
  });
  events(feldera, "payments", recording("events_all"));
  feldera.on("GET", `${at}/events`, recording("events_bad_selector"), { query: { selector: "bogus" } });
  feldera.on("GET", `${at}/events/not-a-uuid`, recording("event_bad_id"));
  feldera.on("GET", `${at}/events/85969827-101c-4a31-af2c-d866f652b7fc`, recording("event_unknown_uuid"));
  feldera.on("GET", `${at}/logs`, recording("logs_payments_10s", { thenHang: true }));
  feldera.on("GET", `${at}/checkpoints`, recording("checkpoints"));
  feldera.on("GET", `${at}/stats`, recording("stats_1"));
  feldera.on("GET", `${at}/checkpoint_status`, recording("checkpoint_status"));
  feldera.on("GET", `${at}/checkpoint/sync_status`, recording("checkpoint_sync_status"));
  feldera.on("GET", `${at}/checkpoints/remote`, recording("checkpoints_remote"));
  const unknown = "connector_stats_unknown";
  feldera.on(
    "GET",
    `${at}/tables/payments/connectors/payments_gen/stats`,
    recording("connector_stats_table"),
  );
  feldera.on(
    "GET",
    `${at}/tables/merchants/connectors/merchants_gen/stats`,
    recording("connector_stats_table_done"),
  );
  feldera.on("GET", `${at}/tables/payments/connectors/nope/stats`, recording(`${unknown}_connector`));
  feldera.on("GET", `${at}/tables/nope/connectors/nope/stats`, recording(`${unknown}_table`));
  feldera.on(
    "GET",
    `${at}/views/customer_totals/connectors/customer_totals_null/stats`,
    recording("connector_stats_view"),
  );
  feldera.on("GET", `${at}/views/nope/connectors/nope/stats`, recording("connector_stats_view_unknown"));
  feldera.on("GET", `${at}/circuit_json_profile`, recording("circuit_json_profile"));
  feldera.on("GET", `${at}/dataflow_graph`, recording("dataflow_graph"));
  feldera.on("GET", `${at}/time_series`, recording("time_series"));
  feldera.on("GET", `${at}/metrics`, recording("metrics_json"), { query: { format: "json" } });
  feldera.on("GET", `${at}/metrics`, recording("metrics_bad_format"), { query: { format: "bogus" } });
  feldera.on("GET", `${at}/heap_profile`, recording("heap_profile_1"));
  feldera.on("POST", `${at}/heap_profile`, recording("heap_profile_post"));
  feldera.on("DELETE", `${at}/heap_profile`, recording("method_not_allowed"));
  feldera.on("GET", `${at}/samply_profile`, recording("samply_get_running_1s"));
  feldera.on("POST", `${at}/samply_profile`, recording("samply_post"));
  feldera.on("POST", `${at}/samply_profile`, recording("samply_post_bad_duration"), {
    query: { duration_secs: "abc" },
  });
  feldera.on("GET", `${at}/support_bundle`, recording("support_bundle"));
  feldera.on("GET", `${at}/support_bundle`, recording("support_bundle_partial"), {
    query: { heap_profile: "false", circuit_profile: "false", logs: "false", limit: "1" },
  });
  feldera.on("GET", `${at}/support_bundle`, recording("support_bundle_limit0"), { query: { limit: "0" } });
}

/** The pipelines of test/recordings/worlds, by the world that each is in trouble in. */
const TROUBLED = {
  slow_sink: "export_feed",
  stuck_transaction: "bulk_load",
  healthy: "ledger",
  late_rows: "clickstream",
  storage_full: "audit_trail",
  injection: "support_tickets",
  secrets: "partner_sync_live",
} as const;

/**
 * A pipeline of test/recordings/worlds: its statistics twice, a few ms apart, its checkpoints and its connectors.
 *
 * @returns its name
 */
export function troubled(feldera: Served, world: keyof typeof TROUBLED): string {
  const pipeline = TROUBLED[world];
  const at = `/v0/pipelines/${pipeline}`;
  const folder = `worlds/${world}`;
  feldera.on("GET", at, recording(`${folder}/pipeline`));
  feldera.on(
    "GET",
    `${at}/stats`,
    sequence(recording(`${folder}/stats`), recording(`${folder}/stats_include_connector_errors`)),
  );
  feldera.on("GET", `${at}/metrics`, recording(`${folder}/metrics_json`), { query: { format: "json" } });
  feldera.on("GET", `${at}/checkpoint_status`, recording(`${folder}/checkpoint_status`));
  feldera.on("GET", `${at}/checkpoint/sync_status`, recording(`${folder}/checkpoint_sync_status`));
  for (const file of readdirSync(recordingPath(folder))) {
    const [, relations, relation, connector] =
      /^connector_(tables|views)_(.+)\.(\w+)\.body$/.exec(file) ?? [];
    if (relations === undefined) continue;
    const path = `${at}/${relations}/${relation}/connectors/${connector}/stats`;
    feldera.on("GET", path, recording(`${folder}/${file.replace(/\.body$/, "")}`));
  }
  return pipeline;
}

/**
 * A pipeline of test/recordings/worlds whose circuit was profiled.
 *
 * @returns its name
 */
export function profiled(
  feldera: Served,
  world: "skewed_join" | "healthy" | "slow_sink" | "injection" | "secrets",
): string {
  const pipeline = world === "skewed_join" ? "order_enrich2" : TROUBLED[world];
  const at = `/v0/pipelines/${pipeline}`;
  feldera.on("GET", at, recording(`worlds/${world}/pipeline`));
  for (const endpoint of ["circuit_json_profile", "dataflow_graph", "stats"]) {
    feldera.on("GET", `${at}/${endpoint}`, recording(`worlds/${world}/${endpoint}`));
  }
  return pipeline;
}

/** `bad_rows`: rows that do not parse, a connector that has ended, one that is paused. */
export function badRows(feldera: Served): void {
  const at = "/v0/pipelines/bad_rows";
  feldera.on("GET", at, recording("parse_errors_pipeline_status"));
  feldera.on("GET", `${at}/stats`, recording("parse_errors_stats_with_errors"));
  const orders = recording("parse_errors_connector_stats");
  feldera.on("GET", `${at}/tables/orders/connectors/orders_file/stats`, orders);
  const clicks = recording("parse_errors_connector_paused_stats");
  feldera.on("GET", `${at}/tables/clicks/connectors/clicks_gen/stats`, clicks);
}

/** A pipeline that was never started. */
export function idle(feldera: Served): void {
  status(feldera, "idle");
  undeployed(feldera, "idle");
  events(feldera, "idle", synthetic("idle_events_all"));
  logs(feldera, "idle", "stopped_logs");
  feldera.on("GET", "/v0/pipelines/idle/support_bundle", recording("stopped_support_bundle"));
}

/** A pipeline whose start failed: the file of an input connector does not exist. */
export function badConnector(feldera: Served): void {
  status(feldera, "bad_connector");
  undeployed(feldera, "bad_connector");
  events(feldera, "bad_connector", synthetic("bad_connector_events_all"));
  logs(feldera, "bad_connector", "logs_bad_connector");
  feldera.on(
    "GET",
    "/v0/pipelines/bad_connector/support_bundle",
    recording("support_bundle_never_collected"),
    { query: { collect: "false" } },
  );
}

/** A pipeline that panicked on a division by zero. */
export function runtimePanic(feldera: Served): void {
  status(feldera, "runtime_panic");
  undeployed(feldera, "runtime_panic");
  events(feldera, "runtime_panic", recording("runtime_panic_events_all"));
  logs(feldera, "runtime_panic", "logs_runtime_panic");
  feldera.on("GET", "/v0/pipelines/runtime_panic/support_bundle", recording("runtime_panic_support_bundle"));
}

/** A pipeline with an error in its SQL. */
export function brokenSql(feldera: Served): void {
  status(feldera, "broken_sql");
  undeployed(feldera, "broken_sql");
  events(feldera, "broken_sql", synthetic("broken_sql_events_all"));
  logs(feldera, "broken_sql", "broken_sql_logs");
  feldera.on("GET", "/v0/pipelines/broken_sql/support_bundle", recording("broken_sql_support_bundle"));
}

/** A pipeline with an error in the Rust code of a user-defined function. */
export function rustError(feldera: Served): void {
  status(feldera, "rust_error");
  undeployed(feldera, "rust_error");
  events(feldera, "rust_error", synthetic("rust_error_events_all"));
  logs(feldera, "rust_error", "rust_error_logs");
}

/** `nope`, a pipeline that does not exist. */
export function unknownPipeline(feldera: Served): void {
  const at = "/v0/pipelines/nope";
  feldera.on("GET", at, recording("unknown_pipeline_get"));
  feldera.on("GET", `${at}/events`, recording("events_unknown_pipeline"));
  feldera.on("GET", `${at}/events/latest`, recording("events_latest_unknown_pipeline"));
  feldera.on("GET", `${at}/logs`, recording("unknown_pipeline_logs"));
  feldera.on("GET", `${at}/checkpoints`, recording("unknown_pipeline_checkpoints"));
  feldera.on("GET", `${at}/stats`, recording("unknown_pipeline_stats"));
  feldera.on("GET", `${at}/checkpoint_status`, recording("unknown_pipeline_checkpoint_status"));
  feldera.on("GET", `${at}/checkpoint/sync_status`, recording("unknown_pipeline_checkpoint_status"));
  feldera.on("GET", `${at}/circuit_json_profile`, recording("unknown_pipeline_circuit_profile"));
  feldera.on("GET", `${at}/dataflow_graph`, recording("unknown_pipeline_dataflow_graph"));
  feldera.on("GET", `${at}/time_series`, recording("unknown_pipeline_time_series"));
  feldera.on("GET", `${at}/metrics`, recording("unknown_pipeline_metrics"));
  feldera.on("GET", `${at}/heap_profile`, recording("unknown_pipeline_heap_profile"));
  feldera.on("GET", `${at}/samply_profile`, recording("unknown_pipeline_samply_profile"));
  feldera.on("POST", `${at}/samply_profile`, recording("unknown_pipeline_samply_post"));
  feldera.on("GET", `${at}/support_bundle`, recording("unknown_pipeline_support_bundle"));
}

/** Ad-hoc queries and programs to compile, each answered as it was recorded. */
export function sql(feldera: Served): void {
  const query = (text: string) => ({ query: { sql: text, format: "json" } });
  const at = "/v0/pipelines";
  feldera.on("GET", `${at}/bad_rows`, recording("parse_errors_pipeline_status"));
  feldera.on(
    "GET",
    `${at}/bad_rows/query`,
    recording("query_json"),
    query("SELECT * FROM big_orders LIMIT 3"),
  );
  feldera.on("GET", `${at}/bad_rows/query`, recording("query_error_in_200"), query("SELECT 1/0\nLIMIT 21"));
  feldera.on("GET", `${at}/idle/query`, recording("query_bad"), query("select nope\nLIMIT 21"));
  feldera.on("POST", "/v0/validate_program", recording("validate_program_ok"));
  feldera.on("POST", `${at}/idle/diff`, recording("diff_idle_ok"));
  feldera.on("POST", `${at}/payments/diff`, recording("diff_payments"));
}

/** Actions on the pipelines, as the open source edition answers them. */
export function actions(feldera: Served): void {
  const at = "/v0/pipelines";
  feldera.on("POST", `${at}/idle/start`, recording("payments_start"));
  feldera.on("POST", `${at}/runtime_panic/start`, recording("runtime_panic_start"));
  feldera.on("POST", `${at}/broken_sql/start`, recording("broken_sql_start"));
  feldera.on("POST", `${at}/payments/start`, recording("start_already"));
  feldera.on("POST", `${at}/payments/pause`, recording("payments_pause"));
  feldera.on("POST", `${at}/payments/resume`, recording("idle_resume"));
  feldera.on("POST", `${at}/payments/stop`, recording("stop_nonforce"));
  feldera.on("POST", `${at}/payments/stop`, recording("stop_force"), { query: { force: "true" } });
  feldera.on("POST", `${at}/payments/checkpoint`, recording("checkpoint_post"));
  feldera.on("POST", `${at}/runtime_panic/dismiss_error`, recording("dismiss_error_none"));
  feldera.on("POST", `${at}/bad_rows/dismiss_error`, recording("dismiss_error_none"));
  feldera.on("POST", `${at}/bad_rows/approve`, recording("approve_not_waiting_2"));
  feldera.on("POST", `${at}/payments/approve`, recording("approve_not_waiting_2"));
  feldera.on("GET", `${at}/bad_rows`, recording("parse_errors_pipeline_status"));
  const connector = `${at}/bad_rows/tables/clicks/connectors/clicks_gen`;
  feldera.on("POST", `${connector}/start`, recording("connector_start"));
  feldera.on("POST", `${connector}/pause`, recording("connector_pause"));
}

function status(feldera: Served, pipeline: string): void {
  const path = `/v0/pipelines/${pipeline}`;
  const connectors = { query: { selector: "status_with_connectors" } };
  feldera.on("GET", path, pipelineOf(recording("pipelines_all"), pipeline));
  feldera.on("GET", path, pipelineOf(recording("pipelines_status"), pipeline), {
    query: { selector: "status" },
  });
  feldera.on("GET", path, pipelineOf(listWithConnectors(), pipeline), connectors);
}

/** The list of events, each event by its id, and the latest; `selector` is status unless it says all. */
function events(feldera: Served, pipeline: string, all: Answer): void {
  const path = `/v0/pipelines/${pipeline}/events`;
  eventsAsSelected(feldera, path, statusOfEvents(all), {});
  eventsAsSelected(feldera, path, all, { selector: "all" });
}

function eventsAsSelected(feldera: Served, path: string, list: Answer, query: Record<string, string>) {
  feldera.on("GET", path, list, { query });
  const rows = rowsOf(list);
  for (const event of rows) {
    feldera.on("GET", `${path}/${event.event_id}`, withJson(list, event), { query });
  }
  feldera.on("GET", `${path}/latest`, withJson(list, rows[0]), { query });
}

function logs(feldera: Served, pipeline: string, name: string): void {
  feldera.on("GET", `/v0/pipelines/${pipeline}/logs`, recording(name, { thenHang: true }));
}

function undeployed(feldera: Served, pipeline: string): void {
  const path = `/v0/pipelines/${pipeline}`;
  for (const endpoint of [
    "heap_profile",
    "samply_profile",
    "stats",
    "checkpoints",
    "time_series",
    "metrics",
    "checkpoint_status",
    "checkpoint/sync_status",
    "checkpoints/remote",
    "circuit_json_profile",
    "query",
  ]) {
    feldera.on("GET", `${path}/${endpoint}`, notDeployed(pipeline));
  }
  feldera.on("POST", `${path}/samply_profile`, notDeployed(pipeline));
}
