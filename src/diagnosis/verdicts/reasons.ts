import * as z from "zod";
import type { Finding } from "../../answers/diagnosis.ts";
import { joined, namedOf, type Words, words } from "../../text/page/words.ts";
import { RULES } from "../rules.ts";

/** The findings of one rule that a verdict rests on. */
export const Reason = z.object({ rule: z.string(), about: z.array(z.unknown()) });

export type Reason = z.infer<typeof Reason>;

/** Those findings, by rule. */
export function reasonsOf(findings: readonly Finding[]): Reason[] {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return rules.map((rule) => ({
    rule,
    about: findings.filter((one) => one.rule === rule).map(({ about }) => about),
  }));
}

/** How many findings of one rule are told before the rest is only counted. */
const TOLD = 2;

/** "nothing more is read from orders.in, which has failed for good (connector/fatal-error)". */
export function reasonWords({ rule, about }: Reason): Words {
  const known = RULES.find(({ id }) => id === rule);
  const briefs = about.flatMap((one) => known?.tell(one).brief ?? []);
  const told = namedOf(briefs.length, TOLD);
  const more = briefs.length > told ? words`, and ${briefs.length - told} more` : undefined;
  return words`${joined(briefs.slice(0, told), words`; `)}${more} (${rule})`;
}
