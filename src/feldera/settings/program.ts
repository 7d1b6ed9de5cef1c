import * as z from "zod";

const ProgramConfig = z.looseObject({ profile: z.string().nullish().catch(undefined) });

/** What a pipeline's `program_config` sets. */
export const ProgramSettings = z.object({
  /** The compilation profile: `dev`, `unoptimized`, `optimized`, `optimized_symbols`. */
  profile: z.string().optional(),
});

export type ProgramSettings = z.infer<typeof ProgramSettings>;

export function readProgramSettings(config: unknown): ProgramSettings {
  const profile = ProgramConfig.safeParse(config).data?.profile;
  return profile == null ? {} : { profile };
}
