import {
  type CircuitProfile,
  type ReadOptions,
  readCircuitProfile,
} from "../../../src/analysis/circuit/profile.ts";
import { metricsOf, RANKING, type RankBy } from "../../../src/analysis/circuit/rankings.ts";
import { type SqlPlaces, sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { openBundleBytes } from "../../../src/feldera/bundle/archive.ts";
import { chooseCollection } from "../../../src/feldera/bundle/choose.ts";
import { PIPELINE_CONFIG_FILE } from "../../../src/feldera/bundle/members.ts";
import { Pipeline, PipelineConfig } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
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

/** The pipeline's whole record in a recorded support bundle, test/recordings/NAME.body. */
export async function pipelineConfig(name: string): Promise<PipelineConfig> {
  const { body } = recording(name);
  const bundle = await openBundleBytes(body, name, { maxFileBytes: 10_000_000, maxEntries: 1000 });
  const config = await bundle.read(chooseCollection(bundle), PIPELINE_CONFIG_FILE);
  return PipelineConfig.parse(JSON.parse(Buffer.from(config).toString()));
}

export async function generatedRust(bundle: string): Promise<string | null | undefined> {
  return (await pipelineConfig(bundle)).program_info?.main_rust;
}
