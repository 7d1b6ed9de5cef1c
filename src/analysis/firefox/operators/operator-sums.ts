import { NONE } from "../../callgraph/indices.ts";
import { crateHashOfStacks } from "../../owners/operator-crate.ts";
import { addCost, addCostAt, type Cost, costOfSample, noCost, sumCosts } from "../cost.ts";
import type { OperatorMarkers } from "../format/feldera-markers.ts";
import type { TimeWindow } from "../threads/time-window.ts";
import type { JoinedThread, Side } from "./operator-join.ts";

export interface OperatorSums {
  readonly nodeId: string;
  readonly sides: Map<Side, OperatorSideSums>;
  /** By hash of the operator's crate, as far as its frames stand in the stacks. */
  readonly byCrate: Map<string, Cost>;
  /** Whether another operator was evaluated between the beginning and the end of one of its evaluations. */
  isSuspended: boolean;
}

/** What samples charge to an operator on one side, and what its own markers say there. */
export interface OperatorSideSums {
  readonly kind: string;
  readonly attributed: Cost;
  /** The part of that outside of its markers, which stacks tell alone. */
  readonly beside: Cost;
  /** By the number of the worker that ran it, or for which it was merged. */
  readonly byWorker: Map<number, Cost>;
  readonly told: ToldSums;
}

/** Of the markers that lie in the window as a whole; those that reach over its edges are only counted. */
export interface ToldSums {
  count: number;
  overEdge: number;
  realMicros: number;
  cpuMicros: number;
  maxRealMicros: number;
  maxCpuMicros: number;
  /** CPU of the samples within these same markers. */
  sampledMicros: number;
}

/** What each operator cost within the window; operators without a marker in it are left out. */
export function sumOperators(threads: readonly JoinedThread[], window: TimeWindow): OperatorSums[] {
  const operators = new Map<string, OperatorSums>();
  for (const joined of threads) {
    const sums = joined.thread.felderaMarkers.work.operators.map(({ nodeId, kind }) => {
      const operator = operators.get(nodeId) ?? {
        nodeId,
        sides: new Map<Side, OperatorSideSums>(),
        byCrate: new Map<string, Cost>(),
        isSuspended: false,
      };
      const side = operator.sides.get(joined.side) ?? newSide(kind);
      operators.set(nodeId, operator);
      operator.sides.set(joined.side, side);
      return { operator, side };
    });
    addMarkers(sums, joined, window);
    addSamples(sums, joined, window);
  }
  return [...operators.values()].flatMap(({ sides, ...operator }) => {
    const marked = [...sides].filter(([, { told }]) => told.count + told.overEdge > 0);
    return marked.length === 0 ? [] : [{ ...operator, sides: new Map(marked) }];
  });
}

/** On both sides. */
export function attributedTo({ sides }: OperatorSums): Cost {
  return sumCosts([...sides.values()].map(({ attributed }) => attributed));
}

interface Sums {
  readonly operator: OperatorSums;
  readonly side: OperatorSideSums;
}

function addMarkers(sums: readonly Sums[], { thread, side }: JoinedThread, window: TimeWindow): void {
  const { work } = thread.felderaMarkers;
  for (let row = 0; row < work.operator.length; row++) {
    const sum = sums[work.operator[row] ?? -1];
    const place = placeOf(work, row, window);
    if (sum === undefined || place === "outside") continue;
    if (side === "foreground" && holdsAnother(work, row)) sum.operator.isSuspended = true;
    const { told } = sum.side;
    if (place === "over edge") {
      told.overEdge++;
      continue;
    }
    const real = work.realMicros[row] ?? 0;
    const cpu = work.cpuMicros[row] ?? 0;
    told.count++;
    told.realMicros += real;
    told.cpuMicros += cpu;
    told.maxRealMicros = Math.max(told.maxRealMicros, real);
    told.maxCpuMicros = Math.max(told.maxCpuMicros, cpu);
  }
}

function addSamples(sums: readonly Sums[], joined: JoinedThread, window: TimeWindow): void {
  const { thread, isInWindow, markerOfSample } = joined;
  const { samples, felderaMarkers, graph } = thread;
  const { work } = felderaMarkers;
  const ownWorker = Number(/-(\d{1,6})$/.exec(thread.name)?.[1] ?? -1);
  const hashes = crateHashOfStacks(graph);
  for (let row = 0; row < markerOfSample.length; row++) {
    const marker = markerOfSample[row] ?? -1;
    const sum = sums[work.operator[marker] ?? -1];
    if (sum === undefined || isInWindow[row] === 0) continue;
    const cost = costOfSample(samples, row);
    const { attributed, byWorker, told } = sum.side;
    addCost(attributed, cost);
    const worker = work.worker[marker] ?? -1;
    addCostAt(byWorker, worker < 0 ? ownWorker : worker, cost);
    const hash = hashes[samples.stack[row] ?? NONE];
    if (hash !== undefined) addCostAt(sum.operator.byCrate, hash, cost);
    if (!holds(work, marker, samples.timeMs[row] ?? 0)) addCost(sum.side.beside, cost);
    else if (placeOf(work, marker, window) === "inside") told.sampledMicros += cost.cpuMicros;
  }
}

/** Where a marker lies with regard to the window. */
function placeOf({ startMs, endMs }: OperatorMarkers, row: number, window: TimeWindow) {
  const start = startMs[row] ?? 0;
  const end = endMs[row] ?? 0;
  if (window.startMs <= start && end <= window.endMs) return "inside";
  return end < window.startMs || window.endMs < start ? "outside" : "over edge";
}

function holds({ startMs, endMs }: OperatorMarkers, row: number, timeMs: number): boolean {
  return (startMs[row] ?? 0) <= timeMs && timeMs <= (endMs[row] ?? 0);
}

/** Whether another operator begins before this one ends, and is not one of a circuit nested in it. */
function holdsAnother({ operators, operator, startMs, endMs }: OperatorMarkers, row: number): boolean {
  if ((startMs[row + 1] ?? Number.POSITIVE_INFINITY) >= (endMs[row] ?? 0)) return false;
  const own = operators[operator[row] ?? -1]?.nodeId;
  return operators[operator[row + 1] ?? -1]?.nodeId.startsWith(`${own}_`) === false;
}

export function newSide(kind: string): OperatorSideSums {
  return {
    kind,
    attributed: noCost(),
    beside: noCost(),
    byWorker: new Map(),
    told: {
      count: 0,
      overEdge: 0,
      realMicros: 0,
      cpuMicros: 0,
      maxRealMicros: 0,
      maxCpuMicros: 0,
      sampledMicros: 0,
    },
  };
}
