import type { NodePlaces } from "../../analysis/circuit/node-places-in.ts";
import type { ProfilePlaces } from "../../analysis/firefox/profile-places.ts";
import type { CurrentProgram } from "../../analysis/firefox/profiled-program.ts";
import { circuitNodesJob } from "../../analysis/jobs/circuit-nodes.ts";
import type { SqlSources } from "../../analysis/operators/sql-places.ts";
import { UnreadableInput } from "../../analysis/unreadable-input.ts";
import { fetchCircuitProfile } from "../../feldera/api/circuit.ts";
import { within } from "../../feldera/api/within.ts";
import { FelderaError } from "../../feldera/errors.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import type { ToolContext } from "../tool.ts";
import { programPlaces } from "./program-places.ts";

export interface CpuPlaces {
  readonly places?: ProfilePlaces & { readonly program: CurrentProgram };
  /** The compilation profile of that program, where it is one without optimisation. */
  readonly unoptimized?: string;
  /** Why nothing is placed. */
  readonly missing?: MissingPart;
  /** Why nodes of the circuit are not placed: only crates are. */
  readonly nodesMissing?: MissingPart;
}

/**
 * Where in the SQL the functions of a CPU profile come from, and its operators where these are asked for; each
 * part within its own time limit.
 */
export async function cpuPlaces(
  pipeline_name: string,
  wantsNodes: boolean,
  context: ToolContext,
): Promise<CpuPlaces> {
  const circuit = wantsNodes ? partOf(circuitProfile(pipeline_name, context)) : undefined;
  const program = await programPlaces(context, pipeline_name);
  if (program.missing) return { missing: program.missing };
  const { pipeline_id, program_version, unoptimized, ofCrate, sql } = program.value;
  const nodes = circuit && (await nodesOf(await circuit, sql, context));
  return {
    places: {
      ofCrates: ofCrate,
      ofNodes: nodes?.value ?? {},
      program: {
        ...(pipeline_id !== undefined && { pipeline_id }),
        ...(program_version !== undefined && { version: String(program_version) }),
      },
    },
    ...(unoptimized !== undefined && { unoptimized }),
    ...(nodes?.missing && { nodesMissing: nodes.missing }),
  };
}

function circuitProfile(pipeline_name: string, { feldera, limits }: ToolContext): Promise<Uint8Array> {
  return fetchCircuitProfile(within(feldera, limits.programPlacesMs), pipeline_name);
}

async function nodesOf(
  circuit: Part<Uint8Array>,
  sql: SqlSources,
  context: ToolContext,
): Promise<Part<NodePlaces>> {
  return circuit.missing ? circuit : partOf(nodesIn(circuit.value, sql, context));
}

async function nodesIn(
  bytes: Uint8Array,
  sql: SqlSources,
  { limits, analyse }: ToolContext,
): Promise<NodePlaces> {
  try {
    const { jsonDepth: maxDepth, placedCodeChars: maxCodeChars } = limits;
    return await analyse(circuitNodesJob, { bytes, maxDepth, maxCodeChars, sql });
  } catch (error) {
    if (!(error instanceof UnreadableInput)) throw error;
    throw new FelderaError({
      kind: "unexpected_shape",
      message: error.message,
      endpoint: "circuit_json_profile",
      retryable: false,
    });
  }
}
