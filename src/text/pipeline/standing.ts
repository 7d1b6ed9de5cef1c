import type { Standing } from "../../analysis/control/standing.ts";
import { moment, plural } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";
import { statusWords } from "./status-words.ts";

/** "payments is Running since …; program Success; storage InUse; 3 checkpoints on the manager's record." */
export function standingWords({ state, checkpoints }: Standing): Words {
  const since =
    state.deployment.since === undefined ? undefined : words` since ${moment(state.deployment.since)}`;
  const recorded =
    checkpoints === undefined
      ? words`no record of checkpoints`
      : words`${plural(checkpoints.count, words`checkpoint`, words`checkpoints`)} on the manager's record`;
  return words`${state.name} is ${statusWords(state.deployment)}${since}; program ${state.program.status}; storage ${state.storage ?? words`not known`}; ${recorded}.`;
}
