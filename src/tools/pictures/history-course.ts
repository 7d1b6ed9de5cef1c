import {
  courseOfMoments,
  type MomentsCourse,
  type StatsMoment,
} from "../../analysis/pictures/moments-course.ts";
import { courseOfSeries } from "../../analysis/pictures/series-course.ts";
import {
  type SeriesPoints,
  seriesPoints,
  timeSeriesFacts,
} from "../../analysis/time-series/time-series-facts.ts";
import { type Point, seriesFacts } from "../../analysis/time-series/trend.ts";
import type { PictureOf } from "../../answers/pictures.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { getTimeSeries, getTimeSeriesBeside } from "../../feldera/api/time-series.ts";
import type { FelderaError } from "../../feldera/errors.ts";
import { partOf } from "../../feldera/parts/part.ts";
import type { Snapshot } from "../../feldera/source.ts";
import { type Words, words } from "../../text/page/words.ts";
import {
  collectionWords,
  courseOfBundleWords,
  courseOfSeriesWords,
  lastAverageWords,
  levelsWords,
  TIME_SERIES_BESIDE,
  unfitSeriesWords,
} from "../../text/statistics/history.ts";
import { courseWords } from "../../text/statistics/time-series.ts";
import type { ToolContext } from "../tool.ts";
import { type Missing, missing } from "./head.ts";

type History = PictureOf<"history">;
type Series = History["series"][number];
type Mark = History["marks"][number];

/** How figures went over time. */
export interface Course {
  readonly told_by: History["told_by"];
  /** Without their limits. */
  readonly series: readonly Series[];
  readonly restarts: readonly Mark[];
  /** Where that is before the first point. */
  readonly from_ms?: number;
  readonly says?: string;
  readonly missing: readonly Missing[];
  /** Where nothing can be told. */
  readonly error?: FelderaError;
}

const UNITS = { throughput: "records_per_s", memory: "bytes", storage: "bytes", waiting: "records" } as const;

/** As Feldera keeps it of a running pipeline; of a bundle as its collections tell it. */
export function courseOf(pipeline_name: string, context: ToolContext): Promise<Course> {
  const { snapshot } = context.feldera.source;
  return snapshot === undefined
    ? runningCourse(pipeline_name, context)
    : bundleCourse(pipeline_name, snapshot, context);
}

async function runningCourse(pipeline_name: string, { feldera }: ToolContext): Promise<Course> {
  const asked = await partOf(getTimeSeries(feldera, pipeline_name));
  const points = asked.value && seriesPoints(asked.value);
  const idleMs = asked.value && timeSeriesFacts(asked.value).records?.idle?.ms;
  return {
    told_by: "time series",
    series:
      points === undefined
        ? []
        : seriesOfPoints(points).map((one) => ({
            ...one,
            ...(one.name === "throughput" && idleMs !== undefined && { idle_ms: idleMs }),
          })),
    restarts: (points?.restarts ?? []).map(({ ms }) => ({
      at_ms: ms,
      kind: "restart",
      says: "it began again: the total of processed records fell",
    })),
    missing: missing(words`Throughput, memory and storage over time`, asked.missing),
    ...(asked.missing && { error: asked.error }),
  };
}

function seriesOfPoints(points: SeriesPoints): Series[] {
  return (["throughput", "memory", "storage"] as const).flatMap((name) => {
    const facts = seriesFacts(points[name]);
    return facts === undefined
      ? []
      : seriesOf(name, points[name], { restarts: points.restarts, says: courseWords(name, facts) });
  });
}

/** Each collection has its statistics; one is no course. */
async function bundleCourse(
  pipeline_name: string,
  snapshot: Snapshot,
  context: ToolContext,
): Promise<Course> {
  const all = snapshot.collections;
  const newest = Math.min(all, context.limits.pictureCollections);
  const moments: StatsMoment[] = [];
  const lacking: Missing[] = [];
  let error: FelderaError | undefined;
  for (let index = newest - 1; index >= 0; index--) {
    const collection = await context.otherCollection(String(index));
    const ms = collection.source.nowMs();
    const asked = await partOf(getStats(collection, pipeline_name));
    if (asked.missing) {
      error = asked.error;
      lacking.push(...missing(collectionWords(ms), asked.missing));
    } else moments.push({ ms, stats: asked.value });
  }
  const [only, another] = moments;
  const beside: CourseBeside = only && another === undefined ? await courseBeside(only, context) : {};
  // Of a single collection it is told by what has no statistics.
  const notRead = all > 1 ? lacking : [];
  if (beside.course) return { ...beside.course, missing: notRead };
  const says = String(courseOfBundleWords({ all, read: moments.length, atMs: snapshot.collectedMs }));
  const course = courseOfMoments(moments.length > 1 ? moments : []);
  return {
    told_by: "collections",
    series: seriesOfMoments(course),
    restarts: course.restarts.map(({ ms, began_ms = ms }) => ({
      at_ms: began_ms,
      kind: "restart",
      says: "a new process began",
    })),
    says,
    missing: [...notRead, ...(beside.missing ?? [])],
    ...(moments.length === 0 && error && { error }),
  };
}

interface CourseBeside {
  readonly course?: Course;
  /** Of time series that are there. */
  readonly missing?: readonly Missing[];
}

/** Where a bundle has one moment, and the time series of the minute before it lie beside. */
async function courseBeside(moment: StatsMoment, { feldera }: ToolContext): Promise<CourseBeside> {
  const { value, missing: why } = await partOf(getTimeSeriesBeside(feldera));
  if (value === undefined) return { missing: missing(TIME_SERIES_BESIDE, why) };
  const course = courseOfSeries(moment, value);
  if (typeof course === "string") {
    return { missing: [{ what: String(TIME_SERIES_BESIDE), why: String(unfitSeriesWords(course)) }] };
  }
  const { samples, throughput } = course;
  return {
    course: {
      told_by: "time series",
      from_ms: throughput[0]?.from_ms ?? samples.from_ms,
      series: seriesOfMoments({ ...course, waiting: [], restarts: [] }),
      restarts: [],
      says: String(courseOfSeriesWords(samples, moment.ms)),
      missing: [],
    },
  };
}

function seriesOfMoments({ throughput, restarts, ...levels }: MomentsCourse): Series[] {
  const last = throughput.at(-1);
  const averages = last
    ? seriesOf("throughput", throughput, { restarts, says: lastAverageWords(last) }).map((series) => ({
        ...series,
        averaged_from_ms: throughput.map(({ from_ms }) => from_ms),
      }))
    : [];
  const others = (["memory", "storage", "waiting"] as const).flatMap((name) =>
    seriesOf(name, levels[name], { restarts, says: levelsWords(name, levels[name], restarts) }),
  );
  return [...averages, ...others];
}

function seriesOf(
  name: Series["name"],
  points: readonly Point[],
  { restarts, says }: { readonly restarts: readonly { readonly ms: number }[]; readonly says: Words },
): Series[] {
  const values = points.map(({ value }) => value);
  const last = values.at(-1);
  if (last === undefined) return [];
  const breaks = restarts.map(({ ms }) => points.findIndex((point) => point.ms >= ms));
  return [
    {
      name,
      unit: UNITS[name],
      at_ms: points.map(({ ms }) => ms),
      value: values,
      breaks: breaks.filter((at) => at > 0),
      min: values.reduce((least, value) => Math.min(least, value), last),
      max: values.reduce((most, value) => Math.max(most, value), last),
      last,
      says: String(says),
    },
  ];
}
