import { NOISE_DEVIATIONS } from "../../profiles/noise.ts";
import type { FunctionChanges } from "../change-schema.ts";
import { type CostBasis, selfOf, totalOf } from "../cost-basis.ts";
import type { FirefoxProfile } from "../format/decode.ts";
import { NO_PLACES, type ProfilePlaces } from "../profile-places.ts";
import { rankedChanges, rateChange, type Sampling, samplingOf } from "../rates.ts";
import { placeOfFunction } from "../sql-places.ts";
import { hasCpu, type PartOfProfile, partOfProfile } from "../threads/part-of-profile.ts";
import { THREAD_GROUPS } from "../threads/thread-groups.ts";
import { functionsBySelf, functionsByTotal, libraryOf, mainLibrary } from "./function-facts.ts";
import { type FunctionTotals, type ProfileTotals, totalFunctions } from "./function-totals.ts";
import { isRuntimeGlue } from "./runtime-glue.ts";

export interface ChangeOptions extends PartOfProfile {
  readonly limit: number;
  readonly places?: ProfilePlaces | undefined;
}

/**
 * What CPU grew, shrank, is new or gone since a baseline, by group of threads and by function, each per second of
 * its window. Functions are the same by name and library; of the program's own, by name alone, since each
 * version of a program has another name.
 */
export function functionChanges(
  baseline: FirefoxProfile,
  profile: FirefoxProfile,
  { limit, places = NO_PLACES, ...part }: ChangeOptions,
): FunctionChanges {
  const isCpu = hasCpu(baseline) && hasCpu(profile);
  const before = sideOf(partOfProfile(baseline, part), isCpu);
  const after = sideOf(partOfProfile(profile, part), isCpu);

  const rateIn = (rankedCost: (side: Side) => number) =>
    rateChange(
      { cost: rankedCost(before), sampling: before.sampling },
      { cost: rankedCost(after), sampling: after.sampling },
    );
  const changesIn = (listed: "listedBySelf" | "listedByTotal", costs: "self" | "total") => {
    const names = new Map([...before[listed], ...after[listed]]);
    const rows = [...names].map(([identity, { name, library }]) => ({
      name,
      library,
      place: placeOfFunction(name, places),
      ...rateIn((side) => side[costs].get(identity) ?? 0),
    }));
    return rankedChanges(rows, limit);
  };
  return {
    rankedBy: isCpu ? "cpu" : "samples",
    seconds: { before: before.sampling.seconds, after: after.sampling.seconds },
    noiseDeviations: NOISE_DEVIATIONS,
    all: rateIn(({ basis }) => basis.whole),
    groups: THREAD_GROUPS.map((group) => ({
      group,
      ...rateIn(({ totals, basis }) =>
        totals.functions.reduce((sum, { byGroup }) => {
          const own = byGroup.get(group);
          return own === undefined ? sum : sum + selfOf(own, basis);
        }, 0),
      ),
    })).filter((row) => row.before + row.after > 0),
    functionsBySelf: changesIn("listedBySelf", "self"),
    functionsByTotal: changesIn("listedByTotal", "total"),
  };
}

interface Named {
  readonly name: string;
  readonly library: string | undefined;
}

interface Side {
  readonly totals: ProfileTotals;
  readonly basis: CostBasis;
  readonly sampling: Sampling;
  /** By identity, as `cpuFacts` lists them. */
  readonly listedBySelf: ReadonlyMap<string, Named>;
  readonly listedByTotal: ReadonlyMap<string, Named>;
  /** Of all functions, by identity. */
  readonly self: ReadonlyMap<string, number>;
  readonly total: ReadonlyMap<string, number>;
}

const ALL = { limit: Number.POSITIVE_INFINITY, places: NO_PLACES };

function sideOf({ threads, window, basis: own }: ReturnType<typeof partOfProfile>, isCpu: boolean): Side {
  const totals = totalFunctions(threads);
  const { samples, cpuMicros, squares } = sumsOf(threads);
  const basis = { ...own, hasCpu: isCpu, whole: isCpu ? cpuMicros : samples };
  const main = mainLibrary(totals, basis);
  const isOfInterest = totals.functions.map(({ info }) => !isRuntimeGlue(info));
  const named = (name: string, library: string | undefined): Named => ({
    name,
    library: library === main ? undefined : library,
  });
  const identified = (list: {
    readonly functions: readonly { name: string; library?: string | undefined }[];
  }) =>
    new Map(
      list.functions.map(({ name, library }) => [identityOf(named(name, library)), named(name, library)]),
    );
  const costs = (of: (row: FunctionTotals, basis: CostBasis) => number) => {
    const sums = new Map<string, number>();
    for (const row of totals.functions) {
      const identity = identityOf(named(row.info.name, libraryOf(row)));
      sums.set(identity, (sums.get(identity) ?? 0) + of(row, basis));
    }
    return sums;
  };
  return {
    totals,
    basis,
    sampling: samplingOf(window, isCpu ? { cpuMicros, squares } : undefined),
    listedBySelf: identified(functionsBySelf(totals, basis, ALL)),
    listedByTotal: identified(functionsByTotal(totals, isOfInterest, basis, ALL)),
    self: costs(selfOf),
    total: costs(totalOf),
  };
}

function identityOf({ name, library }: Named): string {
  return `${name}\0${library ?? ""}`;
}

function sumsOf(threads: FirefoxProfile["threads"]) {
  let [samples, cpuMicros, squares] = [0, 0, 0];
  for (const { samples: rows } of threads) {
    for (let row = 0; row < rows.stack.length; row++) {
      const cpu = rows.cpuMicros?.[row] ?? 0;
      samples += rows.weight[row] ?? 0;
      cpuMicros += cpu;
      squares += cpu ** 2;
    }
  }
  return { samples, cpuMicros, squares };
}
