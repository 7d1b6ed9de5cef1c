import { NONE } from "../../callgraph/indices.ts";
import { type Amount, addAmount, addAmountAt, noAmount, sampleAmount, sumAmounts } from "../amount.ts";
import { amountFacts, amountOf, type Scale } from "../scale.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";
import type { JoinedThread, Side } from "./operator-join.ts";
import type { OperatorSums } from "./operator-sums.ts";
import { type RestKind, restOfStacks } from "./rest-kinds.ts";

/** All that the workers, or the mergers, did within the window. */
export interface SideSums {
  readonly side: Side;
  readonly threads: number;
  readonly all: Amount;
  readonly charged: Amount;
  /** The part of `charged` in operators that were suspended while others ran. */
  readonly suspended: Amount;
  readonly rest: ReadonlyMap<RestKind, RestSums>;
  /** CPU that one sample stands for, in µs: the mean over all CPU, not over the samples. */
  readonly microsPerSample: number;
}

interface RestSums {
  readonly amount: Amount;
  readonly byFunction: Map<string, Amount>;
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
  const all = noAmount();
  const rest = new Map<RestKind, RestSums>();
  let squares = 0;
  for (const { thread, isInWindow, markerOfSample } of members) {
    const stacks = restOfStacks(thread.graph);
    for (let row = 0; row < isInWindow.length; row++) {
      if (isInWindow[row] === 0) continue;
      const amount = sampleAmount(thread.samples, row);
      addAmount(all, amount);
      squares += amount.cpuMicros ** 2;
      if ((markerOfSample[row] ?? -1) >= 0) continue;
      const { kind, name } = stacks[thread.samples.stack[row] ?? NONE] ?? { kind: "other", name: undefined };
      const sum = rest.get(kind) ?? { amount: noAmount(), byFunction: new Map<string, Amount>() };
      rest.set(kind, sum);
      addAmount(sum.amount, amount);
      if (name !== undefined) addAmountAt(sum.byFunction, name, amount);
    }
  }
  return {
    side,
    threads: members.length,
    all,
    charged: sumCharged(operators, side),
    suspended: sumCharged(
      operators.filter(({ isSuspended }) => isSuspended),
      side,
    ),
    rest,
    microsPerSample: all.cpuMicros === 0 ? 0 : squares / all.cpuMicros,
  };
}

export function sideFacts(
  { side, threads, all, charged, suspended, rest }: SideSums,
  scale: Scale,
): OperatorFacts["sides"][number] {
  const shareOfSide = (amount: Amount) => amountOf(amount, scale) / (amountOf(all, scale) || 1);
  const largestFirst = (a: { amount: Amount }, b: { amount: Amount }) =>
    amountOf(b.amount, scale) - amountOf(a.amount, scale);
  return {
    side,
    threads,
    ...amountFacts(all, scale),
    charged: amountFacts(charged, scale),
    chargedShare: shareOfSide(charged),
    suspendedShare: shareOfSide(suspended),
    rest: [...rest]
      .map(([kind, { amount, byFunction }]) => ({ kind, amount, byFunction }))
      .sort(largestFirst)
      .map(({ kind, amount, byFunction }) => ({
        kind,
        ...amountFacts(amount, scale),
        share: shareOfSide(amount),
        functions: [...byFunction]
          .map(([name, amount]) => ({ name, amount }))
          .sort(largestFirst)
          .slice(0, FUNCTIONS_SHOWN)
          .map(({ name, amount }) => ({ name, ...amountFacts(amount, scale) })),
      })),
  };
}

function sumCharged(operators: readonly OperatorSums[], side: Side): Amount {
  return sumAmounts(operators.flatMap(({ sides }) => sides.get(side)?.charged ?? []));
}
