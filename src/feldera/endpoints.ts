import type { Limits } from "../config/limits.ts";

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly path: string;
  /**
   * Who answers: the manager, its runner, or the pipeline process behind the manager. An empty 404 means
   * something else from each of them.
   */
  readonly answeredBy: "manager" | "runner" | "pipeline";
  /** First version of Feldera with this endpoint, where that is known. */
  readonly since?: string;
  /** The limits on its body, in bytes as sent and when inflated. */
  readonly sent: keyof Limits;
  readonly inflated: keyof Limits;
  /** The limit on waiting for its headers. */
  readonly headers: keyof Limits;
  /** Error statuses that are answers: their body is what was asked for. */
  readonly answersWith?: readonly number[];
  /** It changes Feldera: where its answer is lost, that may have been done all the same. */
  readonly changes?: true;
}

const JSON_BODY = { sent: "jsonBytes", inflated: "jsonBytes", headers: "headersMs" } as const;

/** A change of a pipeline's life cycle. */
function action<Name extends string, By extends Endpoint["answeredBy"]>(name: Name, answeredBy: By) {
  const path = `/v0/pipelines/{pipeline_name}/${name}` as const;
  return { method: "POST", path, answeredBy, changes: true, ...JSON_BODY } as const;
}

/** Feldera's REST API, as far as this server uses it. */
export const ENDPOINTS = {
  list_pipelines: {
    method: "GET",
    path: "/v0/pipelines",
    answeredBy: "manager",
    ...JSON_BODY,
  },
  get_pipeline: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}",
    answeredBy: "manager",
    ...JSON_BODY,
  },
  pipeline_logs: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/logs",
    answeredBy: "runner",
    since: "0.26",
    sent: "logReadBytes",
    inflated: "logReadBytes",
    headers: "headersMs",
  },
  list_events: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/events",
    answeredBy: "manager",
    since: "0.292",
    ...JSON_BODY,
  },
  get_event: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/events/{event_id}",
    answeredBy: "manager",
    since: "0.292",
    ...JSON_BODY,
  },
  list_checkpoints: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/checkpoints",
    answeredBy: "pipeline",
    since: "0.233",
    ...JSON_BODY,
  },
  heap_profile: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/heap_profile",
    answeredBy: "pipeline",
    since: "0.16",
    sent: "heapProfileBytes",
    inflated: "heapProfileBytes",
    headers: "headersMs",
  },
  start_samply_profile: {
    method: "POST",
    path: "/v0/pipelines/{pipeline_name}/samply_profile",
    answeredBy: "pipeline",
    since: "0.205",
    changes: true,
    ...JSON_BODY,
  },
  samply_profile: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/samply_profile",
    answeredBy: "pipeline",
    since: "0.205",
    sent: "samplyProfileBytes",
    inflated: "samplyProfileBytes",
    headers: "headersMs",
  },
  support_bundle: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/support_bundle",
    answeredBy: "manager",
    since: "0.121",
    sent: "supportBundleBytes",
    inflated: "supportBundleBytes",
    headers: "bundleCallMs",
  },
  pipeline_stats: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/stats",
    answeredBy: "pipeline",
    ...JSON_BODY,
  },
  input_connector_stats: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/tables/{table_name}/connectors/{connector_name}/stats",
    answeredBy: "pipeline",
    since: "0.37",
    ...JSON_BODY,
  },
  output_connector_stats: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/views/{view_name}/connectors/{connector_name}/stats",
    answeredBy: "pipeline",
    since: "0.37",
    ...JSON_BODY,
  },
  time_series: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/time_series",
    answeredBy: "pipeline",
    since: "0.128",
    ...JSON_BODY,
  },
  metrics: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/metrics",
    answeredBy: "pipeline",
    ...JSON_BODY,
  },
  circuit_json_profile: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/circuit_json_profile",
    answeredBy: "pipeline",
    since: "0.193",
    sent: "circuitProfileBytes",
    inflated: "circuitProfileBytes",
    headers: "bundleCallMs",
  },
  dataflow_graph: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/dataflow_graph",
    answeredBy: "manager",
    since: "0.193",
    ...JSON_BODY,
  },
  checkpoint_status: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/checkpoint_status",
    answeredBy: "pipeline",
    ...JSON_BODY,
  },
  checkpoint_sync_status: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/checkpoint/sync_status",
    answeredBy: "pipeline",
    ...JSON_BODY,
  },
  list_remote_checkpoints: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/checkpoints/remote",
    answeredBy: "pipeline",
    since: "0.313",
    ...JSON_BODY,
  },
  cluster_healthz: {
    method: "GET",
    path: "/v0/cluster_healthz",
    answeredBy: "manager",
    since: "0.121",
    ...JSON_BODY,
    answersWith: [503],
  },
  config: { method: "GET", path: "/v0/config", answeredBy: "manager", ...JSON_BODY },
  config_session: {
    method: "GET",
    path: "/v0/config/session",
    answeredBy: "manager",
    since: "0.150",
    ...JSON_BODY,
  },
  list_cluster_events: {
    method: "GET",
    path: "/v0/cluster/events",
    answeredBy: "manager",
    since: "0.201",
    ...JSON_BODY,
  },
  query: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}/query",
    answeredBy: "pipeline",
    sent: "queryBytes",
    inflated: "queryBytes",
    headers: "headersMs",
  },
  /** Listens to a view: its rows as they come, for as long as somebody reads. Nothing of it stays. */
  http_output: {
    method: "POST",
    path: "/v0/pipelines/{pipeline_name}/egress/{view_name}",
    answeredBy: "pipeline",
    sent: "queryBytes",
    inflated: "queryBytes",
    headers: "headersMs",
  },
  validate_program: {
    method: "POST",
    path: "/v0/validate_program",
    answeredBy: "manager",
    since: "0.323",
    ...JSON_BODY,
  },
  diff_program: {
    method: "POST",
    path: "/v0/pipelines/{pipeline_name}/diff",
    answeredBy: "manager",
    since: "0.323",
    ...JSON_BODY,
  },
  start_pipeline: action("start", "manager"),
  pause_pipeline: action("pause", "pipeline"),
  resume_pipeline: action("resume", "pipeline"),
  stop_pipeline: action("stop", "manager"),
  checkpoint_pipeline: action("checkpoint", "pipeline"),
  dismiss_error: action("dismiss_error", "manager"),
  approve_pipeline: action("approve", "pipeline"),
  control_connector: {
    method: "POST",
    path: "/v0/pipelines/{pipeline_name}/tables/{table_name}/connectors/{connector_name}/{action}",
    answeredBy: "pipeline",
    changes: true,
    ...JSON_BODY,
  },
  control_output_connector: {
    method: "POST",
    path: "/v0/pipelines/{pipeline_name}/views/{view_name}/connectors/{connector_name}/{action}",
    answeredBy: "pipeline",
    since: "0.340",
    changes: true,
    ...JSON_BODY,
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;
