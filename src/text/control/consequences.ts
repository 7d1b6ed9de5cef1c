import type { Consequence } from "../../analysis/control/consequences.ts";
import type { Standing } from "../../analysis/control/standing.ts";
import { moment } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";
import { failureSentence } from "../pipeline/failure.ts";

/** What an action would do, said before it is done. */
export const CONSEQUENCE_WORDS: Readonly<Record<Consequence, (before: Standing) => Words>> = {
  "dismisses the error": (before) =>
    words`It dismisses the error that explains the last crash: ${failureOf(before)} From then on only past events hold it (get_event with selector all), for as long as Feldera keeps them.`,
  "no error to dismiss": () => words`There is no error to dismiss; Feldera says that it did so all the same.`,
  "refused while an error stands": (before) =>
    words`Feldera refuses to start it while the error of its last run stands: ${failureOf(before)} With dismiss_error true it would dismiss that error and start.`,
  "refused before it is stopped": (before) =>
    words`Feldera refuses to dismiss an error before the pipeline is Stopped: ${failureOf(before)}`,
  "refused without a compiled program": ({ state }) =>
    words`Feldera refuses to start it: its program does not compile (${state.program.status}).`,
  "refused in the open source edition": () =>
    words`Feldera refuses this: checkpoints are a feature of its enterprise edition, and this is the open source one.`,
  "resumes from the checkpoint": (before) => words`It resumes from its newest checkpoint${newestOf(before)}.`,
  "starts from scratch": () =>
    words`It has no checkpoint: it starts without state, and its input connectors begin as they are configured to.`,
  "starts from what is not known": () =>
    words`Whether there is a checkpoint to resume from is not known: the manager holds no record. Without one it starts without state.`,
  "deployed already": ({ state }) =>
    words`It is deployed already (${state.deployment.status}): nothing is started again, and other settings than those it was started with are refused.`,
  "nothing runs": () => words`It is not deployed: there is nothing for this to act on.`,
  "loses the work since the checkpoint": (before) =>
    words`Everything processed since its newest checkpoint${newestOf(before)} is lost, and has to be processed again.`,
  "loses all state": () =>
    words`All of its state is lost: the manager's record has no checkpoint to resume from, so the next start begins from scratch.`,
  "loses what is not known": () =>
    words`How much is lost is not known: the manager holds no record of checkpoints. Without one, all state is.`,
  "checkpoints first": () =>
    words`It makes a checkpoint and then stops; if the checkpoint fails, it is stopped by force, and loses what came after the one before.`,
  "loses what only the process knows": () =>
    words`Stats, metrics and profiles go with the process; the log and the events stay.`,
  "inputs wait": () =>
    words`Nothing is lost: it stops reading its inputs until it is resumed, and falls behind its sources meanwhile.`,
  "inputs are read again": () => words`Nothing is lost: it reads its inputs again.`,
  "one input waits": () =>
    words`Nothing is lost: the connector stops reading until it is started, and falls behind its source meanwhile.`,
  "one input is read again": () =>
    words`Nothing is lost: the connector reads again, as far as the pipeline itself is running.`,
  "one output discards its rows": () =>
    words`Rows are lost: until it is started again, the output throws away every row that its view produces; they are not sent later.`,
  "one output writes again": () =>
    words`It writes what its view produces from then on; what it threw away while it was paused is not sent later.`,
  "nothing is lost": () => words`Nothing is lost: its state is written to storage, and it goes on.`,
  "bootstraps the changes": ({ approval_diff }) =>
    words`What the changes ${approval_diff === undefined ? words`(Feldera does not tell which)` : words`below`} add or modify is computed again, and what they remove is dropped from the state. This cannot be undone.`,
  "nothing awaits approval": ({ state }) =>
    words`It is not waiting for approval (${state.deployment.status}): there is nothing to approve; Feldera says that it did so all the same.`,
};

/** What is worth saying once an action is done. */
export const DONE_WORDS: Readonly<Partial<Record<Consequence, (before: Standing) => Words>>> = {
  "dismisses the error": (before) =>
    words`Dismissed, and from now on only in past events: ${failureOf(before)}`,
  "no error to dismiss": () => words`There was no error to dismiss.`,
  "nothing awaits approval": () => words`It was not waiting for approval, so this changed nothing.`,
};

function failureOf({ state }: Standing): Words {
  return state.failure ? failureSentence(state.failure) : words`none is set.`;
}

function newestOf({ checkpoints }: Standing): Words {
  const newest = checkpoints?.newest;
  if (newest === undefined) return words``;
  const made = newest.made_at === undefined ? undefined : words`, made ${moment(newest.made_at)}`;
  return words` (${newest.uuid}${made})`;
}
