import { type SqlOperator, takenBy } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { isGrouping, isJoin, isTable, makesSeveral } from "./contents.ts";
import { JOINED_OUT, RECORDS_IN, RECORDS_OUT, total } from "./counts.ts";
import type { JoiningNodes } from "./joining-nodes.ts";
import type { NodeOf } from "./measured-operators.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** Whether all columns of a primary key are among those that a join takes: no two of its rows are equal then. */
export function isKeyTaken(key: readonly string[], taken: readonly string[]): boolean {
  return key.length > 0 && key.every((column) => taken.includes(column));
}

/** Operations that leave out none of their records, but for those that are equal in the columns that they give. */
const PROJECTS = /^(?:map|map_index|noop|deindex)$/;

/** What leaves out records for a condition as well: at most those that are not given have merged. */
const LEAVES_OUT = /^flat_map(?:_index)?$/;

/** Those that give records as they are, and so none that is equal to another. */
const AS_THEY_ARE = /^(?:filter|controlled_key_filter.*)$/;

/** The records of the largest batch. */
const LARGEST = "output_batches_stats.max_records_count";

/**
 * What share of an operator's records came in the largest batch of each worker: no two of a batch are equal. Undefined
 * where that is not counted.
 *
 * @param nodes those that count what it puts out
 */
export function shareAtOnce(profile: CircuitProfile, nodes: readonly Operator[]): number | undefined {
  const came = nodes.reduce((sum, node) => sum + total(profile, node, RECORDS_OUT), 0);
  const largest = nodes.flatMap((node) => {
    const byWorker = profile.byWorker(node, LARGEST);
    return byWorker === undefined ? [] : [byWorker];
  });
  const [first] = largest;
  if (first === undefined || came === 0) return undefined;
  return (
    first.reduce((sum, _, worker) => sum + Math.max(...largest.map((one) => one[worker] ?? 0)), 0) / came
  );
}

/**
 * What share at least of an operator's records is left of those that were made, from its tables on. Equal records of a
 * batch are one; where there are such, those of several batches are too, in a join that takes the batches together.
 * Undefined where that is not counted.
 *
 * @param nodeOf the node of the circuit that goes by an operator's own id
 * @param joining the nodes that count what each join takes and makes
 */
export function apartShare(
  profile: CircuitProfile,
  { graph }: SqlPlaces,
  nodeOf: NodeOf,
  joining: JoiningNodes,
): (operator: SqlOperator) => number | undefined {
  const left = (nodes: readonly Operator[], made: string) => {
    const sum = (name: string) => nodes.reduce((all, node) => all + total(profile, node, name), 0);
    const came = sum(made);
    return came === 0 ? undefined : sum(RECORDS_OUT) / came;
  };
  const known = new Map<SqlOperator, number | undefined>();
  const of = (operator: SqlOperator): number | undefined => {
    if (known.has(operator)) return known.get(operator);
    // Within a recursion it is not known.
    known.set(operator, undefined);
    const share = shareOf(operator);
    known.set(operator, share);
    return share;
  };
  const projects = (one: SqlOperator) =>
    PROJECTS.test(one.operation) || (LEAVES_OUT.test(one.operation) && !makesSeveral(one, graph));
  const shareOf = (operator: SqlOperator): number | undefined => {
    if (isTable(operator) || isGrouping(operator)) return 1;
    const inputs = takenBy(operator, graph);
    const [first] = inputs;
    if (first !== undefined && AS_THEY_ARE.test(operator.operation)) return of(first);
    const node = nodeOf.get(operator);
    const own = isJoin(operator)
      ? left(joining.get(operator.name) ?? [], JOINED_OUT)
      : node !== undefined && projects(operator)
        ? left([node], RECORDS_IN)
        : undefined;
    return inputs
      .map(of)
      .reduce((all, one) => (all === undefined || one === undefined ? undefined : all * one), own);
  };
  return of;
}
