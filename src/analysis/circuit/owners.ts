import { isSum } from "../operators/set-operations.ts";
import { type SqlOperator, takenBy } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { isJoin, isTable } from "./contents.ts";
import { madeFor } from "./made-joins.ts";
import { takenOf } from "./unique-keys.ts";

/** More operators in a row than this are not looked through. */
const MOST_STEPS = 100;

/**
 * The tables whose rows, or groups of rows, an operator's records are, without those that were only looked up for them.
 *
 * @returns none where the records are pairs of rows, or that is not known
 */
export function ownersOf(operator: SqlOperator, places: SqlPlaces): SqlOperator[] {
  return [...new Set(owners(operator, places, MOST_STEPS))];
}

function owners(operator: SqlOperator, places: SqlPlaces, steps: number): SqlOperator[] | undefined {
  if (isTable(operator)) return [operator];
  if (operator.operation === "constant") return [];
  const { graph } = places;
  const [first, ...others] = takenBy(operator, graph);
  if (first === undefined || steps === 0) return undefined;
  if (isSum(operator)) {
    const given = [first, ...others].filter(({ operation }) => operation !== "neg");
    const all = given.map((one) => owners(one, places, steps - 1));
    return all.includes(undefined) ? undefined : all.flatMap((one) => one ?? []);
  }
  // What is computed over a window stands beside the row that it is of.
  const isOwn = !isJoin(operator) || madeFor(operator, graph) !== undefined;
  const taken = isOwn ? first : takenOf(operator, places, 0);
  return taken && owners(taken, places, steps - 1);
}
