import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { checkpointResults } from "../../src/analysis/checkpoints/status.ts";
import { circuitSigns } from "../../src/analysis/circuit/signs.ts";
import { sqlPlaces } from "../../src/analysis/circuit/sql-join.ts";
import { healthFacts } from "../../src/analysis/cluster/health.ts";
import { platformFacts } from "../../src/analysis/cluster/platform.ts";
import { timeline } from "../../src/analysis/events/timeline.ts";
import { analyzeLogs } from "../../src/analysis/logs/analyse.ts";
import { scrapeOfJson } from "../../src/analysis/metrics/json.ts";
import { type MetricsSigns, metricsSigns } from "../../src/analysis/metrics/signs.ts";
import { pipelineFacts } from "../../src/analysis/pipeline/pipeline-facts.ts";
import { eventRuns } from "../../src/analysis/runs/event-runs.ts";
import { statsFacts } from "../../src/analysis/stats/stats-facts.ts";
import { timeSeriesFacts } from "../../src/analysis/time-series/time-series-facts.ts";
import type { PartName } from "../../src/answers/diagnosis.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { parseExactJson } from "../../src/feldera/json.ts";
import { CheckpointStatus } from "../../src/feldera/schemas/checkpoints.ts";
import { ClusterHealth, PlatformConfig } from "../../src/feldera/schemas/cluster.ts";
import { MetricFamilies, TimeSeries } from "../../src/feldera/schemas/metrics.ts";
import { Pipeline, PipelineEvent } from "../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../src/feldera/schemas/program.ts";
import { Stats } from "../../src/feldera/schemas/stats.ts";
import { configurationOf } from "../../src/tools/pipeline/connectors.ts";
import { sqlSources } from "../../src/tools/profiles/sql-sources.ts";
import { createCleaner } from "../../src/untrusted/cleaner.ts";
import {
  type CircuitChange,
  type EventChange,
  eventOf,
  type Members,
  withGauge,
  withMeasurements,
} from "../scenarios/variant.ts";
import { pipelineOf, withMembers } from "../support/derive.ts";
import { type Answer, recording } from "../support/responses.ts";

/** What is otherwise than recorded: members of Feldera's answers, each by its path. */
export interface Changes {
  readonly pipeline?: Members;
  readonly stats?: Members;
  readonly time_series?: Members;
  /** How often the process has panicked, by its metrics. */
  readonly panics?: number;
  /** Of the metrics; null leaves it out. */
  readonly max_rss_bytes?: number | null;
  readonly checkpoint_status?: Members;
  readonly cluster_health?: Members;
  readonly config?: Members;
  /** Newest first. */
  readonly events?: readonly EventChange[];
  readonly log?: (recorded: string) => string;
  readonly circuit?: readonly CircuitChange[];
}

/** A moment before the world was recorded, RFC 3339. */
export function before(world: string, ms: number): string {
  return new Date(recordedMs(world) - ms).toISOString();
}

/** The evidence of a recorded world (test/recordings/worlds), by the same analyses as in a diagnosis. */
export function evidenceOf(world: string, changes: Changes = {}): Evidence {
  const nowMs = recordedMs(world);
  const read = <Schema extends z.ZodType>(name: string, schema: Schema, members: Members = {}) =>
    readAnswer(recording(`worlds/${world}/${name}`), schema, members);
  const pipeline = read("pipeline", Pipeline, changes.pipeline);
  const stats = read("stats_include_connector_errors", Stats, changes.stats);
  const events = changes.events
    ? z.array(PipelineEvent).parse(changes.events.map((change, i) => eventOf(change, i, nowMs)))
    : read("events_all", z.array(PipelineEvent));
  const series = read("time_series", TimeSeries, changes.time_series);
  const metrics = metricsOf(world, changes.max_rss_bytes);
  const checkpoints = read("checkpoint_status", CheckpointStatus, changes.checkpoint_status);
  const health = read("cluster_healthz", ClusterHealth, changes.cluster_health);
  const config = read("config", PlatformConfig, changes.config);
  const log = recording(`worlds/${world}/logs`).body.toString();
  const circuit = circuitOf(world);
  const dataflow = circuit && read("dataflow_graph", DataflowGraph);
  return {
    nowMs,
    log: logOf(changes.log?.(log) ?? log),
    ...(pipeline && { pipeline: pipelineFacts(pipeline) }),
    ...(stats && { stats: statsFacts(stats, undefined, pipeline && configurationOf(pipeline)) }),
    ...(events && {
      events: timeline(events, { only_changes: true, limit: 720 }),
      runs: eventRuns(events),
    }),
    ...(series && { time_series: timeSeriesFacts(series) }),
    ...(metrics && {
      metrics: { ...metrics, ...(changes.panics !== undefined && { panics: changes.panics }) },
    }),
    ...(checkpoints && { checkpoint_status: checkpointResults(checkpoints) }),
    ...(health && { cluster_health: healthFacts(health) }),
    ...(config && { platform: platformFacts(config) }),
    ...(circuit?.status === 200 && {
      circuit_profile: circuitSigns(
        Buffer.from(withMeasurements(circuit.body.toString(), changes.circuit ?? [])),
        { maxDepth: 1000, ...(dataflow && { places: sqlPlaces(sqlSources(dataflow, pipeline ?? {})) }) },
      ),
    }),
  };
}

/** Not every world is recorded with its circuit. */
function circuitOf(world: string): Answer | undefined {
  const name = `worlds/${world}/circuit_json_profile`;
  const folder = fileURLToPath(new URL("../recordings/", import.meta.url));
  return existsSync(`${folder}${name}.body`) ? recording(name) : undefined;
}

/** The evidence of a pipeline of which only its record is known, as the list of all pipelines has it. */
export function recordOf(name: string, members: Members = {}): Evidence {
  const answer = pipelineOf(recording("pipelines_all"), name);
  const pipeline = readAnswer(answer, Pipeline, members);
  return { nowMs: recordedMs("healthy"), ...(pipeline && { pipeline: pipelineFacts(pipeline) }) };
}

/** Nothing but these parts. */
export function only({ nowMs, unanswered, ...parts }: Evidence, names: readonly PartName[]): Evidence {
  const readWith = (name: string) => (name === "runs" ? "events" : name);
  const kept = Object.entries(parts).filter(([name]) => names.some((one) => one === readWith(name)));
  return { nowMs, ...(unanswered && { unanswered }), ...Object.fromEntries(kept) };
}

function metricsOf(world: string, max_rss_bytes: number | null | undefined): MetricsSigns | undefined {
  const recorded = recording(`worlds/${world}/metrics_json`);
  const changed =
    max_rss_bytes === undefined ? recorded : withGauge(recorded, "max_rss_bytes", max_rss_bytes);
  const families = readAnswer(changed, MetricFamilies, {});
  return families && metricsSigns(scrapeOfJson(families));
}

function logOf(text: string) {
  const input = { text, bytes: Buffer.byteLength(text), startsMidLine: false, cleaner: createCleaner() };
  return analyzeLogs(input, { level: "warn", tail: 1000 });
}

function readAnswer<Schema extends z.ZodType>(
  answer: Answer,
  schema: Schema,
  members: Members,
): z.output<Schema> | undefined {
  if (answer.status !== 200) return undefined;
  const changed = Object.keys(members).length === 0 ? answer : withMembers(answer, members);
  return schema.parse(parseExactJson(changed.body.toString(), 1000));
}

function recordedMs(world: string): number {
  const date = recording(`worlds/${world}/pipeline`).headers.find(([name]) => name === "date");
  return Date.parse(date?.[1] ?? "");
}
