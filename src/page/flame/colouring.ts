import type { PictureOf } from "../../answers/pictures.ts";

/** Operators with a colour of their own; the others share one. */
const OWN_COLOURS = 5;

/** Custom properties: of frames, and what each colour says. */
export interface Colouring {
  readonly fill: (frame: number) => string;
  readonly legend: readonly { readonly colour: string; readonly says: string }[];
}

/** By the operator in whose code a frame runs; in a comparison by how it changed. */
export function colouringOf(facts: PictureOf<"flame">): Colouring {
  return facts.frames.change === undefined ? byOperator(facts) : byChange(facts);
}

function byOperator({ frames, functions, operators }: PictureOf<"flame">): Colouring {
  const widest = operators.map(() => 0);
  for (const [frame, operator] of frames.operator.entries()) {
    if (operator >= 0) widest[operator] = Math.max(widest[operator] ?? 0, frames.total[frame] ?? 0);
  }
  const order = [...operators.keys()].sort((a, b) => (widest[b] ?? 0) - (widest[a] ?? 0));
  const rank = new Map(order.map((operator, at) => [operator, at]));
  const colourAt = (at: number) => (at < OWN_COLOURS ? `--operator-${at + 1}` : "--operator-other");
  const others = order.length - OWN_COLOURS;
  return {
    fill(frame) {
      const at = rank.get(frames.operator[frame] ?? -1);
      if (at !== undefined) return colourAt(at);
      return functions.is_glue[frames.function[frame] ?? -1] === 1 ? "--frame-glue" : "--frame";
    },
    legend: [
      ...order.slice(0, OWN_COLOURS).map((operator, at) => ({
        colour: colourAt(at),
        says: operators[operator]?.handle ?? "",
      })),
      ...(others > 0
        ? [
            {
              colour: colourAt(OWN_COLOURS),
              says: others === 1 ? "1 other operator" : `${others} other operators`,
            },
          ]
        : []),
      { colour: "--frame", says: "of no operator" },
      { colour: "--frame-glue", says: "runtime and standard library, where shown" },
    ],
  };
}

/** Steps in which more and less are told apart. */
const STEPS = 3;

function byChange({ frames: { change = [], is_noise = [], total } }: PictureOf<"flame">): Colouring {
  return {
    fill(frame) {
      const by = change[frame] ?? 0;
      if (by === 0 || is_noise[frame] === 1) return "--frame-same";
      const share = Math.min(1, Math.abs(by) / Math.max(1, total[frame] ?? 0, Math.abs(by)));
      return `--${by > 0 ? "more" : "less"}-${Math.max(1, Math.ceil(share * STEPS))}`;
    },
    legend: [
      { colour: "--more-3", says: "more than before" },
      { colour: "--less-3", says: "less than before" },
      {
        colour: "--frame-same",
        says: is_noise.length > 0 ? "the same, or within sampling noise" : "the same",
      },
    ],
  };
}
