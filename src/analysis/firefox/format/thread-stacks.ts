import {
  type Column,
  mapColumn,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndex,
  toIndices,
} from "../../callgraph/indices.ts";
import { Int32List } from "../../callgraph/int32-list.ts";
import type { StackTables } from "./stack-tables.ts";

/** The distinct stacks of one thread, on no more nodes of the call tree than they stand on. */
export interface ThreadStacks {
  readonly tables: StackTables;
  /** The stack of each sample, NONE for a sample without one. */
  readonly sampleStack: Column<number, StackIndex>;
  /** Leaf node of each stack. */
  readonly stackNode: Column<StackIndex, NodeIndex>;
}

/**
 * Merges equal stacks and leaves out nodes that no sample of the thread is under: since version 60 all threads
 * share one table, and a pass over all of it for each thread would cost threads times nodes.
 *
 * @param sampleNode the leaf of each sample's stack in the shared table, NONE for a sample without one
 */
export function threadStacks(shared: StackTables, sampleNode: Column<number, NodeIndex>): ThreadStacks {
  const numbers = numbersFor(shared.nodeParent);
  const leaves = distinctLeaves(sampleNode, numbers);
  const sampleStack = mapColumn(sampleNode, (leaf) => toIndex<"stack">(numbers[leaf] ?? NONE));
  for (const leaf of leaves) numbers[leaf] = NONE;

  const nodes = nodesAbove(leaves, shared.nodeParent, numbers);
  let count = 0;
  for (const node of nodes) numbers[node] = count++;
  const numberOf = (node: NodeIndex) => toIndex<"node">(numbers[node] ?? NONE);
  const stacks = {
    tables: {
      ...shared,
      nodeParent: mapColumn(nodes, (node) => numberOf(shared.nodeParent[node] ?? NONE)),
      nodeFrame: mapColumn(nodes, (node) => shared.nodeFrame[node] ?? NONE),
    },
    sampleStack,
    stackNode: mapColumn(leaves, numberOf),
  };
  for (const node of nodes) numbers[node] = NONE;
  return stacks;
}

type Parents = StackTables["nodeParent"];

/** A number for each node, all of them NONE; kept with the table, since threads that share it take turns. */
function numbersFor(nodeParent: Parents): Int32Array {
  const kept = NUMBERS.get(nodeParent);
  if (kept !== undefined) return kept;
  const numbers = new Int32Array(nodeParent.length).fill(NONE);
  NUMBERS.set(nodeParent, numbers);
  return numbers;
}

const NUMBERS = new WeakMap<Parents, Int32Array>();

/** In the order of the samples, and numbered in it. */
function distinctLeaves(
  sampleNode: Column<number, NodeIndex>,
  numbers: Int32Array,
): Column<StackIndex, NodeIndex> {
  const leaves = new Int32List();
  for (const leaf of sampleNode) {
    if (numbers[leaf] !== NONE) continue;
    numbers[leaf] = leaves.length;
    leaves.push(leaf);
  }
  return toIndices(leaves.toArray());
}

/** The leaves and all their ancestors in the shared table, in ascending order: parents stay before their children. */
function nodesAbove(
  leaves: Column<StackIndex, NodeIndex>,
  nodeParent: Parents,
  numbers: Int32Array,
): Column<NodeIndex, NodeIndex> {
  const found = new Int32List();
  for (const leaf of leaves) {
    for (let node = leaf; numbers[node] === NONE; node = nodeParent[node] ?? NONE) {
      numbers[node] = found.length;
      found.push(node);
    }
  }
  return toIndices(found.toArray().sort());
}
