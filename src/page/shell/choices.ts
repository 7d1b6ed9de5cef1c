import type { PictureArguments } from "../../answers/pictures.ts";

interface Choice {
  readonly label: string;
  readonly args: PictureArguments;
}

/**
 * The pictures of a pipeline, of the profiles that are known by now. What operators are compared with is no profile of
 * stacks, and so is for the pictures of operators alone.
 */
export function choices({ pipeline_name, ...asked }: PictureArguments): readonly Choice[] {
  const profiles = {
    ...(asked.cpu_profile_id !== undefined && { cpu_profile_id: asked.cpu_profile_id }),
    ...(asked.heap_profile_id !== undefined && { heap_profile_id: asked.heap_profile_id }),
  };
  const isOfOperators = asked.picture === "program" || asked.picture === "dataflow";
  const operators = {
    ...profiles,
    ...(isOfOperators && asked.baseline !== undefined && { baseline: asked.baseline }),
  };
  return [
    { label: "CPU", args: { pipeline_name, picture: "flame", profile: "cpu" } },
    { label: "Heap", args: { pipeline_name, picture: "flame", profile: "heap" } },
    { label: "SQL", args: { pipeline_name, picture: "program", ...operators } },
    { label: "Dataflow", args: { pipeline_name, picture: "dataflow", ...operators } },
    { label: "History", args: { pipeline_name, picture: "history" } },
    { label: "Events", args: { pipeline_name, picture: "timeline" } },
  ];
}

/** Whether both show the same, but for how closely. */
export function isSameChoice(one: PictureArguments, other: PictureArguments): boolean {
  return one.picture === other.picture && one.profile === other.profile;
}
