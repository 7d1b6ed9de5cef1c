import type { CostedOperator } from "./costed-operators.ts";

/** How operators of two ledgers were found to be the same: by persistent id, or by what they are in the SQL. */
export const MATCHES = ["id", "sql", "new", "gone"] as const;

export type Match = (typeof MATCHES)[number];

/** An operator at two moments: what is new has none before, what is gone none after. */
export interface Pair {
  readonly before?: CostedOperator;
  readonly after?: CostedOperator;
  readonly matched: Match;
}

/** By persistent id first; what is left by its SQL, in the program's order where that is equal. */
export function matchedOperators(olds: readonly CostedOperator[], news: readonly CostedOperator[]): Pair[] {
  const byId = new Map(
    olds.flatMap((one) => (one.owner.persistentId ? [[one.owner.persistentId, one]] : [])),
  );
  const pairs: Pair[] = [];
  const unmatched: CostedOperator[] = [];
  const left = new Set(olds);
  for (const after of news) {
    const before = byId.get(after.owner.persistentId ?? "");
    if (before === undefined) unmatched.push(after);
    else {
      left.delete(before);
      pairs.push({ before, after, matched: "id" });
    }
  }
  const bySql = new Map<string, CostedOperator[]>();
  for (const old of left) {
    const key = sqlKey(old);
    const known = bySql.get(key);
    if (known === undefined) bySql.set(key, [old]);
    else known.push(old);
  }
  for (const after of unmatched) {
    const before = bySql.get(sqlKey(after))?.shift();
    if (before !== undefined) left.delete(before);
    pairs.push(before === undefined ? { after, matched: "new" } : { before, after, matched: "sql" });
  }
  for (const before of left) pairs.push({ before, matched: "gone" });
  return pairs;
}

/** What an operator is in the SQL, wherever it stands: its relation, its operation and the text of its code. */
function sqlKey({ owner: { place, handle } }: CostedOperator): string {
  if (place === undefined) return handle;
  const code = place.positions.map(({ code = "" }) => code.replace(/\s+/g, " "));
  return JSON.stringify([place.relation?.kind, place.relation?.name, place.operation, code]);
}
