import { beforeAll, describe, expect, test } from "vitest";
import { readCircuitProfile } from "../../../src/analysis/circuit/profile.ts";
import { metricOf } from "../../../src/analysis/circuit/rankings.ts";
import { readableGraph } from "../../../src/analysis/names/readable-graph.ts";
import { costsOf, LEDGER_METRICS } from "../../../src/analysis/operators/ledger/costs.ts";
import { type HeapByOperator, heapByOperator } from "../../../src/analysis/operators/ledger/ledger-heap.ts";
import {
  type ProgramOperators,
  programOperators,
} from "../../../src/analysis/operators/program-operators.ts";
import { type SqlPlaces, sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { decodePprof } from "../../../src/analysis/pprof/format/decode.ts";
import { readMainRust } from "../../../src/analysis/program/main-rust.ts";
import { openBundleBytes } from "../../../src/feldera/bundle/archive.ts";
import { chooseCollection } from "../../../src/feldera/bundle/choose.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../../src/tools/profiles/sql-sources.ts";
import { recording } from "../../support/responses.ts";
import { generatedRust, jsonOf, MAX_DEPTH } from "../circuit/recorded.ts";

const LARGE = 100_000_000;
const METRICS = new Set(LEDGER_METRICS.map(metricOf));

/** Operators with less are within the chance of a sample of 512 KiB. */
const TELLING_BYTES = 4 * 2 ** 20;

/** Feldera's own bytes of each operator, by a circuit profile. */
function reportedBy(circuit: Uint8Array, places: SqlPlaces) {
  const profile = readCircuitProfile(circuit, { maxDepth: MAX_DEPTH, metrics: METRICS });
  const costs = costsOf(profile);
  const bytesOf = ({ nodes }: ProgramOperators["list"][number]) =>
    nodes.reduce((sum, { operator }) => sum + (costs(operator).memory_bytes ?? 0), 0);
  const { list } = programOperators({ circuit: profile.operators, places });
  return new Map(list.map((one) => [one.handle, bytesOf(one)]));
}

describe("what stacks do not tell of payments' heap, of which Feldera's bytes per operator are known from two moments", () => {
  const moments: { readonly reported: ReadonlyMap<string, number>; readonly heap: HeapByOperator }[] = [];
  let program: ProgramOperators;

  beforeAll(async () => {
    const bundle = await openBundleBytes(recording("support_bundle").body, "bundle", {
      maxFileBytes: LARGE,
      maxEntries: 1000,
    });
    const collection = chooseCollection(bundle);
    const graph = DataflowGraph.parse(jsonOf("dataflow_graph"));
    const places = sqlPlaces(sqlSources(graph, Pipeline.parse(jsonOf("pipeline_all"))));
    const crates = readMainRust((await generatedRust("support_bundle")) ?? "", LARGE);
    program = programOperators({ places, crates });
    const decoded = decodePprof(await bundle.read(collection, "heap_profile.pb.gz"), {
      maxInflatedBytes: LARGE,
    });
    const profile = { ...decoded, graph: readableGraph(decoded.graph) };
    const circuits = [
      await bundle.read(collection, "circuit_profile.json"),
      recording("circuit_json_profile").body,
    ];
    for (const circuit of circuits) {
      const reported = reportedBy(circuit, places);
      const byOwner = new Map(program.list.map((one) => [one, reported.get(one.handle) ?? 0]));
      moments.push({ reported, heap: heapByOperator(profile, program, byOwner) });
    }
  });

  test("goes to the same operators by either moment, within 5 %", () => {
    const [now, before] = moments;
    const large = program.list.filter(({ handle }) => (now?.reported.get(handle) ?? 0) > TELLING_BYTES);
    expect(large.length).toBeGreaterThan(5);
    for (const one of large) {
      const [a, b] = [now, before].map((moment) => {
        const { told = 0, apportioned = 0 } = moment?.heap.ofOperator.get(one) ?? {};
        return told + apportioned;
      });
      expect(Math.abs((a ?? 0) / (b ?? 1) - 1), one.handle).toBeLessThan(0.05);
    }
  });

  test("comes to what Feldera reports, within 20 %, for each operator and for all", () => {
    for (const { reported, heap } of moments) {
      const { told_bytes, apportioned_bytes, reported_bytes } = heap.heap;
      expect(Math.abs((told_bytes + apportioned_bytes) / reported_bytes - 1)).toBeLessThan(0.2);
      for (const [one, { told, apportioned }] of heap.ofOperator) {
        const bytes = reported.get(one.handle) ?? 0;
        if (bytes > TELLING_BYTES)
          expect(Math.abs((told + apportioned) / bytes - 1), one.handle).toBeLessThan(0.2);
      }
    }
  });

  test("would not, had it gone to all operators alike", () => {
    const { list } = program;
    const pool = moments[0]?.heap.heap.apportioned_bytes ?? 0;
    const off = list.filter(({ handle }) => {
      const bytes = moments[0]?.reported.get(handle) ?? 0;
      return bytes > TELLING_BYTES && Math.abs(pool / list.length / bytes - 1) >= 0.2;
    });
    expect(off.length).toBeGreaterThan(5);
  });
});
