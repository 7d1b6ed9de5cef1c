import { describe, expect, test } from "vitest";
import type { Integral } from "../../src/analysis/circuit/integrals.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { type GrowingState, growingState, untilWords } from "../../src/diagnosis/rules/growing-state.ts";
import { measuredPipeline } from "../support/compiled-program.ts";
import { evidenceOf } from "./evidence.ts";

const DAY_MS = 86_400_000;
const LATENESS_MS = 20_000;

/**
 * Plays of 80 s, now, of which an OVER keeps a day, a view groups by the day, and another by the minute.
 *
 * @param program another of plays
 */
function plays(
  change: (integral: Integral) => Partial<Integral> = () => ({}),
  program = "over_a_day_measured",
): Evidence {
  const healthy = evidenceOf("healthy");
  const { circuit_profile } = measuredPipeline(program);
  if (circuit_profile === undefined || !healthy.pipeline || !healthy.stats) throw new Error("no evidence");
  const integrals = (circuit_profile.integrals ?? []).map((one) => ({ ...one, ...change(one) }));
  const table = { table: "plays", columns: ["at"], longest_ms: LATENESS_MS, append_only: true };
  return {
    ...healthy,
    nowMs: Date.parse("2026-12-01T10:23:00Z"),
    circuit_profile: { ...circuit_profile, age_s: 90, integrals },
    pipeline: { ...healthy.pipeline, lateness: [table] },
    stats: { ...healthy.stats, resumed: false },
  };
}

const ofOver = (one: Integral) => one.used_by.some(({ handle }) => handle.startsWith("last_day"));
const ofDay = (one: Integral) => one.used_by.some(({ handle }) => handle.startsWith("per_day"));
const statesOf = (all: readonly GrowingState[], which: (one: Integral) => boolean) =>
  all.filter(({ integral }) => which(integral));

describe("what is kept for longer than LATENESS asks", () => {
  test("is the RANGE of an OVER and the groups of a day, and not those of a minute", () => {
    const { integrals = [] } = plays().circuit_profile ?? {};
    const kept = (view: string) =>
      new Set(
        integrals
          .filter(
            ({ bound, used_by }) =>
              bound === "lateness" && used_by.some(({ handle }) => handle.startsWith(view)),
          )
          .map(({ kept_for_ms }) => kept_for_ms),
      );
    expect(kept("per_day")).toEqual(new Set([DAY_MS]));
    expect(kept("last_day")).toContain(DAY_MS);
    expect(kept("per_minute")).toEqual(new Set([undefined]));
  });

  test("grows until as much time has passed in the rows", () => {
    const growing = growingState(plays());
    const [over] = statesOf(growing, ofOver);
    const ms = DAY_MS + LATENESS_MS;
    expect(over).toMatchObject({ by: "time", until: { ms, by: "window" } });
    expect(over && String(untilWords(over))).toBe(
      "until 1 d of the times of plays have passed (its window, and LATENESS), at a pace that is not known",
    );
    expect(statesOf(growing, ofDay)).not.toEqual([]);
  });

  test("does not grow once some of it was let go", () => {
    const half = plays((one) =>
      ofOver(one) ? { merged_records: Math.round((one.arrived ?? one.merged_records * 2) / 2) } : {},
    );
    expect(statesOf(growingState(half), ofOver)).toEqual([]);
  });

  test("is not told of a day that began long before now, as of rows of last year", () => {
    const old = plays((one) =>
      one.retained_from === undefined ? {} : { retained_from: "2025-12-01T00:00:00Z" },
    );
    expect(statesOf(growingState(old), ofDay)).toEqual([]);
  });

  test("is not told where it is over within the hour", () => {
    const short = plays((one) => (one.kept_for_ms === undefined ? {} : { kept_for_ms: 1_800_000 }));
    expect(growingState(short)).toEqual([]);
  });

  describe("of which the program does not tell for how long", () => {
    const untold = (change: (integral: Integral) => Partial<Integral> = () => ({})) => {
      const { circuit_profile, ...evidence } = plays(change);
      const integrals = (circuit_profile?.integrals ?? []).map(({ kept_for_ms: _, ...one }) => one);
      return { ...evidence, ...(circuit_profile && { circuit_profile: { ...circuit_profile, integrals } }) };
    };

    test("is kept for as long as what lets it go is behind the time of the table, as of a join within a range", () => {
      const joined = untold((one) =>
        ofOver(one) && one.retained_from === undefined
          ? {
              retained_from: "2026-11-30T10:22:39Z",
              used_by: one.used_by.map((by) => ({ ...by, operation: "join" })),
            }
          : {},
      );
      const [over] = statesOf(growingState(joined), ofOver);
      expect(over && String(untilWords(over))).toBe(
        "until 1 d of the times of plays have passed (the times that it joins, and LATENESS), at a pace that is not known",
      );
    });

    test("is kept for a day where that is rounded to one, and not told of an hour", () => {
      const [day] = statesOf(growingState(untold()), ofDay);
      expect(day).toMatchObject({ until: { ms: DAY_MS + LATENESS_MS } });
      const [hour] = statesOf(
        growingState(untold((one) => (ofDay(one) ? { retained_from: "2026-12-01T10:00:00Z" } : {}))),
        ofDay,
      );
      expect(hour).toBeUndefined();
    });

    test("does not grow once some of it was let go", () => {
      const half = untold((one) => ({ merged_records: Math.round((one.arrived ?? one.records * 2) / 3) }));
      expect(statesOf(growingState(half), ofOver)).toEqual([]);
    });
  });

  describe("by the clock of NOW() alone", () => {
    const ofWeek = (one: Integral) => one.used_by.some(({ handle }) => handle === "last_week.window@2");
    const ofMinutes = (one: Integral) => one.used_by.some(({ handle }) => handle.startsWith("last_minutes"));

    test("grows until as much time has passed as a filter asks for, and not for minutes", () => {
      const growing = growingState(plays(undefined, "now_windows_measured"));
      const [week] = statesOf(growing, ofWeek);
      expect(week).toMatchObject({ by: "time", until: { ms: 7 * DAY_MS, by: "clock" } });
      expect(week && String(untilWords(week))).toBe(
        "until the time of each row is 7 d ago (a filter by NOW())",
      );
      expect(statesOf(growing, ofMinutes)).toEqual([]);
    });

    test("does not grow where as much goes as comes", () => {
      const half = plays(
        (one) => (ofWeek(one) ? { merged_records: Math.round((one.arrived ?? 0) / 2) } : {}),
        "now_windows_measured",
      );
      expect(statesOf(growingState(half), ofWeek)).toEqual([]);
    });
  });

  describe("with rows of a table that brings no more beside it", () => {
    const beside = (letGo: boolean) => {
      const evidence = plays(() => ({
        waterlines: ["plays", "listeners"],
        ...(!letGo && { retained_from: undefined }),
      }));
      const [input] = evidence.stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
      if (evidence.stats === undefined || input === undefined) throw new Error("no input");
      const ended = { ...input, name: "listeners.file", relation: "listeners", end_of_input: true };
      const going = { ...input, name: "plays.live", relation: "plays", end_of_input: false };
      const outputs = evidence.stats.connectors.filter(({ direction }) => direction === "output");
      return { ...evidence, stats: { ...evidence.stats, connectors: [ended, going, ...outputs] } };
    };

    test("it is still the window that keeps it, where other state of both has let go", () => {
      const [over] = statesOf(growingState(beside(true)), ofOver);
      expect(over).toMatchObject({ by: "time", until: { by: "window" }, standing: ["listeners"] });
    });

    test("it is the table that brings no more, where nothing was let go", () => {
      const [over] = statesOf(growingState(beside(false)), ofOver);
      expect(over).toMatchObject({ by: "waterline_stands", standing: ["listeners"] });
    });
  });
});
