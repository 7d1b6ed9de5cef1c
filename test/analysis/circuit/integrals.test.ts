import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentsOf, everyTableIn } from "../../../src/analysis/circuit/contents.ts";
import { waterlineOf } from "../../../src/analysis/circuit/late-filters.ts";
import { type CircuitSigns, circuitSigns } from "../../../src/analysis/circuit/signs.ts";
import { sqlGraph } from "../../../src/analysis/operators/sql-graph.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { recording } from "../../support/responses.ts";
import { MAX_DEPTH, placesOf } from "./recorded.ts";

function signsOf(folder: string, pipeline = "pipeline"): CircuitSigns {
  const places = placesOf(`${folder}dataflow_graph`, `${folder}${pipeline}`);
  return circuitSigns(recording(`${folder}circuit_json_profile`).body, { maxDepth: MAX_DEPTH, places });
}

const integralsOf = ({ integrals }: CircuitSigns) =>
  new Map(atLeastOne(integrals ?? []).map((integral) => [integral.id, integral]));

describe("what bounds an integral", () => {
  test("of one side of a join is LATENESS on the other", () => {
    const integrals = integralsOf(signsOf("worlds/join_lateness_one/"));
    expect(integrals.get("nn49")).toMatchObject({
      bound: "rows",
      tables: ["pressure"],
      other_side: ["flow"],
      waterlines: [],
      records: 158_533,
      arrived: 158_533,
    });
    expect(integrals.get("nn56")).toMatchObject({
      bound: "lateness",
      tables: ["flow"],
      other_side: ["pressure"],
      waterlines: ["pressure"],
    });
  });

  test("of both sides is LATENESS where both have it", () => {
    const integrals = integralsOf(signsOf("worlds/join_lateness_both/"));
    expect(integrals.get("nn62")).toMatchObject({ tables: ["pressure"], waterlines: ["flow"] });
    expect(integrals.get("nn69")).toMatchObject({ tables: ["flow"], waterlines: ["pressure"] });
  });

  test("of an aggregate is LATENESS on a view, through which it reaches the groups", () => {
    const integrals = integralsOf(signsOf("worlds/join_lateness_one/"));
    for (const id of ["nn81", "nn88"]) {
      expect(integrals.get(id)).toMatchObject({ bound: "lateness", waterlines: ["gauge_raw"] });
    }
  });

  test("of a recursive view are the keys of its table, within the recursion too", () => {
    const integrals = integralsOf(signsOf("worlds/recursive/"));
    for (const id of ["nn113_n9", "nn113_n15", "nn113_n27", "nn23", "nn139"]) {
      expect(integrals.get(id)).toMatchObject({ bound: "keys", tables: ["links"] });
    }
  });

  test("of a linear aggregate are its groups", () => {
    const { integrals } = signsOf("worlds/healthy/");
    expect(atLeastOne(integrals ?? []).map(({ bound }) => bound)).toEqual(["groups", "groups", "groups"]);
  });

  test("of a table with a primary key are its keys, though LATENESS is declared on another column", () => {
    const integrals = integralsOf(signsOf("", "pipeline_all"));
    expect(integrals.get("nn35")).toMatchObject({ holds: "table", tables: ["payments"], records: 263_514 });
    expect(integrals.get("nn80")).toMatchObject({ bound: "lateness", waterlines: ["payments"] });
  });
});

test("the rows of a late filter are those of its table, without the waterline's", () => {
  const counted = signsOf("worlds/recursive/").late_filters;
  expect(atLeastOne(counted).map(({ records_in, records_out }) => [records_in, records_out])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  const [late] = signsOf("worlds/late_rows/").late_filters;
  expect(late).toMatchObject({ tables: ["page_views"], records_in: 23_100, records_out: 13_500 });
});

test("the waterline of a late filter is where what it bounds is kept from", () => {
  const { integrals, late_filters } = signsOf("worlds/late_rows/");
  const [late] = late_filters;
  expect(late?.waterline).toEqual({
    at: expect.stringMatching(/^2024-07-27T\d\d:\d\d:\d\dZ$/),
    earliest: expect.stringMatching(/^2024-07-27T\d\d:\d\d:\d\dZ$/),
    integral: expect.anything(),
  });
  const bounded = (integrals ?? []).filter(({ waterlines }) => waterlines.length > 0);
  const times = atLeastOne(bounded).flatMap(({ retained_from }) => retained_from ?? []);
  expect(late?.waterline?.earliest).toBe(times.toSorted()[0]);
  expect(late?.waterline?.at).toBe(times.toSorted().at(-1));
});

test("the waterline is told of a small integral among many larger ones", () => {
  const folder = "worlds/late_rows/";
  const places = placesOf(`${folder}dataflow_graph`, `${folder}pipeline`);
  const larger = Array.from({ length: 60 }, (_, index) => ({
    id: `nn9${index}`,
    persistent_id: `${index}`.padStart(64, "0"),
  }));
  const nodes = larger.map(({ id }) => JSON.stringify({ Simple: { id, label: "Z1 (trace)" } }));
  const counts = larger.map(({ id, persistent_id }) => {
    const measured = [
      { metric_id: "persistent_id", value: { type: "string", value: `${persistent_id}.integral` } },
      { metric_id: "state_records_count", value: { type: "count", value: 1 } },
      { metric_id: "used_memory_bytes", value: { type: "bytes", value: 1e12 } },
    ];
    return `"${id}":${JSON.stringify(measured)}`;
  });
  const profile = recording(`${folder}circuit_json_profile`)
    .body.toString()
    .replace('"nodes":[', `"nodes":[${nodes.join()},`)
    .replaceAll('"metadata":{', `"metadata":{${counts.join()},`);
  const [late] = circuitSigns(Buffer.from(profile), { maxDepth: MAX_DEPTH, places }).late_filters;
  expect(late?.waterline).toEqual(signsOf(folder).late_filters[0]?.waterline);
});

test("a year of more than four digits is told as that", () => {
  const folder = "worlds/late_rows/";
  const places = placesOf(`${folder}dataflow_graph`, `${folder}pipeline`);
  // As Rust prints a time of nanoseconds that was read as microseconds.
  const far = recording(`${folder}circuit_json_profile`)
    .body.toString()
    .replaceAll("2024-07-27 12:31:00", "+56535-05-12 06:13:20");
  const [late] = circuitSigns(Buffer.from(far), { maxDepth: MAX_DEPTH, places }).late_filters;
  expect(late?.waterline?.at).toBe("+056535-05-12T06:13:20Z");
});

test("what rows of several tables let go tells the time of none of them", () => {
  const [integral] = atLeastOne(signsOf("worlds/late_rows/").integrals ?? []);
  if (integral === undefined) throw new Error("no integral");
  const kept = (id: string, waterlines: string[], retained_from: string) => ({
    ...integral,
    id,
    waterlines,
    retained_from,
  });
  const ahead = kept("nn2", ["readings"], "2098-12-31T23:50:00Z");
  const both = kept("nn1", ["readings", "forecasts"], "2025-11-29T00:11:00Z");
  const readings = { tables: ["readings"] };
  expect(waterlineOf(readings, [both, ahead]).waterline).toEqual({
    at: "2098-12-31T23:50:00Z",
    earliest: "2098-12-31T23:50:00Z",
    integral: "nn2",
  });
  expect(waterlineOf(readings, [both])).toEqual({});
  expect(waterlineOf({ tables: ["readings", "forecasts"] }, [both]).waterline?.at).toBe(both.retained_from);
});

test("a waterline is told as it is by state that neither rounds nor moves it", () => {
  const [integral] = atLeastOne(signsOf("worlds/late_rows/").integrals ?? []);
  const [place] = integral?.used_by ?? [];
  if (integral === undefined || place === undefined) throw new Error("no integral");
  const keptBy = (operation: string, retained_from: string) => ({
    ...integral,
    waterlines: ["readings"],
    used_by: [{ ...place, operation }],
    retained_from,
  });
  const told = (...all: Parameters<typeof keptBy>[]) =>
    waterlineOf(
      { tables: ["readings"] },
      all.map((one) => keptBy(...one)),
    ).waterline?.kept_as_is;
  const [day, hour, second] = ["2025-11-29T00:00:00Z", "2025-11-29T11:00:00Z", "2025-11-29T11:16:21Z"];
  expect(told(["aggregate_linear", day])).toBeUndefined();
  expect(told(["aggregate_linear", hour], ["partitioned_rolling_aggregate", second])).toBeUndefined();
  expect(told(["join_index", second])).toBeUndefined();
  expect(told(["aggregate_linear", second], ["aggregate_linear", "2025-11-29T12:00:00Z"])).toBe(second);
});

test("of a waterline without a row yet no time is told", () => {
  const { integrals, late_filters } = signsOf("worlds/recursive/");
  for (const filter of atLeastOne(late_filters)) expect(filter).not.toHaveProperty("waterline");
  for (const one of atLeastOne(integrals ?? [])) expect(one).not.toHaveProperty("retained_from");
});

test("without the program's graph nothing is said of what a late filter drops, and of what is kept", () => {
  const { body } = recording("worlds/late_rows/circuit_json_profile");
  const signs = circuitSigns(body, { maxDepth: MAX_DEPTH });
  expect(signs.late_filters).toEqual([]);
  expect(signs).not.toHaveProperty("integrals");
});

test("a join and all that it remembers is one expression of the SQL", () => {
  const { expressions, runtime_s } = signsOf("worlds/skewed_join/");
  const [costliest] = atLeastOne(expressions ?? []);
  expect(costliest).toMatchObject({ id: "nn28", place: { relation: { name: "enriched" } } });
  expect((costliest?.runtime_s ?? 0) / runtime_s).toBeCloseTo(0.897, 3);
});

/** Programs of tables and of operators over what stands before them, cycles included. */
const programs = fc
  .array(
    fc.record({
      operation: fc.constantFrom(
        "source_multiset",
        "source_map",
        "map",
        "join",
        "aggregate",
        "window",
        "new",
      ),
      inputs: fc.array(fc.nat({ max: 19 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((nodes) =>
    DataflowGraph.parse({
      mir: Object.fromEntries(
        nodes.map(({ operation, inputs }, i) => [
          `s${i}`,
          {
            operation,
            inputs: operation.startsWith("source") ? [] : inputs.map((node) => ({ node: `s${node}` })),
          },
        ]),
      ),
    }),
  );

test("an operator holds rows of no table but those that it is fed by", () => {
  fc.assert(
    fc.property(programs, (program) => {
      const graph = sqlGraph(program);
      const contents = contentsOf(graph);
      for (const operator of graph.operators) {
        const fedBy = new Set([operator]);
        for (const one of fedBy) for (const { from } of graph.inputs.get(one) ?? []) fedBy.add(from);
        expect(everyTableIn(contents(operator)).filter((table) => !fedBy.has(table))).toEqual([]);
      }
    }),
  );
});
