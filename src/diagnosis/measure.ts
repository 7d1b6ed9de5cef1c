import * as z from "zod";
import { Integer } from "../feldera/schemas/values.ts";
import { PARTS } from "./evidence.ts";

/** A figure or a text that a finding rests on, with its unit. */
export const Measure = z.union([
  z.strictObject({ bytes: Integer }),
  z.strictObject({ ms: z.union([z.number(), z.bigint()]) }),
  z.strictObject({ count: Integer, unit: z.string().optional() }),
  z.strictObject({ per_sec: z.number(), unit: z.string().optional() }),
  z.strictObject({ share: z.number() }),
  /** RFC 3339. */
  z.strictObject({ moment: z.string() }),
  z.strictObject({ text: z.string() }),
]);

export type Measure = z.infer<typeof Measure>;

/** One thing that was seen: where, in which field, what, and from which value on it matters. */
export const Sign = z.object({
  part: z.enum(PARTS),
  /** The field's path in the API's own names, or the place in the log. */
  field: z.string(),
  value: Measure,
  threshold: Measure.optional(),
  /** When it was so, RFC 3339. */
  at: z.string().optional(),
});

export type Sign = z.infer<typeof Sign>;

/** Text of the pipeline's own that shows it: log records, SQL, error messages. */
export const Quote = z.object({ part: z.enum(PARTS), texts: z.array(z.string()) });

export type Quote = z.infer<typeof Quote>;
