import { describe, expect, test } from "vitest";
import { EventListAnswer } from "../../../src/answers/pipeline.ts";
import { StatsAnswer, TimeSeriesAnswer } from "../../../src/answers/statistics.ts";
import { json, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { payments, replayAll } from "../../support/worlds.ts";
import { picturedWorld } from "./pictured-world.ts";

const WORLDS = ["recurring_a", "storage_full", "paused_hand"];
const RUNNING = ["recurring_a", "slow_sink", "rss_limit"];
const UNAVAILABLE = json(503, { message: "not now", error_code: "Unavailable", details: {} });

test.each(WORLDS)(
  "The timeline of %s has each change that list_events tells, incidents apart, and runs one after the other",
  async (world) => {
    const { picture, facts } = await picturedWorld(world);
    const { events, runs, from_ms, to_ms } = await picture({ picture: "timeline" });
    const { entries } = await facts("list_events", EventListAnswer, { limit: 720 });
    expect(events.map(({ event_id, at_ms, events: folded }) => ({ event_id, at_ms, folded }))).toEqual(
      entries.toReversed().map(({ event_id, recorded_at, events: folded }) => ({
        event_id,
        at_ms: Date.parse(recorded_at),
        folded,
      })),
    );
    for (const { severity, incidents, at_ms } of events) {
      expect(severity === "incident").toBe(incidents.length > 0);
      expect(from_ms <= at_ms && at_ms <= to_ms).toBe(true);
    }
    expect(runs.length).toBeGreaterThan(0);
    for (const [at, { began_ms = 0, ended_ms, end }] of runs.entries()) {
      const next = runs[at + 1];
      expect(end === "goes on").toBe(ended_ms === undefined);
      if (next === undefined) continue;
      expect(end).not.toBe("goes on");
      expect(ended_ms).toBeGreaterThanOrEqual(began_ms);
      expect(next.began_ms).toBeGreaterThanOrEqual(ended_ms ?? 0);
    }
  },
);

test("The timeline of a pipeline that panicked has its run, the panic and the errors of its log", async () => {
  const { picture } = await picturedWorld("runtime_panic", (feldera) => {
    replayAll(feldera);
    return "runtime_panic";
  });
  const { runs, marks } = await picture({ picture: "timeline" });
  expect(runs).toMatchObject([{ end: "failed", says: expect.stringMatching(/^failed after 15.1 s: /) }]);
  expect(marks[0]).toMatchObject({ kind: "panic", says: expect.stringMatching(/^thread 'dbsp-worker-0' /) });
  expect(new Set(marks.map(({ kind }) => kind))).toEqual(new Set(["panic", "error in the log"]));
});

describe.each(RUNNING)("the history of %s", (world) => {
  test("has the course that get_time_series tells of each figure", async () => {
    const { picture, facts } = await picturedWorld(world);
    const { series, from_ms, to_ms, marks } = await picture({ picture: "history" });
    const told = await facts("get_time_series", TimeSeriesAnswer);
    expect(series.map(({ name }) => name)).toEqual(["throughput", "memory", "storage"]);
    for (const { name, min, max, last, value, at_ms, breaks, idle_ms } of series) {
      const course = name === "waiting" ? undefined : told[name];
      for (const [figure, of] of [
        [min, course?.min],
        [max, course?.max],
        [last, course?.last],
      ]) {
        expect((figure ?? 0) / (of || 1)).toBeCloseTo(of ? 1 : 0, 4);
      }
      expect([Math.min(...value), Math.max(...value), value.at(-1)]).toEqual([min, max, last]);
      expect(at_ms.length).toBe(value.length);
      expect(at_ms.toSorted((a, b) => a - b)).toEqual(at_ms);
      expect(breaks.length).toBeLessThanOrEqual(told.restarts.length);
      expect(idle_ms).toBe(name === "throughput" ? told.records?.idle?.ms : undefined);
    }
    for (const { at_ms, until_ms = at_ms } of marks) expect(until_ms >= from_ms && at_ms <= to_ms).toBe(true);
  });

  test("has how far each connector is behind as get_stats tells it", async () => {
    const { picture, facts } = await picturedWorld(world);
    const { lag } = await picture({ picture: "history" });
    const { connectors } = await facts("get_stats", StatsAnswer, { window_secs: 0 });
    expect(lag?.connectors).toEqual(
      connectors.map(({ name, direction, lag_records, waiting_records }) => ({
        name,
        kind: direction,
        records: Number(direction === "output" ? lag_records : waiting_records),
      })),
    );
  });
});

describe("marks", () => {
  test.each(["timeline", "history"] as const)(
    "of checkpoints are in the %s, with their sizes",
    async (picture) => {
      const { picture: pictureOf } = await picturedWorld("payments", (feldera) => {
        payments(feldera);
        feldera.on("GET", "/v0/pipelines/payments/checkpoints", synthetic("checkpoints_three"));
        feldera.on("GET", "/v0/pipelines/payments/time_series", UNAVAILABLE);
        return "payments";
      });
      const { marks } = await pictureOf({ picture });
      expect(marks.filter(({ kind }) => kind === "checkpoint").map(({ says }) => says)).toEqual([
        "checkpoint, 10 MiB, after 600,000 records",
        "checkpoint, 12 MiB, after 1,200,000 records",
        "checkpoint, 5 GiB, after 2,400,000 records",
      ]);
    },
  );

  test("of checkpoints of a pipeline that is stopped are those of the manager's record", async () => {
    const { picture } = await picturedWorld("idle", (feldera) => {
      replayAll(feldera);
      feldera.on("GET", "/v0/pipelines/idle", synthetic("stopped_with_checkpoints"));
      return "idle";
    });
    const { marks, missing } = await picture({ picture: "timeline" });
    expect([marks.map(({ kind }) => kind), missing]).toEqual([Array(3).fill("checkpoint"), []]);
  });

  test("of a transaction are in the history, from where it began", async () => {
    const { picture } = await picturedWorld("stuck_transaction");
    const { marks, to_ms } = await picture({ picture: "history" });
    expect(marks.filter(({ kind }) => kind === "transaction")).toEqual([
      {
        at_ms: to_ms - 147_602,
        until_ms: to_ms,
        kind: "transaction",
        says: "transaction TransactionInProgress for 2 min 28 s",
      },
    ]);
  });
});

describe("what cannot be read is told", () => {
  const asked = () =>
    picturedWorld("payments", (feldera) => {
      payments(feldera);
      return "payments";
    });

  test.each([
    ["timeline", "events", "The events"],
    ["timeline", "logs", "The log"],
    ["history", "time_series", "Throughput, memory and storage over time"],
    ["history", "stats", "How far connectors are behind"],
    ["history", "events", "The events"],
  ] as const)("in the %s: %s", async (picture, endpoint, what) => {
    const { feldera, at, picture: pictureOf } = await asked();
    feldera.tamper("GET", `${at}/${endpoint}`, () => UNAVAILABLE);
    const { missing } = await pictureOf({ picture });
    expect(missing).toEqual([{ what, why: '503 Unavailable: "not now".' }]);
  });

  test.each([
    ["timeline", ["events", "logs"]],
    ["history", ["time_series", "stats"]],
  ] as const)("and there is no %s without %s", async (picture, endpoints) => {
    const { feldera, at, answer } = await asked();
    for (const endpoint of endpoints) feldera.tamper("GET", `${at}/${endpoint}`, () => UNAVAILABLE);
    const { isError, text } = await answer({ picture });
    expect(isError).toBe(true);
    expect(text).toContain('503 Unavailable: "not now"');
  });

  test("runs of which no event is known are told by the log", async () => {
    const { feldera, at, picture } = await asked();
    feldera.tamper("GET", `${at}/events`, () => text(502, "bad gateway"));
    const { runs, runs_from } = await picture({ picture: "timeline" });
    expect(runs_from).toBe("log");
    expect(runs.length).toBeGreaterThan(0);
  });
});
