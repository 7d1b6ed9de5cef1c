import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { Picture, type PictureOf } from "../../../src/answers/pictures.ts";
import type { Limits } from "../../../src/config/limits.ts";
import { registryOver } from "../../support/registry.ts";
import { recordingPath } from "../../support/responses.ts";

/** Four moments of one process, the oldest first, and one of another process. */
const OF_ONE_PROCESS = ["stats_1", "stats_2", "stats_3", "stats_paused"];
const OF_ANOTHER = "opt_stats_1";

const Started = z.looseObject({
  global_metrics: z.looseObject({
    start_time: z.number(),
    uptime_msecs: z.number(),
    total_processed_records: z.number(),
    rss_bytes: z.number(),
  }),
});

function readMoment(name: string) {
  const { global_metrics } = Started.parse(JSON.parse(readFileSync(recordingPath(`${name}.body`), "utf8")));
  const { start_time, uptime_msecs, total_processed_records: records, rss_bytes } = global_metrics;
  return { ms: start_time * 1000 + uptime_msecs, uptime_msecs, records, rss_bytes };
}

/** A bundle with a collection for each recorded answer of `stats`, of the moment that it tells. */
function bundleOf(names: readonly string[]): { folder: string; directoryOf: (name: string) => string } {
  const folder = mkdtempSync(join(tmpdir(), "feldera-collections-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const directoryOf = (name: string) => {
    const stamp = new Date(readMoment(name).ms).toISOString().replaceAll(":", "-");
    return join(folder, stamp);
  };
  for (const name of names) {
    mkdirSync(directoryOf(name));
    cpSync(recordingPath(`${name}.body`), join(directoryOf(name), "stats.json"));
  }
  return { folder, directoryOf };
}

async function historyOf(folder: string, args: object = {}, limits: Partial<Limits> = {}) {
  const registry = registryOver({ source: { bundle: folder }, limits });
  const asked = { pipeline_name: "payments", picture: "history", ...args };
  const { structured, text } = await registry.call("read_picture", asked, { showsPictures: true });
  const { data } = Picture.safeParse(structured);
  if (data?.picture !== "history") throw new Error(text);
  return data;
}

function seriesNamed({ series }: PictureOf<"history">, name: string) {
  const found = series.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no series ${name}`);
  return found;
}

test("Collections of a bundle are a history: a point for each, and averages over the time between them", async () => {
  const history = await historyOf(bundleOf(OF_ONE_PROCESS).folder);
  const moments = OF_ONE_PROCESS.map(readMoment);
  const memory = seriesNamed(history, "memory");
  expect([memory.at_ms, memory.value]).toEqual([
    moments.map(({ ms }) => ms),
    moments.map(({ rss_bytes }) => rss_bytes),
  ]);
  expect(memory.says).toBe("from 285 MiB to 2.56 GiB (+2.28 GiB) in 12 min 8 s");
  const throughput = seriesNamed(history, "throughput");
  for (const [at, { records, uptime_msecs }] of moments.entries()) {
    const before = moments[at - 1] ?? { records: 0, uptime_msecs: 0 };
    const ms = uptime_msecs - before.uptime_msecs;
    expect(throughput.value[at]).toBeCloseTo((records - before.records) / (ms / 1000), 3);
    expect(throughput.averaged_from_ms?.[at]).toBe((throughput.at_ms[at] ?? 0) - ms);
  }
  expect(history.course).toMatch(/^From the 4 collections of the bundle, each a moment: what was between/);
  expect([history.told_by, history.moment, history.missing.map(({ what }) => what)]).toEqual([
    "collections",
    undefined,
    expect.not.arrayContaining(["Throughput, memory and storage over time"]),
  ]);
  expect([history.from_ms, history.to_ms]).toEqual([moments.at(0)?.ms, moments.at(-1)?.ms]);
});

test("A process that began between two collections is marked, and its average is since it began", async () => {
  const history = await historyOf(bundleOf([...OF_ONE_PROCESS, OF_ANOTHER]).folder);
  const { ms, uptime_msecs, records } = readMoment(OF_ANOTHER);
  const { value, averaged_from_ms, breaks } = seriesNamed(history, "throughput");
  expect([value.at(-1), averaged_from_ms?.at(-1)]).toEqual([
    expect.closeTo(records / (uptime_msecs / 1000), 3),
    ms - uptime_msecs,
  ]);
  expect(breaks).toEqual([OF_ONE_PROCESS.length]);
  expect(history.marks).toContainEqual({
    at_ms: ms - uptime_msecs,
    kind: "restart",
    says: "a new process began",
  });
  expect(seriesNamed(history, "memory").says).toMatch(/, with a new process between$/);
});

test("A collection is no course: its figures are told, and what would show how it got there", async () => {
  const history = await historyOf(bundleOf(["stats_2"]).folder);
  const { records, uptime_msecs, rss_bytes } = readMoment("stats_2");
  expect(history.series).toEqual([]);
  expect(history.course).toMatch(/^The bundle holds one collection, of 2026-11-21 07:51:30 UTC: how /);
  expect(history.course).toMatch(/download_support_bundle with limit 3.*get_time_series the last minute\.$/);
  expect(history.moment?.figures.map(({ name, value }) => [name, value])).toEqual([
    ["processed", records],
    ["throughput", expect.closeTo(records / (uptime_msecs / 1000), 3)],
    ["memory", rss_bytes],
    ["storage", expect.any(Number)],
  ]);
  expect(history.moment?.figures.map(({ says }) => says)).toEqual([
    expect.stringMatching(/^of 1,142,\d{3} records received since 2026-11-21 07:46:18 UTC$/),
    "on average over the 5 min 12 s since the start",
    expect.stringMatching(/limit not known$/),
    "limit not checked",
  ]);
});

const RUNNING = "worlds/skewed_join";

/** A bundle as it was recorded of a running pipeline, with what is beside it. */
async function historyBeside(timeSeries: string | Buffer) {
  const folder = mkdtempSync(join(tmpdir(), "feldera-beside-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(recordingPath(`${RUNNING}/support_bundle.body`), join(folder, "bundle.zip"));
  writeFileSync(join(folder, "time_series.json"), timeSeries);
  return historyOf(join(folder, "bundle.zip"), { pipeline_name: "order_enrich2" });
}

const TimeSeries = z.object({ samples: z.array(z.object({ t: z.number(), r: z.number() })) });
const recordedSeries = () => readFileSync(recordingPath(`${RUNNING}/time_series.body`));

test("Time series beside a bundle are its history, from the start of the process to the collection", async () => {
  const history = await historyBeside(recordedSeries());
  const { samples } = TimeSeries.parse(JSON.parse(recordedSeries().toString()));
  const throughput = seriesNamed(history, "throughput");
  const began = throughput.averaged_from_ms ?? [];
  expect(throughput.at_ms).toEqual([...samples.map(({ t }) => t), history.source.at_ms]);
  expect(began.slice(1)).toEqual(throughput.at_ms.slice(0, -1));
  const processed = throughput.value.reduce(
    (sum, rate, at) => sum + (rate * ((throughput.at_ms[at] ?? 0) - (began[at] ?? 0))) / 1000,
    0,
  );
  expect(processed, "what the statistics of the collection have").toBeCloseTo(560_000, 3);
  expect([history.from_ms, history.to_ms]).toEqual([began[0], history.source.at_ms]);
  expect(seriesNamed(history, "memory").at_ms).toEqual(throughput.at_ms);
  expect(history.marks.at(-1)?.says).toBe("runtime Running");
  expect(history.course).toMatch(/^From 60 samples of time_series\.json beside the bundle, over 59 s to /);
  expect([history.told_by, history.moment]).toEqual(["time series", undefined]);
});

const later = (by: number) => {
  const { samples } = TimeSeries.parse(JSON.parse(recordedSeries().toString()));
  return JSON.stringify({ samples: samples.map(({ t, r }) => ({ t: t + by, r })) });
};

test.each([
  [
    "of another time",
    later(3_600_000),
    "Left out: it is of another time than the process that the bundle is of.",
  ],
  ["of the process before", later(-120_000), /another time/],
  [
    "of another pipeline",
    JSON.stringify({ samples: [{ t: Date.UTC(2026, 10, 21, 9, 18), r: 10 ** 9 }] }),
    "Left out: its totals are not those of the process that the bundle is of.",
  ],
  ["without a sample", '{"samples":[]}', "Left out: it has no sample."],
  ["that are no JSON", "<html>", /not JSON|JSON/],
])("Time series %s are left out, which is told beside the figures of the moment", async (_, series, why) => {
  const history = await historyBeside(series);
  expect(history.series).toEqual([]);
  expect(history.moment?.figures).toHaveLength(4);
  expect(history.missing).toContainEqual({
    what: "The time series beside the bundle",
    why: typeof why === "string" ? why : expect.stringMatching(why),
  });
});

test("A collection without statistics is told, and the others are the history", async () => {
  const { folder, directoryOf } = bundleOf(OF_ONE_PROCESS);
  writeFileSync(join(directoryOf("stats_2"), "metrics.txt"), "");
  rmSync(join(directoryOf("stats_2"), "stats.json"));
  const history = await historyOf(folder);
  expect(seriesNamed(history, "memory").at_ms).toHaveLength(3);
  expect(history.course).toMatch(/^From 3 of the 4 collections of the bundle/);
  expect(history.missing).toContainEqual({
    what: "The statistics of the collection of 2026-11-21 07:51:30 UTC",
    why: expect.stringMatching(/is not in/),
  });
});

test("Of very many collections the newest are read, and how many there are is told", async () => {
  const history = await historyOf(bundleOf(OF_ONE_PROCESS).folder, {}, { pictureCollections: 2 });
  expect(seriesNamed(history, "memory").at_ms).toEqual(
    OF_ONE_PROCESS.slice(2).map((one) => readMoment(one).ms),
  );
  expect(history.course).toMatch(/^From 2 of the 4 collections/);
});

test("A bundle without any statistics has no history", async () => {
  const { folder, directoryOf } = bundleOf(["stats_1"]);
  writeFileSync(join(directoryOf("stats_1"), "metrics.txt"), "");
  rmSync(join(directoryOf("stats_1"), "stats.json"));
  await expect(historyOf(folder)).rejects.toThrow(/holds no stats\.json|is not in/);
});

test("The picture of an older collection's answer is of that collection", async () => {
  const { folder } = bundleOf(OF_ONE_PROCESS);
  const registry = registryOver({ source: { bundle: folder } });
  const called = async (args: object) => {
    const asked = { pipeline_name: "payments", ...args };
    return (await registry.call("get_stats", asked, { showsPictures: true })).picture;
  };
  expect(await called({ collection: "2" })).toEqual({
    pipeline_name: "payments",
    picture: "history",
    collection: "2",
  });
  expect(await called({ collection: "0" })).toEqual(await called({}));
  expect(await called({})).toEqual({ pipeline_name: "payments", picture: "history" });
  const { source, lag } = await historyOf(folder, { collection: "2" });
  expect([source.at_ms, lag?.at_ms]).toEqual(Array(2).fill(readMoment("stats_2").ms));
});
