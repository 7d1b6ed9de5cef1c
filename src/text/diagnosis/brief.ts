import type { Causes } from "../../answers/diagnosis.ts";
import { plural } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";
import type { ToldFinding } from "./told-findings.ts";

export const SEVERITY_WORDS = { error: words`ERROR`, warning: words`WARNING`, info: words`INFO` } as const;

/** "WARNING memory/pressure: memory pressure is high …": a finding without its evidence. */
export function briefWords({ severity, rule, told }: ToldFinding): Words {
  return words`${SEVERITY_WORDS[severity]} ${rule}: ${told.what}`;
}

/** "44 of 62 causes of trouble": how much a verdict rests on. */
export function causesWords({ looked_for, known }: Causes): Words {
  return words`${looked_for} of ${plural(known, words`cause`, words`causes`)} of trouble`;
}
