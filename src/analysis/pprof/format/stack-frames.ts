import { type Column, type FrameIndex, NONE, toIndices } from "../../callgraph/indices.ts";
import { MalformedInput } from "../../malformed.ts";
import type { LocationFrames } from "./frames.ts";
import { KEEP, PRUNE, PRUNE_BENEATH } from "./prune.ts";
import type { Samples } from "./samples.ts";

/** Frames of all stacks, shared or not: what bounds the time, since one byte can refer to many inlined calls. */
const MAX_FRAMES = 200_000_000;
/** Of one stack. */
const MAX_DEPTH = 20_000_000;

/** The frames of one sample after the other, from the root to the leaf; what is behind `depth` of them is left over. */
export class StackFrames {
  depth = 0;
  #read = 0;
  #frames: Int32Array = new Int32Array(1024);
  readonly #ofLocations: LocationFrames;
  /** Whether each location stands for one frame, and none is pruned, as in heap profiles of Feldera. */
  readonly #isOneEach: boolean;

  constructor(ofLocations: LocationFrames) {
    const { frames, pruning } = ofLocations;
    this.#ofLocations = ofLocations;
    this.#isOneEach = frames.length === pruning.length && pruning.every((pruned) => pruned === KEEP);
  }

  get frames(): Column<number, FrameIndex> {
    return toIndices(this.#frames);
  }

  /** @throws MalformedInput where they are too many, in one stack or in all up to here */
  read(samples: Samples): void {
    this.depth = this.#isOneEach ? this.#readOneEach(samples) : this.#readAll(samples);
    this.#read += this.depth;
    if (this.#read > MAX_FRAMES) throw tooManyFrames(samples);
  }

  #readOneEach({ locations, depth }: Samples): number {
    const { frames } = this.#ofLocations;
    const stack = depth > this.#frames.length ? this.#larger(depth) : this.#frames;
    for (let index = depth - 1, at = 0; index >= 0; index--, at++) {
      stack[at] = frames[locations[index] ?? 0] ?? NONE;
    }
    return depth;
  }

  #readAll(samples: Samples): number {
    const { firstFrame, frames, pruning } = this.#ofLocations;
    const { locations } = samples;
    let stack = this.#frames;
    let depth = 0;
    let mayPrune = false;
    for (let index = samples.depth - 1; index >= 0; index--) {
      const location = locations[index] ?? 0;
      const pruned = pruning[location] ?? KEEP;
      if (pruned === KEEP) mayPrune = true;
      if (pruned === PRUNE && mayPrune) break;
      const end = firstFrame[location + 1] ?? 0;
      const start = firstFrame[location] ?? 0;
      if (depth + end - start > stack.length) {
        if (depth + end - start > MAX_DEPTH) throw tooManyFrames(samples);
        stack = this.#larger(depth + end - start);
      }
      for (let frame = start; frame < end; frame++) stack[depth++] = frames[frame] ?? NONE;
      if (pruned === PRUNE_BENEATH && mayPrune) break;
    }
    return depth;
  }

  #larger(least: number): Int32Array {
    const larger = new Int32Array(least * 2);
    larger.set(this.#frames);
    this.#frames = larger;
    return larger;
  }
}

export function tooManyFrames({ sampleCount }: Samples): MalformedInput {
  return new MalformedInput(
    "pprof",
    `sample ${sampleCount}`,
    "the stacks up to here have too many frames to hold",
  );
}
