import * as z from "zod";
import { CarriedError } from "./carried-errors.ts";

/** What is asked of a process, as a message; the bytes follow on its stdin, one field's after another's. */
export const Request = z.object({
  job: z.string(),
  input: z.record(z.string(), z.unknown()),
  bytes: z.array(z.object({ field: z.string(), length: z.int() })),
  /** Whether the job reads the bytes, which are those of one field, as they come. */
  inParts: z.boolean(),
});

export type Request = z.infer<typeof Request>;

export const Reply = z.union([
  z.object({ error: CarriedError }),
  /** It failed on bytes that came in parts, and is to be asked for again with all of them at hand. */
  z.object({ needsWhole: z.literal(true) }),
  z.object({ value: z.unknown() }),
]);

export type Reply = z.infer<typeof Reply>;

/** Sets the bytes in a job's input apart from the rest. */
export function separated(input: object): { rest: Record<string, unknown>; bytes: [string, Uint8Array][] } {
  const rest: Record<string, unknown> = {};
  const bytes: [string, Uint8Array][] = [];
  for (const [field, value] of Object.entries(input)) {
    if (value instanceof Uint8Array) bytes.push([field, value]);
    else rest[field] = value;
  }
  return { rest, bytes };
}
