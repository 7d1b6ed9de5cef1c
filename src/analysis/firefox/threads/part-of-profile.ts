import type { CpuOptions } from "../../profiles/cpu-options.ts";
import { addCost, type Cost, costOfSample, noCost } from "../cost.ts";
import type { CostBasis } from "../cost-basis.ts";
import type { FirefoxProfile, FirefoxThread } from "../format/decode.ts";
import { selectSamples } from "../format/samples.ts";
import { ofOccurringFunctions } from "../functions/occurring-functions.ts";
import { type ThreadGroup, threadGroup } from "./thread-groups.ts";
import { ALWAYS, commonWindow, isWithin, sampledWindow, type TimeWindow } from "./time-window.ts";

/** What of a profile to tell of; all of it unless said. */
export type PartOfProfile = Pick<CpuOptions, "from" | "to" | "thread">;

export interface SelectedProfile extends FirefoxProfile {
  /** The part of the sampled time that was asked for; undefined where there is none. */
  readonly window: TimeWindow | undefined;
  /** Shares are of all that the selected threads spend in the window. */
  readonly basis: CostBasis;
}

/** The profile with only what the selected threads did from one time to another, and the memory in that time. */
export function partOfProfile(
  profile: FirefoxProfile,
  { thread: wanted, ...time }: PartOfProfile,
): SelectedProfile {
  const sampled = sampledWindow(profile.threads);
  const asked = askedWindow(sampled, time);
  const window = commonWindow(sampled, asked);
  const isWhole = time.from === undefined && time.to === undefined;
  const threads = selectedThreads(profile.threads, wanted).map((thread) =>
    isWhole ? thread : selectSamples(thread, (row) => isWithin(asked, thread.samples.timeMs[row] ?? 0)),
  );
  return {
    ...profile,
    threads,
    rss: profile.rss.map(({ pid, timeMs, bytes }) => ({
      pid,
      timeMs: timeMs.filter((time) => isWithin(asked, time)),
      bytes: bytes.filter((_, row) => isWithin(asked, timeMs[row] ?? 0)),
    })),
    window,
    basis: basisOf(threads, { hasCpu: hasCpu(profile), window }),
  };
}

/** Shares of all that these threads spend. */
export function basisOf(
  threads: readonly FirefoxThread[],
  { hasCpu, window }: { readonly hasCpu: boolean; readonly window: TimeWindow | undefined },
): CostBasis {
  const sum = sumThreads(threads);
  return {
    hasCpu,
    whole: hasCpu ? sum.cpuMicros : sum.samples,
    windowMicros: window === undefined ? 0 : (window.endMs - window.startMs) * 1000,
  };
}

/** Whether some thread tells its CPU time. */
export function hasCpu({ threads }: FirefoxProfile): boolean {
  return threads.some(({ samples }) => samples.cpuMicros !== undefined);
}

/** The time that was asked for, on the clock of the samples. */
export function askedWindow(sampled: TimeWindow | undefined, { from, to }: PartOfProfile): TimeWindow {
  const zeroMs = sampled?.startMs ?? 0;
  return {
    startMs: from === undefined ? ALWAYS.startMs : zeroMs + from,
    endMs: to === undefined ? ALWAYS.endMs : zeroMs + to,
  };
}

/** The threads of a group, or else those of a name or an id; all where none is asked for. */
export function selectedThreads<Thread extends FirefoxThread>(
  threads: readonly Thread[],
  wanted: string | undefined,
): readonly Thread[] {
  if (wanted === undefined) return threads;
  const ofGroup = threads.filter((thread) => groupOfThread(thread) === wanted);
  return ofGroup.length > 0 ? ofGroup : threads.filter(({ name, tid }) => name === wanted || tid === wanted);
}

export function groupOfThread({ name, graph }: FirefoxThread): ThreadGroup {
  return threadGroup(name, ofOccurringFunctions(graph, (info) => info.name).values());
}

function sumThreads(threads: readonly FirefoxThread[]): Cost {
  const sum = noCost();
  for (const { samples } of threads) {
    for (let row = 0; row < samples.stack.length; row++) addCost(sum, costOfSample(samples, row));
  }
  return sum;
}
