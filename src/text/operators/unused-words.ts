import type { OperatorsAnswer } from "../../answers/ledger.ts";
import { type Words, words } from "../page/words.ts";

const UNUSED = {
  "of another program": words`of another version of the program`,
  "without CPU by operator": words`without the CPU times or the markers that tell which operator ran`,
  "not of memory": words`not one of memory in use`,
} as const;

/** Why a profile that is at hand tells nothing of operators. */
export function unusedWords({ reason, message }: NonNullable<OperatorsAnswer["cpu_unused"]>): Words {
  if (reason === "unreadable") return words`not readable: ${message}`;
  return UNUSED[reason];
}
