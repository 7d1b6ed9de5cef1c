import {
  type CircuitProfile,
  type ReadOptions,
  readCircuitProfile,
} from "../../../src/analysis/circuit/profile.ts";
import { metricsOf, RANKING, type RankBy } from "../../../src/analysis/circuit/rankings.ts";
import { type SqlPlaces, sqlPlaces } from "../../../src/analysis/circuit/sql-join.ts";
import { DataflowGraph, Pipeline } from "../../../src/feldera/schemas.ts";
import { recording } from "../../support/responses.ts";

export const MAX_DEPTH = 1000;

export function jsonOf(name: string): unknown {
  return JSON.parse(recording(name).body.toString());
}

export function readFor(bytes: Uint8Array, by: RankBy): CircuitProfile {
  const options: ReadOptions = { maxDepth: MAX_DEPTH, metrics: metricsOf(RANKING[by]) };
  return readCircuitProfile(bytes, options);
}

/** A circuit profile of a few nodes, as bytes. */
export function profileBytes(profile: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(profile));
}

export function placesOf(graph: string, pipeline: string): SqlPlaces {
  const { program_code, program_info } = Pipeline.parse(jsonOf(pipeline));
  return sqlPlaces({
    graph: DataflowGraph.parse(jsonOf(graph)),
    tables: (program_info?.schema?.inputs ?? []).map(({ name }) => name),
    programCode: program_code ?? "",
  });
}
