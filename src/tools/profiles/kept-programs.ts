import type { CratePlace } from "../../analysis/operators/crate-places.ts";
import type { SqlSources } from "../../analysis/operators/sql-places.ts";
import type { GeneratedOperator } from "../../analysis/program/main-rust.ts";
import type { Limits } from "../../config/limits.ts";
import type { PipelineStatus } from "../../feldera/schemas/pipeline.ts";

/** Where a program's operators come from, by each of the names that stacks and profiles have for them. */
export interface ProgramPlaces {
  readonly pipeline_id?: string;
  readonly program_version?: number | bigint;
  readonly programCode?: string;
  /** The compilation profile, where it is one without optimisation. */
  readonly unoptimized?: string;
  /** Of every crate of the program, by the 16 hex digits of `feldera_pipe_operator_…`. Plain data. */
  readonly ofCrate: Readonly<Record<string, CratePlace>>;
  /** What its operators are placed in the SQL by. */
  readonly sql: SqlSources;
  /** What the generated Rust says of the crates. */
  readonly crates: readonly GeneratedOperator[];
}

/** What tells one version of a program from another. */
export type ProgramVersion = Pick<
  PipelineStatus,
  "name" | "created_at" | "program_version" | "program_status_since"
>;

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
