import type { ValueType } from "../../callgraph/model.ts";
import type { DifferenceKind } from "../../profiles/heap-options.ts";
import { type EncodedProfile, profileOf } from "../format/decode.ts";
import type { PprofProfile } from "../format/profile.ts";
import { SampleReader } from "../format/samples.ts";
import type { PprofHeader, Tables } from "../format/tables.ts";
import { baselineError } from "./baseline-error.ts";
import { IncompatibleProfiles } from "./incompatible-profiles.ts";
import { MergedSamples } from "./merged-samples.ts";
import { TableMerger } from "./merged-tables.ts";

/**
 * What a profile has more than a base, as a profile with values of both signs. Stacks are equal if their addresses
 * are, relative to where the object files were mapped.
 *
 * @throws MalformedInput, and IncompatibleProfiles where they have no sample type in common, or in other units
 * @see fetchProfiles in google/pprof's internal/driver, Merge in its profile/merge.go
 */
export function pprofDifference(
  source: EncodedProfile,
  subtracted: EncodedProfile,
  kind: DifferenceKind,
): PprofProfile {
  const types = commonTypes(source.tables, subtracted.tables);
  const merger = new TableMerger();
  const samples = new MergedSamples(types.length);
  samples.add(new SampleReader(source.message, source.tables), {
    locationOf: merger.add(source.tables),
    typeOf: types.map(({ inSource }) => inSource),
    negative: false,
    diffBase: false,
  });
  const locationOf = merger.add(subtracted.tables);
  const typeOf = types.map(({ inBase }) => inBase);
  try {
    const base = new SampleReader(subtracted.message, subtracted.tables);
    samples.add(base, { locationOf, typeOf, negative: true, diffBase: kind === "diff_base" });
  } catch (error) {
    throw baselineError(error);
  }
  const tables: Tables = {
    sampleTypes: types.map(({ type }) => type),
    functions: merger.functions,
    mappings: merger.mappings,
    locations: merger.locations,
    header: mergedHeader(source.tables, subtracted.tables, types),
  };
  return profileOf(tables, samples);
}

interface CommonType {
  readonly type: ValueType;
  readonly inSource: number;
  readonly inBase: number;
}

/** The sample types that both have, in the order of the first. */
function commonTypes(source: Tables, base: Tables): CommonType[] {
  const [period, basePeriod] = [source.header.periodType, base.header.periodType];
  if (period.type !== basePeriod.type || period.unit !== basePeriod.unit) {
    throw new IncompatibleProfiles(`their periods are of ${spelt(period)} and of ${spelt(basePeriod)}`);
  }
  const common = source.sampleTypes.flatMap((type, inSource) => {
    const inBase = base.sampleTypes.findIndex((other) => other.type === type.type);
    return inBase < 0 ? [] : [{ type, inSource, inBase }];
  });
  if (common.length === 0) throw new IncompatibleProfiles("they have no sample type in common");
  for (const { type, inBase } of common) {
    const other = base.sampleTypes[inBase] ?? type;
    if (other.unit !== type.unit) {
      throw new IncompatibleProfiles(`their samples are of ${spelt(type)} and of ${spelt(other)}`);
    }
  }
  return common;
}

function spelt({ type, unit }: ValueType): string {
  return `${type} in ${unit}`;
}

function mergedHeader(source: Tables, base: Tables, types: readonly CommonType[]): PprofHeader {
  const [first, second] = [source.header, base.header];
  return {
    defaultSampleType:
      defaultType(
        source,
        types.map(({ inSource }) => inSource),
      ) ||
      defaultType(
        base,
        types.map(({ inBase }) => inBase),
      ),
    timeNanos:
      first.timeNanos === 0n || second.timeNanos < first.timeNanos ? second.timeNanos : first.timeNanos,
    durationNanos: first.durationNanos + second.durationNanos,
    periodType: first.periodType,
    period: Math.max(first.period, second.period),
    comments: [...new Set([...first.comments, ...second.comments])],
    docUrl: first.docUrl || second.docUrl,
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
  };
}

/** The profile's default type, or, where types of it are left out and that one too, the first that stays. */
function defaultType({ sampleTypes, header }: Tables, staying: readonly number[]): string {
  const isWhole = staying.length === sampleTypes.length && staying.every((type, index) => type === index);
  const types = staying.map((type) => sampleTypes[type]?.type ?? "");
  const [first = ""] = types;
  return isWhole || types.includes(header.defaultSampleType) ? header.defaultSampleType : first;
}
