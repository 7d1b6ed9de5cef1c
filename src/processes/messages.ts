import * as z from "zod";
import { ComingBytes } from "../analysis/bytes-in-parts.ts";
import { CarriedError } from "./carried-errors.ts";

/** What is asked of a process, as a message; the bytes follow on its stdin, one field's after another's. */
export const Request = z.object({
  job: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** Only of those that come in parts the length may not be known. */
  bytes: z.array(z.object({ field: z.string(), length: z.int().exactOptional() })),
  /** Whether the job reads the bytes, which are those of one field, as they come: each part after its length. */
  inParts: z.boolean(),
});

export type Request = z.infer<typeof Request>;

/** How many bytes the length of a part takes; a length of 0 ends them. */
export const LENGTH_BYTES = 6;

export const Reply = z.union([
  z.object({ error: CarriedError }),
  z.object({
    value: z.unknown(),
    /** Whether something stays there for the next job. */
    keeps: z.boolean(),
  }),
]);

export type Reply = z.infer<typeof Reply>;

/** Sets the bytes in a job's input apart from the rest. */
export function separated(input: object): {
  rest: Record<string, unknown>;
  bytes: [string, Uint8Array | ComingBytes][];
} {
  const rest: Record<string, unknown> = {};
  const bytes: [string, Uint8Array | ComingBytes][] = [];
  for (const [field, value] of Object.entries(input)) {
    if (value instanceof Uint8Array || value instanceof ComingBytes) bytes.push([field, value]);
    else rest[field] = value;
  }
  return { rest, bytes };
}
