import type { CostedOperator } from "./costed-operators.ts";
import type { Costs } from "./ledger-schema.ts";
import { MEASURES } from "./measures.ts";

/** A line is hot that has so much of the sum of some measure. */
const HOT_SHARE = 0.05;

export function isHot(shares: Costs): boolean {
  return MEASURES.some((name) => (shares[name] ?? 0) >= HOT_SHARE);
}

export interface ChargedLines {
  readonly byLine: ReadonlyMap<number, readonly CostedOperator[]>;
  /** Those without a place, and those whose line the text does not have. */
  readonly elsewhere: readonly CostedOperator[];
}

/** Each operator is charged to one line: where its first position starts. @param lines of the program's text */
export function chargedLines(operators: readonly CostedOperator[], lines: number): ChargedLines {
  const byLine = new Map<number, CostedOperator[]>();
  const elsewhere: CostedOperator[] = [];
  for (const one of operators) {
    const line = one.owner.place?.line;
    if (line === undefined || line > lines) elsewhere.push(one);
    else if (byLine.get(line)?.push(one) === undefined) byLine.set(line, [one]);
  }
  return { byLine, elsewhere };
}
