import * as z from "zod";
import { LedgerReading } from "../analysis/jobs/ledger.ts";
import { LEDGER_VIEWS } from "../analysis/operators/ledger/measures.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";
import { EngineMissing, UnoptimizedProfile } from "./unoptimized.ts";

/** The profiles that a ledger was made with, beside the circuit's. */
export const LedgerProfiles = z.object({
  circuit_profile_id: z.string().optional().describe("What a later call takes as baseline"),
  cpu_profile_id: z.string().optional(),
  heap_profile_id: z.string().optional(),
  crates_missing: MissingPart.optional().describe("Why stacks do not tell operators"),
});

export type LedgerProfiles = z.infer<typeof LedgerProfiles>;

/** What summarize_operators answers. */
export const OperatorsAnswer = LedgerReading.extend({
  pipeline_name: z.string(),
  view: z.enum(LEDGER_VIEWS),
  baseline: z.string().optional().describe("What `changes` are against"),
  profiles: LedgerProfiles,
  graph_missing: MissingPart.optional().describe("Why operators have no place in the SQL"),
  program_missing: MissingPart.optional().describe("Why the program's text was not read"),
  resident_missing: MissingPart.optional().describe("Why the resident size is not told"),
  metrics_missing: MissingPart.optional().describe(
    "Why the cache and the limit are told by others, or not at all",
  ),
  unoptimized: UnoptimizedProfile.optional(),
  engine_missing: EngineMissing.optional(),
});

export type OperatorsAnswer = z.infer<typeof OperatorsAnswer>;
