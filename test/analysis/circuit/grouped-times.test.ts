import { expect, test } from "vitest";
import { groupedTimes } from "../../../src/analysis/circuit/grouped-times.ts";
import { keptState } from "../../../src/analysis/program/kept-state.ts";
import {
  measuredPipeline,
  pipelineOfProgram,
  placesOfProgram,
  playedPipeline,
} from "../../support/compiled-program.ts";

const bounds = (program: string) => keptState(placesOfProgram(program), []).map(({ bound }) => bound);

test.each([
  ["v", "by TUMBLE", "window", 600_000],
  ["w", "by the table function TUMBLE, of a number in quotes", "window", 3_600_000],
  ["by_day", "by its day, of a table that has another name there", "day", 86_400_000],
])("view %s groups %s", (view, _, each, lasts_ms) => {
  expect(groupedTimes(view, "readings", placesOfProgram("by_tumble"))).toMatchObject({
    columns: ["ts"],
    each,
    lasts_ms,
  });
});

test.each([
  ["by_day", "below what it gives", ["at"], "day"],
  ["by_moment", "above a SELECT that names the time otherwise", ["at"], "value"],
  ["by_hour", "above one that rounds it", ["at"], "hour"],
  ["by_cust", "by no time, though it gives one", [], "value"],
])("view %s groups %s", (view, _, columns, each) => {
  expect(groupedTimes(view, "orders", placesOfProgram("several_joins"))).toMatchObject({ columns, each });
});

test.each([
  ["days", "per_day", "visits", { columns: ["d"], each: "day", beside: [] }],
  ["days", "per_ward", "visits", { columns: ["d"], each: "day", beside: ["ward"] }],
  ["hops", "hopped", "readings", { columns: [], hop: "at", each: "window", beside: ["sensor"] }],
  ["hops", "tumbled", "readings", { columns: ["at"], each: "window", beside: ["sensor"] }],
  ["groups_behind_with", "a", "readings", { columns: ["at"], each: "hour", isOneSelect: false }],
  ["groups_behind_with", "b", "readings", { columns: ["at"], each: "hour", isOneSelect: false }],
  ["groups_behind_with", "c", "readings", { columns: ["at"], each: "hour", isOneSelect: true }],
  ["groups_behind_with", "d", "readings", { columns: [] }],
  ["groups_behind_with", "e", "readings", { columns: ["at"], each: "hour", isOneSelect: true }],
])(
  "of %s, view %s groups the rows of %s, also behind WITH and through a view",
  (program, view, table, times) => {
    expect(groupedTimes(view, table, placesOfProgram(program))).toMatchObject(times);
  },
);

test("windows of HOP are of the column of its DESCRIPTOR, and LATENESS of that is not said to let them go", () => {
  const { circuit_profile } = pipelineOfProgram("hops", /^aggregate/);
  const hops = circuit_profile?.integrals?.filter(({ hops_of }) => hops_of === "at") ?? [];
  expect(hops.length).toBeGreaterThan(0);
  expect(hops.map(({ grouped_times }) => grouped_times)).toEqual(hops.map(() => undefined));
});

test.each([
  [
    "two names of WITH that read the table",
    " FROM g JOIN sensors s ON s.id = g.sensor",
    " FROM g JOIN readings s ON s.sensor = g.sensor",
  ],
  ["a view that gives its columns other names", "VIEW l AS", "VIEW l (sensor, h, v) AS"],
  ["a view that chooses rows", "sensor, v FROM readings;", "sensor, v FROM readings LIMIT 5;"],
])("nothing is told of groups behind %s", (_, from, to) => {
  const views = ["b", "e"];
  const known = (places: ReturnType<typeof placesOfProgram>) =>
    views.filter((view) => groupedTimes(view, "readings", places).columns.length > 0);
  const changed = placesOfProgram("groups_behind_with", (code) => code.replace(from, to));
  expect(known(placesOfProgram("groups_behind_with"))).toEqual(views);
  expect(known(changed)).toHaveLength(1);
});

test("by the compiler's graph, what such groups keep grows without LATENESS, and is bounded with it", () => {
  expect(new Set(bounds("by_tumble"))).toEqual(new Set(["rows", "groups"]));
  expect(new Set(bounds("by_tumble_late"))).toEqual(new Set(["lateness"]));
});

test("the hour of the day comes again each day, and is no time that passes", () => {
  expect(groupedTimes("v", "readings", placesOfProgram("by_hour")).columns).toEqual([]);
});

test("groups of a join, or of another column, are by no time of the table's", () => {
  expect(groupedTimes("v", "readings", placesOfProgram("sum_of_join")).columns).toEqual([]);
  expect(groupedTimes("v", "readings", placesOfProgram("max_by_sensor")).columns).toEqual([]);
});

test.each([
  ["of aggregates that are joined by their hours, kept for queries", "s77", "hour"],
  ["whose LATENESS lets them go, and which nothing else keeps", "s17", undefined],
  ["by a date that has no LATENESS", "s28", "day"],
  ["by that date, of which those are chosen (LIMIT)", "s40", "day"],
  ["that LIMIT has chosen", "s55", undefined],
  ["by that date, of all of which there is one count", "s29", "day"],
  ["that are all one", "s49", undefined],
  ["that are all one, kept for queries", "s66", undefined],
  ["of which each sensor has its best three", "s57", undefined],
  ["by no time", "s30", undefined],
])("state of groups %s (%s) has new ones with each new: %s", (_, name, each) => {
  const { circuit_profile } = playedPipeline("groups_by_time_late", {
    s0: { out: 900 },
    [name]: { kept: 90 },
  });
  expect(circuit_profile?.integrals).toMatchObject([{ records: 90 }]);
  expect(circuit_profile?.integrals?.[0]?.each_new).toBe(each);
});

/** Groups by the minute whose results LATENESS lets go, in a runtime that never lets go their sums. */
const sumsOf = (change?: (recorded: string) => string) =>
  measuredPipeline("sums_never_let_go_measured", change).circuit_profile?.integrals?.filter(
    ({ never_let_go }) => never_let_go,
  );

test("sums of which none is let go are groups that become more, whatever their results have been let go by", () => {
  expect(sumsOf()).toMatchObject([
    { bound: "groups", each_new: "minute", merged_records: 713_847, used_by: [{ line: 3 }] },
    { bound: "groups", each_new: "minute", merged_records: 68_665, used_by: [{ line: 4 }] },
  ]);
});

test("sums are let go with their results where there are no more of them than parts that wait to be merged", () => {
  const asMany = (recorded: string) =>
    recorded.replaceAll(
      /("state_records_count","value":\{"type":"count","value":)(?:3\d{5}|3\d{4})(?=\})/g,
      "$1300",
    );
  expect(sumsOf(asMany)).toEqual([]);
});

test("nothing is said to be never let go before the results are", () => {
  const early = (recorded: string) => recorded.replaceAll('"retainment_bounds"', '"retainment"');
  expect(sumsOf(early)).toEqual([]);
});

test.each([
  ["day_close", "a day", 86_400_000],
  ["five_minutes", "the windows that TUMBLE makes", 300_000],
])("a group of view %s lasts as long as %s", (view, _, lasts_ms) => {
  expect(groupedTimes(view, "sales", placesOfProgram("emit_final_of_a_day")).lasts_ms).toBe(lasts_ms);
});

test("a group by a minute, or by a time as it is, lasts no time that matters", () => {
  const { lasts_ms } = groupedTimes("by_moment", "orders", placesOfProgram("several_joins"));
  expect(lasts_ms).toBeUndefined();
});
