import type { Subsystem } from "../../analysis/owners/subsystem.ts";
import type { Stage, SubsystemPart } from "../../analysis/owners/subsystem-parts.ts";
import { joined, type Words, words } from "../page/words.ts";

/** A part of Feldera in as few words as tell it from the others. */
export const SUBSYSTEM_NAMES: Readonly<Record<Subsystem, Words>> = {
  heap_profiler: words`heap profiler`,
  profiling: words`profiling and metrics`,
  logging: words`logging`,
  storage: words`storage`,
  merger: words`merger`,
  checkpoint: words`checkpoints`,
  query: words`ad-hoc queries`,
  output: words`output connectors`,
  input: words`input connectors`,
  connector: words`connectors' libraries`,
  operators: words`operators`,
  scheduler: words`scheduler`,
  construction: words`circuit construction`,
  http: words`HTTP server`,
  controller: words`controller`,
  runtime: words`threads and tasks`,
  other: words`other code`,
  untold: words`not known`,
};

const STAGES: Readonly<Record<Stage, Words>> = {
  parsed_values: words`parsed values`,
  queued_rows: words`queued rows`,
  written: words`blocks written`,
  read: words`blocks read`,
  slab_pool: words`slab pool`,
  key_filter: words`key filters`,
  cache_index: words`the cache's index`,
};

/** What within a part of Feldera, empty where the frames do not tell. */
export function partWords({ name, stage, by }: SubsystemPart): Words {
  const told = [
    ...(name === undefined ? [] : [words`${name}`]),
    ...(stage === undefined ? [] : [STAGES[stage]]),
    ...(by === undefined ? [] : [words`for ${SUBSYSTEM_NAMES[by]}`]),
  ];
  return joined(told, words` `);
}
