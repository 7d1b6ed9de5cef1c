import { type StackFilter, stacksInFocus } from "../../callgraph/filter.ts";
import {
  type Column,
  FIRST,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndex,
  toIndices,
} from "../../callgraph/indices.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import { isBareRust } from "../../owners/file-path.ts";
import { type StackOwner, stackOwners } from "../../owners/stack-owner.ts";
import { classOf, isSystemObject } from "./frame-class.ts";
import type { ProgramFrames } from "./program-frames.ts";

/** What stands in for the site of a stack that has none. All are negative: they are no node of the tree. */
export const UNSITED: NodeIndex = NONE;
export const PROFILER: NodeIndex = toIndex(-2);
export const LEFT_OUT: NodeIndex = toIndex(-3);

/**
 * The node of each stack's site, or one of the constants above.
 *
 * @param inProfiler 1 for each node at or below a frame of the profiler
 */
export function sitesOfStacks(
  graph: CallGraph,
  program: ProgramFrames,
  inProfiler: Column<NodeIndex, number>,
  filter: StackFilter,
): Column<StackIndex, NodeIndex> {
  const inFocus = stacksInFocus(graph, filter);
  const parentOf = (node: NodeIndex) => graph.nodeParent[node] ?? NONE;
  const sites = Int32Array.from(graph.stackNode, (leaf, stack) => {
    if (inFocus?.[toIndex<"stack">(stack)] === 0) return LEFT_OUT;
    if (inProfiler[leaf] === 1) return PROFILER;
    let node = leaf;
    while (node >= 0 && program.isAllocator(node)) node = parentOf(node);
    while (node >= 0 && program.keyOf(node) < 0) node = parentOf(node);
    return node < 0 ? UNSITED : node;
  });
  return toIndices(sites);
}

/** A part of Feldera. */
export type HeapOwner = Omit<StackOwner, "node">;

/** Whom the stacks of a profile belong to. */
export interface HeapOwners {
  /** All that there are, each once. */
  readonly list: readonly HeapOwner[];
  /** For each stack, the position of its owner in the list. */
  readonly ofStack: Column<StackIndex, number>;
  /** For each stack, the node of the frame that names its owner best, NONE where nothing does. */
  readonly nodeOfStack: Column<StackIndex, NodeIndex>;
}

const UNTOLD: HeapOwner = { subsystem: "untold", part: {} };
const HEAP_PROFILER: HeapOwner = { subsystem: "heap_profiler", part: {} };

/** @param inProfiler 1 for each node at or below a frame of the profiler */
export function heapOwners(graph: CallGraph, inProfiler: Column<NodeIndex, number>): HeapOwners {
  const { stackNode } = graph;
  const ownerOf = stackOwners(graph);
  const isUntold = untoldStacks(graph);
  const list: HeapOwner[] = [];
  const positions = new Map<string, number>();

  function positionOf(owner: HeapOwner): number {
    const key = keyOf(owner);
    const known = positions.get(key);
    if (known !== undefined) return known;
    positions.set(key, list.length);
    return list.push(owner) - 1;
  }

  const ofStack = new Int32Array(stackNode.length);
  const nodeOfStack = new Int32Array(stackNode.length);
  for (let stack: StackIndex = FIRST; stack < stackNode.length; stack++) {
    const leaf = stackNode[stack] ?? NONE;
    const { node, subsystem, part } = ownerOf(leaf);
    const isNobodys = subsystem === "other" || subsystem === "runtime";
    const owner = isNobodys && isUntold(leaf) ? UNTOLD : { subsystem, part };
    ofStack[stack] = positionOf(inProfiler[leaf] === 1 ? HEAP_PROFILER : owner);
    nodeOfStack[stack] = node;
  }
  return { list, ofStack, nodeOfStack: toIndices(nodeOfStack) };
}

/** Says of the stack that ends at a node whether its frames of the program have no names, or bare ones. */
function untoldStacks({
  functions,
  frameFunction,
  nodeFrame,
  nodeParent,
}: CallGraph): (leaf: NodeIndex) => boolean {
  const tells = functions.map((info) => classOf(info) === "program" && !isBareRust(info));
  const hides = functions.map(
    (info) => isBareRust(info) || (info.name === "" && !isSystemObject(info.object)),
  );
  return (leaf) => {
    let isHidden = false;
    for (let node = leaf; node >= 0; node = nodeParent[node] ?? NONE) {
      const owner = frameFunction[nodeFrame[node] ?? NONE] ?? NONE;
      if (tells[owner] === true) return false;
      isHidden ||= hides[owner] === true;
    }
    return isHidden;
  };
}

function keyOf({ subsystem, part: { name, stage, by } }: HeapOwner): string {
  return `${subsystem} ${name ?? ""} ${stage ?? ""} ${by ?? ""}`;
}
