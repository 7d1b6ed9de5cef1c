import type { heapStacks } from "../pictures/heap-flame.ts";
import type { PprofProfile } from "../pprof/format/profile.ts";
import { inputKey, type Kept, LastMade } from "./last-made.ts";

/** A profile whose samples are decoded, and the one that it is compared with. */
export interface HeapSamples {
  readonly profile: PprofProfile;
  readonly base?: PprofProfile | undefined;
}

/** Who looks at a flame graph zooms and turns it: what is read of the profile stays for the next look. */
export const lastHeapStacks = new LastMade<ReturnType<typeof heapStacks>>();

/** What a flame graph of a profile that was just summarized is made of. */
const lastSamples = new LastMade<HeapSamples>();

/** What the jobs that read a heap profile leave to each other. */
export const keptHeap: Kept = {
  holds: () => lastHeapStacks.holds() || lastSamples.holds(),
  drop() {
    lastHeapStacks.drop();
    lastSamples.drop();
  },
};

/** Leaves samples for a flame graph, if they take no more than `maxBytes`. */
export function leaveSamples(bytes: ReadBytes, samples: HeapSamples, maxBytes: number): void {
  const { profile, base } = samples;
  lastSamples.of(inputKey(bytes, KIND), maxBytes, () => ({
    made: samples,
    bytes: bytesOfSamples(profile) + (base === undefined ? 0 : bytesOfSamples(base)),
  }));
}

/** Those that were left of the same bytes. They are let go: the stacks are made of them, and stay in their place. */
export function takeSamples(bytes: ReadBytes): HeapSamples | undefined {
  return lastSamples.take(inputKey(bytes, KIND));
}

/** The profile, and its baseline. */
type ReadBytes = readonly [Uint8Array, Uint8Array | undefined];

const KIND = "samples";
/** Parent and frame of a node; node and samples of a stack, and a weight and an exact one of each type. */
const BYTES_OF_NODE = 4 + 4;
const BYTES_OF_STACK = 4 + 4;
const BYTES_OF_WEIGHT = 8 + 8;
/** A frame in its columns, and a function with its names. */
const BYTES_OF_FRAME = 4 + 4 + 1;
const BYTES_OF_FUNCTION = 400;

function bytesOfSamples({ graph }: PprofProfile): number {
  const { nodeParent, stackNode, frameFunction, functions, weights } = graph;
  return (
    nodeParent.length * BYTES_OF_NODE +
    stackNode.length * (BYTES_OF_STACK + weights.length * BYTES_OF_WEIGHT) +
    frameFunction.length * BYTES_OF_FRAME +
    functions.length * BYTES_OF_FUNCTION
  );
}
