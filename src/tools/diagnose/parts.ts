import { checkpointResults } from "../../analysis/checkpoints/status.ts";
import { healthFacts } from "../../analysis/cluster/health.ts";
import { platformFacts } from "../../analysis/cluster/platform.ts";
import { lateRowsHeard } from "../../analysis/error-view/late-rows.ts";
import { AnalysisStopped } from "../../analysis/jobs/stopped.ts";
import type { LogFacts } from "../../analysis/logs/log-facts.ts";
import { metricsSigns } from "../../analysis/metrics/signs.ts";
import { udfLine } from "../../analysis/pipeline/deployment-error.ts";
import { pipelineFacts } from "../../analysis/pipeline/pipeline-facts.ts";
import { withoutErrorViewListeners } from "../../analysis/stats/error-view-listeners.ts";
import { statsFacts } from "../../analysis/stats/stats-facts.ts";
import { processedPoints, timeSeriesFacts } from "../../analysis/time-series/time-series-facts.ts";
import { UnreadableInput } from "../../analysis/unreadable-input.ts";
import type { PartName } from "../../answers/diagnosis.ts";
import type { LogEvidence, Parts } from "../../diagnosis/evidence.ts";
import { getCheckpointStatus } from "../../feldera/api/checkpoint-status.ts";
import { getClusterHealth, getPlatformConfig } from "../../feldera/api/cluster.ts";
import { hearErrorView } from "../../feldera/api/error-view.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { getTimeSeries } from "../../feldera/api/time-series.ts";
import type { EndpointName } from "../../feldera/endpoints.ts";
import { FelderaError } from "../../feldera/errors.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import { ToolError } from "../errors.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import { cutShort, pipelineLog } from "../pipeline/pipeline-log.ts";
import { whatHappened } from "../pipeline/what-happened.ts";
import { namedOperators } from "../profiles/named-operators.ts";
import { scrapeMetrics } from "../statistics/scrape.ts";
import type { ToolContext } from "../tool.ts";
import { type Compiled, readCircuit, readHeap } from "./profiles.ts";

/** Feldera keeps no more events. */
const EVENTS = 720;
const LOG_RECORDS = 1000;

/** What a part is read with. */
export interface Asking extends Compiled {
  readonly pipeline_name: string;
  /** Each request within the time limit of its part. */
  readonly context: ToolContext;
  /**
   * Resolves when it is time for a second look, with a context whose time limit begins then; undefined where there is
   * none. The time between the looks begins with the first call.
   */
  readonly secondLook: (() => Promise<ToolContext>) | undefined;
  /** The time between two looks, for what is listened to; 0 where there is none. */
  readonly listenMs: number;
}

export interface ReadPart {
  readonly evidence: Parts;
  /** Why some of it was not read, where what was read is evidence all the same. */
  readonly unread?: MissingPart;
  /** It was not asked for, since of such a program there is nothing. */
  readonly isNeedless?: true;
}

/** A part, or why it could not be had. */
export type ReadPartOf = Part<ReadPart> & { readonly part: PartName };

interface PartReader {
  /** Only at depth deep. */
  readonly deep?: true;
  /** Asked for when all others have been read. */
  readonly last?: true;
  /** @throws FelderaError where it cannot be had */
  readonly read: (asking: Asking) => Promise<ReadPart>;
}

/** Every part of a diagnosis: how it is asked for, and how it becomes evidence. */
export const PART_READERS: Readonly<Record<PartName, PartReader>> = {
  pipeline: {
    async read({ record }) {
      const pipeline = await record;
      if (pipeline.missing) throw pipeline.error;
      return { evidence: { pipeline: pipelineFacts(pipeline.value) } };
    },
  },
  stats: { read: readStats },
  events: { read: readEvents },
  log: { read: readLog },
  time_series: {
    async read({ pipeline_name, context: { feldera } }) {
      const series = await getTimeSeries(feldera, pipeline_name);
      return { evidence: { time_series: timeSeriesFacts(series), processed: processedPoints(series) } };
    },
  },
  metrics: {
    async read({ pipeline_name, context: { feldera } }) {
      return { evidence: { metrics: metricsSigns(await scrapeMetrics(feldera, pipeline_name)) } };
    },
  },
  checkpoint_status: {
    async read({ pipeline_name, context: { feldera } }) {
      const status = await getCheckpointStatus(feldera, pipeline_name);
      return { evidence: { checkpoint_status: checkpointResults(status) } };
    },
  },
  cluster_health: {
    async read({ context: { feldera } }) {
      return { evidence: { cluster_health: healthFacts(await getClusterHealth(feldera)) } };
    },
  },
  platform: {
    async read({ context: { feldera } }) {
      return { evidence: { platform: platformFacts(await getPlatformConfig(feldera)) } };
    },
  },
  circuit_profile: {
    async read({ pipeline_name, context, secondLook, ...compiled }) {
      const look = (then: ToolContext) =>
        analysed("circuit_json_profile", readCircuit(pipeline_name, compiled, then));
      const first = await look(context);
      const second = secondLook && (await partOf(secondLook().then(look))).value;
      return second === undefined
        ? { evidence: { circuit_profile: first } }
        : { evidence: { circuit_profile: second, earlier: { circuit_profile: first } } };
    },
  },
  error_view: { deep: true, read: readErrorView },
  heap_profile: {
    deep: true,
    // Taking it costs the pipeline memory, which the statistics shall not count.
    last: true,
    async read({ pipeline_name, context }) {
      const heap = readHeap(pipeline_name, context);
      return { evidence: { heap_profile: await analysed("heap_profile", heap) } };
    },
  },
};

async function readEvents({ pipeline_name, context: { feldera } }: Asking): Promise<ReadPart> {
  const { timeline, runs } = await whatHappened(pipeline_name, feldera, EVENTS);
  return { evidence: { events: timeline, runs } };
}

/** A second sample where another look is taken; the first alone where that cannot be had. */
async function readStats(asking: Asking): Promise<ReadPart> {
  const { pipeline_name, context, record, secondLook } = asking;
  const look = async ({ feldera }: ToolContext) =>
    withoutErrorViewListeners(await getStats(feldera, pipeline_name));
  const [first, pipeline] = await Promise.all([look(context), record]);
  const second = secondLook && (await partOf(secondLook().then(look))).value;
  const configuration = pipeline.missing ? undefined : configurationOf(pipeline.value);
  const stats =
    second === undefined
      ? statsFacts(first, undefined, configuration)
      : statsFacts(second, first, configuration);
  return { evidence: { stats } };
}

/** A program without LATENESS has no late rows, and while a pipeline is paused, none comes. */
async function readErrorView({ pipeline_name, context, record, listenMs }: Asking): Promise<ReadPart> {
  const { feldera } = context;
  const { value: pipeline } = await record;
  if (!/\bLATENESS\b/i.test(pipeline?.program_code ?? "LATENESS")) return { evidence: {}, isNeedless: true };
  const isPaused = pipeline?.deployment_runtime_status === "Paused";
  if (feldera.source.kind === "feldera" && (isPaused || listenMs === 0)) {
    return { evidence: {}, unread: { kind: "not_listened", message: "" } };
  }
  return { evidence: { error_view: lateRowsHeard(await hearErrorView(feldera, pipeline_name, listenMs)) } };
}

async function readLog({ pipeline_name, context, record }: Asking): Promise<ReadPart> {
  const question = { level: "warn", tail: LOG_RECORDS } as const;
  const { facts, stoppedBy } = await analysed("pipeline_logs", pipelineLog(pipeline_name, question, context));
  const evidence = { log: { ...facts, ...(await panickedAt(facts, { pipeline_name, context, record })) } };
  const unread = cutShort(stoppedBy);
  return { evidence, ...(unread && { unread }) };
}

/** Where in the pipeline's SQL, or in its own Rust functions, its threads panicked. */
async function panickedAt(
  { panics }: LogFacts,
  { pipeline_name, context, record }: Pick<Asking, "pipeline_name" | "context" | "record">,
): Promise<Pick<LogEvidence, "panicked_operators" | "panicked_udf_line">> {
  const current = panics.filter(({ is_over }) => !is_over);
  const crates = [...new Set(current.flatMap(({ operators }) => operators))];
  const pipeline = (await record).value;
  const panicked_operators = await namedOperators(crates, context, pipeline_name, pipeline);
  const panicked_udf_line =
    pipeline &&
    udfLine(
      current.findLast(({ in_udf }) => in_udf),
      pipeline,
    );
  return {
    ...(panicked_operators && { panicked_operators }),
    ...(panicked_udf_line && { panicked_udf_line }),
  };
}

/** What was read before the cut still counts as evidence; that there is nothing after it cannot be said. */

/**
 * What breaks its own format, or is too much to analyse, is a part that could not be read.
 *
 * @throws FelderaError unexpected_shape
 */
async function analysed<T>(endpoint: EndpointName, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const isOfPart =
      error instanceof UnreadableInput || error instanceof AnalysisStopped || error instanceof ToolError;
    if (!isOfPart) throw error;
    const { message } = error;
    throw new FelderaError({ kind: "unexpected_shape", message, endpoint, retryable: false });
  }
}
