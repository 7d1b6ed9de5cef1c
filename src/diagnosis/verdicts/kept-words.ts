import type { BOUNDS } from "../../analysis/circuit/bounds.ts";
import type { KeptState } from "../../analysis/program/kept-state.ts";
import { joined, namedOf, type Words, words } from "../../text/page/words.ts";
import { keeperWords } from "../../text/pipeline/kept-state.ts";
import { type StandingTable, standingTablesWords } from "../rules/held-views.ts";
import { boundWords } from "./bound-words.ts";

/** LATENESS lets nothing go of one table until the time of another has passed it. */
export function standsWords(standing: readonly StandingTable[]): Words {
  return words`yes, as long as no rows come of ${standingTablesWords(standing)}: LATENESS there would let go what is kept of other tables`;
}

/** Of how many operators the state is told that grows, and of how many tables of a kind. */
const KEEPERS = 1;
const TABLES = 4;

/**
 * By the program alone, which does not tell how much it is.
 *
 * @param isAll whether nothing else may make it grow
 */
export function keptWords(
  kept: readonly KeptState[],
  standing: readonly StandingTable[],
  isAll: boolean = true,
): Words {
  const growing = GROWING.flatMap(([bound]) => kept.filter((one) => one.bound === bound));
  const unknown = kept.filter(({ bound }) => bound === "unknown");
  if (growing.length === 0 && unknown.length === 0) {
    return standing.length > 0
      ? standsWords(standing)
      : words`no: ${boundedWords(kept.map(({ bound }) => bound))}`;
  }
  if (growing.length === 0) return words`in a way that is not known, by its program, in ${keepers(unknown)}`;
  const untold =
    unknown.length === 0 ? undefined : words`; what bounds the state of ${keepers(unknown)} is not known`;
  const only = isAll && unknown.length === 0 ? words`only ` : undefined;
  const news = newsOf(growing);
  const last = news.at(-1);
  const others = news.length < 2 ? undefined : words`${joined(news.slice(0, -1), words`, `)} and `;
  return words`${only}with what is new, ${others}${last}, by its program, in ${keepers(growing)}${untold}`;
}

/** "the join in view v (v.join@9), the aggregate in view w (w.sum@12) and 3 more". */
function keepers(kept: readonly KeptState[]): Words {
  return someOf(kept.map(keeperWords), KEEPERS, words` and `);
}

function someOf(all: readonly Words[], most: number, beforeLast: Words): Words {
  const named = namedOf(all.length, most);
  const rest = all.length - named;
  return rest > 0
    ? words`${joined(all.slice(0, named), words`, `)} and ${rest} more`
    : joined(all, beforeLast);
}

/** What makes it grow, each table once: whose rows do does so with its groups as well. */
function newsOf(growing: readonly KeptState[]): Words[] {
  const told = new Set<string>();
  return GROWING.flatMap(([bound, what]) => {
    const those = growing.filter((one) => one.bound === bound);
    const tables = [...new Set(those.flatMap((one) => one.tables))].filter((table) => !told.has(table));
    for (const table of tables) told.add(table);
    const isNamed = those.some((one) => one.tables.length > 0);
    if (those.length === 0 || (tables.length === 0 && isNamed)) return [];
    const of = isNamed
      ? words` of ${someOf(
          tables.map((name) => words`${name}`),
          TABLES,
          words`, `,
        )}`
      : undefined;
    return [words`${what}${of}`];
  });
}

/** "the program bounds all that it remembers, by LATENESS". */
export function boundedWords(bounds: readonly (typeof BOUNDS)[number][]): Words {
  return words`the program bounds all that it remembers${boundWords([...new Set(bounds)])}`;
}

/** With what of its tables state grows by its bound, the worst first. */
const GROWING: readonly (readonly [KeptState["bound"], Words])[] = [
  ["rows", words`rows`],
  ["groups", words`groups`],
  ["keys", words`keys`],
];
