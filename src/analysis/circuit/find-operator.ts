import type { Operator, Operators } from "./operators.ts";

/** Fewer digits of a persistent id say too little. */
const LEAST_DIGITS = 6;

/**
 * The operators that a name can mean: a node id (`nn63`, `n63` or `63`), a persistent id, or its first digits. One
 * with exactly that id is the only one.
 */
export function findOperators({ list, byNode }: Operators, name: string): readonly Operator[] {
  const node = byNode.get(name) ?? byNode.get(`n${name}`) ?? byNode.get(`nn${name}`);
  if (node !== undefined) return [node];
  const exact = list.filter(({ persistentId }) => persistentId === name);
  if (exact.length > 0) return exact;
  return name.length < LEAST_DIGITS ? [] : list.filter(({ persistentId }) => persistentId?.startsWith(name));
}
