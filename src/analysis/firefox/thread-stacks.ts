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
  const leaves = new Set(sampleNode);
  leaves.delete(-1);
  const nodes = nodesAbove(leaves, shared.nodeParent);
  const numberOfNode = numbering(nodes);
  const numberOfLeaf = numbering(leaves);
  return {
    tables: {
      ...shared,
      nodeParent: nodes.map((node) => numberOfNode.get(shared.nodeParent[node] ?? -1) ?? -1),
      nodeFrame: nodes.map((node) => shared.nodeFrame[node] ?? 0),
    },
    sampleStack: sampleNode.map((leaf) => numberOfLeaf.get(leaf) ?? -1),
    stackNode: Int32Array.from(leaves, (leaf) => numberOfNode.get(leaf) ?? -1),
  };
}

/** The leaves and all their ancestors, in ascending order, so that parents stay before their children. */
function nodesAbove(leaves: ReadonlySet<number>, nodeParent: Int32Array): Int32Array {
  const found = new Set<number>();
  for (const leaf of leaves) {
    for (let node = leaf; node >= 0 && !found.has(node); node = nodeParent[node] ?? -1) found.add(node);
  }
  return Int32Array.from(found).sort();
}

function numbering(values: Iterable<number>): Map<number, number> {
  const numbers = new Map<number, number>();
  for (const value of values) numbers.set(value, numbers.size);
  return numbers;
}
