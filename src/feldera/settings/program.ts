import * as z from "zod";
import { isGen2 } from "../versions.ts";

const text = z.string().nullish().catch(undefined);

const ProgramConfig = z.looseObject({ profile: text, runtime_version: text });

/** What a pipeline's `program_config` sets. */
export const ProgramSettings = z.object({
  /** The compilation profile: `dev`, `unoptimized`, `optimized`, `optimized_symbols`. */
  profile: z.string().optional(),
  /** The runtime in place of the platform's own: a tag, a commit, or `gen2` for another engine. */
  runtime_version: z.string().optional(),
});

export type ProgramSettings = z.infer<typeof ProgramSettings>;

/** The profiles of compilation without optimisation. */
const UNOPTIMIZED: ReadonlySet<string> = new Set(["dev", "unoptimized"]);

/**
 * The profile of a program that is compiled without optimisation; undefined for any other, where it is not known, and
 * where nothing is compiled.
 *
 * @param ofProcess the `runtime_version` that its process tells, which goes before that of the record
 */
export function unoptimizedProfile(
  { profile, runtime_version }: ProgramSettings,
  ofProcess: string | undefined,
): string | undefined {
  const runtime = ofProcess ?? runtime_version;
  if (runtime !== undefined && isGen2(runtime)) return undefined;
  return profile !== undefined && UNOPTIMIZED.has(profile) ? profile : undefined;
}

export function readProgramSettings(config: unknown): ProgramSettings {
  const { profile, runtime_version } = ProgramConfig.safeParse(config).data ?? {};
  return { ...(profile != null && { profile }), ...(runtime_version != null && { runtime_version }) };
}
