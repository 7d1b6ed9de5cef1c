import { describe, expect, test } from "vitest";
import type { ConnectorStats } from "../../src/analysis/stats/connectors.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { evidenceOf } from "./evidence.ts";
import { judged } from "./judged.ts";

/** A recorded pipeline that reads 200 rows a second from one source, which is told otherwise; and another source beside it. */
function withSource(change: Partial<ConnectorStats>, others: Partial<ConnectorStats>[] = []): Evidence {
  const evidence = evidenceOf("healthy");
  const { stats } = evidence;
  const [source] = stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
  if (stats === undefined || source === undefined) throw new Error("the world has no input");
  const outputs = stats.connectors.filter(({ direction }) => direction === "output");
  const inputs = [change, ...others].map((one) => ({ ...source, ...one }));
  return { ...evidence, stats: { ...stats, connectors: [...inputs, ...outputs] } };
}

const ago = (ms: number) => new Date(evidenceOf("healthy").nowMs - ms).toISOString();

/** The same at two looks 10 s apart. */
function twice(evidence: Evidence): Evidence {
  const { stats } = evidence;
  if (stats === undefined) throw new Error("no statistics");
  return { ...evidence, stats: { ...stats, rates: { over: "two samples", window_ms: 10_000 } } };
}

/** Nothing was processed for the whole time series. */
function still(evidence: Evidence): Evidence {
  const { time_series } = evidence;
  if (time_series?.records === undefined) throw new Error("no time series");
  return { ...evidence, time_series: { ...time_series, records: { ...time_series.records, per_sec: 0 } } };
}

const QUIET = /entries\.entries_gen has brought nothing for .*, after some \d+ rows a second on average/;
const BUSY = { name: "others.busy", relation: "others" };

describe("a source that goes on and brings nothing more", () => {
  test("is told by when its newest rows came", () => {
    expect(judged("keeps_up", withSource({ last_rows_at: ago(60_000) }))).toMatch(
      /entries\.entries_gen has brought nothing for 1 min, after some \d+ rows a second on average/,
    );
    expect(judged("keeps_up", withSource({ last_rows_at: ago(2_000) }))).not.toMatch(/brought nothing/);
  });

  test("is told between two looks, beside another that brings rows", () => {
    const busy = { ...BUSY, records_per_s: 200 };
    expect(judged("keeps_up", twice(withSource({ records_per_s: 0 }, [busy])))).toMatch(QUIET);
    expect(judged("keeps_up", twice(withSource({ records_per_s: 3 }, [busy])))).not.toMatch(
      /brought nothing/,
    );
  });

  test("is told by what is processed, where no other goes on", () => {
    expect(judged("keeps_up", still(withSource({})))).toMatch(QUIET);
    expect(judged("keeps_up", still(withSource({}, [BUSY])))).not.toMatch(/brought nothing/);
    expect(judged("keeps_up", still(withSource({}, [{ ...BUSY, end_of_input: true }])))).toMatch(QUIET);
  });

  test("is not told by that within a step that has yet to process what came", () => {
    const evidence = still(withSource({}));
    const { stats } = evidence;
    if (stats?.read_records === undefined) throw new Error("no statistics");
    const ahead = { ...stats, read_records: Number(stats.read_records) + 3_600 };
    expect(judged("keeps_up", { ...evidence, stats: ahead })).not.toMatch(/brought nothing/);
  });

  test("is not told of one of which it is not known how much it brought before", () => {
    const unread = { last_rows_at: ago(60_000), records: undefined };
    expect(judged("keeps_up", withSource(unread))).not.toMatch(/brought nothing/);
  });

  test("is not told of one that has ended, is paused, or brings so little that chance may hold it back", () => {
    for (const change of [{ end_of_input: true }, { paused: true }, { records: 50 }]) {
      expect(judged("keeps_up", withSource({ last_rows_at: ago(60_000), ...change }))).not.toMatch(
        /brought nothing/,
      );
    }
  });
});
