import { Int32List } from "../../callgraph/int32-list.ts";
import type { StackTables } from "./stack-tables.ts";

/** The distinct stacks of one thread, on no more nodes of the call tree than they stand on. */
export interface ThreadStacks {
  readonly tables: StackTables;
  /** Index into `stackNode` of each sample, -1 for a sample without a stack. */
  readonly sampleStack: Int32Array;
  /** Leaf node of each stack. */
  readonly stackNode: Int32Array;
}

/**
 * Merges equal stacks and leaves out nodes that no sample of the thread is under: since version 60 all threads
 * share one table, and a pass over all of it for each thread would cost threads times nodes.
 *
 * @param sampleNode row of the stack table of each sample, -1 for none
 */
export function threadStacks(shared: StackTables, sampleNode: Int32Array): ThreadStacks {
  const numbers = numbersFor(shared.nodeParent);
  const leaves = distinctLeaves(sampleNode, numbers);
  const sampleStack = sampleNode.map((leaf) => numbers[leaf] ?? -1);
  for (const leaf of leaves) numbers[leaf] = -1;

  const nodes = nodesAbove(leaves, shared.nodeParent, numbers);
  nodes.forEach((node, number) => {
    numbers[node] = number;
  });
  const stacks = {
    tables: {
      ...shared,
      nodeParent: nodes.map((node) => numbers[shared.nodeParent[node] ?? -1] ?? -1),
      nodeFrame: nodes.map((node) => shared.nodeFrame[node] ?? 0),
    },
    sampleStack,
    stackNode: leaves.map((leaf) => numbers[leaf] ?? -1),
  };
  for (const node of nodes) numbers[node] = -1;
  return stacks;
}

/** A number for each node, all of them -1; kept with the table, since threads that share it take turns. */
function numbersFor(nodeParent: Int32Array): Int32Array {
  const kept = NUMBERS.get(nodeParent);
  if (kept !== undefined) return kept;
  const numbers = new Int32Array(nodeParent.length).fill(-1);
  NUMBERS.set(nodeParent, numbers);
  return numbers;
}

const NUMBERS = new WeakMap<Int32Array, Int32Array>();

/** In the order of the samples, and numbered in it. */
function distinctLeaves(sampleNode: Int32Array, numbers: Int32Array): Int32Array {
  const leaves = new Int32List();
  for (const leaf of sampleNode) {
    if (numbers[leaf] !== -1) continue;
    numbers[leaf] = leaves.length;
    leaves.push(leaf);
  }
  return leaves.toArray();
}

/** The leaves and all their ancestors, in ascending order, so that parents stay before their children. */
function nodesAbove(leaves: Int32Array, nodeParent: Int32Array, numbers: Int32Array): Int32Array {
  const found = new Int32List();
  for (const leaf of leaves) {
    for (let node = leaf; numbers[node] === -1; node = nodeParent[node] ?? -1) {
      numbers[node] = found.length;
      found.push(node);
    }
  }
  return found.toArray().sort();
}
