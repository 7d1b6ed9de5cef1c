import { describe, expect, test } from "vitest";
import type { TableFacts } from "../../src/analysis/circuit/tables.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { growingState } from "../../src/diagnosis/rules/growing-state.ts";
import { measuredPipeline } from "../support/compiled-program.ts";

/** Parcels with a primary key, joined with tariffs that have none, 10 s after these many rows of each were there. */
function since(before: { readonly parcels: number; readonly tariffs: number }): Evidence {
  const { circuit_profile, ...evidence } = measuredPipeline("sent_again_measured");
  if (circuit_profile === undefined) throw new Error("no circuit");
  const { tables = [], integrals = [] } = circuit_profile;
  const brought = (table: string) => ["parcels", "tariffs"].includes(table);
  const tablesBefore = tables.map((one): TableFacts => {
    if (one.name === "parcels")
      return { ...one, rows: before.parcels, keys: before.parcels, changes: before.parcels };
    return one.name === "tariffs" ? { ...one, merged: { rows: before.tariffs, at_once: 3 } } : one;
  });
  const integralsBefore = integrals.map((one) =>
    one.tables.every(brought) && one.records > before.parcels
      ? { ...one, arrived: before.parcels, records: before.parcels, merged_records: before.parcels }
      : one,
  );
  const earlier = { ...circuit_profile, age_s: 50, tables: tablesBefore, integrals: integralsBefore };
  return {
    ...evidence,
    circuit_profile: { ...circuit_profile, age_s: 60 },
    earlier: { circuit_profile: earlier },
  };
}

function keptByView(evidence: Evidence) {
  return growingState(evidence, 100).find(({ integral }) => integral.id === "nn54");
}

describe("what a view keeps of pairs, of keys and of rows", () => {
  test("grows with new keys where no rows come any more", () => {
    const grown = keptByView(since({ parcels: 19_600, tariffs: 6 }));
    expect(grown).toMatchObject({ by: "new_keys", open_tables: ["parcels"] });
    expect(grown?.per_hour?.records).toBeCloseTo((23_100 - 19_600) * 360);
  });

  test("grows with rows where those come as well", () => {
    expect(keptByView(since({ parcels: 19_600, tariffs: 3 }))).toMatchObject({
      by: "rows",
      open_tables: ["tariffs"],
    });
  });
});
