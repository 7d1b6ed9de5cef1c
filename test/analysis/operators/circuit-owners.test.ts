import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Operators, operatorsOf } from "../../../src/analysis/circuit/operators.ts";
import { circuitOwners } from "../../../src/analysis/operators/circuit-owners.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";

const id = (number: number) => number.toString(16).padStart(64, "0");

interface Node {
  readonly id: string;
  readonly persistentId?: string;
  readonly regions?: readonly string[];
}

function circuitOf(nodes: readonly Node[], edges: readonly (readonly [string, string])[]): Operators {
  const graph = {
    root: "n",
    nodes: new Map(
      nodes.map(({ id, regions = [] }) => [id, { id, label: id, regions, ...regionOf(regions[0]) }]),
    ),
    edges,
  };
  const ids = new Map(nodes.flatMap((node) => (node.persistentId ? [[node.id, node.persistentId]] : [])));
  return operatorsOf(graph, [], ids);
}

const regionOf = (region: string | undefined) => (region === undefined ? {} : { region, regionId: region });

function ownersIn(circuit: Operators): Record<string, [string, string]> {
  return Object.fromEntries(
    [...circuitOwners(circuit)].map(([operator, { key, rule }]) => [operator.id, [key.slice(-1), rule]]),
  );
}

describe("a node of a circuit belongs to the operator", () => {
  test("that its own id names, whatever cluster it stands in", () => {
    const circuit = circuitOf([{ id: "a", persistentId: id(1), regions: ["r"] }], []);
    expect(ownersIn(circuit)).toEqual({ a: ["1", "id"] });
  });

  test("that the cluster around it is the code of, as an integral of another's stream is", () => {
    const circuit = circuitOf(
      [
        { id: "join", persistentId: id(1), regions: ["r"] },
        { id: "shard", regions: ["r"] },
        { id: "trace", persistentId: `${id(2)}.shard_accintegral`, regions: ["r", "r0"] },
        { id: "append", regions: ["r", "r0"] },
      ],
      [],
    );
    expect(ownersIn(circuit)).toMatchObject({
      shard: ["1", "cluster"],
      trace: ["1", "cluster"],
      append: ["1", "cluster"],
    });
  });

  test("of the innermost cluster that tells, in a region of several", () => {
    const circuit = circuitOf(
      [
        { id: "a", persistentId: id(1), regions: ["loop", "r"] },
        { id: "b", persistentId: id(2), regions: ["loop"] },
        { id: "helper", regions: ["loop", "r"] },
        { id: "trace", persistentId: `${id(2)}.integral`, regions: ["loop", "r1"] },
        { id: "append", regions: ["loop", "r1"] },
      ],
      [],
    );
    expect(ownersIn(circuit)).toMatchObject({
      helper: ["1", "cluster"],
      trace: ["2", "part"],
      append: ["2", "cluster"],
    });
  });

  test("that its id names a part of, outside of clusters", () => {
    expect(ownersIn(circuitOf([{ id: "a", persistentId: `${id(3)}.export` }], []))).toEqual({
      a: ["3", "part"],
    });
  });

  test("that is nearest, rather one that it feeds", () => {
    const circuit = circuitOf(
      [{ id: "a", persistentId: id(1) }, { id: "b" }, { id: "c", persistentId: id(2) }, { id: "lone" }],
      [
        ["a", "b"],
        ["b", "c"],
      ],
    );
    expect(ownersIn(circuit)).toEqual({ a: ["1", "id"], b: ["2", "nearest"], c: ["2", "id"] });
  });

  test("that gives nothing on and has no node, where it takes what that operator is controlled by", () => {
    const position = { start_line_number: 1, start_column: 1, end_line_number: 1, end_column: 6 };
    const node = (n: number, inputs: readonly number[]) => ({
      operation: n === 3 ? "accumulate_integrate_trace_retain_keys" : "map",
      persistent_id: id(n),
      inputs: inputs.map((one) => ({ node: `s${one}`, output: 0 })),
      positions: [position],
    });
    const places = sqlPlaces({
      graph: { mir: { s1: node(1, []), s2: node(2, []), s3: node(3, [1, 2]) } },
      tables: [],
    });
    const circuit = circuitOf(
      [{ id: "a", persistentId: id(1) }, { id: "b", persistentId: id(2) }, { id: "x" }, { id: "y" }],
      [
        ["b", "x"],
        ["x", "y"],
      ],
    );
    const owners = [...circuitOwners(circuit, places)].map(([{ id }, { key, rule }]) => [
      id,
      key.slice(-1),
      rule,
    ]);
    expect(owners).toEqual([
      ["a", "1", "id"],
      ["b", "2", "id"],
      ["x", "3", "control"],
      ["y", "3", "control"],
    ]);
  });
});

const GENERATED = fc.record({
  nodes: fc.array(
    fc.record({
      sql: fc.option(fc.nat(5), { nil: undefined }),
      suffix: fc.constantFrom("", "", ".integral", "-weighted", ".shard_accintegral"),
      regions: fc.constantFrom([], ["r0"], ["r0", "r00"], ["r0", "r01"], ["r1"], ["loop", "r2"], ["loop"]),
    }),
    { maxLength: 25 },
  ),
  edges: fc.array(fc.tuple(fc.nat(24), fc.nat(24)), { maxLength: 40 }),
});

test("whatever the circuit: a node with an own id keeps it, and renaming nodes changes nothing", () => {
  fc.assert(
    fc.property(GENERATED, ({ nodes, edges }) => {
      const circuit = (prefix: string) =>
        circuitOf(
          nodes.map(({ sql, suffix, regions }, at) => ({
            id: `${prefix}${at}`,
            regions,
            ...(sql !== undefined && { persistentId: `${id(sql)}${suffix}` }),
          })),
          edges.map(([from, to]) => [`${prefix}${from}`, `${prefix}${to}`] as const),
        );
      const owners = ownersIn(circuit("n"));
      for (const [at, { sql, suffix }] of nodes.entries()) {
        if (sql !== undefined && suffix === "") expect(owners[`n${at}`]).toEqual([`${sql}`, "id"]);
        if (sql !== undefined) expect(owners[`n${at}`]).toBeDefined();
      }
      const renamed = ownersIn(circuit("other"));
      expect(Object.values(renamed)).toEqual(Object.values(owners));
    }),
  );
});

/** Counts how often neighbours are asked for, which is what placing takes time for. */
class Counted<Key, Value> extends Map<Key, Value> {
  static asked = 0;

  override get(key: Key): Value | undefined {
    Counted.asked++;
    return super.get(key);
  }
}

test("ten times the operators take ten times the steps", () => {
  const steps = (count: number) => {
    const nodes = Array.from({ length: count }, (_, at) => ({
      id: `n${at}`,
      regions: at % 5 === 0 ? [] : ["loop", `r${Math.floor(at / 5)}`],
      ...(at % 5 === 1 && { persistentId: id(at) }),
    }));
    const circuit = circuitOf(
      nodes,
      nodes.slice(1).map((node, at) => [`n${at}`, node.id] as const),
    );
    Counted.asked = 0;
    const owners = circuitOwners({
      ...circuit,
      successors: new Counted(circuit.successors),
      predecessors: new Counted(circuit.predecessors),
    });
    expect(owners.size).toBe(count);
    return Counted.asked;
  };
  expect(steps(10_000)).toBeLessThan(steps(1000) * 11);
});
