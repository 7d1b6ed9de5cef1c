import { describe, expect, test } from "vitest";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";
import { recording } from "../../support/responses.ts";
import { placesOf, readFor } from "../circuit/recorded.ts";

const ID = (digit: string) => digit.repeat(64);

const position = (line: number, start: number, end: number) => ({
  start_line_number: line,
  start_column: start,
  end_line_number: line,
  end_column: end,
});

/** t → a → b → the view v over two lines, which also feeds w; b and v are of one node of Calcite's plan. */
const GRAPH = {
  mir: {
    s0: { operation: "source", table: "T", persistent_id: ID("0"), positions: [position(1, 14, 14)] },
    s1: { operation: "map", persistent_id: ID("1"), inputs: [{ node: "s0", output: 0 }], positions: [] },
    s2: {
      operation: "aggregate",
      persistent_id: ID("2"),
      inputs: [{ node: "s1", output: 0 }],
      positions: [],
      calcite: { partial: 4 },
    },
    s3: {
      operation: "inspect",
      view: "v",
      persistent_id: ID("3"),
      inputs: [{ node: "s2", output: 0 }],
      positions: [{ start_line_number: 2, start_column: 1, end_line_number: 3, end_column: 23 }],
      calcite: { final: 4 },
    },
    s4: {
      operation: "filter",
      persistent_id: ID("4"),
      inputs: [{ node: "s0", output: 0 }],
      positions: [position(3, 18, 23)],
    },
    s5: { operation: "waterline", persistent_id: ID("5"), positions: [position(1, 14, 14)] },
    s6: { operation: "map", persistent_id: ID("6"), positions: [] },
  },
};

const PROGRAM = "CREATE TABLE t (x INT);\nCREATE VIEW v AS SELECT\n  * FROM t WHERE x > 10;";

const places = sqlPlaces({ graph: GRAPH, programCode: PROGRAM, tables: ["t"] });

describe("the place of an operator in the SQL", () => {
  test("is its own where the compiler gives one, with the code between its columns", () => {
    expect(places.ofOperator("s4")).toEqual({
      handle: "v.filter@3",
      line: 3,
      operator: "s4",
      operation: "filter",
      rule: "exact",
      relation: { kind: "view", name: "v" },
      positions: [{ start_line: 3, start_column: 18, end_line: 3, end_column: 23, code: "x > 10" }],
      distance: 0,
    });
    expect(places.ofOperator("s3")?.positions[0]?.code).toBe(
      "CREATE VIEW v AS SELECT\n  * FROM t WHERE x > 10",
    );
  });

  test("is found by the 64 digits that a persistent id starts with", () => {
    for (const id of [ID("4"), `${ID("4")}.shard_accintegral`, `${ID("4")}-weighted.integral`]) {
      expect(places.ofPersistentId(id)?.operator).toBe("s4");
    }
    expect(places.ofPersistentId(ID("9"))).toBeUndefined();
    expect(places.ofPersistentId("none")).toBeUndefined();
  });

  test("is that of the nearest operator, rather of one for the same node of Calcite's plan", () => {
    expect(places.ofOperator("s1")).toMatchObject({ distance: 1, positions: [{ start_line: 1 }] });
    expect(places.ofOperator("s2")).toMatchObject({
      distance: 1,
      positions: [{ start_line: 2 }],
      relation: { kind: "view", name: "v" },
    });
  });

  test("is a table's where the compiler points at the table's name", () => {
    expect(places.ofOperator("s0")?.relation).toEqual({ kind: "table", name: "T" });
    expect(places.ofOperator("s5")?.relation).toEqual({ kind: "table", name: "t" });
  });

  test("is nowhere for one that is tied to nothing", () => {
    expect(places.ofOperator("s6")).toEqual({
      handle: "s6.select",
      operator: "s6",
      operation: "map",
      positions: [],
      rule: "none",
      distance: 0,
    });
  });

  test("has no code without the program, and that of the graph where it carries the program", () => {
    const bare = sqlPlaces({ graph: GRAPH, tables: [] });
    expect(bare.ofOperator("s4")?.positions).toEqual([
      { start_line: 3, start_column: 18, end_line: 3, end_column: 23 },
    ]);
    const sources = { ...GRAPH, sources: PROGRAM.split("\n") };
    expect(sqlPlaces({ graph: sources, tables: [] }).ofOperator("s4")?.positions[0]?.code).toBe("x > 10");
  });

  test("is found within recursive regions, and through their outputs", () => {
    const graph = {
      mir: {
        s0: { operation: "source", table: "t", positions: [position(1, 14, 14)] },
        s9: {
          operation: "nested",
          outputs: [{ node: "s7" }],
          s7: {
            operation: "distinct",
            persistent_id: ID("7"),
            positions: [position(2, 1, 6)],
            inputs: [{ node: "s0", output: 0 }],
          },
        },
        s8: { operation: "map", persistent_id: ID("8"), inputs: [{ node: "s9", output: 0 }], positions: [] },
      },
    };
    const nested = sqlPlaces({ graph, programCode: PROGRAM, tables: [] });
    expect(nested.ofPersistentId(ID("7"))).toMatchObject({ operator: "s7", distance: 0 });
    expect(nested.ofPersistentId(ID("8"))).toMatchObject({ distance: 1, positions: [{ code: "CREATE" }] });
  });
});

describe("the recorded circuits", () => {
  test.each([
    ["circuit_json_profile", "dataflow_graph", "pipeline_all"],
    ...["healthy", "skewed_join", "slow_sink", "injection"].map((world) =>
      ["circuit_json_profile", "dataflow_graph", "pipeline"].map((name) => `worlds/${world}/${name}`),
    ),
  ])("have a place for every persistent id: %s", (profile = "", graph = "", pipeline = "") => {
    const { operators } = readFor(recording(profile).body, "time");
    const all = placesOf(graph, pipeline);
    const ids = operators.list.flatMap(({ persistentId }) => persistentId ?? []);
    expect(ids.length).toBeGreaterThan(5);
    expect(atLeastOne(ids).filter((id) => all.ofPersistentId(id) === undefined)).toEqual([]);
  });
});

test("what the compiler made of one view for itself is of that view, though it is next to what another shares with it", () => {
  const { ofOperator } = placesOfProgram("outer_joins");
  // Between the index that a LEFT JOIN of `placed` takes as well and the end of its own view, which is further.
  expect(ofOperator("s51")).toMatchObject({
    handle: "strangers.left_join@16",
    relation: { name: "strangers" },
    line: 16,
    rule: "nearest",
  });
  expect(ofOperator("s22")).toMatchObject({ handle: "placed.left_join@11", rule: "exact" });
});
