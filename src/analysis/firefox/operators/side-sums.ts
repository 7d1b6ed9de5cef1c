import { NONE } from "../../callgraph/indices.ts";
import { addCost, addCostAt, type Cost, costOfSample, noCost, sumCosts } from "../cost.ts";
import { type CostBasis, knownCost, rankedCost } from "../cost-basis.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";
import type { JoinedThread, Side } from "./operator-join.ts";
import type { OperatorSums } from "./operator-sums.ts";
import { type RestKind, restOfStacks } from "./rest-kinds.ts";

/** All that the workers, or the mergers, did within the window. */
export interface SideSums {
  readonly side: Side;
  readonly threads: number;
  readonly all: Cost;
  readonly attributed: Cost;
  /** The part of `attributed` in operators that were suspended while others ran. */
  readonly suspended: Cost;
  /** The part of `attributed` outside of markers, which stacks tell alone. */
  readonly beside: Cost;
  readonly rest: ReadonlyMap<RestKind, RestSums>;
  /** CPU that one sample stands for, in µs: the mean over all CPU, not over the samples. */
  readonly microsPerSample: number;
}

interface RestSums {
  readonly cost: Cost;
  readonly byFunction: Map<string, Cost>;
}

/** Functions listed for each kind of rest. */
const FUNCTIONS_SHOWN = 3;

export function sumSides(
  threads: readonly JoinedThread[],
  operators: readonly OperatorSums[],
): Record<Side, SideSums> {
  return {
    foreground: sumSide("foreground", threads, operators),
    background: sumSide("background", threads, operators),
  };
}

function sumSide(side: Side, threads: readonly JoinedThread[], operators: readonly OperatorSums[]): SideSums {
  const members = threads.filter((thread) => thread.side === side);
  const all = noCost();
  const rest = new Map<RestKind, RestSums>();
  let squares = 0;
  for (const { thread, isInWindow, markerOfSample } of members) {
    const stacks = restOfStacks(thread.graph);
    for (let row = 0; row < isInWindow.length; row++) {
      if (isInWindow[row] === 0) continue;
      const cost = costOfSample(thread.samples, row);
      addCost(all, cost);
      squares += cost.cpuMicros ** 2;
      if ((markerOfSample[row] ?? -1) >= 0) continue;
      const { kind, name } = stacks[thread.samples.stack[row] ?? NONE] ?? { kind: "other", name: undefined };
      const sum = rest.get(kind) ?? { cost: noCost(), byFunction: new Map<string, Cost>() };
      rest.set(kind, sum);
      addCost(sum.cost, cost);
      if (name !== undefined) addCostAt(sum.byFunction, name, cost);
    }
  }
  return {
    side,
    threads: members.length,
    all,
    attributed: sumAttributed(operators, side),
    suspended: sumAttributed(
      operators.filter(({ isSuspended }) => isSuspended),
      side,
    ),
    beside: sumCosts(operators.flatMap(({ sides }) => sides.get(side)?.beside ?? [])),
    rest,
    microsPerSample: all.cpuMicros === 0 ? 0 : squares / all.cpuMicros,
  };
}

export function sideFacts(
  { side, threads, all, attributed, suspended, beside, rest }: SideSums,
  basis: CostBasis,
): OperatorFacts["sides"][number] {
  const shareOfSide = (cost: Cost) => rankedCost(cost, basis) / (rankedCost(all, basis) || 1);
  const largestFirst = (a: { cost: Cost }, b: { cost: Cost }) =>
    rankedCost(b.cost, basis) - rankedCost(a.cost, basis);
  return {
    side,
    threads,
    ...knownCost(all, basis),
    attributed: knownCost(attributed, basis),
    attributedShare: shareOfSide(attributed),
    suspendedShare: shareOfSide(suspended),
    besideShare: shareOfSide(beside),
    rest: [...rest]
      .map(([kind, { cost, byFunction }]) => ({ kind, cost, byFunction }))
      .sort(largestFirst)
      .map(({ kind, cost, byFunction }) => ({
        kind,
        ...knownCost(cost, basis),
        share: shareOfSide(cost),
        functions: [...byFunction]
          .map(([name, cost]) => ({ name, cost }))
          .sort(largestFirst)
          .slice(0, FUNCTIONS_SHOWN)
          .map(({ name, cost }) => ({ name, ...knownCost(cost, basis) })),
      })),
  };
}

function sumAttributed(operators: readonly OperatorSums[], side: Side): Cost {
  return sumCosts(operators.flatMap(({ sides }) => sides.get(side)?.attributed ?? []));
}
