import { expect, test } from "vitest";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { type NeededTables, neededTables } from "../../../src/analysis/program/needed-tables.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../../src/tools/profiles/sql-sources.ts";
import { compiledProgram, placesOfProgram } from "../../support/compiled-program.ts";
import { recording } from "../../support/responses.ts";

function neededBy(name: string): NeededTables[] {
  return neededTables(placesOfProgram(name));
}

function needed(name: string): Record<string, string[]> {
  const all = neededBy(name);
  return Object.fromEntries(all.map(({ view, tables }) => [view, tables]));
}

test("a join, a condition that another table decides and a group need every table that they take", () => {
  expect(needed("needs")).toMatchObject({
    w: ["readings", "alarms"],
    listed: ["readings", "alarms"],
    above: ["readings"],
    crossed: ["readings"],
  });
});

test("what is taken away from a table needs the first, what is found in another as well both", () => {
  expect(needed("needs")).toMatchObject({ first_only: ["readings"], both_of: ["readings", "alarms"] });
});

test("an INTERSECT needs a table of each of its parts, however it is written and whatever follows it", () => {
  expect(needed("found_in_both")).toMatchObject({
    both_in: ["bookings", "stays"],
    both_three: ["bookings", "stays", "vips"],
    both_all: ["bookings", "stays"],
    counted: ["bookings", "stays"],
    twice: ["bookings", "stays"],
  });
});

test("an INTERSECT with a union needs the first alone, and so does what is left by an EXCEPT", () => {
  const { some_of, but, but_all, or_vip } = needed("found_in_both");
  expect({ some_of, but, but_all }).toEqual({
    some_of: ["bookings"],
    but: ["bookings"],
    but_all: ["bookings"],
  });
  expect(or_vip).toBeUndefined();
});

test("a union needs none of its tables, and a total over all rows has a row without any", () => {
  const { v, either } = needed("needs");
  expect({ v, either }).toEqual({ v: undefined, either: undefined });
});

test("an outer join and NOT EXISTS need the side whose every row they give", () => {
  expect(needed("left_join_late")).toEqual({ v: ["alarms"] });
  expect(needed("not_exists_late")).toEqual({ v: ["readings"] });
  expect(needed("join_late")).toEqual({ v: ["readings", "alarms"] });
});

test("a join by time needs that of both sides to move on, one of a time without LATENESS or by a key alone that of neither", () => {
  const byTime = (name: string) =>
    neededBy(name)
      .flatMap(({ by_time }) => by_time)
      .toSorted();
  expect(byTime("join_late")).toEqual(["alarms", "readings"]);
  expect(byTime("sum_after_join_by_time_late")).toEqual(["alarms", "readings"]);
  expect(byTime("join")).toEqual([]);
  expect(byTime("sum_after_join_late")).toEqual([]);
  expect(byTime("left_join_late")).toEqual([]);
});

test("an ASOF JOIN takes the newest row of its second side, and needs the first", () => {
  expect(neededBy("asof_late")).toEqual([
    { view: "v", tables: ["readings"], by_time: [], as_of: ["alarms"] },
  ]);
});

test("an operation that this server does not know needs nothing", () => {
  const { program_code, schema, mir } = compiledProgram("join_late");
  const pipeline = Pipeline.parse({ name: "v", program_code, program_info: { schema } });
  const graph = DataflowGraph.parse(JSON.parse(JSON.stringify({ mir }).replaceAll('"join', '"new_join')));
  expect(neededTables(sqlPlaces(sqlSources(graph, pipeline)))).toEqual([]);
});

test("a recursive view needs what it starts from", () => {
  const graph = DataflowGraph.parse(JSON.parse(recording("worlds/recursive/dataflow_graph").body.toString()));
  const pipeline = Pipeline.parse(JSON.parse(recording("worlds/recursive/pipeline").body.toString()));
  const all = neededTables(sqlPlaces(sqlSources(graph, pipeline)));
  expect(all.find(({ view }) => view === "reach_counts")?.tables).toEqual(["links"]);
});

test("an index of a view is no view of its own", () => {
  expect(needed("indexes")).toEqual({
    by_region: ["orders", "customers"],
    large: ["orders"],
    pairs: ["orders", "customers"],
  });
});
