import type { MarkedThread } from "../../firefox/format/decode.ts";
import { elsewhereFacts } from "../../firefox/operators/elsewhere-facts.ts";
import { joinProfile, type Side } from "../../firefox/operators/operator-join.ts";
import { attributedTo, sumOperators } from "../../firefox/operators/operator-sums.ts";
import { type SideSums, sumSides } from "../../firefox/operators/side-sums.ts";
import type { ProgramOperator, ProgramOperators } from "../program-operators.ts";
import type { LedgerCpu } from "./ledger-schema.ts";

/** CPU by operator, in seconds, and what else was spent. */
export interface CpuByOperator {
  readonly cpu: LedgerCpu;
  readonly ofOperator: ReadonlyMap<ProgramOperator, number>;
}

const MICROS = 1_000_000;

const SIDE_NAMES: Readonly<Record<Side, LedgerCpu["sides"][number]["side"]>> = {
  foreground: "workers",
  background: "mergers",
};

/**
 * Charges the CPU of samples to the operators of a program, by Feldera's markers. Undefined where the profile has no
 * CPU times, or no markers that say what ran when.
 */
export function cpuByOperator(
  threads: readonly MarkedThread[],
  program: ProgramOperators,
): CpuByOperator | undefined {
  const { joined, window } = joinProfile(threads, {});
  const hasCpu = threads.some(({ samples }) => samples.cpuMicros !== undefined);
  if (window === undefined || !hasCpu) return undefined;
  const sums = sumOperators(joined, window);
  const sides = Object.values(sumSides(joined, sums)).map(sideOf);
  const basis = { hasCpu, whole: 1, windowMicros: 1 };
  const elsewhere = elsewhereFacts(threads, window, basis).map(({ group, cpuMicros = 0 }) => ({
    name: group,
    amount: cpuMicros / MICROS,
  }));
  const ofOperator = new Map<ProgramOperator, number>();
  let unknown = 0;
  let suspended = 0;
  for (const one of sums) {
    const seconds = attributedTo(one).cpuMicros / MICROS;
    const owner = program.ofNode(one.nodeId);
    if (one.isSuspended) suspended += seconds;
    if (owner === undefined) unknown += seconds;
    else ofOperator.set(owner, (ofOperator.get(owner) ?? 0) + seconds);
  }
  const amounts = (parts: readonly { readonly amount: number }[]) =>
    parts.reduce((sum, { amount }) => sum + amount, 0);
  return {
    ofOperator,
    cpu: {
      window_s: (window.endMs - window.startMs) / 1000,
      total_s: sides.reduce((sum, { total_s }) => sum + total_s, 0) + amounts(elsewhere),
      operators_s: sides.reduce((sum, { operators_s }) => sum + operators_s, 0),
      suspended_s: suspended,
      sides,
      elsewhere,
      unknown_nodes_s: unknown,
    },
  };
}

function sideOf({ side, all, attributed, beside, rest }: SideSums): LedgerCpu["sides"][number] {
  return {
    side: SIDE_NAMES[side],
    total_s: all.cpuMicros / MICROS,
    operators_s: attributed.cpuMicros / MICROS,
    beside_s: beside.cpuMicros / MICROS,
    parts: [...rest]
      .map(([name, { cost }]) => ({ name, amount: cost.cpuMicros / MICROS }))
      .toSorted((a, b) => b.amount - a.amount),
  };
}
