import type { CpuFacts } from "../cpu-facts-schema.ts";
import type { ProfilePlaces } from "../profile-places.ts";
import { type Scale, selfOf, shareOf, totalOf } from "../scale.ts";
import { placeOfFunction } from "../sql-places.ts";
import type { FunctionAmounts, FunctionTotals, ProfileTotals } from "./function-totals.ts";
import { functionsPassingThrough } from "./pass-through.ts";

export interface ListOptions {
  readonly limit: number;
  readonly places: ProfilePlaces;
}

export function functionsBySelf(
  { functions }: ProfileTotals,
  scale: Scale,
  options: ListOptions,
): CpuFacts["functionsBySelf"] {
  const spending = functions.filter((row) => selfOf(row, scale) > 0);
  return listed(spending, selfOf, scale, options);
}

/**
 * Without functions that would fill the list and say nothing: shared libraries, Rust's standard library, the
 * async runtime, DBSP's scheduler, and functions that spend 95 % or more in one function that they call.
 */
export function functionsByTotal(
  { threads, functions }: ProfileTotals,
  isOfInterest: readonly boolean[],
  scale: Scale,
  options: ListOptions,
): CpuFacts["functionsByTotal"] {
  const passingThrough = functionsPassingThrough(
    threads.map(({ thread: { graph }, keyOfFrame }) => ({
      graph,
      keyOfFrame,
      weights: graph.weights[scale.hasCpu ? 1 : 0] ?? new Float64Array(graph.stackNode.length),
    })),
    functions.map((row) => ({ self: selfOf(row, scale), total: totalOf(row, scale) })),
    isOfInterest,
  );
  const occurs = (row: FunctionTotals) => totalOf(row, scale) > 0;
  const telling = functions.filter(
    (row, key) => occurs(row) && isOfInterest[key] && !passingThrough.has(key),
  );
  const leftOut = functions.filter(occurs).length - telling.length;
  return { ...listed(telling, totalOf, scale, options), leftOut };
}

/** The library in which most is spent: the pipeline's own program. */
export function mainLibrary({ functions }: ProfileTotals, scale: Scale): string | undefined {
  const spent = new Map<string, number>();
  for (const row of functions) {
    const library = libraryOf(row);
    if (library !== undefined) spent.set(library, (spent.get(library) ?? 0) + selfOf(row, scale));
  }
  return [...spent].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Without the folders. */
export function libraryOf({ info: { object } }: FunctionTotals): string | undefined {
  return object.slice(object.lastIndexOf("/") + 1) || undefined;
}

export function unsymbolisedFacts({ functions }: ProfileTotals, scale: Scale): CpuFacts["unsymbolised"] {
  const addresses = functions.filter(
    ({ info, totalSamples }) => info.name !== info.systemName && totalSamples > 0,
  );
  return {
    functions: addresses.length,
    selfSamples: addresses.reduce((sum, { selfSamples }) => sum + selfSamples, 0),
    selfCpuMicros: scale.hasCpu
      ? addresses.reduce((sum, { selfCpuMicros }) => sum + selfCpuMicros, 0)
      : undefined,
  };
}

function listed(
  functions: readonly FunctionTotals[],
  amount: (row: FunctionTotals, scale: Scale) => number,
  scale: Scale,
  { limit, places }: ListOptions,
): CpuFacts["functionsBySelf"] {
  const ranked = functions.toSorted(
    (a, b) => amount(b, scale) - amount(a, scale) || (a.info.name < b.info.name ? -1 : 1),
  );
  const shown = ranked.slice(0, limit).map((row) => functionFacts(row, scale, places));
  return { functions: shown, shown: shown.length, of: ranked.length };
}

function functionFacts(
  row: FunctionTotals,
  scale: Scale,
  places: ProfilePlaces,
): CpuFacts["functionsBySelf"]["functions"][number] {
  const { name, file } = row.info;
  return {
    name,
    file: file || undefined,
    library: libraryOf(row),
    ...functionAmountFacts(row, scale),
    selfShare: shareOf(selfOf(row, scale), scale),
    totalShare: shareOf(totalOf(row, scale), scale),
    groups: [...row.byGroup]
      .sort(([, a], [, b]) => totalOf(b, scale) - totalOf(a, scale))
      .map(([group, amounts]) => ({ group, ...functionAmountFacts(amounts, scale) })),
    place: placeOfFunction(name, places),
  };
}

export function functionAmountFacts(amounts: FunctionAmounts, { hasCpu }: Scale) {
  return {
    selfSamples: amounts.selfSamples,
    totalSamples: amounts.totalSamples,
    selfCpuMicros: hasCpu ? amounts.selfCpuMicros : undefined,
    totalCpuMicros: hasCpu ? amounts.totalCpuMicros : undefined,
  };
}
