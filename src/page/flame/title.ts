import type { PictureOf } from "../../answers/pictures.ts";
import { shareText, weightText } from "../figures/figures.ts";
import type { FlameNames } from "./names.ts";

/** The answer at first sight: the operator with most, or else below which frame most is. */
export function flameTitle(facts: PictureOf<"flame">, names: FlameNames): string {
  const { frames, of, unit, direction, operator, missing } = facts;
  const what = facts.profile === "heap" ? "memory" : unit === "microseconds" ? "CPU time" : "samples";
  const share = (weight: number) => `${weightText(weight, unit)}, ${shareText(weight, of)} of the ${what}`;
  if (frames.change !== undefined) return changeTitle(facts, frames.change, names, what);
  const all = `${weightText(of, unit)} of ${what}`;
  if (direction === "callers") {
    const end = largest(frames.total, (frame) => (frames.parent[frame] ?? -1) < 0);
    return end < 0
      ? `No ${what} in this profile`
      : `Most of it in ${names.short(end)}: ${share(frames.total[end] ?? 0)}`;
  }
  if (operator !== undefined) return `${operator}: ${share(facts.total)}`;
  const [handle, sum] = widestOperator(facts, frames.total);
  if (handle !== undefined && sum >= OPERATOR_SHARE * of) return `${handle} runs in ${share(sum)}`;
  const below = widestOwn(facts, frames.total);
  const weight = frames.total[below] ?? 0;
  if (weight >= LARGE_SHARE * of) return `Below ${names.short(below)}: ${share(weight)}`;
  if (handle !== undefined) return `${handle}: ${share(sum)}`;
  if (weight > 0) return `The largest part is below ${names.short(below)}: ${share(weight)}`;
  return missing.length > 0
    ? `${all}; in the code of which operators is not known`
    : `${all}, none of what is shown in the code of an operator`;
}

/** From here on an operator is the answer, whatever else there is. */
const OPERATOR_SHARE = 0.2;
/** What has less below it does not tell where most is. */
const LARGE_SHARE = 0.4;

/** What has changed most, up or down: an operator, or what is below a frame. */
function changeTitle(
  facts: PictureOf<"flame">,
  change: readonly number[],
  names: FlameNames,
  what: string,
): string {
  const { is_noise = [] } = facts.frames;
  const sure = change.map((by, frame) => (is_noise[frame] === 1 ? 0 : by));
  const below = widestOwn(facts, sure);
  const by = sure[below] ?? 0;
  const [handle, sum] = widestOperator(facts, sure);
  const told = (weight: number) =>
    `${weightText(Math.abs(weight), facts.unit)} ${weight > 0 ? "more" : "less"} ${what} than before`;
  if (by === 0 && sum === 0) return `No more and no less ${what} than before, but for chance`;
  return handle !== undefined && Math.abs(sum) >= OPERATOR_SHARE * Math.abs(by)
    ? `${handle}: ${told(sum)}`
    : `Below ${names.short(below)}: ${told(by)}`;
}

/** The operator with the largest frames, each being the outermost of its stack, and what they come to. */
function widestOperator(
  { frames, operators }: PictureOf<"flame">,
  weights: readonly number[],
): readonly [string | undefined, number] {
  const sums = operators.map(() => 0);
  const isWithin = new Map<number, ReadonlySet<number>>();
  for (const [frame, operator] of frames.operator.entries()) {
    const above = isWithin.get(frames.parent[frame] ?? -1) ?? new Set();
    isWithin.set(frame, operator < 0 ? above : new Set([...above, operator]));
    if (operator >= 0 && !above.has(operator)) sums[operator] = (sums[operator] ?? 0) + (weights[frame] ?? 0);
  }
  const best = largest(sums, () => true);
  return [operators[best]?.handle, sums[best] ?? 0];
}

/** The frame with most that is the pipeline's own and none of the runtime, the outermost of such. */
function widestOwn({ frames, functions }: PictureOf<"flame">, weights: readonly number[]): number {
  return largest(weights, (frame) => {
    const at = frames.function[frame] ?? -1;
    return functions.is_glue[at] !== 1 && functions.library[at] === "";
  });
}

/** The first position of what is furthest from 0; -1 where all are 0. */
function largest(weights: readonly number[], counts: (at: number) => boolean): number {
  return weights.reduce(
    (best, weight, at) => (Math.abs(weight) > Math.abs(weights[best] ?? 0) && counts(at) ? at : best),
    -1,
  );
}
