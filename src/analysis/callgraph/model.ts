import type { Column, FrameIndex, FunctionIndex, NodeIndex, StackIndex } from "./indices.ts";

/**
 * Weighted stacks of functions: the one model that every profile becomes. A heap profile (pprof) and each
 * thread of a CPU profile (Firefox Profiler) decode into it, and every analysis is written over it once.
 *
 * Three levels, each an index into the one before, whose types tell them apart:
 * - a *function*: its name, file and object file (pprof's mapping, samply's library);
 * - a *frame*: a function at a line, perhaps inlined into its caller;
 * - a *node* of the call tree: a frame called by its parent node. Parents come before their children, so one
 *   pass from the end adds leaves into roots, and one pass from the start sees ancestors first.
 *
 * A *stack* is the node of its leaf frame, with one weight per value type. Equal stacks are merged by the
 * decoder, so memory grows with distinct stacks and not with samples; only samples with negative values (of
 * differences between profiles) stay apart, because sums of magnitudes need them so.
 */
export interface CallGraph {
  readonly functions: FunctionTable;
  /** Function of each frame. */
  readonly frameFunction: Column<FrameIndex, FunctionIndex>;
  /** Source line of each frame, 0 where unknown. */
  readonly frameLine: Column<FrameIndex, number>;
  /** 1 where the frame was inlined into its caller. */
  readonly frameInlined: Column<FrameIndex, number>;
  /** Parent of each node, NONE for a root; always smaller than the node's own index. */
  readonly nodeParent: Column<NodeIndex, NodeIndex>;
  /** Frame of each node. */
  readonly nodeFrame: Column<NodeIndex, FrameIndex>;
  /** Leaf node of each stack, NONE for an empty stack. */
  readonly stackNode: Column<StackIndex, NodeIndex>;
  readonly valueTypes: readonly ValueType[];
  /** Per value type, the weight of each stack, in the unit of the type. */
  readonly weights: readonly StackWeights[];
}

export type StackWeights = Column<StackIndex, number> & Pick<Float64Array, "reduce">;

export type FunctionTable = Column<FunctionIndex, FunctionInfo> &
  Pick<readonly FunctionInfo[], "map" | "some" | "every">;

export interface FunctionInfo {
  /** As a person reads it; empty where the frame was not symbolised. */
  readonly name: string;
  /** As the linker knows it; equal to `name` where the profile has only one. */
  readonly systemName: string;
  readonly file: string;
  /** Path of the executable or library, empty where unknown. */
  readonly object: string;
  /** Set where only the object file is known, or nothing: there is no name and no file, not even an empty one. */
  readonly unsymbolised?: true;
  /** Set where there is no object file, not even one without a name. */
  readonly unmapped?: true;
}

/** A pprof sample type such as inuse_space in bytes, or a CPU profile's samples in count and cpu in µs. */
export interface ValueType {
  readonly type: string;
  readonly unit: string;
}
