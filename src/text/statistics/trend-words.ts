import type { SeriesFacts } from "../../analysis/time-series/trend.ts";
import { type Words, words } from "../page/words.ts";

/** Which way a figure goes: "rising", "one jump up", "risen, and level since". */
export function trendName({ direction, course }: Pick<Trend, "direction" | "course">): Words {
  if (course === undefined) return words`${direction}`;
  const isRise = direction === "rising";
  if (course === "one_jump") return isRise ? words`one jump up` : words`one jump down`;
  return isRise ? words`risen, and level since` : words`fallen, and level since`;
}

type Trend = NonNullable<SeriesFacts["trend"]>;
