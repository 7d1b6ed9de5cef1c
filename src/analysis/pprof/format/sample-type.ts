import type { ValueType } from "../../callgraph/model.ts";
import type { PprofProfile } from "./profile.ts";
import type { PprofHeader } from "./tables.ts";

export class UnknownSampleType extends Error {
  override readonly name = "UnknownSampleType";
  readonly sampleType: string;
  /** The types that the profile has. */
  readonly available: readonly string[];

  constructor(sampleType: string, available: readonly string[]) {
    super(`the profile has no sample type ${sampleType}, only ${available.join(", ")}`);
    this.sampleType = sampleType;
    this.available = available;
  }
}

/**
 * The index of a sample type, chosen as pprof's -sample_index does: by number, or by name with or without
 * `inuse_`. Without a choice it is the profile's default type, else the last one.
 *
 * @throws UnknownSampleType
 */
export function sampleTypeIndex(profile: PprofProfile, choice?: string): number {
  return chosenType(profile.graph.valueTypes, profile, choice);
}

/** The same before the samples are read. @throws UnknownSampleType */
export function chosenType(
  sampleTypes: readonly ValueType[],
  { defaultSampleType }: Pick<PprofHeader, "defaultSampleType">,
  choice = "",
): number {
  const types = sampleTypes.map(({ type }) => type);
  if (choice === "") {
    const byDefault = defaultSampleType === "" ? -1 : types.indexOf(defaultSampleType);
    return byDefault >= 0 ? byDefault : types.length - 1;
  }
  const isNumber = /^[+-]?\d+$/.test(choice);
  const withoutPrefix = choice.replace(/^inuse_/, "");
  const index = isNumber
    ? Number(choice)
    : types.findIndex((type) => type === choice || type === withoutPrefix);
  if (index < 0 || index >= types.length) throw new UnknownSampleType(choice, types);
  return index;
}
