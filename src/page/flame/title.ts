import type { PictureOf } from "../../answers/pictures.ts";
import { shareText, weightText } from "../figures/figures.ts";
import type { FlameNames } from "./names.ts";

/** The answer at first sight: the operator with most, or else below which frame most is. */
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
  const [handle, sum] = widestOperator(facts);
  if (handle !== undefined && sum >= OPERATOR_SHARE * of) return `${handle} runs in ${share(sum)}`;
  const below = widestOwn(facts);
  const weight = frames.total[below] ?? 0;
  if (weight >= LARGE_SHARE * of) return `Below ${names.short(below)}: ${share(weight)}`;
  return handle === undefined ? `${all}, none of it in the code of an operator` : `${handle}: ${share(sum)}`;
}

/** From here on an operator is the answer, whatever else there is. */
const OPERATOR_SHARE = 0.2;
/** What has less below it does not tell where most is. */
const LARGE_SHARE = 0.4;

/** The operator with the widest frames, each being the outermost of its stack, and how wide they are together. */
function widestOperator({ frames, operators }: PictureOf<"flame">): readonly [string | undefined, number] {
  const sums = operators.map(() => 0);
  const isWithin = new Map<number, ReadonlySet<number>>();
  for (const [frame, operator] of frames.operator.entries()) {
    const above = isWithin.get(frames.parent[frame] ?? -1) ?? new Set();
    isWithin.set(frame, operator < 0 ? above : new Set([...above, operator]));
    if (operator >= 0 && !above.has(operator))
      sums[operator] = (sums[operator] ?? 0) + (frames.total[frame] ?? 0);
  }
  const best = sums.reduce((most, sum, at) => (sum > (sums[most] ?? 0) ? at : most), -1);
  return [operators[best]?.handle, sums[best] ?? 0];
}

/** The widest frame that is none of the runtime, the outermost of such. */
function widestOwn({ frames, functions }: PictureOf<"flame">): number {
  return frames.total.reduce(
    (best, weight, frame) =>
      functions.is_glue[frames.function[frame] ?? -1] !== 1 && weight > (frames.total[best] ?? 0)
        ? frame
        : best,
    -1,
  );
}
