import type { Measure, Sign } from "../../answers/diagnosis.ts";
import { bytes, grouped, moment, percent, span } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";
import { PART_WORDS } from "./part-words.ts";

export function signWords({ part, field, value, threshold, at }: Sign): Words {
  const from = threshold === undefined ? undefined : words` (it matters from ${measureWords(threshold)})`;
  const when = at === undefined ? undefined : words` at ${moment(at)}`;
  return words`${PART_WORDS[part]} ${field} ${measureWords(value)}${from}${when}`;
}

export function measureWords(measure: Measure): Words {
  if ("bytes" in measure) return bytes(Number(measure.bytes));
  if ("ms" in measure) return span(Number(measure.ms));
  if ("share" in measure) return percent(measure.share);
  if ("moment" in measure) return moment(measure.moment);
  if ("text" in measure) return words`${measure.text}`;
  const unit = measure.unit === undefined ? undefined : words` ${measure.unit}`;
  return "count" in measure
    ? words`${grouped(measure.count)}${unit}`
    : words`${grouped(Math.round(measure.per_sec * 100) / 100)}${unit}/s`;
}
