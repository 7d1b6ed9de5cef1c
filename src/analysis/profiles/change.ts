import * as z from "zod";
import { NOISE_DEVIATIONS } from "./noise.ts";

/** A figure in two profiles, the earlier one first. */
export const Change = z.object({
  before: z.number(),
  after: z.number(),
  change: z.number(),
  direction: z.enum(["grew", "shrank", "new", "gone", "same"]),
  noise: z
    .object({
      deviation: z.number().describe("standard deviation of the change by sampling alone, at most"),
      deviations: z.number().describe("the change, in standard deviations"),
      /** Whether it is a change that sampling alone may well bring about. */
      isWithin: z.boolean(),
    })
    .optional()
    .describe("absent where nothing is known of the sampling"),
});

export type Change = z.infer<typeof Change>;

interface Estimate {
  readonly value: number;
  /** Its standard deviation by sampling, where that is known. */
  readonly deviation: number | undefined;
}

export function changeBetween(before: Estimate, after: Estimate): Change {
  const change = after.value - before.value;
  return {
    before: before.value,
    after: after.value,
    change,
    direction: directionOf(before.value, after.value),
    ...(before.deviation !== undefined &&
      after.deviation !== undefined && {
        noise: noiseOf(change, Math.hypot(before.deviation, after.deviation)),
      }),
  };
}

function noiseOf(change: number, deviation: number): NonNullable<Change["noise"]> {
  const deviations = deviation === 0 ? 0 : change / deviation;
  return { deviation, deviations, isWithin: Math.abs(deviations) <= NOISE_DEVIATIONS };
}

function directionOf(before: number, after: number): Change["direction"] {
  if (before === after) return "same";
  if (before === 0) return "new";
  if (after === 0) return "gone";
  return after > before ? "grew" : "shrank";
}
