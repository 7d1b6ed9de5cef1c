import { describe, expect, test } from "vitest";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { fillingOf, keptBy, newKeysOf, newOf } from "../../src/diagnosis/rules/filling.ts";
import { growingState } from "../../src/diagnosis/rules/growing-state.ts";
import { pipelineOfProgram } from "../support/compiled-program.ts";
import { evidenceOf } from "./evidence.ts";
import { judged } from "./judged.ts";

const counted = (came: number, news: number) => ({ came, news, is_most: false, all: 0.99 });
/** Of so many keys, each as likely as another. */
const drawn = (keys: number) => (came: number) => counted(came, Math.round(keys * -Math.expm1(-came / keys)));

describe("whether what comes becomes less new", () => {
  const seen = (at: (came: number) => ReturnType<typeof counted>, [was, is] = [40_000, 50_000]) =>
    fillingOf(at(is), { before: at(was), over_s: 10 });

  test.each([30_000, 100_000, 500_000])("is told of %i keys by two looks", (keys) => {
    expect(seen(drawn(keys))).toMatchObject({ since: { came: 10_000, over_s: 10 } });
  });

  test("is told where hardly any is new any more", () => {
    expect(seen(drawn(1_000))).toBe("full");
  });

  test("is not, where as many are new as ever, or nearly all", () => {
    expect(seen((came) => counted(came, came * 0.6))).toBeUndefined();
    expect(seen((came) => counted(came, came - 5))).toBeUndefined();
  });

  test("is not known by one look, of few rows, or where equal records may not be merged yet", () => {
    const untold = { came: 50_000, news: 39_347 };
    expect(fillingOf(drawn(100_000)(50_000), undefined)).toEqual(untold);
    expect(seen(drawn(100_000), [49_500, 50_000])).toEqual(untold);
    expect(seen((came) => ({ ...drawn(100_000)(came), is_most: true }))).toEqual(untold);
  });
});

describe("new keys of a table with a primary key", () => {
  const table = { name: "t", has_key: true, has_waterline: false };

  test("are no more than it holds, since rows of one key in one step count once", () => {
    expect(newKeysOf({ ...table, rows: 392, changes: 480, keys: 300 })).toBe(300);
    expect(newKeysOf({ ...table, rows: 392, changes: 484 })).toBe(300);
    expect(newKeysOf({ ...table, rows: 392, changes: 392, keys: 392 })).toBe(392);
    expect(newKeysOf({ ...table, rows: 392, keys: 300 })).toBe(0);
  });
});

describe("what DISTINCT keeps", () => {
  const distinct = (putOut: number) => pipelineOfProgram("distinct", /distinct/, putOut);
  const integralOf = ({ circuit_profile }: Evidence) => circuit_profile?.integrals?.[0];

  test("is what it has put out, where equal records are not merged yet", () => {
    const integral = integralOf(distinct(600_000));
    expect(integral).toMatchObject({ merged_records: 1_000_000, new_keys: 600_000 });
    expect(integral && keptBy(integral)).toBe(600_000);
  });

  test("is nearly all of what came where so much of so many was new, and not of few", () => {
    const integral = integralOf(distinct(600_000));
    if (integral === undefined) throw new Error("no integral");
    const once = (arrived: number, new_keys: number) =>
      fillingOf(newOf({ ...integral, arrived, new_keys }, "rows", []), undefined);
    expect(once(200_000, 192_000)).toBeUndefined();
    expect(once(20_000, 19_200)).toEqual({ came: 20_000, news: 19_200 });
    expect(once(20_000, 19_900)).toBeUndefined();
    // Of a start all are, as a rule.
    expect(once(9_999, 9_999)).toMatchObject({ came: 9_999, news: 9_999 });
    expect(once(10_000, 10_000)).toBeUndefined();
  });

  /** With an earlier look, at which so much had come and been put out. */
  const twice = (now: number, was: readonly [came: number, putOut: number]): Evidence => {
    const evidence = distinct(now);
    const { circuit_profile } = evidence;
    if (circuit_profile === undefined) throw new Error("no circuit profile");
    const at = (age_s: number, integral: object) => ({
      ...circuit_profile,
      age_s,
      integrals: (circuit_profile.integrals ?? []).map((one) => ({ ...one, ...integral })),
    });
    const earlier = at(80, { arrived: was[0], merged_records: was[0], new_keys: was[1] });
    return {
      ...evidence,
      circuit_profile: at(100, { arrived: 1_000_000 }),
      earlier: { circuit_profile: earlier },
    };
  };

  test("has a rate only where as many are new as ever", () => {
    const [filling] = growingState(twice(632_000, [800_000, 550_000]));
    expect(filling).toMatchObject({ fills: { since: { came: 200_000, news: 82_000 } } });
    expect(filling?.per_hour).toBeUndefined();
    const [steady] = growingState(twice(600_000, [800_000, 480_000]));
    expect(steady?.fills).toBeUndefined();
    expect(steady?.per_hour?.records).toBe(120_000 * 180);
    expect(growingState(twice(500_500, [800_000, 500_000]))).toEqual([]);
  });

  test("is told as what fills, or may, and with no time at which it comes to a limit", () => {
    const { stats } = evidenceOf("skewed_join");
    const filling = judged("grows", { ...twice(632_000, [800_000, 550_000]), ...(stats && { stats }) });
    expect(filling).toMatch(
      /^with new rows of readings, .*; 41 % of the 200,000 that came in the last 20 s brought a new row, 68\.8 % before: it fills, ever more slowly; at most .* more an hour at this rate of input/,
    );
    const once = judged("grows", { ...distinct(632_000), ...(stats && { stats }) });
    expect(once).toMatch(
      /632,000 of the 1,000,000 that came brought a new row, and whether those come to an end is not known/,
    );
    for (const told of [filling, once]) expect(told).not.toMatch(/^yes|at the soonest/);
    expect(judged("grows", { ...twice(1_000_000, [800_000, 800_000]), ...(stats && { stats }) })).toMatch(
      /^yes, with every row of readings/,
    );
  });
});
