import type { BOUNDS } from "../../analysis/circuit/bounds.ts";
import type { KeptState } from "../../analysis/program/kept-state.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { keeperWords } from "../../text/pipeline/kept-state.ts";
import { type StandingTable, standingTablesWords } from "../rules/held-views.ts";
import { boundWords } from "./bound-words.ts";

/** LATENESS lets nothing go of one table until the time of another has passed it. */
export function standsWords(standing: readonly StandingTable[]): Words {
  return words`yes, as long as no rows come of ${standingTablesWords(standing)}: LATENESS there would let go what is kept of other tables`;
}

/** Of how many operators the state is told that grows. */
const KEEPERS = 2;

/** By the program alone, which does not tell how much it is. */
export function keptWords(kept: readonly KeptState[], standing: readonly StandingTable[]): Words {
  const [worst] = GROWING.flatMap(([bound, how, which]) => {
    const those = kept.filter((one) => one.bound === bound);
    return those.length === 0 ? [] : [{ those, how, which }];
  });
  if (worst === undefined && standing.length > 0) return standsWords(standing);
  if (worst === undefined) {
    return words`no: ${boundedWords(kept.map(({ bound }) => bound))}`;
  }
  const { those, how, which } = worst;
  const tables = [...new Set(those.flatMap((one) => one.tables))];
  const rest = those.length - KEEPERS;
  const keepers = joined(those.slice(0, KEEPERS).map(keeperWords), rest > 0 ? words`, ` : words` and `);
  const of = tables.length === 0 ? undefined : words` of ${nameList(tables)}`;
  return words`${how}${of}${which}, by its program, in ${keepers}${rest > 0 ? words` and ${rest} more` : undefined}`;
}

/** "the program bounds all that it remembers, by LATENESS". */
export function boundedWords(bounds: readonly (typeof BOUNDS)[number][]): Words {
  return words`the program bounds all that it remembers${boundWords([...new Set(bounds)])}`;
}

/** How state grows by its bound, and with which rows of its tables. */
const GROWING: readonly (readonly [KeptState["bound"], Words, Words?])[] = [
  ["rows", words`only with rows`, words` that bring what was not there before`],
  ["groups", words`only with new groups`],
  ["unknown", words`in a way that is not known`],
  ["keys", words`only with new keys`],
];
