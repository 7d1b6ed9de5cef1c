import * as z from "zod";
import { MemoryMetrics } from "../../metrics/signs.ts";
import { Resident } from "../../stats/resident.ts";

const LookUps = z.object({ hits: z.number(), misses: z.number() });

/** What a process's memory is, in bytes; what nothing reports is absent. */
export const MemoryAccount = z.object({
  /** Of the process, by `stats`. */
  resident: Resident.optional(),
  metrics: MemoryMetrics.optional(),
  /** What is resident beyond the heap in use; absent where either is not known, below 0 where they are of moments apart. */
  beyond_heap_bytes: z.number().optional(),
  /** What of that can be mapped files at most: the program's code and libraries, of which only pages in use are resident. */
  mapped_bytes: z.number().optional(),
  /** So much of it at least is the allocator's own, stacks of threads, and what samples miss. */
  unmapped_least_bytes: z.number().optional(),
  /** Blocks of files that can be read again. */
  cache: z.object({
    used_bytes: z.number().optional(),
    from: z.enum(["metrics", "circuit profile"]).optional(),
    limit_bytes: z.number().optional(),
    /** Since the pipeline started; absent where there were none. */
    workers: LookUps.optional(),
    mergers: LookUps.optional(),
  }),
});

export type MemoryAccount = z.infer<typeof MemoryAccount>;
