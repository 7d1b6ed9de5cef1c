import { inflateGzip, isGzip } from "../../gunzip.ts";
import { MalformedInput } from "../../malformed.ts";
import { readEncodedTables } from "./encoded-tables.ts";
import { framesOfLocations } from "./frames.ts";
import type { PprofProfile } from "./profile.ts";
import { resolveTables, type SampleTables } from "./resolve.ts";
import { SampleReader, type Samples } from "./samples.ts";
import { mergeStacks } from "./stacks.ts";
import type { Tables } from "./tables.ts";

export interface DecodeLimits {
  readonly maxInflatedBytes: number;
}

/** A profile whose tables are decoded, and whose samples are still to be read. */
export interface EncodedProfile {
  readonly message: Uint8Array;
  readonly tables: SampleTables;
}

/**
 * Decodes a pprof profile, gzipped (any number of members) or not, as Feldera's heap_profile returns it.
 *
 * The package `pprof-format` decodes these too: the tests hold this decoder to it, and write profiles with it. It is not
 * used here, since it takes truncated input for whole and negative numbers for large ones, and makes an object of every
 * sample, location, line and label, which then are converted once more; here the wire is read into columns.
 *
 * @throws MalformedInput for what is not gzip or not a valid profile, naming the byte or the table's entry
 */
export function decodePprof(bytes: Uint8Array, limits: DecodeLimits): PprofProfile {
  return decodeSamples(decodeTables(bytes, limits));
}

/** Decodes all but the samples. @throws MalformedInput */
export function decodeTables(bytes: Uint8Array, limits: DecodeLimits): EncodedProfile {
  const message = isGzip(bytes) ? inflateGzip(bytes, limits.maxInflatedBytes) : bytes;
  if (message.length === 0) throw new MalformedInput("pprof", "byte 0", "the profile is empty");
  return { message, tables: resolveTables(readEncodedTables(message)) };
}

/** @throws MalformedInput */
export function decodeSamples({ message, tables }: EncodedProfile): PprofProfile {
  return profileOf(tables, new SampleReader(message, tables));
}

/** @throws MalformedInput */
export function profileOf(tables: Tables, samples: Samples): PprofProfile {
  const frames = framesOfLocations(tables);
  const { nodeParent, nodeFrame, stackNode, weights, stackSamples, totals } = mergeStacks(
    samples,
    frames,
    tables.sampleTypes.length,
  );
  return {
    ...tables.header,
    graph: {
      functions: frames.functions,
      frameFunction: frames.frameFunction,
      frameLine: frames.frameLine,
      frameInlined: frames.frameInlined,
      nodeParent,
      nodeFrame,
      stackNode,
      valueTypes: tables.sampleTypes,
      weights: weights.map((exact) =>
        exact instanceof Float64Array ? exact : Float64Array.from(exact, Number),
      ),
    },
    exactWeights: weights,
    functionStartLine: frames.functionStartLine,
    stackSamples,
    sampleCount: samples.sampleCount,
    totals: totals.map(Number),
    inexact: weights.some((exact) => exact instanceof BigInt64Array),
    mappings: tables.mappings,
  };
}
