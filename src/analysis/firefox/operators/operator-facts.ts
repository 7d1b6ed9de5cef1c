import { sumCosts } from "../cost.ts";
import { type CostBasis, knownCost } from "../cost-basis.ts";
import type { FirefoxProfile, MarkedThread } from "../format/decode.ts";
import { sumCrates } from "../functions/crate-sums.ts";
import { NO_PLACES, type ProfilePlaces } from "../profile-places.ts";
import { placedOperators, placeOfOperator } from "../sql-places.ts";
import { askedWindow, type PartOfProfile, selectedThreads } from "../threads/part-of-profile.ts";
import { commonWindow, NEVER, type TimeWindow } from "../threads/time-window.ts";
import { activityFacts } from "./activity-facts.ts";
import { elsewhereFacts } from "./elsewhere-facts.ts";
import { mergedSums } from "./merged-sums.ts";
import { nodesNamed } from "./named-nodes.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";
import { functionsWithin } from "./operator-functions.ts";
import { joinProfile } from "./operator-join.ts";
import { crateFacts, operatorRow, overallAgreement } from "./operator-rows.ts";
import { sumOperators } from "./operator-sums.ts";
import { sideFacts, sumSides } from "./side-sums.ts";

export interface OperatorOptions extends PartOfProfile {
  /** How many operators and functions are listed at most. */
  readonly limit: number;
  /** The node id, or the handle, of an operator whose functions to list. */
  readonly operator?: string | undefined;
  readonly places?: ProfilePlaces | undefined;
}

/**
 * CPU by operator of the circuit: samples joined to Feldera's own markers by time, over the window that markers
 * and samples both cover, workers and mergers apart. What falls between the markers is told by what the threads
 * did then. Crates are joined by name, over all threads.
 *
 * `window` is absent where nothing that was asked for is covered, `within` where no marker in it names the
 * operator.
 */
export function operatorFacts(
  { threads }: FirefoxProfile<MarkedThread>,
  { limit, operator, places = NO_PLACES, ...part }: OperatorOptions,
): OperatorFacts {
  const { joined, sampled, covered, window: told } = joinProfile(threads, part);
  const window = told ?? NEVER;
  const selected = selectedThreads(threads, part.thread);
  const sums = sumOperators(joined, window);
  const sides = sumSides(joined, sums);
  const all = sumCosts([sides.foreground.all, sides.background.all]);
  const hasCpu = threads.some(({ samples }) => samples.cpuMicros !== undefined);
  const basis: CostBasis = {
    hasCpu,
    whole: hasCpu ? all.cpuMicros : all.samples,
    windowMicros: told === undefined ? 0 : (told.endMs - told.startMs) * 1000,
  };
  const operators = sums
    .map((sum) => operatorRow(sum, sides, basis, places))
    .sort((a, b) => b.share - a.share || (a.nodeId < b.nodeId ? -1 : 1));
  const running = operators.filter(({ isSuspended }) => !isSuspended);
  const isOf = nodesNamed(operator, places);
  const named = sums.filter(({ nodeId }) => isOf(nodeId));
  const merged = mergedSums(named, operator ?? "");
  const [place] = named.flatMap((one) => placeOfOperator(one, places) ?? []);
  const within = merged && { ...operatorRow(merged, sides, basis, places), place };
  const inCrates = commonWindow(covered ?? sampled, askedWindow(sampled, part)) ?? NEVER;
  const crates = crateFacts(sumCrates(selected, inCrates), basis, places);
  const zeroMs = sampled?.startMs ?? 0;
  const sinceStart = ({ startMs, endMs }: TimeWindow) => ({ fromMs: startMs - zeroMs, toMs: endMs - zeroMs });
  return {
    rankedBy: hasCpu ? "cpu" : "samples",
    operatorMarkers: threads.reduce((sum, thread) => sum + thread.felderaMarkers.work.operator.length, 0),
    unreadableMarkers: threads.reduce((sum, thread) => sum + thread.felderaMarkers.unreadable, 0),
    captureNotes: threads.flatMap(({ markers }) => markers.captureNotes),
    sampled: sampled && sinceStart(sampled),
    covered: covered && sinceStart(covered),
    window: told && sinceStart(told),
    ...knownCost(all, basis),
    sides: [sides.foreground, sides.background].map((side) => sideFacts(side, basis)),
    elsewhere: elsewhereFacts(selected, window, basis),
    operators: {
      operators: running.slice(0, limit),
      shown: Math.min(running.length, limit),
      of: running.length,
    },
    suspended: operators.filter(({ isSuspended }) => isSuspended),
    ...placedOperators(sums, places, basis),
    agreement: overallAgreement(running),
    crates: { crates: crates.slice(0, limit), shown: Math.min(crates.length, limit), of: crates.length },
    activities: activityFacts(selected, window),
    within:
      within &&
      functionsWithin(joined, { operator: within, isOf }, { hasCpu, window: told }, { limit, places }),
  };
}
