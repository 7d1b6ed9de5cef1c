import type { ProgramOperator } from "../program-operators.ts";
import type { CostedOperator } from "./costed-operators.ts";
import type { Costs } from "./ledger-schema.ts";
import { matchedOperators } from "./matched-operators.ts";

/** What state is measured by, which may be compared as it is. */
export const GROWTH_MEASURES = ["memory_bytes", "storage_bytes", "state_records"] as const;

/** By how much the state of each operator has grown, or shrunk where that is below 0. */
export interface Growth {
  readonly ofOperator: ReadonlyMap<ProgramOperator, Costs>;
  /** Of operators that the program no longer has. */
  readonly gone: Costs;
}

export function growthOf(before: readonly CostedOperator[], after: readonly CostedOperator[]): Growth {
  const ofOperator = new Map<ProgramOperator, Costs>();
  const gone: Costs = {};
  for (const { before: old, after: now } of matchedOperators(before, after)) {
    const change: Costs = now === undefined ? gone : {};
    for (const name of GROWTH_MEASURES) {
      const [was, is] = [old?.costs[name], now?.costs[name]];
      if (was === undefined && is === undefined) continue;
      change[name] = (change[name] ?? 0) + (is ?? 0) - (was ?? 0);
    }
    if (now !== undefined) ofOperator.set(now.owner, change);
  }
  return { ofOperator, gone };
}
