import type { KeptState } from "../../analysis/program/kept-state.ts";
import { sqlIdentifier } from "../../sql-identifiers.ts";
import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, nameList, type Words, words } from "../page/words.ts";
import { operatorWords } from "../sql/operator-words.ts";

/** How many operators are told of each kind. */
const TOLD = 10;

/** Which state will grow, and what bounds the rest. */
export function renderKeptState(state: readonly KeptState[], page: Page): void {
  const of = (bound: KeptState["bound"]) => state.filter((one) => one.bound === bound);
  const lines: readonly (readonly [readonly KeptState[], Words])[] = [
    [of("rows"), words`State that grows with every row`],
    [of("groups"), words`State that grows with every new group, and is bounded once there are no new ones`],
    [of("unknown"), words`State of which it is not known what bounds it`],
  ];
  for (const [kept, what] of lines) {
    if (kept.length > 0) page.line(words`${what}: ${listOf(kept)}.`);
  }
  const bounds = BOUNDED.flatMap(([bound, by]) => {
    const count = of(bound).length;
    return count === 0 ? [] : [words`${count} by ${by}`];
  });
  const bounded = BOUNDED.reduce((sum, [bound]) => sum + of(bound).length, 0);
  if (bounded > 0) {
    page.line(
      words`State that is bounded: of ${plural(bounded, words`operator`, words`operators`)} (${joined(bounds, words`, `)}).`,
    );
  }
}

const BOUNDED: readonly (readonly [KeptState["bound"], Words])[] = [
  ["lateness", words`LATENESS`],
  ["window", words`a filter by time`],
  ["keys", words`the keys of their tables`],
  ["constant", words`the program itself`],
];

function listOf(kept: readonly KeptState[]): Words {
  const told = kept.slice(0, TOLD).map((one) => {
    const from = one.tables.length === 0 ? undefined : words`, of ${nameList(one.tables)}`;
    return words`${keeperWords(one)}${from}`;
  });
  const rest = kept.length - told.length;
  return words`${joined(told, words`; `)}${rest > 0 ? words`; and ${rest} more` : undefined}`;
}

/** "the join in view v (v.join@9)", or "materialized view v"; without a name that is more than a name. */
export function keeperWords({ place, materialized }: KeptState): Words {
  const { relation } = place;
  if (relation !== undefined && sqlIdentifier(relation.name) !== relation.name) {
    return materialized ? words`a materialized ${relation.kind}` : words`${place.operator}`;
  }
  return materialized && relation !== undefined
    ? words`materialized ${relation.kind} ${relation.name}`
    : operatorWords(place, place.operator);
}
