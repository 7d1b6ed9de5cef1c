import type { Measure } from "../../analysis/operators/ledger/measures.ts";
import type { PictureOf } from "../../answers/pictures.ts";

/** What the pictures of operators have in common. */
export type OperatorFacts = Omit<
  PictureOf<"dataflow">,
  "picture" | "relations" | "relation" | "edges" | "relation_edges"
>;

export type Place = OperatorFacts["places"][number];

/** What operators are compared by, in the order in which it is offered. */
export const COMPARED_BY = [
  "runtime_s",
  "cpu_s",
  "memory_bytes",
  "heap_bytes",
  "state_records",
  "storage_bytes",
] as const satisfies readonly Measure[];

/** Those of them that something reports. */
export function comparable({ measures }: Pick<OperatorFacts, "measures">): readonly Measure[] {
  return COMPARED_BY.filter((measure) => measures.includes(measure));
}

/** The operator with the largest part, -1 for none. */
export function dearest({ shares }: Pick<OperatorFacts, "shares">, measure: Measure): number {
  return (shares[measure] ?? []).reduce<number>(
    (best, share, at, all) => ((share ?? 0) > (all[best] ?? 0) ? at : best),
    -1,
  );
}

/** The measure by which most can be said: the first that is reported. */
export function firstMeasure(facts: Pick<OperatorFacts, "measures">): Measure | undefined {
  return comparable(facts)[0] ?? facts.measures[0];
}
