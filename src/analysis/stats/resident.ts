import * as z from "zod";
import type { Stats } from "../../feldera/schemas/stats.ts";

/** What `stats` says of the memory of a pipeline's process, which the heap is a part of. */
export const Resident = z.object({
  /** Resident size of the process, in bytes. */
  rss_bytes: z.number(),
  /** How near Feldera sees the process to its limit, such as `low`. */
  memory_pressure: z.string().optional(),
  /** Bytes of rows that inputs have queued for the circuit. */
  buffered_input_bytes: z.number().optional(),
  /** Bytes of batches that outputs hold, all of them together. */
  output_bytes: z.number().optional(),
  /** Bytes of files in storage: not memory. */
  storage_bytes: z.number().optional(),
});

export type Resident = z.infer<typeof Resident>;

/** The memory that `stats` reports; undefined where it does not tell the resident size. */
export function residentOf({ global_metrics, outputs }: Stats): Resident | undefined {
  const rss_bytes = numberOf(global_metrics?.rss_bytes);
  if (rss_bytes === undefined) return undefined;
  const memory_pressure = global_metrics?.memory_pressure;
  const buffered_input_bytes = numberOf(global_metrics?.buffered_input_bytes);
  const storage_bytes = numberOf(global_metrics?.storage_bytes);
  const held = (outputs ?? []).flatMap(({ metrics }) => numberOf(metrics?.memory) ?? []);
  return {
    rss_bytes,
    ...(memory_pressure && { memory_pressure }),
    ...(buffered_input_bytes !== undefined && { buffered_input_bytes }),
    ...(held.length > 0 && { output_bytes: held.reduce((sum, bytes) => sum + bytes, 0) }),
    ...(storage_bytes !== undefined && { storage_bytes }),
  };
}

function numberOf(count: number | bigint | null | undefined): number | undefined {
  return count === undefined || count === null ? undefined : Number(count);
}
