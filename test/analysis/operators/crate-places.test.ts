import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cratePlaces } from "../../../src/analysis/operators/crate-places.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { cratesNamedIn } from "../../../src/analysis/owners/operator-crate.ts";
import { readMainRust } from "../../../src/analysis/program/main-rust.ts";
import { recording } from "../../support/responses.ts";
import { pipelineConfig } from "../circuit/recorded.ts";

const CRATE = (digit: string) => digit.repeat(16);
const ID = (digit: string) => digit.repeat(64);

const MANY = 1_000_000;

async function recordedCrates(bundle: string) {
  const { program_code, program_info } = await pipelineConfig(bundle);
  const { main_rust, dataflow, schema } = program_info ?? {};
  const places = sqlPlaces({
    graph: dataflow ?? {},
    tables: (schema?.inputs ?? []).map(({ name }) => name),
    programCode: program_code ?? "",
  });
  return cratePlaces(readMainRust(main_rust ?? "", MANY), places, MANY);
}

describe("the place of a crate", () => {
  const position = { start_line_number: 1, start_column: 1, end_line_number: 1, end_column: 6 };
  const graph = {
    mir: {
      s1: { operation: "map", view: "v", persistent_id: ID("1"), positions: [position] },
      s2: { operation: "map", view: "v", persistent_id: ID("1"), positions: [position] },
      s3: { operation: "map", view: "w", persistent_id: ID("3"), positions: [position] },
      s9: {
        operation: "nested",
        outputs: [null, { node: "s7" }],
        s7: { operation: "distinct", view: "r", persistent_id: ID("7"), positions: [position] },
      },
    },
  };
  const places = sqlPlaces({ graph, programCode: "SELECT 1", tables: [] });
  const placed = (...operators: Parameters<typeof cratePlaces>[0]) => cratePlaces(operators, places, MANY);

  test("is that of its operator, by node or by persistent id", () => {
    const { [CRATE("a")]: byNode, [CRATE("b")]: byId } = placed(
      { crate: CRATE("a"), node: "s3" },
      { crate: CRATE("b"), persistentId: ID("3") },
    );
    expect(byNode).toMatchObject({ operator: "s3", relation: { kind: "view", name: "w" } });
    expect(byNode?.positions).toMatchObject([{ code: "SELECT" }]);
    expect(byId).toEqual(byNode);
  });

  test("of a recursive region is that of the region's output", () => {
    expect(placed({ crate: CRATE("9"), node: "s9" })[CRATE("9")]).toMatchObject({
      operator: "s7",
      relation: { name: "r" },
    });
  });

  test("names the other operators that share it, and copies of one operator once", () => {
    const operators = ["s1", "s2", "s3"].map((node) => ({ crate: CRATE("a"), node }));
    expect(placed(...operators)[CRATE("a")]).toMatchObject({
      operator: "s1",
      also: [{ operator: "s3", relation: { name: "w" } }],
    });
    expect(placed(...operators.slice(0, 2))[CRATE("a")]).not.toHaveProperty("also");
  });

  test("that the graph does not know is nowhere", () => {
    expect(placed({ crate: CRATE("a"), node: "s77" })[CRATE("a")]).toEqual({
      handle: "s77",
      operator: "s77",
      operation: "unknown",
      positions: [],
      rule: "none",
      distance: 0,
    });
  });

  test("comes without code once all places hold as much as they may", () => {
    const operators = ["s1", "s3"].map((node, i) => ({ crate: CRATE(String(i)), node }));
    const bounded = Object.values(cratePlaces(operators, places, 6));
    expect(bounded.map(({ positions }) => positions[0]?.code)).toEqual(["SELECT", undefined]);
  });
});

test("the crates that a text names are told once each, in its order", () => {
  const named = `x feldera_pipe_operator_${CRATE("b")}::f\nfeldera_pipe_operator_${CRATE("a")} feldera_pipe_operator_${CRATE("b")}`;
  expect(cratesNamedIn(named)).toEqual([CRATE("b"), CRATE("a")]);
  expect(cratesNamedIn(`feldera_pipe_operator_${CRATE("a")}0 feldera_pipe_operator_12`)).toEqual([]);
});

describe("every crate in the frames of a recorded profile has a place in a table or view", () => {
  test.each([
    ["heap_profile_1", "support_bundle", 10],
    ["heap_profile_2", "support_bundle", 10],
    ["opt_heap_profile_1", "support_bundle", 4],
    ["samply_get_running_1s", "support_bundle", 1],
    ["opt_samply_get_2", "support_bundle", 3],
    ["worlds/skewed_join/heap_profile", "worlds/skewed_join/support_bundle_light", 4],
  ])("%s", async (profile, bundle, count) => {
    const crates = cratesNamedIn(gunzipSync(recording(profile).body).toString("latin1"));
    const places = await recordedCrates(bundle);
    expect(crates).toHaveLength(count);
    const unplaced = crates.filter((crate) => !places[crate]?.relation || !places[crate]?.positions.length);
    expect(unplaced).toEqual([]);
  });
});

describe("the operator that panicked", () => {
  test("on a division is placed at the division", async () => {
    const { f2b7f34563d2a7a8: place } = await recordedCrates("runtime_panic_support_bundle");
    expect(place).toEqual({
      handle: "ratios.select@18",
      line: 18,
      operator: "s1",
      operation: "map",
      rule: "exact",
      relation: { kind: "view", name: "ratios" },
      positions: [{ start_line: 18, start_column: 57, end_line: 18, end_column: 65, code: "num / den" }],
      distance: 0,
    });
  });

  test("in a user's function, of which the compiler gives no position, is placed at its view", async () => {
    const { e2f8aa95d440f778: place } = await recordedCrates("worlds/udf_panic/support_bundle_light");
    expect(place).toMatchObject({
      operator: "s1",
      operation: "map",
      relation: { kind: "view", name: "scored" },
      positions: [{ code: expect.stringMatching(/^CREATE .* risk_score\(bucket, amount\) AS score/) }],
      distance: 1,
    });
  });
});
