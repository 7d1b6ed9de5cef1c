import { type Column, type FrameIndex, type KeyIndex, NONE } from "../../callgraph/indices.ts";
import type { EncodedProfile } from "../format/decode.ts";
import { framesOfLocations } from "../format/frames.ts";
import { chosenType } from "../format/sample-type.ts";
import { SampleReader, type Samples } from "../format/samples.ts";
import { StackFrames } from "../format/stack-frames.ts";
import { hasNegative } from "../format/stacks.ts";
import { isBounded, type Sampling, samplingBy } from "../sites/sampling.ts";
import { LightestStack } from "./lightest-stack.ts";
import { pprofNodes } from "./nodes.ts";
import { factsOf, TRIM, trimmedNodes } from "./report.ts";
import { rowsOf, type TopFacts, type TopOptions } from "./top.ts";

export interface PlainTop {
  readonly top: TopFacts;
  readonly sampling?: Sampling;
}

/**
 * What `topFacts` and `samplingOf` tell of a profile, read straight from its samples: a call tree of stacks that share
 * little takes several times as long, and most of the memory. Undefined where it takes one: for options that choose
 * stacks or frames, for inlined frames, and for weights that doubles do not hold exactly.
 *
 * @throws MalformedInput, UnknownSampleType
 */
export function plainTop({ message, tables }: EncodedProfile, options: TopOptions): PlainTop | undefined {
  const { focus, ignore, hide, show, granularity = "functions" } = options;
  if ([focus, ignore, hide, show].some((pattern) => pattern !== undefined)) return undefined;
  const type = chosenType(tables.sampleTypes, tables.header, options.sample_type);
  const frames = framesOfLocations(tables);
  if (new Set(frames.frameInlined).has(1)) return undefined;
  const { names, keyOfFrame } = pprofNodes(frames, frames.functionStartLine, granularity);
  const samples = new SampleReader(message, tables);
  const sampleType = tables.sampleTypes[type] ?? { type: "", unit: "" };
  const sampled = { ...tables.header, functions: frames.functions };
  const stacks = isBounded(sampled, sampleType.unit) ? new LightestStack() : undefined;
  const sums = new SampleSums(keyOfFrame, names.length);
  const stack = new StackFrames(frames);
  while (samples.next()) {
    stack.read(samples);
    const weight = samples.value(type);
    if (typeof weight === "bigint") return undefined;
    sums.add(stack, weight, samples);
    stacks?.add(stack, weight, hasNegative(samples, tables.sampleTypes.length));
    if (sums.total > Number.MAX_SAFE_INTEGER) return undefined;
  }
  const trimmed = trimmedNodes({ names, ...sums }, options, { ...TRIM, nodeCount: options.limit });
  const sampling = samplingBy(sampled, sampleType.unit, () => stacks?.least() ?? Number.POSITIVE_INFINITY);
  return {
    top: {
      sampleType,
      total: sums.diffBaseTotal > 0 ? sums.diffBaseTotal : sums.total,
      sampleCount: samples.sampleCount,
      leftOut: 0,
      ...factsOf(trimmed),
      rows: rowsOf(trimmed.nodes, () => undefined),
    },
    ...(sampling && { sampling }),
  };
}

/** Sums over samples, by the keys of their frames. */
class SampleSums {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  /** Of values without their signs. */
  total = 0;
  diffBaseTotal = 0;
  readonly #keyOfFrame: Column<FrameIndex, KeyIndex>;
  /** Of each key, the last sample in which it was found. */
  readonly #foundIn: Int32Array;

  constructor(keyOfFrame: Column<FrameIndex, KeyIndex>, keyCount: number) {
    this.#keyOfFrame = keyOfFrame;
    this.flat = new Float64Array(keyCount);
    this.cum = new Float64Array(keyCount);
    this.#foundIn = new Int32Array(keyCount);
  }

  add({ frames, depth }: StackFrames, weight: number, { sampleCount, inDiffBase }: Samples): void {
    const { flat, cum } = this;
    const [keyOfFrame, foundIn] = [this.#keyOfFrame, this.#foundIn];
    let key: KeyIndex = NONE;
    for (let at = 0; at < depth; at++) {
      key = keyOfFrame[frames[at] ?? NONE] ?? NONE;
      if (key < 0 || foundIn[key] === sampleCount) continue;
      foundIn[key] = sampleCount;
      cum[key] = (cum[key] ?? 0) + weight;
    }
    if (key >= 0) flat[key] = (flat[key] ?? 0) + weight;
    this.total += Math.abs(weight);
    if (inDiffBase) this.diffBaseTotal += Math.abs(weight);
  }
}
