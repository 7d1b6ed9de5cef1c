import type { FirefoxThread } from "../format/decode.ts";
import { selectSamples } from "../format/samples.ts";
import {
  functionsBySelf,
  functionsByTotal,
  type ListOptions,
  mainLibrary,
} from "../functions/function-facts.ts";
import { totalFunctions } from "../functions/function-totals.ts";
import { isRuntimeGlue } from "../functions/runtime-glue.ts";
import { basisOf } from "../threads/part-of-profile.ts";
import type { TimeWindow } from "../threads/time-window.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";
import type { JoinedThread } from "./operator-join.ts";
import type { OperatorRow } from "./operator-rows.ts";

/** The threads with only those samples that are attributed to nodes of one operator. */
export function threadsWithin(
  threads: readonly JoinedThread[],
  isOf: (nodeId: string) => boolean,
): FirefoxThread[] {
  return threads.map(({ thread, isInWindow, markerOfSample }) => {
    const { operators, operator } = thread.felderaMarkers.work;
    const named = operators.map(({ nodeId }) => isOf(nodeId));
    return selectSamples<FirefoxThread>(
      thread,
      (row) => isInWindow[row] === 1 && named[operator[markerOfSample[row] ?? -1] ?? -1] === true,
    );
  });
}

/** The functions in the samples that are attributed to one operator, in the foreground and in the background. */
export function functionsWithin(
  threads: readonly JoinedThread[],
  { operator, isOf }: { readonly operator: OperatorRow; readonly isOf: (nodeId: string) => boolean },
  { hasCpu, window }: { readonly hasCpu: boolean; readonly window: TimeWindow | undefined },
  options: ListOptions,
): NonNullable<OperatorFacts["within"]> {
  const attributed = threadsWithin(threads, isOf);
  const basis = basisOf(attributed, { hasCpu, window });
  const totals = totalFunctions(attributed);
  const isOfInterest = totals.functions.map(({ info }) => !isRuntimeGlue(info));
  return {
    operator,
    mainLibrary: mainLibrary(totals, basis),
    functionsBySelf: functionsBySelf(totals, basis, options),
    functionsByTotal: functionsByTotal(totals, isOfInterest, basis, options),
  };
}
