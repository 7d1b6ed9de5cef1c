import * as z from "zod";
import { CircuitFacts } from "../analysis/circuit/circuit-facts.ts";
import { OperatorFacts } from "../analysis/circuit/operator-facts.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";
import { EngineMissing, UnoptimizedProfile } from "./unoptimized.ts";

/** What summarize_circuit_profile answers. */
export const CircuitProfileAnswer = z.object({
  pipeline_name: z.string(),
  ranking: CircuitFacts.optional().describe(
    "Absent where one operator was asked for: `operator` is there instead",
  ),
  operator: OperatorFacts.optional(),
  graph_missing: MissingPart.optional().describe(
    "Why the compiler's graph was not read: operators have no place in the SQL",
  ),
  program_missing: MissingPart.optional().describe("Why the program was not read: places have no code"),
  unoptimized: UnoptimizedProfile.optional(),
  engine_missing: EngineMissing.optional(),
});

export type CircuitProfileAnswer = z.infer<typeof CircuitProfileAnswer>;
