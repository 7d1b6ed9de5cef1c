import * as z from "zod";

export const program_code = z.string().max(1_000_000);

export const runtime_version = z
  .string()
  .max(100)
  .optional()
  .describe("Runtime to compile with: vX.Y.Z or a git SHA; default: the platform's");
