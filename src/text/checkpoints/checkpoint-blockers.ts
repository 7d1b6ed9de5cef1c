import {
  type CheckpointBlockers,
  isRunTimeFailure,
  type Reason,
} from "../../analysis/checkpoints/blockers.ts";
import { moment } from "../page/format.ts";
import { joined, type Words, words } from "../page/words.ts";

/** What Feldera's words mean. */
const REASONS: Readonly<Record<string, Words>> = {
  EnterpriseFeature: words`the enterprise edition makes them, this one does not`,
  StorageRequired: words`the pipeline has no storage`,
  UnsupportedInputEndpoint: words`this input cannot be resumed`,
  FailedInputEndpointBarrier: words`this input failed for good while it held up a checkpoint: correct its cause, stop the pipeline, and start it from the last checkpoint`,
  Replaying: words`it replays its journal`,
  Bootstrapping: words`it bootstraps`,
  TransactionInProgress: words`a transaction is in progress`,
  InputEndpointBarrier: words`this input is at a barrier`,
  Coordination: words`the hosts are being coordinated`,
};

/** Whether anything keeps a checkpoint from being made, and what one under way waits for. */
export function blockerWords({ permanent, activity }: CheckpointBlockers): Words {
  const verdict =
    permanent === undefined
      ? words`whether anything rules them out is not reported`
      : permanent.length === 0
        ? words`nothing in the configuration rules them out`
        : words`${permanent.some(isRunTimeFailure) ? words`none can be made any more in this run` : words`none can be made as the pipeline is configured`}: ${reasonWords(permanent)}`;
  return words`${verdict}; ${activityWords(activity)}`;
}

function activityWords(activity: CheckpointBlockers["activity"]): Words {
  if (activity === undefined) return words`what is under way is not reported`;
  const since = activity.since === undefined ? words`` : words` since ${moment(activity.since)}`;
  switch (activity.status) {
    case "idle":
      return words`none is under way`;
    case "delayed":
      return words`one was asked for and has been delayed${since}: ${reasonWords(activity.reasons)}`;
    case "in_progress":
      return words`one is being written${since}`;
    default:
      return words`activity ${activity.status}${since}`;
  }
}

/** Why the pipeline could not be suspended with its state; undefined where nothing is said against it. */
export function suspendWords({ suspend, permanent = [] }: CheckpointBlockers): Words | undefined {
  if (suspend === undefined) return undefined;
  const why = String(reasonWords(suspend.permanent));
  const said = why === String(reasonWords(permanent));
  const parts = [
    ...(suspend.permanent.length > 0
      ? [
          words`it cannot be suspended with its state${said ? words` either` : words`: ${reasonWords(suspend.permanent)}`}`,
        ]
      : []),
    ...(suspend.temporary.length > 0
      ? [words`a suspension asked for now would be delayed: ${reasonWords(suspend.temporary)}`]
      : []),
  ];
  return parts.length === 0 ? undefined : joined(parts, words`; `);
}

function reasonWords(reasons: readonly Reason[]): Words {
  if (reasons.length === 0) return words`no reason given`;
  return joined(
    reasons.map(({ reason, of }) => {
      const meaning = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
      const named = of === undefined ? words`${reason}` : words`${reason} ${of}`;
      return meaning === undefined ? named : words`${named} (${meaning})`;
    }),
    words`, `,
  );
}
