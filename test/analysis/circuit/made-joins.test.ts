import { describe, expect, test } from "vitest";
import { isJoin } from "../../../src/analysis/circuit/contents.ts";
import { madeFor } from "../../../src/analysis/circuit/made-joins.ts";
import { sqlGraph } from "../../../src/analysis/operators/sql-graph.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";

type Program = Readonly<Record<string, readonly [operation: string, ...inputs: string[]]>>;

/** What each join of a program is made for. */
function joinsOf(program: Program): Record<string, string | undefined> {
  const mir = Object.fromEntries(
    Object.entries(program).map(([name, [operation, ...inputs]]) => [
      name,
      { operation, inputs: inputs.map((node) => ({ node, output: 0 })) },
    ]),
  );
  const graph = sqlGraph(DataflowGraph.parse({ mir }));
  const joins = graph.operators.filter(isJoin);
  return Object.fromEntries(joins.map((join) => [join.name, madeFor(join, graph)?.name]));
}

/** As the compiler of 0.337 has `AVG(x) OVER (PARTITION BY k ORDER BY ts RANGE …)`. */
const OVER: Program = {
  table: ["source_multiset"],
  by_partition: ["map_index", "table"],
  over: ["partitioned_rolling_aggregate", "by_partition"],
  values: ["map_index", "over"],
  rows: ["map_index", "table"],
  joined: ["join_balanced", "rows", "values"],
};

/** As it has `COUNT(*), MAX(x) … GROUP BY k`, where not both are computed in one. */
const AGGREGATES: Program = {
  table: ["source_multiset"],
  by_group: ["map_index", "table"],
  count: ["aggregate_linear_postprocess", "by_group"],
  max: ["aggregate", "by_group"],
  joined: ["join_balanced", "count", "max"],
};

describe("a join that the program does not write", () => {
  test("gives each row the value of its window", () => {
    expect(joinsOf(OVER)).toEqual({ joined: "over" });
  });

  test("puts a second window beside the first", () => {
    const twice: Program = {
      ...OVER,
      second: ["partitioned_rolling_aggregate_with_waterline", "by_partition"],
      again: ["map_index", "joined"],
      joined_again: ["join_balanced", "again", "second"],
    };
    expect(joinsOf(twice)).toEqual({ joined: "over", joined_again: "over" });
  });

  test("puts aggregates of one group beside each other", () => {
    expect(joinsOf(AGGREGATES)).toEqual({ joined: "count" });
    const third: Program = {
      ...AGGREGATES,
      min: ["aggregate", "by_group"],
      all: ["join_balanced", "joined", "min"],
    };
    expect(joinsOf(third)).toEqual({ joined: "count", all: "count" });
  });
});

describe("a join that the program writes", () => {
  test("is of two tables", () => {
    const two: Program = {
      orders: ["source_multiset"],
      customers: ["source_map"],
      by_customer: ["map_index", "orders"],
      joined: ["join_balanced", "by_customer", "customers"],
    };
    expect(joinsOf(two)).toEqual({ joined: undefined });
  });

  test("may be of rows and an aggregate of them", () => {
    const withMax: Program = { ...AGGREGATES, joined: ["join_balanced", "by_group", "max"] };
    expect(joinsOf(withMax)).toEqual({ joined: undefined });
  });

  test("may be of a window over one table and the rows of another", () => {
    const other: Program = { ...OVER, other: ["source_multiset"], rows: ["map_index", "other"] };
    expect(joinsOf(other)).toEqual({ joined: undefined });
  });

  test("may be of aggregates of two tables", () => {
    const other: Program = { ...AGGREGATES, other: ["source_multiset"], max: ["aggregate", "other"] };
    expect(joinsOf(other)).toEqual({ joined: undefined });
  });

  test("may feed itself, in a recursive view", () => {
    expect(joinsOf({ table: ["source_multiset"], joined: ["join", "joined", "joined"] })).toEqual({
      joined: undefined,
    });
  });
});
