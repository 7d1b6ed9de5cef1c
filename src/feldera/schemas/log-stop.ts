import * as z from "zod";

/**
 * Why the reading of a log stopped: `silence`, more may have been on its way; `end`, that was all; `caught up`, little came at last.
 * Feldera sends whole lines: a silence within one is none of its own.
 */
export const LogStop = z.enum([
  "silence",
  "silence within a line",
  "end",
  "caught up",
  "time limit",
  "byte limit",
  "cut connection",
]);

export type LogStop = z.infer<typeof LogStop>;
