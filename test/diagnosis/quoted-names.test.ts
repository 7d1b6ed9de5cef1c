import { expect, test } from "vitest";
import { endedTables } from "../../src/diagnosis/rules/growing-state.ts";
import { inputsInto } from "../../src/diagnosis/rules/lossy-filters.ts";
import { evidenceOf } from "./evidence.ts";

const statsOf = (stream: string) =>
  evidenceOf("healthy", {
    stats: { "inputs.0.config.stream": stream, "inputs.0.metrics.end_of_input": true },
  }).stats;

test("a connector's table is the one that it names, in quotes as the program writes it or in lower case", () => {
  expect(inputsInto(["Book Copies"], statsOf('"Book Copies"'))).toHaveLength(1);
  expect(inputsInto(["loans"], statsOf("Loans"))).toHaveLength(1);
  expect(inputsInto(["book copies"], statsOf('"Book Copies"'))).toEqual([]);
});

test("a table has ended whose connector has, whatever its name is written like", () => {
  expect(endedTables(statsOf('"Book Copies"'))).toEqual(new Set(["Book Copies"]));
  expect(endedTables(statsOf("Loans"))).toEqual(new Set(["loans"]));
});
