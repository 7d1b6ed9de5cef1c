import { NONE } from "../../callgraph/indices.ts";
import { crateHashOfStacks } from "../../owners/operator-crate.ts";
import type { MarkedThread } from "../format/decode.ts";

export interface MarkedSamples {
  readonly thread: MarkedThread;
  /** The marker that holds each sample, -1 where none does. */
  readonly markerOfSample: Int32Array;
}

/**
 * Charges samples of workers that no marker holds, but whose stacks stand in the code of an operator: an evaluation that
 * has no end within the recording leaves no marker. An operator's code is the crate that stands in its markers' stacks
 * and in no other's. What is charged is filled in, as one of the operator's markers on the same thread.
 */
export function chargeOwnCode(ofWorkers: readonly MarkedSamples[]): void {
  const workers = ofWorkers.map((one) => ({ ...one, crates: crateHashOfStacks(one.thread.graph) }));
  const owners = new Map<string, Set<string>>();
  for (const { thread, markerOfSample, crates } of workers) {
    const { operators, operator } = thread.felderaMarkers.work;
    for (const [row, marker] of markerOfSample.entries()) {
      const crate = crates[thread.samples.stack[row] ?? NONE];
      const owner = operators[operator[marker] ?? -1]?.nodeId;
      if (crate === undefined || owner === undefined) continue;
      owners.set(crate, (owners.get(crate) ?? new Set()).add(owner));
    }
  }
  for (const { thread, markerOfSample, crates } of workers) {
    const markers = lastMarkers(thread);
    for (const [row, marker] of markerOfSample.entries()) {
      if (marker !== -1) continue;
      const [owner, ...others] = owners.get(crates[thread.samples.stack[row] ?? NONE] ?? "") ?? [];
      if (owner !== undefined && others.length === 0) markerOfSample[row] = markers.get(owner) ?? -1;
    }
  }
}

/** The last marker of each node on a thread. */
function lastMarkers({ felderaMarkers: { work } }: MarkedThread): Map<string, number> {
  // There are some hundred thousand markers of some hundred operators.
  const ofOperators = new Int32Array(work.operators.length);
  for (let marker = 0; marker < work.operator.length; marker++)
    ofOperators[work.operator[marker] ?? -1] = marker;
  const ofNodes = new Map<string, number>();
  for (const [of, { nodeId }] of work.operators.entries()) {
    ofNodes.set(nodeId, Math.max(ofOperators[of] ?? 0, ofNodes.get(nodeId) ?? 0));
  }
  return ofNodes;
}
