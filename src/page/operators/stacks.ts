import type { PictureArguments } from "../../answers/pictures.ts";
import { button } from "../dom/element.ts";
import type { Surroundings } from "../shell/drawing.ts";
import type { OperatorFacts } from "./facts.ts";

/** The way from an operator to the stacks in which its code runs. */
export function stackButtons(
  facts: OperatorFacts,
  operator: number,
  { args, door, open }: Surroundings,
): HTMLElement[] {
  const handle = facts.places[operator]?.handle;
  if (handle === undefined) return [];
  const profiles = [
    { label: "CPU stacks", profile: "cpu", profile_id: facts.cpu_profile_id },
    { label: "Heap stacks", profile: "heap", profile_id: facts.heap_profile_id },
  ] as const;
  return profiles.flatMap(({ label, profile, profile_id }) => {
    const asked: PictureArguments = {
      pipeline_name: args.pipeline_name,
      picture: "flame",
      profile,
      operator: handle,
      ...(profile_id !== undefined && { profile_id }),
    };
    if (profile_id === undefined || !door.has(asked)) return [];
    return [button(label, () => open(asked), { "aria-label": `${label} of ${handle}` })];
  });
}
