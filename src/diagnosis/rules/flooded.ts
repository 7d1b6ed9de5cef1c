import * as z from "zod";
import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { fullOutputs } from "./full-outputs.ts";

/** An output that has held up the circuit, and what its view has made of how many records. */
export const Flooded = z.object({
  name: z.string(),
  view: z.string().optional(),
  made_records: z.number(),
  read_records: z.number(),
  stall_ms: Integer,
});

export function flooded(stats: StatsFacts | undefined): z.infer<typeof Flooded>[] {
  const { output_stall_ms: stall_ms, processed_records, transaction } = stats ?? {};
  if (stats === undefined || stall_ms === undefined || stall_ms < THRESHOLDS.outputStallMs) return [];
  if (processed_records === undefined || transaction?.records === undefined) return [];
  // Those of the step that is being made have not become rows yet.
  const read_records = Number(processed_records) - Number(transaction.records);
  return fullOutputs(stats).flatMap(({ name, relation: view, records = 0, waiting_records = 0 }) => {
    const made_records = Number(records) + Number(waiting_records);
    if (read_records <= 0 || made_records < THRESHOLDS.joinRecords) return [];
    if (made_records < read_records * THRESHOLDS.joinFactor) return [];
    return [{ name, ...(view !== undefined && { view }), made_records, read_records, stall_ms }];
  });
}
