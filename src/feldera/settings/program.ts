import * as z from "zod";

const ProgramConfig = z.looseObject({ profile: z.string().nullish().catch(undefined) });

/** What a pipeline's `program_config` sets. */
export const ProgramSettings = z.object({
  /** The compilation profile: `dev`, `unoptimized`, `optimized`, `optimized_symbols`. */
  profile: z.string().optional(),
});

export type ProgramSettings = z.infer<typeof ProgramSettings>;

/** The profiles of compilation without optimisation. */
const UNOPTIMIZED: ReadonlySet<string> = new Set(["dev", "unoptimized"]);

/** The profile of a program that is compiled without optimisation; undefined for any other, and where it is not known. */
export function unoptimizedProfile({ profile }: ProgramSettings): string | undefined {
  return profile !== undefined && UNOPTIMIZED.has(profile) ? profile : undefined;
}

export function readProgramSettings(config: unknown): ProgramSettings {
  const profile = ProgramConfig.safeParse(config).data?.profile;
  return profile == null ? {} : { profile };
}
