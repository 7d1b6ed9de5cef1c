import { expect, test } from "vitest";
import { ownersOf } from "../../../src/analysis/circuit/owners.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

const ownersIn = (program: string, name: string) => {
  const places = placesOfProgram(program);
  const operator = places.byName(name);
  if (operator === undefined) throw new Error(`no ${name}`);
  return ownersOf(operator, places).map(({ table }) => table);
};

test.each([
  [
    "bookings that are joined with their room and their guest",
    "charges_unmatched_measured",
    "s22",
    ["bookings"],
  ],
  ["charges that are joined with those", "charges_unmatched_measured", "s45", ["charges"]],
  ["the groups of a join", "sum_of_join", "s9", ["readings"]],
  ["a UNION", "needs", "s27", ["readings", "alarms"]],
  ["an INTERSECT, of which the second part takes away", "needs", "s25", ["readings"]],
  ["an EXCEPT", "needs", "s23", ["readings"]],
])("of %s it is known whose rows the records are", (_, program, name, tables) => {
  expect(ownersIn(program, name)).toEqual(tables);
});

test("those of a join by no key of either side are pairs", () => {
  expect(ownersIn("join", "s4")).toEqual([]);
});
