import { joined, type Words, words } from "./words.ts";

const LEVELS = [words`▁`, words`▂`, words`▃`, words`▄`, words`▅`, words`▆`, words`▇`, words`█`] as const;

/** One block for each value, the lowest for `min` and the highest for `max`; the lowest all along where they are equal. */
export function sparkline(values: readonly number[], { min, max }: { min: number; max: number }): Words {
  const range = max - min;
  const blocks = values.map((value) => {
    const share = range > 0 ? (value - min) / range : 0;
    return LEVELS[Math.max(0, Math.min(LEVELS.length - 1, Math.floor(share * LEVELS.length)))] ?? LEVELS[0];
  });
  return joined(blocks, words``);
}
