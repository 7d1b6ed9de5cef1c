import { describe, expect, test } from "vitest";
import { walkProfile } from "../../../src/analysis/circuit/walk-profile.ts";
import { programOperators } from "../../../src/analysis/operators/program-operators.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { MAX_DEPTH } from "../circuit/recorded.ts";
import { recordedPrograms } from "./recorded-programs.ts";

const PROGRAMS = recordedPrograms(new Set());

test("the recorded programs are many", () => {
  expect(PROGRAMS.length).toBeGreaterThanOrEqual(16);
});

describe.each(PROGRAMS)("of the recorded program $name", ({ profile, circuit, places, graph }) => {
  const program = programOperators({ circuit: circuit.operators, places });

  test("every node of the circuit and every persistent id leads to one operator, or is none's", () => {
    const ids = new Map<string, string>();
    const { graph: drawn } = walkProfile(
      profile,
      { maxDepth: MAX_DEPTH },
      {
        wants: (metric) => metric === "persistent_id",
        take: ({ node, value }) => void ids.set(node, JSON.stringify(value)),
      },
    );
    const nodes = atLeastOne([...(drawn?.nodes.keys() ?? [])]);
    const none = new Set(program.none.map(({ id }) => id));
    const owners = nodes.map(
      (id) =>
        program.list.filter((one) =>
          one.nodes.some(({ operator }) => operator.id === id || operator.outputHalf === id),
        ).length,
    );
    for (const [at, id] of nodes.entries()) expect([id, owners[at]]).toEqual([id, none.has(id) ? 0 : 1]);
    // The circuit's own inputs, traces and clocks are parts of operators too: nothing is left over in any recording.
    expect(program.none).toEqual([]);
    for (const [node, id] of ids) {
      const digits = /[0-9a-f]{64}/.exec(id)?.[0];
      if (digits === undefined) continue;
      const owner = program.ofPersistentId(digits);
      expect(owner?.persistentId).toBe(digits);
      if (id.includes(`"${digits}"`)) expect(program.ofNode(node)).toBe(owner);
    }
  });

  test("every operator of the dataflow graph leads to one, which the circuit has nodes of", () => {
    const names = namesIn(graph.mir ?? {});
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(program.ofName(name)).toBeDefined();
    const told = program.list.flatMap((one) => one.names);
    expect(new Set(told).size).toBe(told.length);
    expect(program.list.filter(({ nodes }) => nodes.length === 0)).toEqual([]);
  });

  test("no two operators have the same handle, and each is found by its own", () => {
    const handles = program.list.map(({ handle }) => handle);
    expect(new Set(handles).size).toBe(handles.length);
    for (const one of program.list) expect(program.ofHandle(one.handle)).toBe(one);
  });

  test("an operator is found by its handle of when the program's text was not read", () => {
    const bare = sqlPlaces({ graph: { ...graph, sources: undefined }, tables: [] });
    const found = bare.all.map(({ place }) => [place.operator, program.ofHandle(place.handle)?.names]);
    const known = found.filter(([, names]) => names !== undefined);
    expect(known.length).toBeGreaterThan(found.length / 2);
    for (const [name, names] of known) expect(names).toContain(name);
  });
});

test("without the program's graph, nodes hang together by persistent id and cluster", () => {
  const operators = PROGRAMS.find(({ name }) => name === "payments")?.circuit.operators;
  const program = programOperators({ circuit: operators });
  const join = program.ofNode("nn63");
  expect(join?.place).toBeUndefined();
  expect(join?.handle).toBe("Plus nn64");
  expect(join?.nodes.map(({ operator }) => operator.id)).toContain("nn58");
  expect(program.list.flatMap(({ nodes }) => nodes)).toHaveLength(operators?.list.length ?? 0);
});

/** Those within recursive regions too, and the regions themselves. */
function namesIn(mir: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(mir).flatMap(([name, node]) => {
    if (typeof node !== "object" || node === null || !("operation" in node)) return [];
    return [name, ...namesIn(Object.fromEntries(Object.entries(node)))];
  });
}
