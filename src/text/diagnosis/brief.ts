import type { Causes, Finding } from "../../answers/diagnosis.ts";
import { plural } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";
import type { RuleWords } from "./rule-words.ts";

export const SEVERITY_WORDS = { error: words`ERROR`, warning: words`WARNING`, info: words`INFO` } as const;

/** "WARNING memory/pressure: memory pressure is high …": a finding without its evidence. */
export function briefWords({ severity, rule, about }: Finding, rules: readonly RuleWords[]): Words {
  const what = rules.find(({ id }) => id === rule)?.tell(about).what;
  return words`${SEVERITY_WORDS[severity]} ${rule}${what && words`: ${what}`}`;
}

/** "44 of 62 causes of trouble": how much a verdict rests on. */
export function causesWords({ looked_for, known }: Causes): Words {
  return words`${looked_for} of ${plural(known, words`cause`, words`causes`)} of trouble`;
}
