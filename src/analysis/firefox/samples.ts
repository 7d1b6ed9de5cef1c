import type { CallGraph, ValueType } from "../callgraph/model.ts";
import {
  amountColumn,
  hasColumn,
  malformed,
  optionalIndexColumn,
  type Table,
  tableAt,
  timeColumn,
} from "./columns.ts";
import type { StackTables } from "./stack-tables.ts";
import { threadStacks } from "./thread-stacks.ts";

/** The samples of one thread in the order of the file, one entry per row of its sample table. */
export interface Samples {
  /** On the clock of the recording; samply counts from the start of the machine. */
  readonly timeMs: Float64Array;
  /** Index into the call graph's stacks, -1 for a sample without one. */
  readonly stack: Int32Array;
  /** How many samples the row stands for: more than 1 where samply folded a wait into one row. */
  readonly weight: Float64Array;
  /** CPU time since the thread's previous sample; absent where the file has none in a unit of time. */
  readonly cpuMicros: Float64Array | undefined;
}

const SAMPLES: ValueType = { type: "samples", unit: "count" };
const CPU: ValueType = { type: "cpu", unit: "µs" };

/** The units of meta.sampleUnits.threadCPUDelta that are times; "variable CPU cycles" is none. */
const MICROS_PER_UNIT = new Map([
  ["ns", 0.001],
  ["µs", 1],
]);

export function isTimeUnit(cpuUnit: string): boolean {
  return MICROS_PER_UNIT.has(cpuUnit);
}

/** @param cpuUnit unit of threadCPUDelta as the file states it */
export function readSamples(
  value: unknown,
  where: string,
  stacks: StackTables,
  cpuUnit: string | undefined,
): { samples: Samples; graph: CallGraph } {
  const table = tableAt(value, where);
  requireSampleWeights(table);
  const node = optionalIndexColumn(table, "stack", stacks.nodeParent.length);
  const weight = hasColumn(table, "weight")
    ? amountColumn(table, "weight")
    : new Float64Array(table.length).fill(1);
  const cpuMicros = readCpuMicros(table, cpuUnit);
  const { tables, sampleStack, stackNode } = threadStacks(stacks, node);
  const perStack = (amounts: Float64Array) => sumPerStack(amounts, sampleStack, stackNode.length);
  return {
    samples: { timeMs: timeColumn(table), stack: sampleStack, weight, cpuMicros },
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
  const type = columns.weightType ?? "samples";
  if (type !== "samples") throw malformed(`${where}.weightType`, "only weights in samples can be read");
}

function readCpuMicros(table: Table, cpuUnit: string | undefined): Float64Array | undefined {
  const micros = MICROS_PER_UNIT.get(cpuUnit ?? "");
  if (micros === undefined || !hasColumn(table, "threadCPUDelta")) return undefined;
  return amountColumn(table, "threadCPUDelta").map((delta) => delta * micros);
}

function sumPerStack(amounts: Float64Array, sampleStack: Int32Array, stacks: number): Float64Array {
  const sums = new Float64Array(stacks);
  for (let row = 0; row < sampleStack.length; row++) {
    const stack = sampleStack[row] ?? -1;
    if (stack >= 0) sums[stack] = (sums[stack] ?? 0) + (amounts[row] ?? 0);
  }
  return sums;
}
