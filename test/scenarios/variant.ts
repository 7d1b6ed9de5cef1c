import * as z from "zod";
import { rowsOf, withJson, withMembers } from "../support/derive.ts";
import { replayWorld } from "../support/replay-world.ts";
import { type Answer, type Response, recording, type Sequence } from "../support/responses.ts";
import type { Served } from "../support/routes.ts";

/** Members of a recorded response to replace, each by its path. */
export type Members = Readonly<Record<string, unknown>>;

export interface Variant {
  /** Of the pipeline's record. */
  readonly pipeline?: Members;
  readonly stats?: Members;
  /** Of the metrics; null leaves it out. */
  readonly max_rss_bytes?: number | null;
  readonly config?: Members;
  readonly events?: readonly EventChange[];
  readonly log?: (recorded: string) => string;
  readonly checkpoint_status?: Members;
  readonly circuit?: readonly CircuitChange[];
  /** Whole responses, by the path below the pipeline: `stats`, `heap_profile`. */
  readonly responses?: Readonly<Record<string, Response | Sequence>>;
}

/** What each worker measures of a node instead: seconds for a duration, otherwise the number. */
export interface CircuitChange {
  readonly node: string;
  readonly metric: string;
  /** Of a metric that has a number for each: `["reason", "peers"]`. */
  readonly label?: readonly [name: string, value: string];
  readonly byWorker: readonly number[];
}

/** An event at a time before now, with the axes that matter. */
export interface EventChange {
  readonly agoMs: number;
  readonly resources: string;
  readonly runtime?: string;
  readonly has_error?: boolean;
}

/** A time before now, RFC 3339: what is old must be so whenever the test runs. */
export function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

/**
 * A recorded world with some members of its responses replaced: the way in which every scenario that was not
 * recorded is made.
 *
 * @returns the pipeline's name
 */
export function variantOf(feldera: Served, world: string, variant: Variant): string {
  const pipeline = replayWorld(feldera, world);
  const at = `/v0/pipelines/${pipeline}`;
  const recorded = (name: string) => recording(`worlds/${world}/${name}`);
  const serve = (path: string, answer: Response | Sequence, query?: Record<string, string>) =>
    feldera.on("GET", path, answer, query === undefined ? {} : { query });

  if (variant.pipeline) {
    const changed = withMembers(recorded("pipeline"), variant.pipeline);
    serve(at, changed);
    serve(at, changed, { selector: "all" });
    const status = withMembers(recorded("pipeline_status"), statusMembers(variant.pipeline));
    serve(at, status, { selector: "status" });
    serve(at, status, { selector: "status_with_connectors" });
  }
  if (variant.stats) serveStats(feldera, at, recorded("stats_include_connector_errors"), variant.stats);
  if (variant.max_rss_bytes !== undefined) {
    const metrics = withGauge(recorded("metrics_json"), "max_rss_bytes", variant.max_rss_bytes);
    serve(`${at}/metrics`, metrics, { format: "json" });
  }
  if (variant.config) serve("/v0/config", withMembers(recorded("config"), variant.config));
  if (variant.checkpoint_status) {
    serve(`${at}/checkpoint_status`, withMembers(recorded("checkpoint_status"), variant.checkpoint_status));
  }
  if (variant.events) {
    const list = recorded("events_status");
    const body = Buffer.from(JSON.stringify(variant.events.map((change, i) => eventOf(change, i))));
    serve(`${at}/events`, { ...list, body });
    serve(`${at}/events`, { ...list, body }, { selector: "status" });
  }
  if (variant.circuit) {
    const recordedProfile = recorded("circuit_json_profile");
    const body = withMeasurements(recordedProfile.body.toString(), variant.circuit);
    serve(`${at}/circuit_json_profile`, { ...recordedProfile, body: Buffer.from(body) });
  }
  if (variant.log) {
    const log = recording(`worlds/${world}/logs`, { thenHang: true });
    serve(`${at}/logs`, { ...log, body: Buffer.from(variant.log(log.body.toString())) });
  }
  for (const [path, response] of Object.entries(variant.responses ?? {})) serve(`${at}/${path}`, response);
  return pipeline;
}

function serveStats(feldera: Served, at: string, recorded: Answer, members: Members): void {
  const changed = withMembers(recorded, members);
  feldera.on("GET", `${at}/stats`, changed);
  feldera.on("GET", `${at}/stats`, changed, { query: { include_connector_errors: "true" } });
}

/** Metrics of `format=json` with another value of a gauge, or without it where that is null. */
export function withGauge(metrics: Answer, key: string, value: number | null): Answer {
  const others = rowsOf(metrics).filter((family) => family.key !== key);
  return withJson(
    metrics,
    value === null ? others : [...others, { key, type: "gauge", values: [{ labels: {}, value }] }],
  );
}

/** What a pipeline's status alone has of the members. */
function statusMembers(members: Members): Members {
  return Object.fromEntries(
    Object.entries(members).filter(
      ([path]) => !/^(?:program_code|program_info|runtime_config|udf_)/.test(path),
    ),
  );
}

/** @param nowMs what `agoMs` counts back from, in ms since 1970 */
export function eventOf(
  { agoMs, resources, runtime, has_error }: EventChange,
  i: number,
  nowMs = Date.now(),
): object {
  return {
    event_id: `01a1fd63-1936-76c2-9ba3-${String(i).padStart(12, "0")}`,
    recorded_at: new Date(nowMs - agoMs).toISOString(),
    deployment_resources_status: resources,
    deployment_resources_desired_status: "Provisioned",
    deployment_runtime_status: runtime ?? null,
    deployment_runtime_desired_status: runtime === undefined ? null : "Running",
    deployment_has_error: has_error ?? false,
    program_status: "Success",
    storage_status: "InUse",
  };
}

const Profile = z.looseObject({
  worker_profiles: z.array(
    z.looseObject({ metadata: z.record(z.string(), z.array(z.looseObject({ metric_id: z.string() }))) }),
  ),
});

export function withMeasurements(profile: string, changes: readonly CircuitChange[]): string {
  const parsed = Profile.parse(JSON.parse(profile));
  for (const { node, metric, label, byWorker } of changes) {
    const labels = label && [label];
    for (const [worker, { metadata }] of parsed.worker_profiles.entries()) {
      const others = (metadata[node] ?? []).filter(
        (one) => one.metric_id !== metric || JSON.stringify(one.labels) !== JSON.stringify(labels),
      );
      const value = measurement(metric, byWorker[worker] ?? 0);
      metadata[node] = [...others, { metric_id: metric, ...(labels && { labels }), value }];
    }
  }
  return JSON.stringify(parsed);
}

function measurement(metric: string, value: number): object {
  const count = { type: "count", value };
  const duration = { type: "duration", value: { secs: Math.floor(value), nanos: 0 } };
  if (metric.endsWith("_misses") || metric.endsWith("_waits"))
    return { count, bytes: { type: "bytes", value: value * 4096 }, elapsed: duration };
  if (metric.endsWith("_batches_stats")) return { total_records_count: count };
  return metric.endsWith("_seconds") ? duration : count;
}
