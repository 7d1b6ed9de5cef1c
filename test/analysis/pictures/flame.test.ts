import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuFlameJob, heapFlameJob } from "../../../src/analysis/jobs/flame.ts";
import { heapJob } from "../../../src/analysis/jobs/heap.ts";
import {
  type FlameOptions,
  type FlameTree,
  flameStacks,
  flameTree,
} from "../../../src/analysis/pictures/flame.ts";
import { type RandomGraph, randomGraph } from "../callgraph/random-graph.ts";
import { evaluation, profileJson, type ThreadSpec } from "../firefox/synthetic.ts";
import { encodedHeapProfile, type FoldedStack } from "../pprof/folded.ts";

const ALL = { direction: "callees", limit: 1000, places: {} } as const;

function side(graph: RandomGraph) {
  return {
    parts: [{ graph, weights: graph.weights[0] ?? new Float64Array() }],
    mainLibrary: "app",
    perSample: undefined,
  };
}

function told(tree: FlameTree | undefined) {
  if (tree === undefined) throw new Error("there is no such root");
  const { functions, frames } = tree;
  return frames.function.map((at, row) => ({
    id: functions.id[at] ?? -1,
    name: functions.name[at] ?? "",
    parent: frames.parent[row] ?? -1,
    total: frames.total[row] ?? 0,
    self: frames.self[row] ?? 0,
    leftOut: frames.left_out_total[row] ?? 0,
  }));
}

/** Ids from a frame without a parent down to one. */
function pathOf(frames: ReturnType<typeof told>, row: number): number[] {
  const path: number[] = [];
  for (let at = row; at >= 0; at = frames[at]?.parent ?? -1) path.unshift(frames[at]?.id ?? -1);
  return path;
}

const GRAPHS = randomGraph(fc.integer({ min: 1, max: 1000 }));
const DIRECTIONS = fc.constantFrom<FlameOptions["direction"]>("callees", "callers");

describe("whatever the profile", () => {
  test("a frame is what ends in it, what hangs on it and what is left out", () => {
    fc.assert(
      fc.property(GRAPHS, fc.integer({ min: 1, max: 60 }), (graph, limit) => {
        const tree = flameTree(flameStacks(side(graph), undefined), { ...ALL, limit });
        const frames = told(tree);
        expect(frames.length).toBeLessThanOrEqual(limit);
        for (const [row, { self, total, leftOut }] of frames.entries()) {
          const below = frames.filter(({ parent }) => parent === row);
          expect(below.reduce((sum, one) => sum + one.total, self + leftOut)).toBe(total);
        }
        const roots = frames.filter(({ parent }) => parent < 0);
        expect(roots.reduce((sum, { total }) => sum + total, tree?.left_out.total ?? 0)).toBe(tree?.total);
      }),
    );
  });

  test("no frame that is left out is wider than one that is shown next to it", () => {
    fc.assert(
      fc.property(GRAPHS, DIRECTIONS, fc.integer({ min: 1, max: 20 }), (graph, direction, limit) => {
        const some = told(flameTree(flameStacks(side(graph), undefined), { ...ALL, direction, limit }));
        const all = told(flameTree(flameStacks(side(graph), undefined), { ...ALL, direction }));
        const least = Math.min(...some.map(({ total }) => total));
        const wider = all.filter(({ total }) => total > least && some.length > 0);
        expect(wider.length).toBeLessThanOrEqual(some.length);
      }),
    );
  });

  test("zoomed into a frame there is what hung on it", () => {
    fc.assert(
      fc.property(GRAPHS, DIRECTIONS, fc.nat(), (graph, direction, pick) => {
        const all = told(flameTree(flameStacks(side(graph), undefined), { ...ALL, direction }));
        fc.pre(all.length > 0);
        const row = pick % all.length;
        const root = pathOf(all, row);
        const zoomed = told(flameTree(flameStacks(side(graph), undefined), { ...ALL, direction, root }));
        const below = all.filter((_, at) => pathOf(all, at).join().startsWith(`${root.join()},`));
        expect(zoomed[0]).toMatchObject({ id: all[row]?.id, total: all[row]?.total, parent: -1 });
        expect(
          zoomed
            .slice(1)
            .map(({ total }) => total)
            .sort(),
        ).toEqual(below.map(({ total }) => total).sort());
      }),
    );
  });
});

const THREADS: readonly ThreadSpec[] = [
  {
    name: "dbsp-worker-0",
    samples: [
      { timeMs: 0, stack: ["run", "join", "hash"], cpu: 700 },
      { timeMs: 5, stack: ["run", "join"], cpu: 200 },
      { timeMs: 20, stack: ["run", "map", "libc.so.6!hash"], cpu: 100 },
    ],
    markers: [evaluation("Join n1", [0, 10]), evaluation("Map n2", [15, 20])],
  },
  { name: "merger-0", tid: "2", samples: [{ timeMs: 3, stack: ["merge"], cpu: 50 }] },
];

const CRATE = "0123456789abcdef";
const PLACE = {
  handle: "totals.map@3",
  operator: "s1",
  operation: "map",
  rule: "exact" as const,
  positions: [{ start_line: 3, start_column: 1, end_line: 4, end_column: 9, code: "a +\n b" }],
  line: 3,
  distance: 0,
};

async function cpu(options: object, threads = THREADS, baseline?: readonly ThreadSpec[], maxKeptBytes = 0) {
  const bytes = (spec: readonly ThreadSpec[]) => Buffer.from(JSON.stringify(profileJson({ threads: spec })));
  const answer = await cpuFlameJob.run({
    profile: bytes(threads),
    ...(baseline && { baseline: bytes(baseline) }),
    maxInflatedBytes: 2 ** 22,
    maxKeptBytes,
    options: { direction: "callees", limit: 100, ...options },
  });
  return cpuFlameJob.output.parse(answer);
}

async function cpuFacts(...args: Parameters<typeof cpu>) {
  const answer = await cpu(...args);
  if (answer.answer !== "flame") throw new Error(answer.answer);
  return answer.facts;
}

describe("a CPU profile", () => {
  test("is a tree of all threads in µs, the dearest branch first", async () => {
    const facts = await cpuFacts({});
    expect(facts).toMatchObject({ unit: "microseconds", weighs: "cpu", of: 1050, total: 1050 });
    expect(told(facts).map(({ name, parent, total, self }) => [name, parent, total, self])).toEqual([
      ["run", -1, 1000, 0],
      ["merge", -1, 50, 50],
      ["join", 0, 900, 200],
      ["map", 0, 100, 0],
      ["hash", 3, 100, 100],
      ["hash", 2, 700, 700],
    ]);
    expect(facts.thread_groups).toEqual([
      { group: "workers", threads: 1, total: 1000 },
      { group: "mergers", threads: 1, total: 50 },
    ]);
  });

  test("tells libraries apart, and that of the program by its name alone", async () => {
    const { functions } = await cpuFacts({});
    const libraries = functions.name.map((name, at) => [name, functions.library[at], functions.is_glue[at]]);
    expect(libraries).toContainEqual(["hash", "libc.so.6", 1]);
    expect(libraries).toContainEqual(["hash", "", 0]);
  });

  test("of one operator or one group of threads is of its samples alone, and of all the profile's shares", async () => {
    expect(await cpuFacts({ operator: "n1" })).toMatchObject({ of: 1050, total: 900, operator: "n1" });
    expect(await cpuFacts({ thread: "mergers" })).toMatchObject({ of: 1050, total: 50, thread: "mergers" });
  });

  test("finds functions by a part of their names", async () => {
    const { search, functions } = await cpuFacts({ search: "HA" });
    expect(search).toEqual({ text: "HA", functions: 1, total: 800 });
    const matches = functions.name.filter((_, at) => functions.is_match?.[at] === 1);
    expect(matches).toEqual(["hash", "hash"]);
  });

  test("is compared with another as if that had been recorded for as long", async () => {
    const twice = THREADS.map((thread) => ({
      ...thread,
      samples: thread.samples.map((sample) => ({
        ...sample,
        timeMs: sample.timeMs * 2,
        cpu: (sample.cpu ?? 0) * 2,
      })),
      markers: [],
    }));
    const { frames, total, total_before } = await cpuFacts({}, THREADS, twice);
    expect([total, total_before]).toEqual([1050, 1050]);
    expect(frames.change?.every((change) => change === 0)).toBe(true);
  });

  test("says what there is not", async () => {
    expect(await cpu({ thread: "nobody" })).toEqual({
      answer: "no such thread",
      threads: ["dbsp-worker-0", "merger-0"],
    });
    expect(await cpu({ operator: "n9" })).toEqual({ answer: "no such operator" });
    expect(await cpu({ root: [4711] })).toEqual({ answer: "no such frame" });
  });
});

async function heap(
  stacks: readonly FoldedStack[],
  options: object = {},
  baseline?: readonly FoldedStack[],
  maxKeptBytes = 0,
) {
  const answer = await heapFlameJob.run({
    profile: encodedHeapProfile(stacks),
    ...(baseline && { baseline: encodedHeapProfile(baseline, "/opt/app-of-before") }),
    maxInflatedBytes: 2 ** 22,
    maxKeptBytes,
    options: { direction: "callees", limit: 100, ...options },
    places: { [CRATE]: PLACE },
  });
  return heapFlameJob.output.parse(answer);
}

async function heapFacts(...args: Parameters<typeof heap>) {
  const answer = await heap(...args);
  if (answer.answer !== "flame") throw new Error(answer.answer);
  return answer.facts;
}

const OPERATOR = `feldera_pipe_operator_${CRATE}::eval`;
const STACKS: readonly FoldedStack[] = [
  { stack: `main < ${OPERATOR} < alloc`, weight: 300 },
  { stack: "main < other < alloc", weight: 100 },
];

describe("a heap profile", () => {
  test("has the operators whose code allocates, also in what that code calls", async () => {
    const { frames, operators, of } = await heapFacts(STACKS);
    expect(of).toBe(400);
    expect(operators).toEqual([
      { handle: "totals.map@3", operation: "map", line: 3, end_line: 4, code: "a +\n b" },
    ]);
    expect(frames.operator).toEqual([-1, 0, -1, -1, 0]);
  });

  test("from where stacks end names the operator's own frames alone", async () => {
    const { frames } = await heapFacts(STACKS, { direction: "callers" });
    expect(frames.operator.filter((at) => at === 0)).toHaveLength(1);
  });

  test("of one operator is what its code holds", async () => {
    expect(await heapFacts(STACKS, { operator: "totals.map@3" })).toMatchObject({ of: 400, total: 300 });
    expect(await heap(STACKS, { operator: "other.map@1" })).toEqual({ answer: "no such operator" });
  });

  test("is compared with an earlier one of another file: what grew, what is new and what is gone", async () => {
    const before = [
      { stack: `main < ${OPERATOR} < alloc`, weight: 200 },
      { stack: "main < gone", weight: 50 },
    ];
    const facts = await heapFacts(STACKS, {}, before);
    const { functions, frames } = facts;
    const changes = frames.function.map((at, row) => [
      functions.name[at],
      frames.total[row],
      frames.change?.[row],
    ]);
    expect(changes).toContainEqual(["main", 400, 150]);
    expect(changes).toContainEqual([OPERATOR, 300, 100]);
    expect(changes).toContainEqual(["gone", 0, -50]);
    expect(facts).toMatchObject({ of: 400, of_before: 250, total_before: 250 });
  });
});

describe("what is kept of a profile for the next look", () => {
  const LOOKS = [
    {},
    { direction: "callers" },
    { limit: 2 },
    { search: "al" },
    { root: [0] },
    { root: [4711] },
    { operator: "totals.map@3" },
    { operator: "other.map@1" },
  ];
  const OTHERS = STACKS.map((one) => ({ ...one, weight: one.weight * 2 }));

  test("changes no answer, whatever is looked at, in whatever order", async () => {
    const looks = fc.array(
      fc.record({
        look: fc.constantFrom(...LOOKS),
        stacks: fc.constantFrom(STACKS, OTHERS),
        baseline: fc.constantFrom(undefined, OTHERS),
      }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(looks, async (sequence) => {
        for (const { look, stacks, baseline } of sequence) {
          const kept = await heap(stacks, look, baseline, 2 ** 20);
          expect(heapFlameJob.kept?.holds()).toBe(true);
          expect(kept).toEqual(await heapAnew(stacks, look, baseline));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("is of CPU as of memory, for each thread and operator its own", async () => {
    for (const look of [{}, { thread: "mergers" }, { operator: "n1" }, { thread: "nobody" }, {}]) {
      const kept = await cpu(look, THREADS, undefined, 2 ** 20);
      cpuFlameJob.kept?.drop();
      expect(kept).toEqual(await cpu(look));
    }
  });

  test("is nothing where it takes more than may be kept", async () => {
    await heap(STACKS, {}, undefined, 2 ** 20);
    await heap(OTHERS, {}, undefined, 10);
    expect(heapFlameJob.kept?.holds()).toBe(false);
  });

  describe.each([
    ["alone", undefined],
    ["with a baseline", OTHERS],
  ])("of a heap profile that was summarized before, %s,", (_, baseline) => {
    const large = Array.from({ length: 1500 }, (_, at) => ({
      stack: `main < ${OPERATOR} < leaf_${at}_${"x".repeat(200)}`,
      weight: at,
    }));
    const summary = (limits: object) =>
      heapJob.run({
        profile: encodedHeapProfile(large),
        ...(baseline && { baseline: encodedHeapProfile(baseline, "/opt/app-of-before") }),
        maxInflatedBytes: 2 ** 22,
        options: { view: "sites", sort: "flat", limit: 3 },
        ...limits,
      });

    test("is what the first flame graph is made of, with the same answer", async () => {
      await summary({ maxKeptBytes: 2 ** 26 });
      expect(heapJob.kept?.holds()).toBe(true);
      const looked = await heap(large, {}, baseline);
      expect(heapJob.kept?.holds(), "its samples are let go").toBe(false);
      expect(looked).toEqual(await heapAnew(large, {}, baseline));
    });

    test("is nothing where no picture follows, or where it takes more than may be kept", async () => {
      await summary({});
      expect(heapJob.kept?.holds()).toBe(false);
      await summary({ maxKeptBytes: 100_000 });
      expect(heapJob.kept?.holds()).toBe(false);
    });
  });

  /** As a process answers that was just started, and leaves what this one keeps as it is: it is kept again. */
  async function heapAnew(...[stacks, look, baseline]: Parameters<typeof heap>) {
    heapFlameJob.kept?.drop();
    const answer = await heap(stacks, look, baseline);
    await heap(stacks, look, baseline, 2 ** 20);
    return answer;
  }
});
