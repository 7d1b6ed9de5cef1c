import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearestOf } from "../../../src/analysis/operators/nearest.ts";

function neighbours(edges: readonly (readonly [number, number])[]): Map<number, number[]> {
  const all = new Map<number, number[]>();
  for (const [from, to] of edges) all.set(from, [...(all.get(from) ?? []), to]);
  return all;
}

function nearest(own: readonly number[], edges: readonly (readonly [number, number])[]) {
  const found = nearestOf(
    new Map(own.map((node) => [node, node])),
    neighbours(edges),
    neighbours(edges.map(([from, to]) => [to, from] as const)),
  );
  return Object.fromEntries([...found].map(([node, { found, distance }]) => [node, [found, distance]]));
}

describe("nearestOf", () => {
  test("goes along edges in both directions, and prefers what a node feeds", () => {
    expect(
      nearest(
        [1, 5],
        [
          [1, 2],
          [2, 3],
          [3, 4],
          [4, 5],
          [6, 7],
        ],
      ),
    ).toEqual({
      1: [1, 0],
      2: [1, 1],
      3: [5, 2],
      4: [5, 1],
      5: [5, 0],
    });
  });

  test("lets the caller choose among what is equally near", () => {
    const edges = [
      [1, 2],
      [2, 3],
    ] as const;
    const found = nearestOf(
      new Map([
        [1, "upstream"],
        [3, "downstream"],
      ]),
      neighbours(edges),
      neighbours(edges.map(([from, to]) => [to, from] as const)),
      (_, candidate) => candidate === "upstream",
    );
    expect(found.get(2)).toEqual({ found: "upstream", distance: 1 });
  });

  test("finds the shortest way to any node that has something", () => {
    const node = fc.nat(12);
    fc.assert(
      fc.property(fc.uniqueArray(node, { maxLength: 4 }), fc.array(fc.tuple(node, node)), (own, edges) => {
        const found = nearest(own, edges);
        // Distances by relaxing every edge until nothing changes.
        const distances = new Map(own.map((one) => [one, 0]));
        for (let changed = true; changed; ) {
          changed = false;
          for (const [a, b] of [...edges, ...edges.map(([from, to]) => [to, from] as const)]) {
            const through = (distances.get(a) ?? Number.POSITIVE_INFINITY) + 1;
            if (through < (distances.get(b) ?? Number.POSITIVE_INFINITY)) {
              distances.set(b, through);
              changed = true;
            }
          }
        }
        const expected = Object.fromEntries([...distances].map(([one, distance]) => [one, distance]));
        expect(
          Object.fromEntries(Object.entries(found).map(([one, [, distance]]) => [one, distance])),
        ).toEqual(expected);
      }),
    );
  });
});
