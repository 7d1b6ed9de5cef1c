import type { PictureOf } from "../../answers/pictures.ts";
import { shareText, weightText } from "../figures/figures.ts";
import type { FlameNames } from "./names.ts";

/** The widest frame of an operator's code, or else the widest in which a stack ends: the answer at first sight. */
export function flameTitle(facts: PictureOf<"flame">, names: FlameNames): string {
  const { frames, of, unit, direction, operator } = facts;
  const what = facts.profile === "heap" ? "memory" : unit === "microseconds" ? "CPU time" : "samples";
  const share = (weight: number) => `${weightText(weight, unit)}, ${shareText(weight, of)} of the ${what}`;
  const widest = (counts: (frame: number) => boolean, weights: readonly number[]) =>
    weights.reduce(
      (best, weight, frame) => (counts(frame) && weight > (weights[best] ?? 0) ? frame : best),
      -1,
    );
  if (frames.change !== undefined) {
    const { change } = frames;
    const grown = widest((frame) => frames.is_noise?.[frame] !== 1, change);
    return grown < 0
      ? `Nothing takes more ${what} than before`
      : `${names.short(grown)} takes ${weightText(change[grown] ?? 0, unit)} more than before`;
  }
  const all = `${weightText(of, unit)} of ${what}`;
  if (direction === "callers") {
    const end = widest((frame) => (frames.parent[frame] ?? -1) < 0, frames.total);
    return end < 0
      ? `No ${what} in this profile`
      : `Most of it in ${names.short(end)}: ${share(frames.total[end] ?? 0)}`;
  }
  if (operator !== undefined) return `${operator}: ${share(facts.total)}`;
  const ofOperator = widest((frame) => {
    const above = frames.parent[frame] ?? -1;
    return (frames.operator[frame] ?? -1) >= 0 && frames.operator[frame] !== frames.operator[above];
  }, frames.total);
  return ofOperator < 0
    ? `${all}, none of it in the code of an operator`
    : `${names.operator(ofOperator) ?? ""} is the widest operator: ${share(frames.total[ofOperator] ?? 0)}`;
}
