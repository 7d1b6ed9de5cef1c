import fc from "fast-check";
import { expect, test } from "vitest";
import { layoutFlow } from "../../src/page/dataflow/layout.ts";
import { nearestTo, neighboursOf } from "../../src/page/dataflow/part.ts";

const COUNT = 40;
const flows = fc.array(fc.tuple(fc.nat(COUNT - 1), fc.nat(COUNT - 1)), { maxLength: 80 }).map((pairs) => {
  const ahead = pairs.filter(([from, to]) => from < to);
  return { from: ahead.map(([from]) => from), to: ahead.map(([, to]) => to) };
});

test("As many operators are drawn as wanted, those that were asked for among them", () => {
  fc.assert(
    fc.property(flows, fc.nat(COUNT - 1), fc.integer({ min: 1, max: COUNT }), (edges, operator, most) => {
      const near = nearestTo([operator], COUNT, neighboursOf({ edges }), most);
      expect([near.size, near.has(operator)]).toEqual([most, true]);
    }),
  );
});

test("Who is next to an operator is drawn before who is not", () => {
  fc.assert(
    fc.property(flows, fc.nat(COUNT - 1), (edges, operator) => {
      const { before, after } = neighboursOf({ edges });
      const beside = new Set([...before(operator), ...after(operator)]);
      const near = nearestTo([operator], COUNT, neighboursOf({ edges }), beside.size + 1);
      expect(near).toEqual(new Set([operator, ...beside]));
    }),
  );
});

test("No two operators that are drawn stand over each other, and each stands within its view's box", () => {
  fc.assert(
    fc.property(flows, fc.constantFrom("across" as const, "down" as const), (edges, way) => {
      const relation = Array.from({ length: COUNT }, (_, at) => at % 5);
      const relations = Array.from({ length: 5 }, (_, at) => ({
        kind: "view" as const,
        name: `v${at}`,
        operators: 8,
        costs: {},
        shares: {},
      }));
      const places = relation.map((_, at) => ({ handle: `op@${at}`, operation: "map" }));
      const shown = nearestTo([0], COUNT, neighboursOf({ edges }), 30);
      const flow = { places, relations, relation, edges, relation_edges: { from: [], to: [] } };
      const { nodes, groups } = layoutFlow(flow, shown, way);
      expect(nodes.flatMap((node, at) => (node === undefined ? [] : [at])).sort()).toEqual([...shown].sort());
      const drawn = nodes.filter((node) => node !== undefined);
      for (const [at, one] of drawn.entries()) {
        for (const other of drawn.slice(at + 1)) {
          const apart = Math.abs(one.x - other.x) >= one.width || Math.abs(one.y - other.y) >= one.height;
          expect(apart).toBe(true);
        }
        expect(
          groups.some(
            (box) =>
              box.x <= one.x &&
              one.x + one.width <= box.x + box.width &&
              box.y <= one.y &&
              one.y + one.height <= box.y + box.height,
          ),
        ).toBe(true);
      }
    }),
    { numRuns: 10 },
  );
});
