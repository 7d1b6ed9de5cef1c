import { inflateGzip, isGzip } from "../gunzip.ts";
import { MalformedInput } from "../malformed.ts";
import { framesOfLocations } from "./frames.ts";
import type { PprofProfile } from "./profile.ts";
import { SampleReader } from "./samples.ts";
import { mergeStacks } from "./stacks.ts";
import { resolveTables } from "./tables.ts";
import { copyTables } from "./tables-message.ts";

/**
 * Decodes a pprof profile, gzipped (any number of members) or not, as Feldera's heap_profile returns it.
 *
 * `pprof-format` decodes the tables. It takes truncated input for whole and negative numbers for large ones, and
 * makes an object of every sample, so the wire format is checked first and the samples are read here.
 *
 * @throws MalformedInput for what is not gzip or not a valid profile, naming the byte or the table's entry
 */
export async function decodePprof(
  bytes: Uint8Array,
  limits: { readonly maxInflatedBytes: number },
): Promise<PprofProfile> {
  const message = isGzip(bytes) ? inflateGzip(bytes, limits.maxInflatedBytes) : bytes;
  if (message.length === 0) throw new MalformedInput("pprof", "byte 0", "the profile is empty");
  const tablesMessage = copyTables(message);
  const { Profile } = await import("pprof-format");
  const tables = resolveTables(Profile.decode(tablesMessage));
  const frames = framesOfLocations(tables);
  const samples = new SampleReader(message, tables);
  const { nodeParent, nodeFrame, stackNode, weights, stackSamples, totals, diffBaseTotals } = mergeStacks(
    samples,
    frames,
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
      weights,
    },
    functionStartLine: frames.functionStartLine,
    stackSamples,
    sampleCount: samples.sampleCount,
    totals: totals.map((total, type) => diffBaseTotals[type] || total),
    inexact: totals.some((total) => total > Number.MAX_SAFE_INTEGER),
    mappings: tables.mappings,
  };
}
