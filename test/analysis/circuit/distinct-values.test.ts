import { expect, test } from "vitest";
import { distinctValues } from "../../../src/analysis/circuit/distinct-values.ts";
import { evidenceOf } from "../../diagnosis/evidence.ts";
import { judged } from "../../diagnosis/judged.ts";
import { pipelineOfProgram, placesOfProgram } from "../../support/compiled-program.ts";

const aggregated = (program: string) => {
  const places = placesOfProgram(program);
  const users = places.graph.operators.filter(({ operation }) => operation.startsWith("aggregate"));
  return users.map((user) => [places.ofOperator(user.name)?.relation?.name, distinctValues([user], places)]);
};

test("an aggregate of DISTINCT values groups by what they are of as well, and the second by what is asked for", () => {
  expect(aggregated("count_distinct")).toEqual([
    ["reach", ["session_id"]],
    ["reach", []],
    ["reach_by_category", []],
    ["reach_by_category", []],
  ]);
});

test("groups of groups are no DISTINCT values", () => {
  expect(aggregated("several_joins").flatMap(([, columns]) => columns)).toEqual([]);
});

test("a state of DISTINCT values grows with each new one, which is no new group", () => {
  const { stats } = evidenceOf("healthy");
  const { circuit_profile, ...evidence } = pipelineOfProgram("count_distinct", /^aggregate_linear/);
  if (circuit_profile?.integrals === undefined || stats === undefined) throw new Error("no integrals");
  const groups = circuit_profile.integrals.map((one) => ({ ...one, bound: "groups" as const }));
  const grows = (integrals: typeof groups) =>
    judged("grows", { ...evidence, stats, circuit_profile: { ...circuit_profile, integrals } });
  expect(grows(groups)).toMatch(
    /^(?:yes, )?with each new DISTINCT session_id of page_views, in the state of the aggregate in view reach/,
  );
  expect(grows(groups.filter(({ distinct }) => distinct.length === 0))).not.toMatch(/DISTINCT/);
});
