import { type CostBasis, selfOf, shareOf, totalOf } from "../cost-basis.ts";
import type { CpuFacts } from "../cpu-facts-schema.ts";
import type { ProfilePlaces } from "../profile-places.ts";
import { placeOfFunction } from "../sql-places.ts";
import type { FunctionCosts, FunctionTotals, ProfileTotals } from "./function-totals.ts";
import { functionsPassingThrough } from "./pass-through.ts";

export interface ListOptions {
  readonly limit: number;
  readonly places: ProfilePlaces;
}

export function functionsBySelf(
  { functions }: ProfileTotals,
  basis: CostBasis,
  options: ListOptions,
): CpuFacts["functionsBySelf"] {
  const spending = functions.filter((row) => selfOf(row, basis) > 0);
  return listed(spending, selfOf, basis, options);
}

/**
 * Without functions that would fill the list and say nothing: shared libraries, Rust's standard library, the
 * async runtime, DBSP's scheduler, and functions that spend 95 % or more in one function that they call.
 */
export function functionsByTotal(
  { threads, functions }: ProfileTotals,
  isOfInterest: readonly boolean[],
  basis: CostBasis,
  options: ListOptions,
): CpuFacts["functionsByTotal"] {
  const passingThrough = functionsPassingThrough(
    threads.map(({ thread: { graph }, keyOfFrame }) => ({
      graph,
      keyOfFrame,
      weights: graph.weights[basis.hasCpu ? 1 : 0] ?? new Float64Array(graph.stackNode.length),
    })),
    functions.map((row) => ({ self: selfOf(row, basis), total: totalOf(row, basis) })),
    isOfInterest,
  );
  const occurs = (row: FunctionTotals) => totalOf(row, basis) > 0;
  const telling = functions.filter(
    (row, key) => occurs(row) && isOfInterest[key] && !passingThrough.has(key),
  );
  const leftOut = functions.filter(occurs).length - telling.length;
  return { ...listed(telling, totalOf, basis, options), leftOut };
}

/** The library in which most is spent: the pipeline's own program. */
export function mainLibrary({ functions }: ProfileTotals, basis: CostBasis): string | undefined {
  const spent = new Map<string, number>();
  for (const row of functions) {
    const library = libraryOf(row);
    if (library !== undefined) spent.set(library, (spent.get(library) ?? 0) + selfOf(row, basis));
  }
  return [...spent].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Without the folders. */
export function libraryOf({ info: { object } }: FunctionTotals): string | undefined {
  return object.slice(object.lastIndexOf("/") + 1) || undefined;
}

export function unsymbolisedFacts({ functions }: ProfileTotals, basis: CostBasis): CpuFacts["unsymbolised"] {
  const addresses = functions.filter(
    ({ info, totalSamples }) => info.name !== info.systemName && totalSamples > 0,
  );
  return {
    functions: addresses.length,
    selfSamples: addresses.reduce((sum, { selfSamples }) => sum + selfSamples, 0),
    selfCpuMicros: basis.hasCpu
      ? addresses.reduce((sum, { selfCpuMicros }) => sum + selfCpuMicros, 0)
      : undefined,
  };
}

function listed(
  functions: readonly FunctionTotals[],
  cost: (row: FunctionTotals, basis: CostBasis) => number,
  basis: CostBasis,
  { limit, places }: ListOptions,
): CpuFacts["functionsBySelf"] {
  const ranked = functions.toSorted(
    (a, b) => cost(b, basis) - cost(a, basis) || (a.info.name < b.info.name ? -1 : 1),
  );
  const shown = ranked.slice(0, limit).map((row) => functionFacts(row, basis, places));
  return { functions: shown, shown: shown.length, of: ranked.length };
}

function functionFacts(
  row: FunctionTotals,
  basis: CostBasis,
  places: ProfilePlaces,
): CpuFacts["functionsBySelf"]["functions"][number] {
  const { name, file } = row.info;
  return {
    name,
    file: file || undefined,
    library: libraryOf(row),
    ...knownFunctionCosts(row, basis),
    selfShare: shareOf(selfOf(row, basis), basis),
    totalShare: shareOf(totalOf(row, basis), basis),
    groups: [...row.byGroup]
      .sort(([, a], [, b]) => totalOf(b, basis) - totalOf(a, basis))
      .map(([group, costs]) => ({ group, ...knownFunctionCosts(costs, basis) })),
    place: placeOfFunction(name, places),
  };
}

export function knownFunctionCosts(costs: FunctionCosts, { hasCpu }: CostBasis) {
  return {
    selfSamples: costs.selfSamples,
    totalSamples: costs.totalSamples,
    selfCpuMicros: hasCpu ? costs.selfCpuMicros : undefined,
    totalCpuMicros: hasCpu ? costs.totalCpuMicros : undefined,
  };
}
