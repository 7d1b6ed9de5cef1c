import { describe, expect, test } from "vitest";
import type { Integral } from "../../src/analysis/circuit/integrals.ts";
import type { CircuitSigns } from "../../src/analysis/circuit/signs.ts";
import { keptState } from "../../src/analysis/program/kept-state.ts";
import type { ConnectorStats } from "../../src/analysis/stats/connectors.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { heldBack, untoldTogether } from "../../src/diagnosis/rules/furthest-behind.ts";
import { growingState } from "../../src/diagnosis/rules/growing-state.ts";
import { standingFor } from "../../src/diagnosis/rules/held-views.ts";
import { measuredPipeline, placesOfProgram, playedPipeline } from "../support/compiled-program.ts";
import { evidenceOf } from "./evidence.ts";
import { judged } from "./judged.ts";

/** When the circuits of the recorded unions were profiled. */
const MEASURED_MS = Date.parse("2026-12-01T03:55:56Z");

/** Two tables that one GROUP BY takes, of times a day apart or the same, sent by HTTP since three minutes. */
function union(program: "union_behind_measured" | "union_level_measured", change = same): Evidence {
  const { stats } = evidenceOf("healthy");
  const [source] = stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
  if (stats === undefined || source === undefined) throw new Error("not recorded");
  const of = (relation: string): ConnectorStats => ({
    ...source,
    name: `${relation}.api-ingress`,
    relation,
    end_of_input: false,
    paused: false,
  });
  return change({
    ...measuredPipeline(program),
    stats: { ...stats, resumed: false, connectors: [of("north"), of("south")] },
    nowMs: MEASURED_MS,
  });
}

const same = (evidence: Evidence): Evidence => evidence;

function signsOf({ circuit_profile }: Evidence): CircuitSigns {
  if (circuit_profile === undefined) throw new Error("not profiled");
  return circuit_profile;
}

/** As if its circuit kept these instead. */
function keeping(evidence: Evidence, change: (integrals: readonly Integral[]) => Integral[]): Evidence {
  const signs = signsOf(evidence);
  return { ...evidence, circuit_profile: { ...signs, integrals: change(signs.integrals ?? []) } };
}

/** As if so many rows of each had come, and so many records of theirs were kept. */
function counted(rows: Readonly<Record<string, number>>, kept: number, from?: string) {
  return (evidence: Evidence): Evidence => {
    const signs = signsOf(evidence);
    const arrived = Object.values(rows).reduce((all, one) => all + one, 0);
    const tables = signs.tables?.map((one) => ({ ...one, rows: rows[one.name] ?? 0 })) ?? [];
    const counting = { ...evidence, circuit_profile: { ...signs, tables } };
    return keeping(counting, (integrals) =>
      integrals.map((one) => {
        const isOfRows = one.tables.length === 2 && one.holds === "input" && one.bound === "lateness";
        const moved = { ...one, ...(from !== undefined && one.retained_from && { retained_from: from }) };
        return isOfRows ? { ...moved, arrived, records: kept, merged_records: kept } : moved;
      }),
    );
  };
}

const age =
  (age_s: number) =>
  (evidence: Evidence): Evidence => ({ ...evidence, circuit_profile: { ...signsOf(evidence), age_s } });

const asOf = (from: string, age_s: number) => (evidence: Evidence) =>
  age(age_s)(counted({ north: 72_400, south: 72_400 }, 75_000, from)(evidence));

describe("a UNION ALL of two tables with LATENESS", () => {
  test("of which one is a day behind grows with what comes of the other, and is not said to be bounded", () => {
    const evidence = union("union_behind_measured");
    expect([...heldBack(evidence).values()]).toMatchObject([
      { tables: ["north", "south"], slow: ["north", "south"], at: "2026-11-30T03:55:54Z" },
    ]);
    const says = judged("grows", evidence);
    expect(says).toMatch(
      /^with what comes of north, south until that of them which is furthest behind has come as far \(LATENESS lets go up to its time, about 2026-11-30 03:55:54 UTC, 1 d ago\), in the state of the aggregate in view per_second/,
    );
    expect(says).not.toMatch(/bounded|bounds/);
  });

  test("of one time is bounded", () => {
    const evidence = union("union_level_measured");
    expect(heldBack(evidence).size).toBe(0);
    expect(untoldTogether(evidence)).toBeUndefined();
    expect(growingState(evidence, 100).map(({ by }) => by)).not.toContain("waterline_behind");
  });

  test("of which one sends hardly anything names it", () => {
    const evidence = union(
      "union_behind_measured",
      counted({ north: 70_800, south: 1_600 }, 70_504, "2026-12-01T03:53:01Z"),
    );
    expect(judged("grows", evidence)).toMatch(
      /^with what comes of north until the time of south has come as far \(LATENESS lets go up to that, about 2026-12-01 03:53:01 UTC, 2 min 55 s ago\)/,
    );
  });

  test("is named by the times of one that is known to be ahead", () => {
    const evidence = keeping(union("union_behind_measured"), (integrals) => {
      const [first] = integrals.filter((one) => one.retained_from);
      if (first === undefined) throw new Error("not recorded");
      const own = { ...first, id: "nn999", tables: ["north"], waterlines: ["north"], retained_from: AHEAD };
      return [...integrals, { ...own, records: 50, merged_records: 50 }];
    });
    expect([...heldBack(evidence).values()]).toMatchObject([{ slow: ["south"], ahead_ms: 86_400_000 }]);
  });

  test.each([
    ["that lets go most of what comes of either", counted({ north: 72_400, south: 72_400 }, 68_000)],
    ["of few rows", counted({ north: 4_900, south: 4_900 }, 4_900)],
    [
      "of a process that carries on",
      (one: Evidence): Evidence =>
        one.stats === undefined ? one : { ...one, stats: { ...one.stats, resumed: true } },
    ],
    [
      "whose LATENESS was not read",
      ({ pipeline, ...one }: Evidence): Evidence => {
        const { lateness: _lateness, ...others } = pipeline ?? {};
        return pipeline === undefined ? one : { ...one, pipeline: { ...pipeline, ...others, lateness: [] } };
      },
    ],
  ])("is not said to be held back %s", (_, change) => {
    expect(heldBack(union("union_behind_measured", change)).size).toBe(0);
  });

  test.each([
    // One second is LATENESS, and ten are what the times may be rounded to.
    ["44 seconds", asOf("2026-11-30T03:55:50Z", 44), 1],
    ["less than 44 seconds", asOf("2026-11-30T03:55:50Z", 43.9), 0],
    ["a window of ten minutes, twenty minutes after the start", asOf("2026-12-01T03:40:00Z", 1_200), 0],
    ["a window of a month, weeks after the start", asOf("2026-11-01T00:00:00Z", 50 * 86_400), 0],
    ["an hour, whose time stands where it was four hours ago", asOf("2026-11-30T23:55:54Z", 5 * 3_600), 1],
  ])("is held back, or is not, of %s", (_, change, held) => {
    expect(heldBack(union("union_behind_measured", change)).size).toBe(held);
  });

  test("that has let nothing go of a past time, or not for long, is not said to be bounded without a doubt", () => {
    const past = union("union_behind_measured", counted({ north: 72_400, south: 72_400 }, 144_000));
    expect(heldBack(past).size).toBe(0);
    expect(untoldTogether(past)).toMatchObject({ is_young: false });
    expect(judged("grows", past)).toMatch(
      /; LATENESS on north, south together lets go up to the time of the one furthest behind, about 2026-11-30 03:55:54 UTC, 1 d ago: how far ahead others are, and how much that keeps, is not known;/,
    );
  });

  test("is said to have let little go yet where that would be so of one time, too", () => {
    const young = union("union_behind_measured", asOf("2026-12-01T03:40:00Z", 1_200));
    expect(untoldTogether(young)).toMatchObject({ slow: ["north", "south"], is_young: true });
    expect(judged("grows", young)).toMatch(
      /; LATENESS on north, south together has let little go yet of what/,
    );
  });

  test("of whose groups alone something is kept is not said to be bounded by a time of long ago", () => {
    const groups = (from: string) =>
      keeping(union("union_behind_measured"), (integrals) =>
        integrals.flatMap((one) =>
          one.holds === "output" && one.retained_from ? [{ ...one, retained_from: from }] : [],
        ),
      );
    expect(untoldTogether(groups("2026-11-30T03:55:54Z"))).toMatchObject({ is_young: false });
    expect(untoldTogether(groups("2026-12-01T03:55:54Z"))).toBeUndefined();
  });
});

const AHEAD = "2026-12-01T03:55:54Z";

describe("LATENESS of a view over two tables", () => {
  const [kept, ...others] = keptState(placesOfProgram("union_view_late"), []).filter(
    ({ waterlines }) => waterlines.length > 0,
  );

  test("is moved on by the rows of either, and waits for none", () => {
    expect(kept).toMatchObject({ bound: "lateness", waterlines: ["a", "b"], any_moves: true });
    expect(others).toEqual([]);
    const { circuit_profile } = playedPipeline("union_view_late", {
      s0: { out: 20_000 },
      s1: { out: 0 },
      s7: { out: 20_000, kept: 20_000 },
    });
    const bounded = circuit_profile?.integrals?.filter(({ bound }) => bound === "lateness") ?? [];
    expect(bounded).toMatchObject([{ waterlines: ["a", "b"], any_moves: true }]);
    expect(growingState({ ...evidenceOf("healthy"), ...(circuit_profile && { circuit_profile }) })).toEqual(
      [],
    );
  });

  test("stands once both of them do", () => {
    const { stats, ...evidence } = evidenceOf("healthy");
    const [source] = stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
    if (stats === undefined || source === undefined) throw new Error("not recorded");
    const standing = (any_moves: boolean, ended: readonly boolean[]) => {
      const connectors = ended.map((end_of_input, at) => ({
        ...source,
        name: `t${at}`,
        relation: `t${at}`,
        end_of_input,
        records: 20_000,
      }));
      const given = { ...stats, resumed: false, connectors, read_records: 60_000 };
      const held = { waterlines: ["t0", "t1"], tables: ["t0", "t1", "t2"], ...(any_moves && ANY_MOVES) };
      return standingFor({ ...evidence, stats: given }, [held]).map(({ table }) => table);
    };
    expect(standing(true, [false, true, false])).toEqual([]);
    expect(standing(true, [true, true, false])).toEqual(["t0", "t1"]);
    expect(standing(false, [false, true, false])).toEqual(["t1"]);
  });
});

const ANY_MOVES = { any_moves: true as const };
