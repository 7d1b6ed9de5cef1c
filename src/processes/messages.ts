import * as z from "zod";
import { CarriedError } from "./carried-errors.ts";

/** What is asked of a process, as a message; the bytes follow on its stdin, one field's after another's. */
export const Request = z.object({
  job: z.string(),
  input: z.record(z.string(), z.unknown()),
  bytes: z.array(z.object({ field: z.string(), length: z.int() })),
});

export type Request = z.infer<typeof Request>;

export const Reply = z.union([z.object({ value: z.unknown() }), z.object({ error: CarriedError })]);

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
