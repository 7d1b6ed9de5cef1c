import { expect, test } from "vitest";
import { playedPipeline } from "../../support/compiled-program.ts";
import type { Counted } from "../../support/made-profile.ts";

const unmet = (counted: Readonly<Record<string, Counted>>) =>
  (playedPipeline("outer_joins", counted).circuit_profile?.no_partners ?? []).map((one) => [
    one.place.relation?.name,
    one.outer,
    one.tables,
    one.partners,
    one.records_in,
    one.others_in,
  ]);

const nothing = [0, 0] as const;
const passed = [4_000, 4_000] as const;

test("what looks into a side to which nothing has come finds nothing", () => {
  expect(unmet({ s7: { left: passed, right: nothing } })).toEqual([
    ["valued", "LEFT_ASOF", ["trades"], ["prices"], 4_000, 0],
  ]);
  expect(unmet({ s22: { left: passed, right: nothing } })).toEqual([
    ["placed", "LEFT", ["events"], ["users"], 4_000, 0],
  ]);
});

test("of a side to which something has come, a LEFT JOIN by = and an ASOF JOIN do not tell", () => {
  expect(unmet({ s7: { left: passed, right: [300, 0] }, s22: { left: passed, right: [300, 0] } })).toEqual(
    [],
  );
});

test("nor where rows of it are from before the process carried on", () => {
  expect(unmet({ s22: { left: passed, right: nothing }, s21: { kept: 300 } })).toEqual([]);
});

test("outer joins that the compiler makes of pairs and what is left over make no pair where nothing is found", () => {
  expect(unmet({ s25: { left: [900, 0], right: [300, 0] }, s34: { left: [300, 0], right: passed } })).toEqual(
    [["clicks", "LEFT", ["events"], ["users"], 900, 300]],
  );
  expect(unmet({ s34: { left: [300, 0], right: [4_000, 0] } })).toEqual([
    ["all_events", "RIGHT", ["events"], ["users"], 4_000, 300],
  ]);
  expect(
    unmet({ s25: { left: [900, 0], right: [300, 1] }, s34: { left: [300, 2], right: [4_000, 0] } }),
  ).toEqual([]);
});

/** The joins that a condition on what they do not find has been put together with. */
const anti = (name: string, left: readonly [number, number], right: readonly [number, number]) =>
  unmet({ [name]: { left, right } });

test("NOT EXISTS and IS NULL let all through where nothing is found", () => {
  expect(anti("s41", passed, [600, 0])).toEqual([["orphans", "ANTI", ["events"], ["users"], 4_000, 600]]);
  expect(anti("s51", passed, [600, 0])).toEqual([["strangers", "ANTI", ["events"], ["users"], 4_000, 600]]);
});

test("but where some are found, at once or later, or where what is found may be NULL itself", () => {
  expect(anti("s41", [4_000, 3_999], [600, 0])).toEqual([]);
  expect(anti("s41", passed, [600, 1])).toEqual([]);
  expect(anti("s45", passed, [600, 0])).toEqual([]);
});
