import { describe, expect, test } from "vitest";
import { NONE, type StackIndex } from "../../../../src/analysis/callgraph/indices.ts";
import type { CallGraph } from "../../../../src/analysis/callgraph/model.ts";
import { decodeMarkedProfile } from "../../../../src/analysis/firefox/format/decode.ts";
import { type JoinedThread, joinProfile } from "../../../../src/analysis/firefox/operators/operator-join.ts";
import { LIMITS, readRecording } from "../recorded.ts";
import { decodeMarkedSpec, evaluation, merge } from "../synthetic.ts";

const STEP = ["clone3", "dbsp::trace::spine_async::MergeWorkers<B>::merge_step"];
const BEGINS = [...STEP, "<VecBuilder<K> as dbsp::trace::Builder<Vec<K>>>::for_merge"];
const ENDS = [...STEP, "<aliasable::boxed::AliasableBox<T> as core::ops::drop::Drop>::drop", "free"];
const MARKERS = [merge("Z1 n1", 0, [10, 20]), merge("Z1 n2", 0, [30, 40])];

/** The operator that each sample of a merger is charged to, by the stack that each time has. */
function chargedTo(samples: readonly (readonly [timeMs: number, stack: readonly string[]])[]): string[] {
  const thread = {
    name: "merger-0",
    markers: MARKERS,
    samples: [[0, STEP] as const, ...samples, [50, STEP] as const].map(([timeMs, stack]) => ({
      timeMs,
      stack,
      cpu: 1000,
    })),
  };
  const { joined } = joinProfile(decodeMarkedSpec({ threads: [thread] }).threads, {});
  return joined.flatMap((one) =>
    [...one.markerOfSample.keys()].slice(1, -1).map((row) => ownerOf(one, row) ?? "none"),
  );
}

function ownerOf({ thread, markerOfSample }: JoinedThread, row: number): string | undefined {
  const { operators, operator } = thread.felderaMarkers.work;
  return operators[operator[markerOfSample[row] ?? -1] ?? -1]?.nodeId;
}

describe("what a merge does outside of its markers", () => {
  test("is its own right after the last and right before the first", () => {
    expect(
      chargedTo([
        [15, STEP],
        [21, ENDS],
        [22, ENDS],
        [28, BEGINS],
        [29, BEGINS],
        [35, STEP],
      ]),
    ).toEqual(["n1", "n1", "n1", "n2", "n2", "n2"]);
  });

  test("is nobody's once other code lies between", () => {
    expect(
      chargedTo([
        [21, ENDS],
        [22, STEP],
        [23, ENDS],
        [26, BEGINS],
        [27, ENDS],
        [29, BEGINS],
      ]),
    ).toEqual(["n1", "none", "none", "none", "none", "n2"]);
  });

  test("is told by functions that a step of a merger calls, and by no others", () => {
    const elsewhere = ["clone3", "other::work", ...ENDS.slice(2)];
    expect(chargedTo([[21, elsewhere]])).toEqual(["none"]);
  });

  test("is looked for in mergers alone", () => {
    const samples = [0, 15, 21, 50].map((timeMs) => ({ timeMs, stack: ENDS, cpu: 1000 }));
    const worker = { name: "dbsp-worker-0", markers: [evaluation("Map n1", [10, 20])], samples };
    const { joined } = joinProfile(decodeMarkedSpec({ threads: [worker] }).threads, {});
    expect([...(joined[0]?.markerOfSample ?? [])]).toEqual([-1, 0, -1, -1]);
  });
});

test("in a recorded profile, the rows that a merge is begun with are those that its operator's merges free", () => {
  const { threads } = decodeMarkedProfile(readRecording("samply_get_after"), LIMITS);
  const freed = new Map<string, Set<string>>();
  const begun: { readonly owner: string; readonly before: string; readonly type: string }[] = [];
  for (const one of joinProfile(threads, {}).joined) {
    const { graph, samples, felderaMarkers } = one.thread;
    const { work } = felderaMarkers;
    for (const [row, marker] of one.markerOfSample.entries()) {
      const type = rowType(graph, samples.stack[row] ?? NONE);
      const owner = ownerOf(one, row);
      if (one.side === "foreground" || owner === undefined || type === undefined) continue;
      const time = samples.timeMs[row] ?? 0;
      if (time > (work.endMs[marker] ?? 0)) freed.set(owner, (freed.get(owner) ?? new Set()).add(type));
      if (time >= (work.startMs[marker] ?? 0)) continue;
      const before = work.operators[work.operator[marker - 1] ?? -1]?.nodeId ?? "";
      begun.push({ owner, before, type });
    }
  }
  const known = begun.filter(({ owner, before }) => freed.has(owner) && freed.has(before));
  expect(known.length).toBeGreaterThan(50);
  const agree = (of: (one: (typeof known)[number]) => string) =>
    known.filter((one) => freed.get(of(one))?.has(one.type)).length / known.length;
  expect(agree(({ owner }) => owner)).toBeGreaterThan(0.97);
  expect(agree(({ before }) => before)).toBeLessThan(0.7);
});

describe("an evaluation that has not ended", () => {
  const own = (hash: string) => ["clone3", `feldera_pipe_operator_${hash}::eval`];
  const [join, map] = [own("a".repeat(16)), own("b".repeat(16))];

  function chargedInWorker(samples: readonly (readonly [number, readonly string[]])[]): number[] {
    const markers = [evaluation("Join n1", [10, 20]), evaluation("Map n2", [30, 40])];
    const thread = {
      name: "dbsp-worker-0",
      markers,
      samples: samples.map(([timeMs, stack]) => ({ timeMs, stack, cpu: 1000 })),
    };
    const { joined } = joinProfile(decodeMarkedSpec({ threads: [thread] }).threads, {});
    return joined.flatMap(({ markerOfSample }) => [...markerOfSample]);
  }

  test("is charged to the operator whose code it runs", () => {
    const samples = [[5, STEP] as const, [15, join] as const, [35, map] as const, [45, join] as const];
    expect(chargedInWorker(samples)).toEqual([-1, 0, 1, 0]);
  });

  test("is nobody's where two operators share the code", () => {
    const samples = [[15, join] as const, [35, join] as const, [45, join] as const];
    expect(chargedInWorker(samples)).toEqual([0, 1, -1]);
  });
});

/** How many columns the rows have that a stack is busy with, `Tup7`, as far as its functions' types tell. */
function rowType(
  { functions, frameFunction, nodeFrame, nodeParent, stackNode }: CallGraph,
  stack: StackIndex,
): string | undefined {
  for (let node = stackNode[stack] ?? NONE; node >= 0; node = nodeParent[node] ?? NONE) {
    const name = functions[frameFunction[nodeFrame[node] ?? NONE] ?? NONE]?.name ?? "";
    const [, columns] = /^[^(]*utils::tuple::(Tup\d+)</.exec(name) ?? [];
    if (columns !== undefined) return columns;
  }
  return undefined;
}
