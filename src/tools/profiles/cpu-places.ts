import type { ProfilePlaces } from "../../analysis/firefox/profile-places.ts";
import type { CurrentProgram } from "../../analysis/firefox/profiled-program.ts";
import { circuitNodesJob } from "../../analysis/jobs/circuit-nodes.ts";
import { UnreadableInput } from "../../analysis/unreadable-input.ts";
import { fetchCircuitProfile } from "../../feldera/api/circuit.ts";
import { within } from "../../feldera/api/within.ts";
import { FelderaError } from "../../feldera/errors.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { partOf } from "../../feldera/parts/part.ts";
import type { ToolContext } from "../tool.ts";
import type { ProgramPlaces } from "./kept-programs.ts";
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
  const [program, nodes] = await Promise.all([
    programPlaces(context, pipeline_name),
    wantsNodes ? partOf(circuitNodes(pipeline_name, context)) : undefined,
  ]);
  if (program.missing) return { missing: program.missing };
  const { pipeline_id, program_version, unoptimized, ofCrate } = program.value;
  return {
    places: {
      ofCrates: ofCrate,
      ofNodes: nodes?.value === undefined ? {} : placed(nodes.value, program.value),
      program: {
        ...(pipeline_id !== undefined && { pipeline_id }),
        ...(program_version !== undefined && { version: String(program_version) }),
      },
    },
    ...(unoptimized !== undefined && { unoptimized }),
    ...(nodes?.missing && { nodesMissing: nodes.missing }),
  };
}

type Nodes = Awaited<ReturnType<typeof circuitNodes>>;

async function circuitNodes(pipeline_name: string, { feldera, limits, analyse }: ToolContext) {
  const bytes = await fetchCircuitProfile(within(feldera, limits.programPlacesMs), pipeline_name);
  try {
    return await analyse(circuitNodesJob, { bytes, maxDepth: limits.jsonDepth });
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

function placed(nodes: Nodes, { ofPersistentId }: ProgramPlaces): ProfilePlaces["ofNodes"] {
  return Object.fromEntries(
    Object.entries(nodes).flatMap(([id, { operation, persistentId, distance }]) => {
      const place = ofPersistentId(persistentId);
      return place === undefined
        ? []
        : [[id, { operation, place: { ...place, distance: place.distance + distance } }]];
    }),
  );
}
