import { failureKind } from "../../analysis/pipeline/failure-kind.ts";
import type { Recurrence } from "../../analysis/runs/recurrence.ts";
import { span } from "../page/format.ts";
import { type Words, words } from "../page/words.ts";

export const NOT_CHANGED = words`no change of its program or configuration is known since`;

export const WHETHER_CHANGED = words`whether its program has changed since is not known`;

/** "each time 30 s after it began to run": how old its runs became. */
export function livedWords({ deaths, lived, is_regular, failure }: Recurrence): Words {
  const each = deaths.length > 1 && is_regular ? words`each time ` : undefined;
  // Rows that make a worker panic come once it runs: no event saw that between two looks of the manager.
  const isOfRows = failureKind(failure) === "panic";
  if (lived === undefined)
    return words`${each}${isOfRows ? words`before it was seen to run` : words`while it started`}`;
  const [least, most] = [lived.least_ms, lived.most_ms].map((ms) => Math.round(ms / 1000) * 1000);
  const age = least === most ? span(most ?? 0) : words`${span(least ?? 0)} to ${span(most ?? 0)}`;
  return words`${each}${age} after it began to run`;
}
