import fc from "fast-check";
import { expect, test } from "vitest";
import { CallTreeBuilder } from "../../../src/analysis/callgraph/tree-builder.ts";
import { walkTree } from "../../../src/analysis/callgraph/walk.ts";
import { randomGraph } from "./random-graph.ts";

test("equal stacks share their nodes, different ones do not", () => {
  const stacks = fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 8 }), { maxLength: 60 });
  fc.assert(
    fc.property(stacks, (paths) => {
      const tree = new CallTreeBuilder();
      const leaves = paths.map((path) => path.reduce((node, frame) => tree.child(node, frame), -1));
      for (const [index, path] of paths.entries()) {
        const first = paths.findIndex((other) => other.join() === path.join());
        expect(leaves[index]).toBe(leaves[first]);
      }
      const prefixes = new Set(paths.flatMap((path) => path.map((_, end) => path.slice(0, end + 1).join())));
      expect(tree.nodeCount).toBe(prefixes.size);
      expect([...tree.nodeParent].every((parent, node) => parent < node)).toBe(true);
      expect(paths.map((path) => tree.leafOf(Int32Array.from(path), path.length))).toEqual(leaves);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("a stack that is added whole is the same as one that is added frame by frame", () => {
  const stacks = fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 8 }), { maxLength: 60 });
  fc.assert(
    fc.property(stacks, (paths) => {
      const [byFrame, whole] = [new CallTreeBuilder(), new CallTreeBuilder()];
      for (const path of paths) {
        const leaf = path.reduce((node, frame) => byFrame.child(node, frame), -1);
        // What is behind the depth is another stack's.
        expect(whole.leafOf(Int32Array.from([...path, 1, 2]), path.length)).toBe(leaf);
      }
      expect([whole.nodeParent, whole.nodeFrame]).toEqual([byFrame.nodeParent, byFrame.nodeFrame]);
    }),
    { numRuns: 300, seed: 3 },
  );
});

test("holds a hundred thousand nodes", () => {
  const tree = new CallTreeBuilder();
  const build = () => Array.from({ length: 100_000 }, (_, frame) => tree.child((frame >> 3) - 1, frame));
  const nodes = build();
  expect(tree.nodeCount).toBe(100_000);
  expect(build()).toEqual(nodes);
});

test("a walk enters every node after its parent and leaves it when its descendants are left", () => {
  fc.assert(
    fc.property(randomGraph(fc.constant(1)), ({ nodeParent }) => {
      const path: number[] = [];
      let entered = 0;
      walkTree(
        nodeParent,
        (node) => {
          expect(nodeParent[node]).toBe(path.at(-1) ?? -1);
          path.push(node);
          entered++;
        },
        (node) => expect(path.pop()).toBe(node),
      );
      expect(path).toEqual([]);
      expect(entered).toBe(nodeParent.length);
    }),
    { seed: 2 },
  );
});
