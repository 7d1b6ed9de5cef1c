import type { BOUNDS } from "../../analysis/circuit/bounds.ts";
import { joined, type Words, words } from "../../text/page/words.ts";

const BOUND_WORDS: Readonly<Record<(typeof BOUNDS)[number], Words | undefined>> = {
  lateness: words`LATENESS`,
  window: words`windows that move on`,
  keys: words`the keys of its tables`,
  groups: words`the number of its groups`,
  constant: undefined,
  rows: undefined,
  unknown: undefined,
};

/** ", by LATENESS, the keys of its tables": what bounds all that a program remembers. */
export function boundWords(bounds: readonly (typeof BOUNDS)[number][]): Words | undefined {
  const named = bounds.flatMap((bound) => BOUND_WORDS[bound] ?? []);
  return named.length === 0 ? undefined : words`, by ${joined(named, words`, `)}`;
}
