import { type CratePlace, cratePlaces } from "../../analysis/circuit/crate-places.ts";
import { type SqlPlaces, sqlPlaces } from "../../analysis/circuit/sql-join.ts";
import { MalformedInput } from "../../analysis/malformed.ts";
import { readMainRust } from "../../analysis/program/main-rust.ts";
import type { Limits } from "../../config/limits.ts";
import { fetchPipelineConfig } from "../../feldera/api/pipeline-config.ts";
import { getPipelineStatus } from "../../feldera/api/pipelines.ts";
import { within } from "../../feldera/api/within.ts";
import { FelderaError } from "../../feldera/errors.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import type { PipelineConfig, PipelineStatus } from "../../feldera/schemas/pipeline.ts";
import type { ToolContext } from "../tool.ts";
import { sqlSources } from "./sql-sources.ts";

/** Where a program's operators come from, by each of the names that stacks and profiles have for them. */
export interface ProgramPlaces {
  readonly program_version?: number | bigint;
  readonly programCode?: string;
  /** Of every crate of the program, by the 16 hex digits of `feldera_pipe_operator_…`. Plain data. */
  readonly ofCrate: Readonly<Record<string, CratePlace>>;
  readonly ofPersistentId: SqlPlaces["ofPersistentId"];
}

export type PlacesContext = Pick<ToolContext, "feldera" | "limits" | "programs">;

/** What tells one version of a program from another. */
export type ProgramVersion = Pick<
  PipelineStatus,
  "name" | "created_at" | "program_version" | "program_status_since"
>;

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
    return programs.keep(config, placesOf(config, limits));
  }

  return partOf(find());
}

/** The runtime version of an engine that reads the circuit instead of compiled Rust: `gen2`, `gen2:<revision>`. */
const GEN_2 = /^gen2\b/;

/** @throws FelderaError where the record lacks what the compiler made, or it cannot be read */
function placesOf(config: PipelineConfig, limits: Limits): ProgramPlaces {
  const { program_info, program_code, program_version } = config;
  const { main_rust, dataflow } = program_info ?? {};
  if (GEN_2.test(String(config.program_config?.runtime_version ?? ""))) {
    throw unreadable(
      "not_in_bundle",
      "the pipeline runs on Feldera's Gen-2 engine, which compiles no Rust for its operators, so that no stack names one",
    );
  }
  if (!main_rust || !dataflow) {
    throw unreadable(
      "not_in_bundle",
      "the program is not compiled, or its record is without the generated Rust",
    );
  }
  const places = sqlPlaces(sqlSources(dataflow, config));
  try {
    const operators = readMainRust(main_rust, limits.generatedRustBytes);
    return {
      ...(program_version != null && { program_version }),
      ...(program_code != null && { programCode: program_code }),
      ofCrate: cratePlaces(operators, places, limits.placedCodeChars),
      ofPersistentId: places.ofPersistentId,
    };
  } catch (error) {
    if (error instanceof MalformedInput) throw unreadable("unexpected_shape", error.message);
    throw error;
  }
}

function unreadable(kind: "not_in_bundle" | "unexpected_shape", message: string): FelderaError {
  return new FelderaError({ kind, message, endpoint: "support_bundle", retryable: false });
}

/** The places of the programs of earlier calls. */
export interface KeptPrograms {
  readonly find: (version: ProgramVersion) => ProgramPlaces | undefined;
  /** Keeps a program, and lets go of the one that was longest unused. */
  readonly keep: (version: ProgramVersion, places: ProgramPlaces) => ProgramPlaces;
}

export function keptPrograms(limits: Pick<Limits, "keptPrograms">): KeptPrograms {
  /** In the order of their last use. */
  const kept = new Map<string, ProgramPlaces>();

  function use(key: string, places: ProgramPlaces): ProgramPlaces {
    kept.delete(key);
    kept.set(key, places);
    return places;
  }

  return {
    find(version) {
      const key = keyOf(version);
      const found = kept.get(key ?? "");
      return key === undefined || found === undefined ? undefined : use(key, found);
    },
    keep(version, places) {
      const key = keyOf(version);
      if (key === undefined) return places;
      use(key, places);
      const [oldest] = kept.keys();
      if (kept.size > limits.keptPrograms && oldest !== undefined) kept.delete(oldest);
      return places;
    },
  };
}

/** Undefined where a Feldera tells too little to know the program again. */
function keyOf({
  name,
  created_at,
  program_version,
  program_status_since,
}: ProgramVersion): string | undefined {
  if (created_at == null || program_version == null || program_status_since == null) return undefined;
  return JSON.stringify([name, created_at, String(program_version), program_status_since]);
}
