import { metricsSigns } from "../../analysis/metrics/signs.ts";
import { pipelineFacts } from "../../analysis/pipeline/pipeline-facts.ts";
import { memoryLimit } from "../../analysis/stats/memory-limit.ts";
import { type StatsFacts, statsFacts } from "../../analysis/stats/stats-facts.ts";
import type { PictureArguments, PictureOf } from "../../answers/pictures.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { within } from "../../feldera/api/within.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { bytes, span } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import { whatHappened } from "../pipeline/what-happened.ts";
import { scrapeMetrics } from "../statistics/scrape.ts";
import type { ToolContext } from "../tool.ts";
import { headOf, missing } from "./head.ts";
import { courseOf } from "./history-course.ts";
import { momentOf } from "./history-moment.ts";
import { checkpoints, picturedEvent } from "./moments.ts";

type History = PictureOf<"history">;
type Series = History["series"][number];

/**
 * Throughput, memory and storage over time, how far connectors are behind, and what happened meanwhile; the figures of one
 * moment where there is no more.
 *
 * @throws FelderaError where there are neither series nor statistics, BundleError
 */
export async function historyPicture(
  { pipeline_name }: PictureArguments,
  context: ToolContext,
): Promise<History> {
  const { feldera, limits } = context;
  const [course, stats, pipeline, metrics, events, made] = await Promise.all([
    courseOf(pipeline_name, context),
    partOf(getStats(feldera, pipeline_name)),
    partOf(getPipeline(feldera, pipeline_name)),
    partOf(scrapeMetrics(within(feldera, limits.diagnosePartMs), pipeline_name)),
    partOf(whatHappened(pipeline_name, feldera, limits.pictureEvents)),
    checkpoints(pipeline_name, context),
  ]);
  if (course.error && stats.missing) throw course.error;
  const nowMs = feldera.source.nowMs();
  const configuration = pipeline.value && configurationOf(pipeline.value);
  const facts = stats.value && statsFacts(stats.value, undefined, configuration);
  const limit = memoryLimit({
    ...(facts && { stats: facts }),
    ...(metrics.value && { metrics: metricsSigns(metrics.value) }),
    ...(pipeline.value && { pipeline: pipelineFacts(pipeline.value) }),
  });
  const times = course.series.flatMap(({ at_ms }) => [at_ms[0] ?? [], at_ms.at(-1) ?? []].flat());
  // The clock of a running pipeline's figures is its own.
  const lastMs = times.length > 0 ? Math.max(...times) : nowMs;
  const marks = [
    ...(events.value?.timeline.entries ?? []).map(picturedEvent).map(eventMark),
    ...(made.value ?? []).map((one) => ({ ...one, kind: "checkpoint" as const })),
    ...course.restarts,
    ...transactionMark(facts, course.told_by === "collections" ? nowMs : lastMs),
  ];
  const begins =
    times.length > 0 ? [course.from_ms ?? [], times].flat() : [nowMs, ...marks.map(({ at_ms }) => at_ms)];
  const from_ms = begins.reduce((least, ms) => Math.min(least, ms), nowMs);
  return {
    ...headOf(pipeline_name, context),
    picture: "history",
    from_ms,
    to_ms: lastMs,
    told_by: course.told_by,
    ...(course.says !== undefined && { course: course.says }),
    series: withLimits(course.series, { limit, storage: facts?.storage }),
    ...(facts && course.series.length === 0 && { moment: momentOf(facts, limit, nowMs) }),
    ...(facts && { lag: lagOf(facts, nowMs) }),
    marks: marks
      .filter(({ at_ms, until_ms = at_ms }: Mark) => until_ms >= from_ms && at_ms <= lastMs)
      .toSorted((a, b) => a.at_ms - b.at_ms),
    missing: [
      ...course.missing,
      ...missing(words`How far connectors are behind`, stats.missing),
      ...missing(words`The events`, events.missing),
      ...missing(words`The checkpoints`, made.missing),
    ],
    notes: [],
  };
}

type Mark = History["marks"][number];

interface Limited {
  readonly limit: ReturnType<typeof memoryLimit>;
  readonly storage: StatsFacts["storage"] | undefined;
}

function withLimits(series: readonly Series[], { limit, storage }: Limited): Series[] {
  const limits: Partial<Record<Series["name"], Series["limit"]>> = {
    ...(typeof limit === "object" && {
      memory: { value: Number(limit.bytes), says: String(words`memory limit ${bytes(Number(limit.bytes))}`) },
    }),
    ...(storage?.limit?.is === "set" && {
      storage: {
        value: Number(storage.limit.bytes),
        says: String(words`storage limit ${bytes(Number(storage.limit.bytes))}`),
      },
    }),
  };
  return series.map((one) => ({ ...one, ...(limits[one.name] && { limit: limits[one.name] }) }));
}

function eventMark({ at_ms, severity, says }: ReturnType<typeof picturedEvent>): Mark {
  return { at_ms, kind: severity === "incident" ? "incident" : "change", says };
}

function transactionMark(facts: StatsFacts | undefined, until_ms: number): Mark[] {
  const ms = Number(facts?.transaction?.ms ?? Number.NaN);
  if (Number.isNaN(ms) || facts?.transaction === undefined) return [];
  const { status } = facts.transaction;
  return [
    {
      at_ms: until_ms - ms,
      until_ms,
      kind: "transaction",
      says: String(words`transaction ${status} for ${span(ms)}`),
    },
  ];
}

function lagOf({ connectors }: StatsFacts, at_ms: number): History["lag"] {
  return {
    at_ms,
    connectors: connectors.flatMap(({ name, direction, waiting_records, lag_records }) => {
      const records = direction === "output" ? lag_records : waiting_records;
      return records === undefined ? [] : [{ name, kind: direction, records: Number(records) }];
    }),
  };
}
