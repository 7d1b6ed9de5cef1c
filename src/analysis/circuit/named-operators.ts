import * as z from "zod";
import { MissingPart } from "../../feldera/parts/missing-part.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { CratePlace } from "../operators/crate-places.ts";

/** Where the SQL operators come from whose crates a backtrace names. */
export const NamedOperators = z.object({
  /** In the order of the text that names them; without a place where the current program has no such crate. */
  operators: z.array(z.object({ crate: z.string(), place: CratePlace.optional() })),
  /** Further ones that are not told. */
  more: z.int(),
  /** The version of the program that they were looked for in. */
  program_version: Integer.optional(),
  /** Why none was looked for. */
  missing: MissingPart.optional(),
});

export type NamedOperators = z.infer<typeof NamedOperators>;
