import type { CpuFacts } from "../../analysis/firefox/cpu-facts-schema.ts";
import { percent } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";

/** The share above which a page says what cut stacks mean for its figures. */
const NOTED_SHARE = 0.02;

type Costs = CpuFacts["all"];

/** How much is in stacks that do not reach their thread's entry, where that is worth knowing. */
export function cutStackWords(facts: Pick<CpuFacts, "all" | "cutStacks">): Words | undefined {
  const share = shareOfAll(facts.cutStacks, facts);
  return share > NOTED_SHARE
    ? words`${percent(share)} is in stacks that were cut before their thread's entry, so that totals of outer functions are too small`
    : undefined;
}

export function shareOfAll(part: Costs | undefined, { all }: Pick<CpuFacts, "all">): number {
  if (part === undefined) return 0;
  const [cost, whole] =
    all.cpuMicros === undefined ? [part.samples, all.samples] : [part.cpuMicros ?? 0, all.cpuMicros];
  return whole === 0 ? 0 : cost / whole;
}
