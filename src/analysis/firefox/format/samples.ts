import { type Column, NONE, type NodeIndex, type StackIndex, toIndices } from "../../callgraph/indices.ts";
import type { CallGraph, ValueType } from "../../callgraph/model.ts";
import { amountColumn, hasColumn, optionalIndexColumn, type Table, tableAt, timeColumn } from "./columns.ts";
import { isPresent, type JsonPart, jsonValue, malformed } from "./json-part.ts";
import type { StackTables } from "./stack-tables.ts";
import { threadStacks } from "./thread-stacks.ts";

/** The samples of one thread in the order of the file, one entry per row of its sample table. */
export interface Samples {
  /** On the clock of the recording; samply counts from the start of the machine. */
  readonly timeMs: Float64Array;
  /** The call graph's stack of each row, NONE for a sample without one. */
  readonly stack: Column<number, StackIndex>;
  /** How many samples the row stands for: more than 1 where samply folded a wait into one row. */
  readonly weight: Float64Array;
  /** CPU time since the thread's previous sample; absent where the file has none in a unit of time. */
  readonly cpuMicros: Float64Array | undefined;
}

const SAMPLES: ValueType = { type: "samples", unit: "count" };
const CPU: ValueType = { type: "cpu", unit: "µs" };

/** The units of meta.sampleUnits.threadCPUDelta that are times; "variable CPU cycles" is not one. */
const MICROS_PER_UNIT = new Map([
  ["ns", 0.001],
  ["µs", 1],
]);

export function isTimeUnit(cpuUnit: string): boolean {
  return MICROS_PER_UNIT.has(cpuUnit);
}

/** @param cpuUnit unit of threadCPUDelta as the file states it */
export function readSamples(
  part: JsonPart | undefined,
  where: string,
  stacks: StackTables,
  cpuUnit: string | undefined,
): { samples: Samples; graph: CallGraph } {
  const table = tableAt(part, where);
  requireSampleWeights(table);
  const node = toIndices<number, NodeIndex>(optionalIndexColumn(table, "stack", stacks.nodeParent.length));
  const weight = hasColumn(table, "weight")
    ? amountColumn(table, "weight")
    : new Float64Array(table.length).fill(1);
  return weighStacks(stacks, node, {
    timeMs: timeColumn(table),
    weight,
    cpuMicros: readCpuMicros(table, cpuUnit),
  });
}

/** The samples of a thread that `keep` names by their row, and the thread's stacks weighted by them alone. */
export function selectSamples<Thread extends { readonly samples: Samples; readonly graph: CallGraph }>(
  thread: Thread,
  keep: (row: number) => boolean,
): Thread {
  const { samples, graph } = thread;
  const node = Int32Array.from(samples.stack, (stack) => graph.stackNode[stack] ?? NONE);
  return {
    ...thread,
    ...weighStacks(graph, toIndices(node.filter((_, row) => keep(row))), {
      timeMs: samples.timeMs.filter((_, row) => keep(row)),
      weight: samples.weight.filter((_, row) => keep(row)),
      cpuMicros: samples.cpuMicros?.filter((_, row) => keep(row)),
    }),
  };
}

/** @param node the leaf of each sample's stack, NONE for a sample without one */
function weighStacks(
  stacks: StackTables,
  node: Column<number, NodeIndex>,
  columns: Omit<Samples, "stack">,
): { samples: Samples; graph: CallGraph } {
  const { weight, cpuMicros } = columns;
  const { tables, sampleStack, stackNode } = threadStacks(stacks, node);
  const perStack = (amounts: Float64Array) => sumPerStack(amounts, sampleStack, stackNode.length);
  return {
    samples: { ...columns, stack: sampleStack },
    graph: {
      ...tables,
      stackNode,
      valueTypes: cpuMicros === undefined ? [SAMPLES] : [SAMPLES, CPU],
      weights: cpuMicros === undefined ? [perStack(weight)] : [perStack(weight), perStack(cpuMicros)],
    },
  };
}

/** The format also allows weights in ms and in bytes; no CPU profile of samply has them. */
function requireSampleWeights({ columns, where }: Table): void {
  const type = columns.get("weightType");
  if (isPresent(type) && jsonValue(type) !== "samples")
    throw malformed(`${where}.weightType`, "only weights in samples can be read");
}

function readCpuMicros(table: Table, cpuUnit: string | undefined): Float64Array | undefined {
  const micros = MICROS_PER_UNIT.get(cpuUnit ?? "");
  if (micros === undefined || !hasColumn(table, "threadCPUDelta")) return undefined;
  return amountColumn(table, "threadCPUDelta").map((delta) => delta * micros);
}

function sumPerStack(
  amounts: Float64Array,
  sampleStack: Column<number, StackIndex>,
  stacks: number,
): Float64Array {
  const sums = new Float64Array(stacks);
  for (let row = 0; row < sampleStack.length; row++) {
    const stack = sampleStack[row] ?? -1;
    if (stack >= 0) sums[stack] = (sums[stack] ?? 0) + (amounts[row] ?? 0);
  }
  return sums;
}
