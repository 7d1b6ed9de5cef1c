import type { PictureOf } from "../../answers/pictures.ts";

/** What an operator is fed by, and what it feeds. */
export interface Neighbours {
  readonly before: (operator: number) => readonly number[];
  readonly after: (operator: number) => readonly number[];
}

export function neighboursOf({ edges }: Pick<PictureOf<"dataflow">, "edges">): Neighbours {
  const lists = (keys: readonly number[], values: readonly number[]) => {
    const map = new Map<number, number[]>();
    for (const [at, key] of keys.entries()) {
      const list = map.get(key) ?? [];
      map.set(key, list);
      list.push(values[at] ?? -1);
    }
    return (operator: number) => map.get(operator) ?? [];
  };
  return { before: lists(edges.to, edges.from), after: lists(edges.from, edges.to) };
}

/**
 * So many operators: these, those nearest to them in either direction of the records, and where no more are connected
 * the others of the program.
 *
 * @param count of all operators
 */
export function nearestTo(
  operators: readonly number[],
  count: number,
  { before, after }: Neighbours,
  most: number,
): ReadonlySet<number> {
  const near = new Set(operators.slice(0, most));
  const spread = () => {
    for (const operator of near) {
      for (const next of [...before(operator), ...after(operator)]) if (near.size < most) near.add(next);
    }
  };
  spread();
  for (let other = 0; other < count && near.size < most; other++) {
    if (near.has(other)) continue;
    near.add(other);
    spread();
  }
  return near;
}
