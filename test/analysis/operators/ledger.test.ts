import { describe, expect, test } from "vitest";
import { type CircuitProfile, readCircuitProfile } from "../../../src/analysis/circuit/profile.ts";
import { CIRCUIT_METRICS, metricOf } from "../../../src/analysis/circuit/rankings.ts";
import { decodeMarkedProfile } from "../../../src/analysis/firefox/format/decode.ts";
import { operatorFacts } from "../../../src/analysis/firefox/operators/operator-facts.ts";
import { readableGraph } from "../../../src/analysis/names/readable-graph.ts";
import { costsOf, LEDGER_METRICS } from "../../../src/analysis/operators/ledger/costs.ts";
import { ledger } from "../../../src/analysis/operators/ledger/ledger.ts";
import { cpuByOperator } from "../../../src/analysis/operators/ledger/ledger-cpu.ts";
import { heapByOperator } from "../../../src/analysis/operators/ledger/ledger-heap.ts";
import type { Costs } from "../../../src/analysis/operators/ledger/ledger-schema.ts";
import { LEDGER_GROUPS, MEASURES } from "../../../src/analysis/operators/ledger/measures.ts";
import { LEDGER_RECORDS, recordFlows } from "../../../src/analysis/operators/ledger/records.ts";
import {
  type ProgramOperators,
  programOperators,
} from "../../../src/analysis/operators/program-operators.ts";
import { sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { decodePprof } from "../../../src/analysis/pprof/format/decode.ts";
import { readMainRust } from "../../../src/analysis/program/main-rust.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { compiledProgram } from "../../support/compiled-program.ts";
import { recording } from "../../support/responses.ts";
import { generatedRust, MAX_DEPTH, profileBytes } from "../circuit/recorded.ts";
import { recordedPrograms } from "./recorded-programs.ts";

const METRICS = new Set([...LEDGER_METRICS, ...LEDGER_RECORDS, ...CIRCUIT_METRICS].map(metricOf));
const PROGRAMS = recordedPrograms(METRICS);
const PAYMENTS = PROGRAMS.find(({ name }) => name === "payments");
const EVERYTHING = { by: "time", limit: 1000 } as const;

function sumOf(all: readonly Costs[], measure: (typeof MEASURES)[number]): number {
  return all.reduce((sum, costs) => sum + (costs[measure] ?? 0), 0);
}

describe.each(PROGRAMS)("the ledger of the recorded program $name", ({ circuit: profile, places }) => {
  const program = programOperators({ circuit: profile.operators, places });

  test.each(LEDGER_GROUPS)("by %s has each node's figures once, to the microsecond", (group) => {
    const { rows, none, totals } = ledger({ profile, program, places }, { ...EVERYTHING, group });
    const costs = costsOf(profile);
    const nodes = profile.operators.list.map(costs);
    for (const measure of MEASURES) {
      const told = sumOf([...rows.map((row) => row.costs), ...none.map((one) => one.costs)], measure);
      expect(told).toBeCloseTo(sumOf(nodes, measure), 6);
      expect(totals[measure] ?? 0).toBeCloseTo(told, 6);
      const shares = sumOf(
        rows.map((row) => row.shares),
        measure,
      );
      if (told > 0) expect(shares).toBeCloseTo(1, 6);
    }
    expect(rows.reduce((sum, row) => sum + row.operators, 0)).toBe(program.list.length);
  });

  test("agrees with what the circuit says of itself as a whole", () => {
    const { totals, circuit_totals } = ledger({ profile, program, places }, { ...EVERYTHING, group: "view" });
    expect(circuit_totals.state_records).toBe(totals.state_records);
    expect(circuit_totals.memory_bytes).toBe(totals.memory_bytes);
    expect(circuit_totals.storage_bytes).toBe(totals.storage_bytes);
  });
});

test("rows that are not listed are summed up beside those that are", () => {
  if (PAYMENTS === undefined) throw new Error("payments was not recorded");
  const { circuit: profile, places } = PAYMENTS;
  const program = programOperators({ circuit: profile.operators, places });
  const told = ledger({ profile, program, places }, { by: "state", group: "operator", limit: 3 });
  const [first, second, third] = told.rows.map(({ costs }) => costs.state_records ?? 0);
  expect([first, second, third]).toEqual([first, second, third].toSorted((a, b) => (b ?? 0) - (a ?? 0)));
  const left = told.not_listed.state_records ?? 0;
  expect((first ?? 0) + (second ?? 0) + (third ?? 0) + left).toBe(told.totals.state_records);
});

async function paymentsOperators(): Promise<ProgramOperators> {
  const crates = readMainRust((await generatedRust("support_bundle")) ?? "", 10_000_000);
  return programOperators({ circuit: PAYMENTS?.circuit.operators, places: PAYMENTS?.places, crates });
}

describe("CPU by samples", () => {
  const limits = { maxInflatedBytes: 1_000_000_000 };
  const profile = decodeMarkedProfile(recording("samply_get_running_1s").body, limits);

  test("is charged once: to operators, or to a part by its name", async () => {
    const charged = cpuByOperator(profile.threads, await paymentsOperators());
    const { cpu, ofOperator } = charged ?? {};
    if (cpu === undefined || ofOperator === undefined) throw new Error("no CPU was charged");
    const operators = [...ofOperator.values()].reduce((sum, seconds) => sum + seconds, 0);
    expect(operators + cpu.unknown_nodes_s).toBeCloseTo(cpu.operators_s, 9);
    for (const { total_s, operators_s, parts } of cpu.sides) {
      expect(operators_s + parts.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(total_s, 9);
    }
    expect(cpu.unknown_nodes_s).toBe(0);
  });

  test("is what the CPU tool charges to the same nodes", async () => {
    const program = await paymentsOperators();
    const { ofOperator } = cpuByOperator(profile.threads, program) ?? {};
    const facts = operatorFacts(profile, { limit: 1000 });
    const byTool = new Map<string, number>();
    for (const { nodeId, cpuMicros = 0 } of [...facts.operators.operators, ...facts.suspended]) {
      const handle = program.ofNode(nodeId)?.handle ?? "";
      byTool.set(handle, (byTool.get(handle) ?? 0) + cpuMicros);
    }
    expect(facts.operators.of).toBe(facts.operators.shown);
    for (const [{ handle }, seconds] of ofOperator ?? []) {
      expect([handle, Math.round(seconds * 1e6)]).toEqual([handle, Math.round(byTool.get(handle) ?? 0)]);
    }
    expect(byTool.size).toBe(ofOperator?.size);
  });
});

describe("the heap by samples", () => {
  const decoded = decodePprof(recording("heap_profile_2").body, { maxInflatedBytes: 1_000_000_000 });
  const profile = { ...decoded, graph: readableGraph(decoded.graph) };

  test("is charged once: to operators, or to a part by its name", async () => {
    const program = await paymentsOperators();
    const table = program.ofHandle("payments.table@41");
    const join = program.ofHandle("payments_enriched.join@71");
    if (table === undefined || join === undefined) throw new Error("an operator is missing");
    const { heap, ofOperator } = heapByOperator(
      profile,
      program,
      new Map([
        [table, 3],
        [join, 1],
      ]),
    );
    const charged = [...ofOperator.values()].reduce((sum, one) => sum + one.told + one.apportioned, 0);
    const parts = heap.parts.reduce((sum, { amount }) => sum + amount, 0);
    expect(charged + parts).toBeCloseTo(heap.total_bytes, 3);
    expect(heap.told_bytes + heap.apportioned_bytes).toBeCloseTo(charged, 3);
    expect(ofOperator.get(table)?.told).toBeGreaterThan(50 * 2 ** 20);
  });

  test("goes by what Feldera reports of an operator beyond what its own frames tell", async () => {
    const program = await paymentsOperators();
    const table = program.ofHandle("payments.table@41");
    const join = program.ofHandle("payments_enriched.join@71");
    if (table === undefined || join === undefined) throw new Error("an operator is missing");
    const before = heapByOperator(profile, program, new Map()).ofOperator;
    const reported = new Map([
      [table, (before.get(table)?.told ?? 0) + 1000],
      [join, (before.get(join)?.told ?? 0) + 3000],
    ]);
    const { ofOperator, heap } = heapByOperator(profile, program, reported);
    expect(ofOperator.get(table)?.apportioned).toBeCloseTo(heap.apportioned_bytes / 4, 3);
    expect(ofOperator.get(join)?.apportioned).toBeCloseTo((heap.apportioned_bytes * 3) / 4, 3);
  });

  test("stays a part of its own where nothing is reported", async () => {
    const { heap } = heapByOperator(profile, await paymentsOperators(), new Map());
    expect(heap.apportioned_bytes).toBe(0);
    expect(heap.parts.map(({ name }) => name)).toContain("operators");
  });
});

describe("records that flow through operators", () => {
  const count = (records: number) => ({ total_records_count: { type: "count", value: records } });
  const flowing = (): CircuitProfile =>
    readCircuitProfile(
      profileBytes({
        worker_profiles: [
          {
            metadata: {
              a: [{ metric_id: "output_batches_stats", value: count(10) }],
              b: [
                { metric_id: "input_batches_stats", value: count(10) },
                { metric_id: "output_batches_stats", value: count(0) },
              ],
              c: [{ metric_id: "input_batches_stats", value: count(7) }],
              d: [{ metric_id: "output_batches_stats", value: count(3) }],
            },
          },
        ],
        graph: {
          nodes: {
            id: "n",
            label: "root",
            nodes: ["a", "b", "c", "plus", "d"].map((id) => ({
              Simple: { id, label: id === "plus" ? "Plus" : `Map ${id}` },
            })),
          },
          edges: [
            ["a", "b"],
            ["b", "c"],
            ["c", "plus"],
            ["d", "plus"],
          ].map(([from_node, to_node]) => ({ from_node, to_node })),
        },
      }),
      { maxDepth: MAX_DEPTH, metrics: METRICS },
    );

  test("are counted where they cross: by who gives them, or by who takes them alone", () => {
    const profile = flowing();
    const nodes = (...ids: string[]) => ids.flatMap((id) => profile.operators.byNode.get(id) ?? []);
    const flowOf = recordFlows(profile);
    expect(flowOf([nodes("b")])).toEqual({ records_in: 10, records_out: 7 });
    expect(flowOf([nodes("a"), nodes("b")])).toEqual({ records_in: 10, records_out: 7 });
    expect(flowOf([nodes("plus")])).toEqual({ records_in: 3, records_out: 3 });
    expect(flowOf([nodes("d")])).toEqual({ records_in: 3, records_out: 3 });
  });

  /** What dbsp 0.375.0 itself measured of a table with a key whose updates are resolved at the end of a transaction. */
  const lazy = (change: (profile: string) => string = (same) => same) => {
    const { mir, profile, program_code } = compiledProgram("lazy_upsert_0_375_measured");
    const circuit = readCircuitProfile(Buffer.from(change(JSON.stringify(profile))), {
      maxDepth: MAX_DEPTH,
      metrics: METRICS,
    });
    const places = sqlPlaces({
      graph: DataflowGraph.parse({ mir }),
      tables: ["drivers", "drops"],
      programCode: program_code,
    });
    const program = programOperators({ circuit: circuit.operators, places });
    const { rows } = ledger({ profile: circuit, program, places }, { ...EVERYTHING, group: "operator" });
    return (handle: string) => rows.find((row) => row.handle === handle);
  };

  test("of updates that are resolved late are counted by the trace that keeps them, and reach the join", () => {
    const row = lazy();
    expect(row("drivers.table@2")).toMatchObject({ records_in: 8000, records_out: 14_000 });
    expect(row("by_depot.join@7")).toMatchObject({ records_in: 39_628 + 14_000, records_out: 123_749 });
  });

  test("of such a table are not known where its trace does not count either", () => {
    const table = lazy((profile) => profile.replaceAll('"input_records_count"', '"another_count"'))(
      "drivers.table@2",
    );
    expect(table?.records_in).toBe(8000);
    expect(table?.records_out).toBeUndefined();
  });
});
