import * as z from "zod";

const id = z.string().max(200).exactOptional();

/** The arguments of every tool that reads a profile, whatever its kind. */
export const PROFILE_ARGUMENTS = {
  profile_id: id.describe("An earlier answer's: look at that again"),
  baseline: id.describe("Compare with this profile_id or collection"),
  save: z.boolean().default(false).describe("Also write it to the output directory"),
};
