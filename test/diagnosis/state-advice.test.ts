import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { growingState } from "../../src/diagnosis/rules/growing-state.ts";
import { STATE_RULES } from "../../src/diagnosis/rules/state.ts";
import { atLeastOne } from "../support/at-least-one.ts";
import { measuredPipeline, pipelineOfProgram } from "../support/compiled-program.ts";

/** The bounds of all that is kept, and what is said of the worst that grows. */
function told(evidence: Evidence) {
  const bounds = new Set(atLeastOne(evidence.circuit_profile?.integrals ?? []).map(({ bound }) => bound));
  const told = STATE_RULES.flatMap((rule) => rule.find(evidence).map(({ about }) => rule.tell(about)));
  return {
    bounds: [...bounds].toSorted(),
    whats: told.map(({ what }) => String(what)),
    advice: told.map(({ cause }) => String(cause)),
  };
}

interface Advised {
  /** A compiled program of which state grows. */
  readonly program: string;
  /** The operators whose state it is. */
  readonly operation: RegExp;
  readonly says: RegExp;
  readonly never?: RegExp;
  /** The same program as the advice would have it, where there is one. */
  readonly followed?: string;
}

const NOTHING_DECLARED: readonly Advised[] = [
  {
    program: "max_by_sensor",
    operation: /^aggregate/,
    says: /declare it on readings\.ts and group by that, or it rounded/,
    followed: "max_by_hour_late",
  },
  {
    program: "by_tumble",
    operation: /^aggregate/,
    says: /can come any more: declare it on readings\.ts, which they are made by$/,
    never: /as well/,
  },
  {
    program: "hops",
    operation: /^aggregate/,
    says: /HOP makes its windows of readings\.at: LATENESS on it does not reach them .* group by TUMBLE of it/,
    never: /declare it on/,
  },
  {
    program: "by_hour",
    operation: /^aggregate/,
    says: /declare it on readings\.ts and group by that, or it rounded/,
  },
  { program: "distinct", operation: /distinct/, says: /and select that/, followed: "distinct_late" },
  {
    program: "rolling",
    operation: /rolling/,
    says: /declare it on the one of readings\.ts that it is ordered by/,
    never: /group by/,
    followed: "rolling_late",
  },
  {
    // Its value is joined to each row, by a join that the program does not have.
    program: "rolling",
    operation: /join/,
    says: /OVER with RANGE forgets .*: declare it on the one of readings\.ts/,
    never: /one side of a join/,
    followed: "rolling_late",
  },
  {
    program: "join",
    operation: /join/,
    says: /Declare LATENESS on (?:readings|alarms)\.ts, which this join compares/,
    followed: "join_late",
  },
];

const DECLARED: readonly Advised[] = [
  {
    // Its rows are joined with each other.
    program: "self_join",
    operation: /join/,
    says: /A row of clicks stays as long as a row of clicks may still come that matches it.*declared on clicks\.at, and does not reach what this join compares/,
    never: /Groups/,
  },
  {
    program: "rolling_endless_late",
    operation: /rolling/,
    says: /OVER without a lower bound looks back to the first row.* If fewer would do, give it one \(RANGE/,
    never: /order by that column as it is/,
    followed: "rolling_late",
  },
  {
    program: "max_by_sensor_late",
    operation: /^aggregate/,
    says: /declared on readings\.ts, and does not reach this state: group by that column, or it rounded/,
    followed: "max_by_hour_late",
  },
  {
    program: "sum_by_hop_late",
    operation: /^aggregate/,
    says: /HOP makes its windows of readings\.ts: LATENESS is declared on it, and does not reach them/,
    followed: "sum_by_tumble_late",
  },
  {
    program: "top_rows_late",
    operation: /topK|window/,
    says: /LATENESS does not change that.*leave them out before it, by readings\.ts against NOW\(\)/,
    never: /group by|declare/i,
    followed: "top_rows_of_a_day",
  },
  {
    program: "lag_late",
    operation: /lag/,
    says: /PARTITION BY that column, or it rounded/,
    followed: "lag_by_hour_late",
  },
  {
    program: "right_join_late",
    operation: /antijoin|left_join/,
    says: /RIGHT JOIN can be written as LEFT JOIN with its sides exchanged/,
    never: /declare LATENESS|compare that column/i,
    followed: "left_join_late",
  },
  {
    program: "not_exists_late",
    operation: /left_join/,
    says: /LATENESS on one side of a join bounds the state of the other/,
    never: /declare LATENESS|compare that column/i,
  },
  {
    program: "asof_one_late",
    operation: /asof/,
    says: /both of its sides have LATENESS on what MATCH_CONDITION compares: alarms has none yet/,
    followed: "asof_late",
  },
  {
    program: "sum_after_join_late",
    operation: /^aggregate/,
    says: /LATENESS ends at a join before it that does not compare the columns which have it on both sides/,
    followed: "sum_after_join_by_time_late",
  },
  {
    program: "sum_after_join_late",
    operation: /^aggregate/,
    says: /or declare LATENESS on the view that holds that join/,
    followed: "sum_after_join_view_late",
  },
  {
    // The join is placed at what the aggregate behind it takes; what it compares stands in its view alone.
    program: "sum_of_join",
    operation: /join/,
    says: /This join compares no column of times of sensors; LATENESS on the number sensors.sensor bounds it only if that rises.*by readings\.ts against NOW\(\)/,
    never: /not known/,
  },
  {
    program: "sum_of_union_one_late",
    operation: /^aggregate/,
    says: /Rows of alarms, which has none, come to it, too: declare it there as well/,
    followed: "sum_of_union_late",
  },
];

describe.each([
  ["without LATENESS", NOTHING_DECLARED],
  ["with LATENESS that does not reach it", DECLARED],
])("state %s", (_, programs) => {
  test.each(programs)("of $program grows, and is told why", ({ program, operation, says, never }) => {
    const { bounds, advice } = told(pipelineOfProgram(program, operation));
    expect(bounds).toContain("rows");
    expect(advice).toHaveLength(1);
    expect(advice[0]).toMatch(says);
    if (never) expect(advice[0]).not.toMatch(never);
  });

  test.each(programs.filter(({ followed }) => followed !== undefined))(
    "of $program is bounded once the advice is followed, by the SQL compiler's own graph",
    ({ followed = "", operation }) => {
      const kept = pipelineOfProgram(followed, operation);
      expect(told(kept).bounds).not.toContain("rows");
      expect(growingState(kept).filter(({ by }) => by === "rows")).toEqual([]);
    },
  );
});

test("LATENESS on the compared column lets the newest of each group stay, and so groups bound it", () => {
  expect(told(pipelineOfProgram("newest_by_id_late", /^aggregate/)).bounds).toEqual(["groups"]);
});

test("the value of a window is joined to each row by a join that the program does not have: it is the window's", () => {
  expect(told(pipelineOfProgram("rolling", /join/)).whats).toEqual([
    expect.stringMatching(/^the OVER window in view/),
  ]);
});

test("all that an OVER window keeps in a circuit that ran is the window's, its tree of sums first", () => {
  const measured = measuredPipeline("rolling_measured");
  const growing = growingState(measured);
  expect(growing.map(({ integral: { id, holds, used_by } }) => [id, holds, used_by[0]?.handle])).toEqual([
    ["nn17", "input", "hour_heat.over"],
    ["nn23", "output", "hour_heat.over"],
    ["nn12", "input", "hour_heat.over"],
    ["nn39", "input", "hour_heat.over"],
    ["nn32", "input", "hour_heat.over"],
  ]);
  expect(new Set(growing.map(({ by }) => by))).toEqual(new Set(["rows"]));
  const { whats, advice } = told(measured);
  expect(whats).toEqual([
    expect.stringMatching(/^the OVER window in view hour_heat .* keeps every row of readings/),
  ]);
  expect(advice).toEqual([
    expect.stringMatching(/declare it on the one of readings\.ts that it is ordered by/),
  ]);
});

test("the top rows of a group are chosen from every row, and those it keeps: there are few groups", () => {
  const measured = measuredPipeline("top_rows_measured");
  const [kept] = growingState(measured);
  expect(kept).toMatchObject({ by: "rows", integral: { id: "nn21", tables: ["bids"] } });
  const { whats, advice } = told(measured);
  expect(whats).toEqual([
    expect.stringMatching(/^the top rows of a group in view dearest .* keeps every row of bids/),
  ]);
  expect(advice).toEqual([
    expect.stringMatching(/LATENESS does not change that.*by bids\.ts against NOW\(\)/),
  ]);
});

test("the parts of a group's sum that are not merged yet are no groups of their own", () => {
  const measured = measuredPipeline("few_groups_measured");
  const integrals = measured.circuit_profile?.integrals ?? [];
  const ofGroups = integrals.filter(({ bound }) => bound === "groups");
  // 74,174 rows came for 40,000 possible groups, of which 34,415 have some.
  expect(ofGroups.map((one) => [one.records, one.merged_records, one.are_sums])).toEqual([
    [71_363, 34_415, undefined],
    [52_889, 34_415, true],
  ]);
  expect(new Set(growingState(measured).map(({ by }) => by))).toEqual(new Set(["rows"]));
});

test("of sums that the runtime never lets go it is said that LATENESS is declared as it should be", () => {
  const [advice] = told(measuredPipeline("sums_never_let_go_measured")).advice;
  expect(advice).toMatch(
    /^LATENESS on vitals\.taken_at lets go the results, and Feldera before 0\.364 never the sums .*: upgrade, or/,
  );
});
