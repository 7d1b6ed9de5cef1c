import { inflateGzip, isGzip } from "../../gunzip.ts";
import { MalformedInput } from "../../malformed.ts";
import { framesOfLocations } from "./frames.ts";
import type { PprofProfile } from "./profile.ts";
import { SampleReader, type Samples } from "./samples.ts";
import { mergeStacks } from "./stacks.ts";
import { resolveTables, type SampleTables, type Tables } from "./tables.ts";
import { copyTables } from "./tables-message.ts";

export interface DecodeLimits {
  readonly maxInflatedBytes: number;
}

/** A profile whose tables are resolved, and whose samples are still to be read. */
export interface Encoded {
  readonly message: Uint8Array;
  readonly tables: SampleTables;
}

/**
 * Decodes a pprof profile, gzipped (any number of members) or not, as Feldera's heap_profile returns it.
 *
 * @throws MalformedInput for what is not gzip or not a valid profile, naming the byte or the table's entry
 */
export async function decodePprof(bytes: Uint8Array, limits: DecodeLimits): Promise<PprofProfile> {
  return decodeSamples(await decodeTables(bytes, limits));
}

/** @throws MalformedInput */
export function decodeSamples({ message, tables }: Encoded): PprofProfile {
  return profileOf(tables, new SampleReader(message, tables));
}

/**
 * `pprof-format` decodes the tables. It takes truncated input for whole and negative numbers for large ones, and
 * makes an object of every sample, so the wire format is checked first and the samples are read elsewhere.
 *
 * @throws MalformedInput
 */
export async function decodeTables(bytes: Uint8Array, limits: DecodeLimits): Promise<Encoded> {
  const message = isGzip(bytes) ? inflateGzip(bytes, limits.maxInflatedBytes) : bytes;
  if (message.length === 0) throw new MalformedInput("pprof", "byte 0", "the profile is empty");
  const tablesMessage = copyTables(message);
  const { Profile } = await import("pprof-format");
  return { message, tables: resolveTables(Profile.decode(tablesMessage)) };
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
