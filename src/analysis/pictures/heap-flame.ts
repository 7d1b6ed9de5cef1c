import type { SqlPlace } from "../operators/sql-places.ts";
import { crateHashOfStacks } from "../owners/operator-crate.ts";
import { IncompatibleProfiles } from "../pprof/compare/incompatible-profiles.ts";
import type { PprofProfile } from "../pprof/format/profile.ts";
import { sampleTypeIndex } from "../pprof/format/sample-type.ts";
import { timeMsOf } from "../pprof/format/tables.ts";
import { reckonedBytes, samplingOf } from "../pprof/sites/sampling.ts";
import { type FlameOptions, type FlameStacks, type FlameTree, flameStacks, flameTree } from "./flame.ts";
import { type FlameSide, libraryOf } from "./flame-functions.ts";
import type { FlameFacts } from "./flame-schema.ts";

export interface HeapFlameOf {
  readonly sample_type?: string | undefined;
  readonly operator?: string | undefined;
  /** By the hash of the operator's crate. */
  readonly places: HeapPlaces;
}

type HeapPlaces = Readonly<Record<string, SqlPlace & { readonly also?: readonly SqlPlace[] | undefined }>>;

/** A profile's stacks, and what is told of them whatever is looked at. */
export interface ReadStacks {
  readonly answer: "stacks";
  readonly stacks: FlameStacks;
  readonly head: Omit<FlameFacts, "direction" | keyof FlameTree>;
}

export type FlameReading =
  | { readonly answer: "flame"; readonly facts: FlameFacts }
  | { readonly answer: "no such frame" };

/** What of the stacks a picture shows. */
export function flameOf({ stacks, head }: ReadStacks, options: FlameOptions): FlameReading {
  const tree = flameTree(stacks, options);
  if (tree === undefined) return { answer: "no such frame" };
  return { answer: "flame", facts: { ...head, direction: options.direction, ...tree } };
}

/** In what a picture's figures are, and what makes them of a profile's own. */
const UNITS = new Map<string, { readonly unit: FlameFacts["unit"]; readonly times: number }>([
  ["bytes", { unit: "bytes", times: 1 }],
  ["nanoseconds", { unit: "microseconds", times: 1e-3 }],
  ["microseconds", { unit: "microseconds", times: 1 }],
]);

/**
 * The stacks of a pprof, for a flame graph.
 *
 * @throws UnknownSampleType, and IncompatibleProfiles where the base has no such sample type
 */
export function heapStacks(
  profile: PprofProfile,
  base: PprofProfile | undefined,
  { sample_type, operator, places }: HeapFlameOf,
): ReadStacks | { readonly answer: "no such operator" } {
  const type = sampleTypeIndex(profile, sample_type);
  const valueType = profile.graph.valueTypes[type] ?? { type: "", unit: "" };
  const { unit, times } = UNITS.get(valueType.unit) ?? { unit: "count" as const, times: 1 };
  const crates = cratesOf(operator, places);
  if (crates?.size === 0) return { answer: "no such operator" };
  const side = (one: PprofProfile, at: number) => sideOf(one, at, times, crates);
  const baseType = base?.graph.valueTypes.findIndex(
    (other) => other.type === valueType.type && other.unit === valueType.unit,
  );
  if (baseType === -1) {
    throw new IncompatibleProfiles(`one has no samples of ${valueType.type} in ${valueType.unit}`);
  }
  const taken_ms = timeMsOf(profile);
  return {
    answer: "stacks",
    stacks: flameStacks(side(profile, type), base && side(base, baseType ?? 0)),
    head: {
      picture: "flame",
      profile: "heap",
      weighs: valueType.type,
      unit,
      of: whole(profile, type) * times,
      ...(base && { of_before: whole(base, baseType ?? 0) * times }),
      ...(taken_ms !== undefined && { taken_ms }),
      ...(operator !== undefined && { operator }),
    },
  };
}

function whole({ graph }: PprofProfile, type: number): number {
  return graph.weights[type]?.reduce((sum, weight) => sum + weight, 0) ?? 0;
}

function sideOf(
  profile: PprofProfile,
  type: number,
  times: number,
  crates: ReadonlySet<string> | undefined,
): FlameSide {
  const { graph, mappings } = profile;
  const crateOf = crates && [...crateHashOfStacks(graph)];
  const weights = Float64Array.from(graph.weights[type] ?? [], (weight, stack) =>
    crateOf === undefined || crates?.has(crateOf[stack] ?? "") ? weight * times : 0,
  );
  const sampling = samplingOf(profile, type);
  const main = libraryOf({ object: mappings[0]?.file ?? "" });
  return {
    parts: [{ graph, weights }],
    mainLibrary: main === "" ? undefined : main,
    perSample: sampling && reckonedBytes(sampling),
  };
}

/** The crates of an operator's code; undefined where none is asked for. */
function cratesOf(operator: string | undefined, places: HeapPlaces): ReadonlySet<string> | undefined {
  if (operator === undefined) return undefined;
  const isIt = (place: SqlPlace) => place.handle === operator || place.operator === operator;
  const found = Object.entries(places).filter(
    ([, { also = [], ...place }]) => isIt(place) || also.some(isIt),
  );
  return new Set(found.map(([crate]) => crate));
}
