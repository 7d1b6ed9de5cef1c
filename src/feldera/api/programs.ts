import { ProgramDiff, ProgramValidation } from "../schemas/program.ts";
import { type Feldera, fetchJson } from "./call.ts";

/** `runtime_version` is a tag (`v0.337.0`) or a git SHA; without it, the platform's own runtime compiles. */
export interface ProgramToCompile {
  readonly program_code?: string | undefined;
  readonly runtime_version?: string | undefined;
}

/** `POST /v0/validate_program`: 200 whether the program is valid or not; of a valid one, with its dataflow graph. */
export function validateProgram(feldera: Feldera, program: ProgramToCompile): Promise<ProgramValidation> {
  const body = { ...program, ir: true };
  return fetchJson(feldera, { endpoint: "validate_program", body }, ProgramValidation);
}

/**
 * `POST /v0/pipelines/{pipeline_name}/diff`: between the pipeline's program as it is configured and `program`, whose
 * code is the pipeline's own unless given; 400 `BootstrapNotAllowed` where no change could keep the state.
 */
export function diffProgram(
  feldera: Feldera,
  pipeline_name: string,
  program: ProgramToCompile,
): Promise<ProgramDiff> {
  return fetchJson(
    feldera,
    { endpoint: "diff_program", path: { pipeline_name }, body: program },
    ProgramDiff,
  );
}
