import { expect, test } from "vitest";
import { mayBeTakenBack } from "../../../src/analysis/circuit/taken-back.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

const ofOperator = (program: string, name: string) => {
  const { graph, byName } = placesOfProgram(program);
  const operator = byName(name);
  if (operator === undefined) throw new Error(`no ${name}`);
  return mayBeTakenBack(operator, graph);
};

test.each([
  ["rows that are joined", "join", "s4"],
  ["rows that came not too late", "sum_of_join", "s5"],
])("of %s none is taken back that its table does not", (_, program, name) => {
  expect(ofOperator(program, name)).toBe(false);
});

test.each([
  ["rows of a table with a primary key", "sum_of_join", "s6"],
  ["groups", "sum_of_join", "s9"],
  ["rows that a LEFT JOIN found no partner for", "left_joins", "s14"],
  ["what an EXCEPT leaves", "needs", "s23"],
])("%s may be taken back", (_, program, name) => {
  expect(ofOperator(program, name)).toBe(true);
});
