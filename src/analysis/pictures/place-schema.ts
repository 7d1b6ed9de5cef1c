import * as z from "zod";

/** An operator and where it is from: what a label and a tip need. */
export const PicturedPlace = z.object({
  handle: z.string(),
  operation: z.string(),
  relation: z.object({ kind: z.enum(["table", "view"]), name: z.string() }).optional(),
  /** Of the program, from 1. */
  line: z.int().optional(),
  end_line: z.int().optional(),
  /** The beginning of its SQL, where the program was read. */
  code: z.string().optional(),
});

export type PicturedPlace = z.infer<typeof PicturedPlace>;
