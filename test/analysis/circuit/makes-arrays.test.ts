import { expect, test } from "vitest";
import { makesArrays } from "../../../src/analysis/circuit/expressions.ts";
import type { SqlPlace } from "../../../src/analysis/operators/sql-places.ts";
import { measuredPipeline, placesOfProgram } from "../../support/compiled-program.ts";

/** Where an aggregate stands whose view has an ARRAY_AGG beside others. */
function aggregate(code: string, rule: SqlPlace["rule"], operation = "aggregate"): boolean {
  const [first] = measuredPipeline("giant_array_measured").circuit_profile?.expressions ?? [];
  if (first === undefined) throw new Error("no expression");
  const at = { start_line: 47, start_column: 14, end_line: 47, end_column: 39, code };
  return makesArrays(
    { ...first.place, operation, rule, positions: [at] },
    placesOfProgram("giant_array_measured"),
  );
}

test("what makes arrays is the costliest of a recorded circuit, though it has no position", () => {
  const [first] = measuredPipeline("giant_array_measured").circuit_profile?.expressions ?? [];
  expect(first).toMatchObject({ makes_arrays: true, place: { relation: { name: "ward_worklist" } } });
});

test("an aggregate that is placed at another function, or is linear, makes none", () => {
  expect(aggregate("ARRAY_AGG(claim_id)", "exact")).toBe(true);
  expect(aggregate("MAX(claim_id)", "exact")).toBe(false);
  expect(aggregate("COUNT(DISTINCT patient_id)", "nearest")).toBe(true);
  expect(aggregate("COUNT(DISTINCT patient_id)", "nearest", "aggregate_linear_postprocess")).toBe(false);
});
