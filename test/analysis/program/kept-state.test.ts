import { expect, test } from "vitest";
import { sqlGraph } from "../../../src/analysis/operators/sql-graph.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { pipelineFacts } from "../../../src/analysis/pipeline/pipeline-facts.ts";
import { keptState } from "../../../src/analysis/program/kept-state.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../../src/tools/profiles/sql-sources.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { compiledProgram } from "../../support/compiled-program.ts";

function compiled(name: string, materialized: readonly string[] = []) {
  const { program_code, schema, mir } = compiledProgram(name);
  const pipeline = Pipeline.parse({ name, program_code, program_info: { schema } });
  const graph = DataflowGraph.parse({ mir });
  return { pipeline, graph, state: keptState(sqlPlaces(sqlSources(graph, pipeline)), materialized) };
}

test.each([
  ["join", [["v.join@6", "rows", ["readings", "alarms"]]]],
  ["join_late", [["v.join@6", "lateness", []]]],
  ["max_by_sensor", [["v.max@3", "rows", ["readings"]]]],
  ["newest_by_id_late", [["v.max@3", "groups", ["readings"]]]],
  [
    "rolling_late",
    [
      ["v.over@3", "lateness", []],
      ["v.join@3", "lateness", []],
    ],
  ],
] as const)("what the operators of a program keep: %s", (name, expected) => {
  const { state } = compiled(name);
  expect(state.map(({ place, bound, tables }) => [place.handle, bound, tables])).toEqual(expected);
});

test("a materialized view keeps all its rows, and a table that is not materialized none", () => {
  const { state } = compiled("join_late", ["v"]);
  expect(state).toMatchObject([
    { materialized: true, bound: "rows", tables: ["readings", "alarms"], place: { relation: { name: "v" } } },
    { materialized: false, bound: "lateness" },
  ]);
});

test("a table with a primary key keeps a record for each key, whatever is made of it", () => {
  const { state } = compiled("null_keys_measured");
  expect(state.map(({ place, bound, tables }) => [place.handle, bound, tables])).toEqual([
    ["ships.table@2", "keys", ["ships"]],
    ["calls.table@21", "keys", ["calls"]],
    ["calls_named.join@83", "keys", ["calls", "ships"]],
  ]);
});

test("of a filter by NOW() the rows of that time are kept, and of the clock its newest time", () => {
  const { state } = compiled("top_rows_of_a_day");
  expect(state.map(({ bound }) => bound)).toEqual(["window", "constant"]);
});

test("the clock of NOW() is no table of the program, and stands nowhere in it", () => {
  const { pipeline, graph } = compiled("top_rows_of_a_day");
  expect(compiledProgram("top_rows_of_a_day").schema).toMatchObject({ inputs: [{ name: "now" }, {}] });
  expect(pipelineFacts(pipeline).tables).toEqual(["readings"]);
  const clocks = sqlGraph(graph).operators.filter(({ table }) => table === "now");
  expect(atLeastOne(clocks).flatMap(({ spans }) => spans)).toEqual([]);
});

test("what NOT EXISTS was made of belongs to its view, not to the table that it reads", () => {
  const { state } = compiled("not_exists_late");
  expect(atLeastOne(state).map(({ place }) => place.relation)).toEqual(
    state.map(() => ({ kind: "view", name: "v" })),
  );
});
