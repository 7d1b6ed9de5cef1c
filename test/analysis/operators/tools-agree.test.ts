import { describe, expect, test } from "vitest";
import { circuitFacts } from "../../../src/analysis/circuit/circuit-facts.ts";
import { nodePlacesIn } from "../../../src/analysis/circuit/node-places-in.ts";
import { readCircuitProfile } from "../../../src/analysis/circuit/profile.ts";
import { CIRCUIT_METRICS, metricOf, metricsOf, RANKING } from "../../../src/analysis/circuit/rankings.ts";
import { circuitSigns } from "../../../src/analysis/circuit/signs.ts";
import { cratePlaces } from "../../../src/analysis/operators/crate-places.ts";
import { LEDGER_METRICS } from "../../../src/analysis/operators/ledger/costs.ts";
import { ledger } from "../../../src/analysis/operators/ledger/ledger.ts";
import { programOperators } from "../../../src/analysis/operators/program-operators.ts";
import { readMainRust } from "../../../src/analysis/program/main-rust.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { generatedRust, MAX_DEPTH } from "../circuit/recorded.ts";
import { recordedPrograms } from "./recorded-programs.ts";

const METRICS = new Set([...LEDGER_METRICS, ...CIRCUIT_METRICS].map(metricOf));
const PROGRAMS = recordedPrograms(METRICS);
const EVERYTHING = 100_000;

describe.each(PROGRAMS)("no tool differs from another on $name:", ({ circuit, places, profile: bytes }) => {
  const program = programOperators({ circuit: circuit.operators, places });
  const costs = (by: "time" | "memory" | "state" | "storage", group: "operator" | "expression") =>
    ledger({ profile: circuit, program, places }, { by, group, limit: EVERYTHING });

  test.each(["time", "memory", "state", "storage"] as const)("the circuit's %s of each operator", (by) => {
    const profile = readCircuitProfile(bytes, { maxDepth: MAX_DEPTH, metrics: metricsOf(RANKING[by]) });
    const own = programOperators({ circuit: profile.operators, places });
    const facts = circuitFacts(profile, { by, limit: EVERYTHING, program: own });
    const told = costs(by, "operator");
    const measure = (
      { time: "runtime_s", memory: "memory_bytes", state: "state_records", storage: "storage_bytes" } as const
    )[by];
    expect(told.totals[measure] ?? 0).toBeCloseTo(facts.total, 6);
    const byHandle = new Map(told.rows.map((row) => [row.handle, row]));
    const operators = facts.rows.map(({ id, place }) => [program.ofNode(id)?.handle, place?.handle]);
    for (const [own, shown] of operators) expect(shown).toBe(own);
    for (const { place, total } of facts.sql?.rows ?? []) {
      const row = byHandle.get(place.handle);
      expect(row?.costs[measure]).toBeCloseTo(total, 6);
      expect(row?.place).toEqual(place);
    }
    // What each node has adds up to what its operator has.
    const sums = new Map<string, number>();
    for (const { place, spread } of facts.rows) {
      const handle = place?.handle ?? "";
      sums.set(handle, (sums.get(handle) ?? 0) + spread.total);
    }
    for (const [handle, sum] of sums) expect(byHandle.get(handle)?.costs[measure]).toBeCloseTo(sum, 6);
  });

  test("the places that the CPU's tool has of nodes", () => {
    const limits = { maxDepth: MAX_DEPTH, maxCodeChars: 1_000_000 };
    const nodes = Object.entries(nodePlacesIn(bytes, places, limits));
    expect(atLeastOne(nodes).map(([id, { place }]) => [id, place.handle])).toEqual(
      nodes.map(([id]) => [id, program.ofNode(id)?.handle]),
    );
  });

  test("the diagnosis's costliest expressions, and the places of what stands out", () => {
    const { expressions = [], operators, runtime_s } = circuitSigns(bytes, { maxDepth: MAX_DEPTH, places });
    const told = costs("time", "expression");
    expect(told.totals.runtime_s).toBeCloseTo(runtime_s, 6);
    expect(expressions.map(({ place, id, runtime_s }) => [place.handle, id, runtime_s])).toEqual(
      told.rows
        .slice(0, expressions.length)
        .map(({ handle, main_node, costs }) => [handle, main_node, costs.runtime_s]),
    );
    for (const { id, place } of operators) expect(place?.handle).toBe(program.ofNode(id)?.handle);
  });
});

test("the places that the heap's tool has of crates are those of the same operators", async () => {
  const payments = PROGRAMS.find(({ name }) => name === "payments");
  if (payments === undefined) throw new Error("payments was not recorded");
  const { places, circuit } = payments;
  const crates = readMainRust((await generatedRust("support_bundle")) ?? "", 10_000_000);
  const program = programOperators({ circuit: circuit.operators, places, crates });
  const shown = Object.entries(cratePlaces(crates, places, 1_000_000));
  expect(shown.length).toBeGreaterThan(20);
  for (const [hash, { handle, also = [] }] of shown) {
    const handles = program.ofCrate(hash).map((one) => one.handle);
    expect(new Set([handle, ...also.map((one) => one.handle)])).toEqual(new Set(handles));
  }
});
