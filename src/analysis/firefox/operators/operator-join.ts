import type { MarkedThread } from "../format/decode.ts";
import { askedWindow, type PartOfProfile, selectedThreads } from "../threads/part-of-profile.ts";
import { threadGroup } from "../threads/thread-groups.ts";
import {
  commonWindow,
  isWithin,
  markedWindow,
  NEVER,
  sampledWindow,
  type TimeWindow,
} from "../threads/time-window.ts";
import { innermostIntervals } from "./innermost-interval.ts";
import { chargeMergeEdges } from "./merge-edges.ts";
import { chargeOwnCode } from "./own-code.ts";

/** Workers evaluate operators in the foreground, mergers merge their spines in the background. */
export type Side = "foreground" | "background";

export interface JoinedThread {
  readonly thread: MarkedThread;
  readonly side: Side;
  /** 1 for each sample within the window. */
  readonly isInWindow: Uint8Array;
  /** Row in the thread's operator markers of each sample, -1 where it belongs to none. */
  readonly markerOfSample: Int32Array;
}

export interface JoinedProfile {
  readonly joined: readonly JoinedThread[];
  /** From the first to the last sample. */
  readonly sampled: TimeWindow | undefined;
  /** The part of it that markers cover. */
  readonly covered: TimeWindow | undefined;
  /** The part of that which was asked for. */
  readonly window: TimeWindow | undefined;
}

/** The samples of the threads that are asked for, joined to operators in the time that markers cover. */
export function joinProfile(threads: readonly MarkedThread[], part: PartOfProfile): JoinedProfile {
  const sampled = sampledWindow(threads);
  const covered = commonWindow(sampled, markedWindow(threads));
  const window = commonWindow(covered, askedWindow(sampled, part));
  const joined = joinOperators(selectedThreads(threads, part.thread), window ?? NEVER);
  return { joined, sampled, covered, window };
}

/**
 * Joins samples to operators by time: a sample belongs to the innermost marker of its own thread that holds its
 * time; outside of markers, what begins or ends a merge to the one beside it, and what runs in an operator's own code
 * to that operator. Only workers and mergers have such markers; other
 * threads are left out.
 */
export function joinOperators(threads: readonly MarkedThread[], window: TimeWindow): JoinedThread[] {
  const joined = threads.flatMap((thread): JoinedThread[] => {
    const side = SIDE_OF_GROUP.get(threadGroup(thread.name, []));
    if (side === undefined) return [];
    const { samples, graph, felderaMarkers } = thread;
    const markerOfSample = innermostIntervals(samples.timeMs, felderaMarkers.work);
    if (side === "background") chargeMergeEdges(markerOfSample, samples, graph, felderaMarkers.work);
    const isInWindow = Uint8Array.from(samples.timeMs, (time) => (isWithin(window, time) ? 1 : 0));
    return [{ thread, side, isInWindow, markerOfSample }];
  });
  chargeOwnCode(joined.filter(({ side }) => side === "foreground"));
  return joined;
}

const SIDE_OF_GROUP = new Map<string, Side>([
  ["workers", "foreground"],
  ["mergers", "background"],
]);
