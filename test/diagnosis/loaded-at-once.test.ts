import { describe, expect, test } from "vitest";
import type { TableFacts } from "../../src/analysis/circuit/tables.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { evidenceOf } from "./evidence.ts";
import { concededOf, judged } from "./judged.ts";

/** The recorded pipeline with an index of 20,000 meters by their key, of which one step made at most so many. */
function meters(most_changes: number, change: Partial<TableFacts> = {}): Evidence {
  const { circuit_profile, ...evidence } = evidenceOf("skewed_join");
  const [one] = circuit_profile?.integrals ?? [];
  if (circuit_profile === undefined || one === undefined) throw new Error("no circuit");
  const all = { records: 20_000, merged_records: 20_000, arrived: 20_000 };
  const index = { ...one, ...all, holds: "table" as const, bound: "keys" as const, tables: ["meters"] };
  const table = { name: "meters", has_key: true, has_waterline: false, rows: 20_000, changes: 20_000 };
  return {
    ...evidence,
    circuit_profile: {
      ...circuit_profile,
      integrals: [index],
      tables: [{ ...table, most_changes, ...change }],
    },
  };
}

describe("keys of a table", () => {
  test("that were loaded in few steps are not said to come", () => {
    expect(judged("grows", meters(1_001))).toMatch(
      /^perhaps with new keys of meters \(whose 20,000 came in few steps\); 20,000 records/,
    );
  });

  test("that came bit by bit grow", () => {
    expect(judged("grows", meters(1_000))).toMatch(/with new keys of meters, which most rows bring/);
  });

  test("that come fast are conceded where nothing is wrong, and none that take little", () => {
    const of = (bytes: number) => {
      const { circuit_profile, ...evidence } = meters(1_000);
      if (circuit_profile === undefined) throw new Error("no circuit");
      const integrals = circuit_profile.integrals?.map((one) => ({ ...one, bytes })) ?? [];
      return concededOf("grows", {
        ...evidence,
        circuit_profile: { ...circuit_profile, age_s: 3_600, integrals },
      });
    };
    expect(of(100_000_000)).toBe("it grows with new keys of meters");
    expect(of(99_999_999)).toBeUndefined();
  });

  test("most of whose rows change one that there is may all be there", () => {
    const changed = { rows: 50_000, changes: 80_000, keys: 20_000 };
    expect(judged("grows", meters(1_000, changed))).toMatch(
      /^perhaps with new keys of meters \(so far about 20,000 of the 50,000 changes/,
    );
  });
});

describe("rows whose key is NULL, or that are equal, in a join that is grouped", () => {
  const said = (keys: number) => {
    const { circuit_profile, ...evidence } = meters(1_000, { keys });
    const [place] = evidenceOf("healthy").kept_state?.map((one) => one.place) ?? [];
    if (circuit_profile === undefined || place === undefined) throw new Error("no circuit");
    const columns = { may_be_null: ["site"], apart_by: ["meter"] };
    const counts = { records_in: 1_360, records_out: 100 };
    const one = { place, condition: "m.site = s.site", table: "meters", ...columns, ...counts };
    return judged("loses_rows", {
      ...evidence,
      circuit_profile: { ...circuit_profile, grouped_null_keys: [one] },
    });
  };

  test("are not missed where as many come to it as the table has keys: the others are updates", () => {
    expect(said(100)).not.toContain("is NULL miss");
    expect(said(101)).toMatch(/whether rows of meters whose site is NULL miss .* is not known/);
  });
});
