import { expect, test } from "vitest";
import {
  type Column,
  FIRST,
  type FrameIndex,
  mapColumn,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndex,
  toIndices,
} from "../../../src/analysis/callgraph/indices.ts";

const nodeFrame: Column<NodeIndex, FrameIndex> = toIndices(Int32Array.of(7, 8, 9));
const node = toIndex<"node">(1);

test("a row of a table is looked up there, and no row gives nothing", () => {
  expect([nodeFrame[node], nodeFrame[NONE], nodeFrame[FIRST]]).toEqual([8, undefined, 7]);
});

test("rows are gone through in their order", () => {
  const frames: number[] = [];
  for (let row: NodeIndex = FIRST; row < nodeFrame.length; row++) frames.push(nodeFrame[row] ?? NONE);
  expect(frames).toEqual([7, 8, 9]);
});

test("a column gives another of the same rows", () => {
  const doubled = mapColumn(nodeFrame, (frame) => frame * 2);
  expect([...doubled]).toEqual([14, 16, 18]);
});

test("the compiler refuses what is no row of the table", () => {
  const frame: FrameIndex = nodeFrame[node] ?? NONE;
  const lines: Column<FrameIndex, number> = [10, 11];
  const line = lines[toIndex<"frame">(0)] ?? 0;
  // @ts-expect-error a frame is no node
  expect(nodeFrame[frame]).toBeUndefined();
  // @ts-expect-error nor is any number
  expect(nodeFrame[line]).toBeUndefined();
  // @ts-expect-error a node of one table is no stack of another
  const stack: StackIndex = node;
  // @ts-expect-error a column of lines has none of frames
  const frames: Column<FrameIndex, FrameIndex> = lines;
  expect([stack, frames]).toEqual([1, lines]);
});
