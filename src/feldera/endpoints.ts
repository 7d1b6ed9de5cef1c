import type { Limits } from "../config/limits.ts";

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly path: string;
  /**
   * Who answers: the manager, its runner, or the pipeline process behind the manager. An empty 404 means
   * something else from each of them.
   */
  readonly answeredBy: "manager" | "runner" | "pipeline";
  /** First version of Feldera with this endpoint. */
  readonly since: string;
  /** The limits on its body, in bytes as sent and when inflated. */
  readonly sent: keyof Limits;
  readonly inflated: keyof Limits;
  /** The limit on waiting for its headers. */
  readonly headers: keyof Limits;
}

const JSON_BODY = { sent: "jsonBytes", inflated: "jsonBytes", headers: "headersMs" } as const;

/** Feldera's REST API, as far as this server uses it. */
export const ENDPOINTS = {
  list_pipelines: {
    method: "GET",
    path: "/v0/pipelines",
    answeredBy: "manager",
    since: "0.26",
    ...JSON_BODY,
  },
  get_pipeline: {
    method: "GET",
    path: "/v0/pipelines/{pipeline_name}",
    answeredBy: "manager",
    since: "0.26",
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
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;
