import * as z from "zod";

/** Which profile an answer is of, and with which one that is compared. */
export const ProfileSource = z.object({
  fetched_from: z.enum(["endpoint", "support_bundle", "earlier_call"]),
  /** Absent where the profile is too large to be kept for later calls. */
  profile_id: z.string().optional(),
  baseline: z
    .object({
      /** A profile_id, or a collection of the bundle. */
      named: z.string(),
      pipeline_name: z.string(),
    })
    .optional(),
});

export type ProfileSource = z.output<typeof ProfileSource>;
