import type { PictureOf } from "../../answers/pictures.ts";
import { frameName } from "../../text/functions/frame-name.ts";

/** What frames are called: short on the picture, whole beside it. */
export interface FlameNames {
  readonly short: (frame: number) => string;
  readonly whole: (frame: number) => string;
  readonly library: (frame: number) => string;
  /** Handle of the operator in whose code it runs. */
  readonly operator: (frame: number) => string | undefined;
}

export function flameNames({ functions, frames, operators }: PictureOf<"flame">): FlameNames {
  const short = functions.name.map((name, at) => {
    const operator = operators[functions.operator[at] ?? -1];
    return operator === undefined ? frameName(name) : `${operator.handle} · ${frameName(name)}`;
  });
  const at = (frame: number) => frames.function[frame] ?? -1;
  return {
    short: (frame) => short[at(frame)] ?? "",
    // Empty where the name is whole as it is.
    whole: (frame) => functions.whole_name?.[at(frame)] || (functions.name[at(frame)] ?? ""),
    library: (frame) => functions.library[at(frame)] ?? "",
    operator: (frame) => operators[frames.operator[frame] ?? -1]?.handle,
  };
}
