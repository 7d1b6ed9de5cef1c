import type { Column, FunctionIndex, StackIndex } from "../../callgraph/indices.ts";
import type { Int64Array } from "../../callgraph/int64.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import type { PprofHeader, PprofMapping } from "./tables.ts";

/** A decoded pprof profile. Its sample types are `graph.valueTypes`. */
export interface PprofProfile extends PprofHeader {
  readonly graph: CallGraph;
  /** Per sample type, the weights of the graph's stacks, exact beyond 2^53 too, where those of the graph are not. */
  readonly exactWeights: readonly Int64Array[];
  /** Where each function of the graph starts in its file, 0 where unknown. */
  readonly functionStartLine: Column<FunctionIndex, number>;
  /** Samples of the file that were merged into each stack of the graph. */
  readonly stackSamples: Column<StackIndex, number>;
  /** Samples in the file. */
  readonly sampleCount: number;
  /**
   * Per sample type: what pprof computes percentages of, the sum of all values without their signs. In a
   * difference that was made with pprof's -diff_base it is the sum over the base.
   */
  readonly totals: readonly number[];
  /** Whether values add up to more than 2^53, so that the weights of the graph are rounded. */
  readonly inexact: boolean;
  /** The first is the program itself. */
  readonly mappings: readonly PprofMapping[];
}
