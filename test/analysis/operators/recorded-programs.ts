import { readdirSync } from "node:fs";
import { type CircuitProfile, readCircuitProfile } from "../../../src/analysis/circuit/profile.ts";
import { MalformedInput } from "../../../src/analysis/malformed.ts";
import { type SqlPlaces, type SqlSources, sqlPlaces } from "../../../src/analysis/operators/sql-places.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { DataflowGraph } from "../../../src/feldera/schemas/program.ts";
import { sqlSources } from "../../../src/tools/profiles/sql-sources.ts";
import { recording, recordingPath } from "../../support/responses.ts";
import { jsonOf, MAX_DEPTH } from "../circuit/recorded.ts";

export interface RecordedProgram {
  readonly name: string;
  /** The body of `GET …/circuit_json_profile`. */
  readonly profile: Uint8Array;
  readonly circuit: CircuitProfile;
  readonly graph: DataflowGraph;
  readonly sources: SqlSources;
  readonly places: SqlPlaces;
  /** The program. */
  readonly code: string;
}

/** Every pipeline of which circuit profile, dataflow graph and record were recorded. */
export function recordedPrograms(metrics: ReadonlySet<string>): RecordedProgram[] {
  const worlds = readdirSync(recordingPath("worlds")).map((world) => [world, `worlds/${world}/`, "pipeline"]);
  return [["payments", "", "pipeline_all"], ...worlds].flatMap(([name = "", folder = "", pipeline = ""]) => {
    const profile = bodyOf(`${folder}circuit_json_profile`);
    const circuit = profile && readable(profile, metrics);
    if (profile === undefined || circuit === undefined) return [];
    const graph = DataflowGraph.parse(jsonOf(`${folder}dataflow_graph`));
    const record = Pipeline.parse(jsonOf(`${folder}${pipeline}`));
    const sources = sqlSources(graph, record);
    const places = sqlPlaces(sources);
    return [{ name, profile, circuit, graph, sources, places, code: record.program_code ?? "" }];
  });
}

function bodyOf(name: string): Uint8Array | undefined {
  try {
    return recording(name).body;
  } catch {
    return undefined;
  }
}

/** Undefined where Feldera answered with an error. */
function readable(profile: Uint8Array, metrics: ReadonlySet<string>): CircuitProfile | undefined {
  try {
    return readCircuitProfile(profile, { maxDepth: MAX_DEPTH, metrics });
  } catch (error) {
    if (error instanceof MalformedInput) return undefined;
    throw error;
  }
}
