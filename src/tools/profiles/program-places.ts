import { MalformedInput } from "../../analysis/malformed.ts";
import { cratePlaces } from "../../analysis/operators/crate-places.ts";
import { sqlPlaces } from "../../analysis/operators/sql-places.ts";
import { readMainRust } from "../../analysis/program/main-rust.ts";
import type { Limits } from "../../config/limits.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { fetchPipelineConfig } from "../../feldera/api/pipeline-config.ts";
import { getPipelineStatus } from "../../feldera/api/pipelines.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { within } from "../../feldera/api/within.ts";
import { FelderaError } from "../../feldera/errors.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import type { PipelineConfig } from "../../feldera/schemas/pipeline.ts";
import { readProgramSettings, unoptimizedProfile } from "../../feldera/settings/program.ts";
import { isGen2 } from "../../feldera/versions.ts";
import type { ToolContext } from "../tool.ts";
import type { ProgramPlaces, ProgramVersion } from "./kept-programs.ts";
import { sqlSources } from "./sql-sources.ts";

export type PlacesContext = Pick<ToolContext, "feldera" | "limits" | "programs">;

/**
 * Where the operators of a pipeline's current program come from, within `limits.programPlacesMs`; kept as long as the
 * program stays the same.
 *
 * @param version the program's version, where the caller has the pipeline's record; asked for otherwise
 */
export function programPlaces(
  context: PlacesContext,
  pipeline_name: string,
  version?: ProgramVersion,
): Promise<Part<ProgramPlaces>> {
  const { limits, programs } = context;
  const feldera = within(context.feldera, limits.programPlacesMs);

  async function find(): Promise<ProgramPlaces> {
    const current = version ?? (await getPipelineStatus(feldera, pipeline_name));
    const kept = programs.find(current);
    if (kept !== undefined) return kept;
    const config = await fetchPipelineConfig(feldera, pipeline_name);
    if (await runsOnGen2(config, feldera)) throw unreadable("other_engine", "the engine is Gen-2");
    return programs.keep(config, placesOf(config, limits));
  }

  return partOf(find());
}

/** Its process is only asked where the record has no generated Rust, and does not say why. */
async function runsOnGen2(config: PipelineConfig, feldera: Feldera): Promise<boolean> {
  const { runtime_version } = readProgramSettings(config.program_config);
  if (runtime_version !== undefined) return isGen2(runtime_version);
  if (config.program_info?.main_rust) return false;
  const { value: stats } = await partOf(getStats(feldera, config.name));
  return isGen2(stats?.global_metrics?.runtime_version ?? "");
}

/** @throws FelderaError where the record lacks what the compiler made, or it cannot be read */
function placesOf(config: PipelineConfig, limits: Limits): ProgramPlaces {
  const { id, program_info, program_code, program_version } = config;
  const { main_rust, dataflow } = program_info ?? {};
  if (!main_rust || !dataflow) {
    throw unreadable(
      "not_in_bundle",
      "the program is not compiled, or its record is without the generated Rust",
    );
  }
  const sql = sqlSources(dataflow, config);
  try {
    const unoptimized = unoptimizedProfile(readProgramSettings(config.program_config), undefined);
    const operators = readMainRust(main_rust, limits.generatedRustBytes);
    return {
      ...(id != null && { pipeline_id: id }),
      ...(program_version != null && { program_version }),
      ...(program_code != null && { programCode: program_code }),
      ...(unoptimized !== undefined && { unoptimized }),
      ofCrate: cratePlaces(operators, sqlPlaces(sql), limits.placedCodeChars),
      sql,
      crates: operators,
    };
  } catch (error) {
    if (error instanceof MalformedInput) throw unreadable("unexpected_shape", error.message);
    throw error;
  }
}

function unreadable(
  kind: "other_engine" | "not_in_bundle" | "unexpected_shape",
  message: string,
): FelderaError {
  return new FelderaError({ kind, message, endpoint: "support_bundle", retryable: false });
}
