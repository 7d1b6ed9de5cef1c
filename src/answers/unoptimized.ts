import * as z from "zod";
import { MissingPart } from "../feldera/parts/missing-part.ts";

/** Told wherever time is: such a program is many times slower. */
export const UnoptimizedProfile = z
  .string()
  .describe("The compilation profile of a program without optimisation");

export const EngineMissing = MissingPart.describe(
  "Why it is not known whether the process runs the compiled program: the Gen-2 engine runs none",
);

export interface Unoptimized {
  readonly unoptimized?: string | undefined;
  readonly engine_missing?: z.infer<typeof EngineMissing> | undefined;
}
