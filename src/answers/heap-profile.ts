import * as z from "zod";
import { HeapFacts } from "../analysis/jobs/heap.ts";
import { HeapOptions } from "../analysis/profiles/heap-options.ts";
import { ProfileSource } from "../analysis/profiles/profile-source.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";

/** What summarize_heap_profile answers. */
export const HeapProfileAnswer = z.object({
  pipeline_name: z.string(),
  source: ProfileSource,
  options: HeapOptions,
  heap: HeapFacts,
  places_missing: MissingPart.optional().describe("Why SQL operators have no place in the SQL"),
  resident_missing: MissingPart.optional().describe("Why the resident size is not told"),
  saved_as: z.string().optional(),
});

export type HeapProfileAnswer = z.infer<typeof HeapProfileAnswer>;
