import { expect, test } from "vitest";
import { readCircuitProfile } from "../../../src/analysis/circuit/profile.ts";
import { CIRCUIT_METRICS } from "../../../src/analysis/circuit/rankings.ts";
import { circuitSplit } from "../../../src/analysis/circuit/split.ts";
import { type CircuitChange, withMeasurements } from "../../scenarios/variant.ts";
import { compiledProgram } from "../../support/compiled-program.ts";
import { recording } from "../../support/responses.ts";

const recorded = recording("worlds/healthy/circuit_json_profile").body.toString();

function splitOf(...changes: readonly CircuitChange[]) {
  const bytes = Buffer.from(withMeasurements(recorded, changes));
  return circuitSplit(readCircuitProfile(bytes, { maxDepth: 100, metrics: new Set(CIRCUIT_METRICS) }));
}

function waiting(reason: string, ...byWorker: readonly number[]): CircuitChange {
  return { node: "n", metric: "circuit_wait_by_reason_seconds", label: ["reason", reason], byWorker };
}

test("a runtime from 0.354 on tells what its workers wait for, each worker for itself", () => {
  const split = splitOf(waiting("peers", 1, 4), waiting("storage_read", 0, 2), waiting("scheduler", 0, 0));
  expect(split?.waits_s).toEqual({ peers: 5, storage_read: 2 });
  expect(split?.workers.map(({ waits_s }) => waits_s)).toEqual([{ peers: 1 }, { peers: 4, storage_read: 2 }]);
});

test("reasons that are not known here are added up", () => {
  expect(splitOf(waiting("moonlight", 1, 1), waiting("tides", 2, 0))?.waits_s).toEqual({ other: 4 });
});

test("an older runtime tells no reasons, which is not the same as no waiting", () => {
  expect(splitOf()?.waits_s).toBeUndefined();
  expect(splitOf()?.waiting_s).toBeGreaterThan(0);
  expect(splitOf(waiting("peers", 0, 0))?.waits_s).toEqual({});
});

test("dbsp 0.375.0 tells of all that its workers wait what for, and for nothing that is not known here", () => {
  const { profile } = compiledProgram("lazy_upsert_0_375_measured");
  const bytes = Buffer.from(JSON.stringify(profile));
  const split = circuitSplit(readCircuitProfile(bytes, { maxDepth: 100, metrics: new Set(CIRCUIT_METRICS) }));
  const reasons = Object.values(split?.waits_s ?? {});
  expect(Object.keys(split?.waits_s ?? {}).sort()).toEqual(["peers", "storage_metadata", "storage_read"]);
  expect(reasons.reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(split?.waiting_s ?? 0, 6);
});
