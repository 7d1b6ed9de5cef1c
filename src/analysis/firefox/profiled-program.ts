import * as z from "zod";
import type { FirefoxProfile } from "./format/decode.ts";

/** The program of a pipeline, in one of its versions. */
export const Program = z.object({ pipeline_id: z.string(), version: z.string() });

export type Program = z.infer<typeof Program>;

/** What is known of the program that a pipeline has now. */
export const CurrentProgram = Program.partial();

export type CurrentProgram = z.infer<typeof CurrentProgram>;

/**
 * The program that a profile is of: Feldera's are files called `program_<pipeline id>_v<version>`. Undefined where no
 * function is of such a file.
 */
export function profiledProgram({ threads }: FirefoxProfile): Program | undefined {
  for (const { graph } of threads) {
    for (const { object } of graph.functions) {
      const [, pipeline_id, version] = /(?:^|\/)program_([0-9a-f-]{36})_v(\d{1,15})$/.exec(object) ?? [];
      if (pipeline_id !== undefined && version !== undefined) return { pipeline_id, version };
    }
  }
  return undefined;
}

/** Whether what is known of a program allows a profile of it to be placed in that program's SQL. */
export function isOfProgram(profiled: Program | undefined, current: CurrentProgram): boolean {
  const { pipeline_id = profiled?.pipeline_id, version = profiled?.version } = current;
  return profiled !== undefined && profiled.pipeline_id === pipeline_id && profiled.version === version;
}
