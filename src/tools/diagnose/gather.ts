import { checkpointResults } from "../../analysis/checkpoints/status.ts";
import { healthFacts } from "../../analysis/cluster/health.ts";
import { platformFacts } from "../../analysis/cluster/platform.ts";
import { timeline } from "../../analysis/events/timeline.ts";
import { AnalysisStopped } from "../../analysis/jobs/stopped.ts";
import { analyzeLogs } from "../../analysis/logs/analyse.ts";
import type { LogFacts } from "../../analysis/logs/facts.ts";
import { MalformedInput } from "../../analysis/malformed.ts";
import type { MissingPart } from "../../analysis/missing-part.ts";
import { explainDeploymentError, udfLine } from "../../analysis/pipeline/deployment-error.ts";
import { pipelineFacts } from "../../analysis/pipeline/facts.ts";
import { statsFacts } from "../../analysis/stats/facts.ts";
import { timeSeriesFacts } from "../../analysis/time-series/facts.ts";
import type { Evidence, PartName } from "../../diagnosis/evidence.ts";
import type { DEPTHS } from "../../diagnosis/facts.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { getCheckpointStatus } from "../../feldera/api/checkpoint-status.ts";
import { getClusterHealth, getPlatformConfig } from "../../feldera/api/cluster.ts";
import { listEvents } from "../../feldera/api/events.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { getTimeSeries } from "../../feldera/api/time-series.ts";
import { within } from "../../feldera/api/within.ts";
import type { EndpointName } from "../../feldera/endpoints.ts";
import { FelderaError } from "../../feldera/errors.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { ToolError } from "../errors.ts";
import { type Part, partOf } from "../part.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import { pipelineLog } from "../pipeline/pipeline-log.ts";
import { namedOperators } from "../profiles/named-operators.ts";
import type { ToolContext } from "../tool.ts";
import { readCircuit, readHeap } from "./profiles.ts";

/** Feldera keeps no more events. */
const EVENTS = 720;
const LOG_RECORDS = 1000;

export type Depth = (typeof DEPTHS)[number];

export interface Gathered {
  readonly evidence: Evidence;
  readonly looked_at: readonly PartName[];
  readonly not_checked: readonly { readonly part: PartName; readonly missing: MissingPart }[];
}

/**
 * Asks for all parts at once, each within its own time limit, so that one that hangs does not sink the others.
 *
 * @throws FelderaError of the pipeline's own record where that shows that there is nothing to diagnose
 */
export async function gather(pipeline_name: string, depth: Depth, context: ToolContext): Promise<Gathered> {
  const feldera = withLimit(context.feldera, context.limits.diagnosePartMs);
  const asked = partOf(getPipeline(feldera, pipeline_name));
  const isDeep = depth === "deep";
  const deep = { ...context, feldera: withLimit(context.feldera, context.limits.diagnoseDeepPartMs) };
  const [failed, circuit, heap, pipeline, stats, events, log, series, checkpoints, health, platform] =
    await Promise.all([
      asked.then((part) => part.value && failedPlace(part.value, { ...context, feldera })),
      isDeep ? partOf(analysed("circuit_json_profile", readCircuit(pipeline_name, asked, deep))) : undefined,
      isDeep ? partOf(analysed("heap_profile", readHeap(pipeline_name, deep))) : undefined,
      asked,
      partOf(getStats(feldera, pipeline_name)),
      partOf(listEvents(feldera, pipeline_name, "status")),
      partOf(readLog(pipeline_name, { ...context, feldera })),
      partOf(getTimeSeries(feldera, pipeline_name)),
      partOf(getCheckpointStatus(feldera, pipeline_name)),
      partOf(getClusterHealth(feldera)),
      partOf(getPlatformConfig(feldera)),
    ]);
  if (pipeline.missing && events.missing && log.missing) throw pipeline.error;
  const configuration = pipeline.missing ? undefined : configurationOf(pipeline.value);
  const evidence = {
    nowMs: feldera.source.nowMs(),
    ...(pipeline.missing ? {} : { pipeline: pipelineFacts(pipeline.value) }),
    ...(stats.missing ? {} : { stats: statsFacts(stats.value, undefined, configuration) }),
    ...(events.missing ? {} : { events: timeline(events.value, { only_changes: true, limit: EVENTS }) }),
    ...(log.missing ? {} : { log: log.value.facts }),
    ...(series.missing ? {} : { time_series: timeSeriesFacts(series.value) }),
    ...(checkpoints.missing ? {} : { checkpoint_status: checkpointResults(checkpoints.value) }),
    ...(health.missing ? {} : { cluster_health: healthFacts(health.value) }),
    ...(platform.missing ? {} : { platform: platformFacts(platform.value) }),
    ...(circuit === undefined || circuit.missing ? {} : { circuit_profile: circuit.value }),
    ...(heap === undefined || heap.missing ? {} : { heap_profile: heap.value }),
    ...(failed && { failed }),
  };
  const read: readonly (readonly [PartName, Pick<Part<unknown>, "missing">])[] = [
    ["pipeline", pipeline],
    ["stats", stats],
    ["events", events],
    ["log", log.missing || !log.value.unread ? log : { missing: log.value.unread }],
    ["time_series", series],
    ["checkpoint_status", checkpoints],
    ["cluster_health", health],
    ["platform", platform],
    ...(circuit === undefined ? [] : [["circuit_profile", circuit] as const]),
    ...(heap === undefined ? [] : [["heap_profile", heap] as const]),
  ];
  return {
    evidence,
    looked_at: read.filter(([, { missing }]) => missing === undefined).map(([part]) => part),
    not_checked: read.flatMap(([part, { missing }]) => (missing === undefined ? [] : [{ part, missing }])),
  };
}

/** That a pipeline is away is an answer here; waiting for it to come back would hold up all the others. */
function withLimit(feldera: Feldera, limitMs: number): Feldera {
  const limited = within(feldera, limitMs);
  return { ...limited, scope: { ...limited.scope, awaitsPipeline: false } };
}

/**
 * A profile that breaks its own format, or is too much to analyse, is a part that could not be read.
 *
 * @throws FelderaError unexpected_shape
 */
async function analysed<T>(endpoint: EndpointName, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const isOfProfile =
      error instanceof MalformedInput || error instanceof AnalysisStopped || error instanceof ToolError;
    if (!isOfProfile) throw error;
    const { message } = error;
    throw new FelderaError({ kind: "unexpected_shape", message, endpoint, retryable: false });
  }
}

/** Where a pipeline failed: the SQL operators that its error names, or the line of its own Rust functions. */
async function failedPlace(pipeline: Pipeline, context: ToolContext): Promise<Evidence["failed"]> {
  const failure = pipeline.deployment_error && explainDeploymentError(pipeline.deployment_error);
  if (!failure) return undefined;
  const operators = await namedOperators(failure.operators, context, pipeline.name, pipeline);
  const line = udfLine(failure, pipeline);
  return { ...(operators && { operators }), ...(line && { udf_line: line }) };
}

async function readLog(
  pipeline_name: string,
  context: ToolContext,
): Promise<{ facts: LogFacts; unread?: MissingPart }> {
  const { log, stoppedBy } = await pipelineLog(context, pipeline_name);
  const { logLineBytes: maxLineBytes } = context.limits;
  const facts = analyzeLogs(log, { level: "warn", tail: LOG_RECORDS, maxLineBytes });
  const isWhole = stoppedBy === "silence" || stoppedBy === "end";
  return isWhole
    ? { facts }
    : { facts, unread: { kind: "truncated", message: `cut short by ${CUT_BY[stoppedBy]}` } };
}

/** What was read before the cut still counts as evidence; that there is nothing after it cannot be said. */
const CUT_BY = {
  "cut connection": "a cut connection",
  "time limit": "this server's time limit",
  "byte limit": "this server's byte limit",
} as const;
