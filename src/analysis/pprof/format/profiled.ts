import * as z from "zod";
import type { ValueType } from "../../callgraph/model.ts";
import type { Tables } from "./tables.ts";

export const PPROF_KINDS = ["heap", "cpu", "contention", "goroutines", "threads", "other"] as const;

/** What a pprof is of: Feldera's are of the heap, but anything that can be weighed by stacks can be one. */
export const Profiled = z.object({
  kind: z.enum(PPROF_KINDS),
  sampleTypes: z.array(z.object({ type: z.string(), unit: z.string() })),
  /** Whether the program is written in Go, by its source files. */
  isOfGo: z.boolean(),
  /** How long was recorded, in ms; absent where the file does not say. */
  durationMs: z.number().optional(),
});

export type Profiled = z.infer<typeof Profiled>;

/** Whether weights of a sample type are memory, or objects in it. */
export function isOfMemory({ type, unit }: ValueType): boolean {
  return unit === "bytes" || /(^|_)(space|objects|allocations)$/.test(type);
}

/** By the sample types that Go's profiles have (runtime/pprof), which others follow. */
const TYPES: readonly (readonly [RegExp, Profiled["kind"]])[] = [
  [/^cpu$/, "cpu"],
  [/^(contentions|delay)$/, "contention"],
  [/^goroutine$/, "goroutines"],
  [/^threadcreate$/, "threads"],
];

export function profiled({ sampleTypes, functions, header: { durationNanos } }: Tables): Profiled {
  const known = TYPES.find(([pattern]) => sampleTypes.some(({ type }) => pattern.test(type)))?.[1];
  return {
    kind: sampleTypes.some(isOfMemory) ? "heap" : (known ?? "other"),
    sampleTypes: sampleTypes.map(({ type, unit }) => ({ type, unit })),
    isOfGo: functions.some(({ file }) => file.endsWith(".go")),
    ...(durationNanos > 0n && { durationMs: Number(durationNanos) / 1e6 }),
  };
}
