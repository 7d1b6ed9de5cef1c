import * as z from "zod";

/** Told wherever time is: such a program is many times slower. */
export const UnoptimizedProfile = z
  .string()
  .describe("The compilation profile of a program without optimisation");
