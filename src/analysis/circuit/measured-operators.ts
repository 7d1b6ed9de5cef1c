import type { SqlOperator } from "../operators/sql-graph.ts";
import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import type { Operator } from "./operators.ts";

/** An operator of the program that has a place, with the node of the circuit that goes by its own id, if there is one. */
export interface MeasuredOperator {
  readonly operator: SqlOperator;
  readonly place: SqlPlace;
  readonly node: Operator | undefined;
}

/** By the operator. */
export type NodeOf = ReadonlyMap<SqlOperator, Operator | undefined>;

export function measuredOperators(
  { graph, ofOperator }: SqlPlaces,
  withId: ReadonlyMap<string, Operator>,
): MeasuredOperator[] {
  return graph.operators.flatMap((operator) => {
    const place = ofOperator(operator.name);
    return place === undefined ? [] : [{ operator, place, node: withId.get(operator.persistentId ?? "") }];
  });
}
