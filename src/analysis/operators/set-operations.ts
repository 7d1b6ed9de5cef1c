import { type SqlGraph, type SqlOperator, takenBy } from "./sql-graph.ts";

/** A stream that a sum adds, or takes away. */
export interface Term {
  readonly of: SqlOperator;
  readonly isTaken: boolean;
}

/** What a condition or a projection makes of a sum is the sum of what it makes of each part. */
const OF_EACH = /^(?:map|map_index|filter|flat_map|flat_map_index)$/;

/** What gives the rows of each input, but for what negated ones take away. */
export function isSum({ operation }: SqlOperator): boolean {
  return /^(?:sum|atomic_sum)$/.test(operation);
}

/** Rows once, or as often as they are left over: with a sum before it, an EXCEPT. */
const LEFT_OVER = /^(?:distinct|stream_distinct|positive)$/;

/**
 * An INTERSECT is compiled to what its first part has, less what of that the second has not: x − (x − y). Of a sum,
 * the streams each of which has to have a row for it to have one beside what it adds; of several in one list, any.
 */
export function foundInBoth(sum: SqlOperator, graph: SqlGraph): SqlOperator[][] {
  const terms = termsOf(sum, graph);
  return terms.flatMap((term) => {
    const left = term.isTaken ? leftOverOf(term.of, graph) : undefined;
    if (left === undefined) return [];
    const inner = termsOf(left, graph);
    const others = terms.filter((one) => one !== term);
    const shared = inner.filter((one) => isAmong(one, others));
    const missing = inner.filter((one) => !isAmong(one, others));
    const more = others.filter((one) => !isAmong(one, shared));
    const isBoth = shared.some(({ isTaken }) => !isTaken) && missing.length > 0;
    return isBoth && [...missing, ...more].every(({ isTaken }) => isTaken)
      ? [missing.map(({ of }) => of)]
      : [];
  });
}

/** The streams that a sum adds and takes away; none of a sum that takes none away. */
export function differenceIn(sum: SqlOperator, graph: SqlGraph): Term[] {
  const terms = isSum(sum) ? termsOf(sum, graph) : [];
  return terms.some(({ isTaken }) => isTaken) ? terms : [];
}

function termsOf(sum: SqlOperator, graph: SqlGraph): Term[] {
  const terms = takenBy(sum, graph).map((of) => signed({ of, isTaken: false }, graph));
  return withoutProjection(terms, graph);
}

function signed(term: Term, graph: SqlGraph): Term {
  const [from] = term.of.operation === "neg" ? takenBy(term.of, graph) : [];
  return from === undefined ? term : signed({ of: from, isTaken: !term.isTaken }, graph);
}

/** The optimizer puts what follows a sum before it. */
function withoutProjection(terms: Term[], graph: SqlGraph): Term[] {
  const [first] = terms;
  const isSame = ({ of }: Term) =>
    of.operation === first?.of.operation &&
    of.plan.size > 0 &&
    String([...of.plan]) === String([...first.of.plan]);
  if (first === undefined || terms.length < 2 || !OF_EACH.test(first.of.operation) || !terms.every(isSame))
    return terms;
  const before = terms.flatMap(({ of, isTaken }) =>
    takenBy(of, graph).map((from) => signed({ of: from, isTaken }, graph)),
  );
  return withoutProjection(before, graph);
}

/** The sum that an operator gives what is left over of. */
export function leftOverOf(operator: SqlOperator, graph: SqlGraph): SqlOperator | undefined {
  const [sum] = LEFT_OVER.test(operator.operation) ? takenBy(operator, graph) : [];
  return sum !== undefined && isSum(sum) ? sum : undefined;
}

function isAmong({ of, isTaken }: Term, terms: readonly Term[]): boolean {
  return terms.some((one) => one.of === of && one.isTaken === isTaken);
}
