import type { SqlPlace } from "../operators/sql-places.ts";
import { crateHashOfStacks } from "../owners/operator-crate.ts";
import { IncompatibleProfiles } from "../pprof/compare/incompatible-profiles.ts";
import type { PprofProfile } from "../pprof/format/profile.ts";
import { sampleTypeIndex } from "../pprof/format/sample-type.ts";
import { timeMsOf } from "../pprof/format/tables.ts";
import { reckonedBytes, samplingOf } from "../pprof/sites/sampling.ts";
import { type FlameOptions, flameTree } from "./flame.ts";
import { type FlameSide, libraryOf } from "./flame-functions.ts";
import type { FlameFacts } from "./flame-schema.ts";

export interface HeapFlameOptions extends FlameOptions {
  readonly sample_type?: string | undefined;
  readonly operator?: string | undefined;
}

export type FlameReading =
  | { readonly answer: "flame"; readonly facts: FlameFacts }
  | { readonly answer: "no such frame" }
  | { readonly answer: "no such operator" };

/** In what a picture's figures are, and what makes them of a profile's own. */
const UNITS = new Map<string, { readonly unit: FlameFacts["unit"]; readonly times: number }>([
  ["bytes", { unit: "bytes", times: 1 }],
  ["nanoseconds", { unit: "microseconds", times: 1e-3 }],
  ["microseconds", { unit: "microseconds", times: 1 }],
]);

/**
 * A pprof as a flame graph.
 *
 * @throws UnknownSampleType, and IncompatibleProfiles where the base has no such sample type
 */
export function heapFlame(
  profile: PprofProfile,
  base: PprofProfile | undefined,
  options: HeapFlameOptions,
): FlameReading {
  const type = sampleTypeIndex(profile, options.sample_type);
  const valueType = profile.graph.valueTypes[type] ?? { type: "", unit: "" };
  const { unit, times } = UNITS.get(valueType.unit) ?? { unit: "count" as const, times: 1 };
  const crates = cratesOf(options.operator, options.places);
  if (crates?.size === 0) return { answer: "no such operator" };
  const side = (one: PprofProfile, at: number) => sideOf(one, at, times, crates);
  const baseType = base?.graph.valueTypes.findIndex(
    (other) => other.type === valueType.type && other.unit === valueType.unit,
  );
  if (baseType === -1) {
    throw new IncompatibleProfiles(`one has no samples of ${valueType.type} in ${valueType.unit}`);
  }
  const baseline = base && side(base, baseType ?? 0);
  const tree = flameTree(side(profile, type), baseline, options);
  if (tree === undefined) return { answer: "no such frame" };
  const taken_ms = timeMsOf(profile);
  return {
    answer: "flame",
    facts: {
      picture: "flame",
      profile: "heap",
      weighs: valueType.type,
      unit,
      direction: options.direction,
      of: whole(profile, type) * times,
      ...(base && { of_before: whole(base, baseType ?? 0) * times }),
      ...(taken_ms !== undefined && { taken_ms }),
      ...(options.operator !== undefined && { operator: options.operator }),
      ...tree,
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
function cratesOf(
  operator: string | undefined,
  places: Readonly<Record<string, SqlPlace & { readonly also?: readonly SqlPlace[] | undefined }>>,
): ReadonlySet<string> | undefined {
  if (operator === undefined) return undefined;
  const isIt = (place: SqlPlace) => place.handle === operator || place.operator === operator;
  const found = Object.entries(places).filter(
    ([, { also = [], ...place }]) => isIt(place) || also.some(isIt),
  );
  return new Set(found.map(([crate]) => crate));
}
