import { describe, expect, test } from "vitest";
import { operatorFacts } from "../../../../src/analysis/firefox/operators/operator-facts.ts";
import { OperatorFacts } from "../../../../src/analysis/firefox/operators/operator-facts-schema.ts";
import type { ProfilePlaces } from "../../../../src/analysis/firefox/profile-places.ts";
import {
  decodeMarkedSpec,
  evaluation,
  type MarkerSpec,
  merge,
  type SampleSpec,
  type ThreadSpec,
} from "../synthetic.ts";

function factsOf(threads: readonly ThreadSpec[], options = {}): OperatorFacts {
  return operatorFacts(decodeMarkedSpec({ threads }), { limit: 100, ...options });
}

/** A sample of 1 ms of CPU at each of these times. */
function samplesAt(...times: readonly number[]): SampleSpec[] {
  return times.map((timeMs) => ({ timeMs, stack: ["start_thread", "work"], cpu: 1000 }));
}

function worker(markers: readonly MarkerSpec[], ...times: readonly number[]): ThreadSpec {
  return { name: "dbsp-worker-0", samples: samplesAt(...times), markers };
}

function attributed({ operators, suspended }: OperatorFacts): Record<string, number | undefined> {
  return Object.fromEntries(
    [...operators.operators, ...suspended].map(({ nodeId, cpuMicros }) => [nodeId, cpuMicros]),
  );
}

/** What of all CPU is attributed to no operator, on one side. */
function rest({ sides }: OperatorFacts, side: "foreground" | "background"): number {
  const found = sides.find((one) => one.side === side);
  return (found?.rest ?? []).reduce((sum, { cpuMicros = 0 }) => sum + cpuMicros, 0);
}

describe("samples are attributed by time", () => {
  test("to the operator whose marker holds them, edges included", () => {
    const facts = factsOf([
      worker([evaluation("Map n1", [10, 20]), evaluation("Join n2", [30, 40])], 10, 20, 25, 40),
    ]);
    expect(attributed(facts)).toEqual({ n1: 2000, n2: 1000 });
    expect(rest(facts, "foreground")).toBe(1000);
  });

  test("to the innermost of nested markers, and to the outer one around it", () => {
    const nested = [evaluation("Subcircuit n1", [0, 100]), evaluation("Map n1_n2", [20, 30])];
    const facts = factsOf([worker(nested, 10, 25, 50)]);
    expect(attributed(facts)).toEqual({ n1: 2000, n1_n2: 1000 });
    expect(facts.suspended).toEqual([]);
  });

  test("to the later of two that overlap; the earlier one is suspended, and told apart", () => {
    const facts = factsOf([
      worker([evaluation("Receiver n1", [0, 50]), evaluation("Map n2", [40, 80])], 10, 45, 60),
    ]);
    expect(attributed(facts)).toEqual({ n1: 1000, n2: 2000 });
    expect(facts.suspended.map(({ nodeId }) => nodeId)).toEqual(["n1"]);
    expect(facts.operators.operators.map(({ nodeId }) => nodeId)).toEqual(["n2"]);
    expect(facts.sides[0]?.suspendedShare).toBeCloseTo(1 / 3, 9);
  });

  test("whatever order the file has markers and samples in", () => {
    const inOrder = [
      evaluation("Map n1", [0, 10]),
      evaluation("Join n2", [10.5, 20]),
      evaluation("Plus n3", [21, 30]),
    ];
    const times = [5, 15, 25, 10.2];
    const facts = factsOf([worker(inOrder.toReversed(), ...times)]);
    expect(attributed(facts)).toEqual({ n1: 1000, n2: 1000, n3: 1000 });
    expect(rest(facts, "foreground")).toBe(1000);
  });

  test("never by the markers of another thread", () => {
    const busy: ThreadSpec = { name: "dbsp-worker-1", tid: "2", samples: samplesAt(0, 5, 20) };
    const facts = factsOf([worker([evaluation("Map n1", [0, 20])], 0, 20), busy]);
    expect(attributed(facts)).toEqual({ n1: 2000 });
    expect(rest(facts, "foreground")).toBe(3000);
  });

  test("and to nobody where nothing ran: what is attributed and the rest are all", () => {
    const markers = [evaluation("Map n1", [0, 3]), evaluation("Join n2", [6, 9])];
    const facts = factsOf([worker(markers, 0, 1, 2, 4, 5, 7, 9)]);
    const [foreground] = facts.sides;
    expect((foreground?.attributed.cpuMicros ?? 0) + rest(facts, "foreground")).toBe(foreground?.cpuMicros);
    expect(foreground?.attributedShare).toBeCloseTo(5 / 7, 9);
  });
});

describe("the background", () => {
  const merger: ThreadSpec = {
    name: "merger-0",
    tid: "9",
    samples: samplesAt(12, 14, 40),
    markers: [merge("Trace n1", 3, [10, 20]), merge("Trace n1", 1, [13, 15])],
  };

  test("is attributed by merges, to the operator and the worker that they are for", () => {
    const facts = factsOf([worker([evaluation("Map n1", [0, 50])], 0, 50), merger]);
    const [row] = facts.operators.operators;
    expect(row).toMatchObject({ nodeId: "n1", kind: "Map", cpuMicros: 4000 });
    expect(row?.foreground).toMatchObject({ kind: "Map", cpuMicros: 2000 });
    expect(row?.background).toMatchObject({ kind: "Trace", cpuMicros: 2000 });
    expect(row?.background?.byWorker.map(({ worker, cpuMicros }) => [worker, cpuMicros])).toEqual([
      [3, 1000],
      [1, 1000],
    ]);
    expect(rest(facts, "background")).toBe(1000);
  });

  test("is apart from threads that run no operators", () => {
    const http: ThreadSpec = { name: "actix-rt|system", tid: "5", samples: samplesAt(12, 13) };
    const facts = factsOf([worker([evaluation("Map n1", [0, 50])], 0, 50), merger, http]);
    expect(facts.elsewhere).toEqual([{ group: "http", threads: 1, samples: 2, cpuMicros: 2000 }]);
    expect(facts.cpuMicros).toBe(5000);
  });
});

describe("what Feldera's own markers say", () => {
  test("is summed over those that lie in the window as a whole, and the others are counted", () => {
    const markers = [
      evaluation("Map n1", [0, 10], { real: 9000, cpu: 5000 }),
      evaluation("Map n1", [20, 30], { real: 7000, cpu: 1000 }),
      evaluation("Map n1", [38, 50], { real: 12_000, cpu: 100 }),
    ];
    const facts = factsOf([worker(markers, 0, 5, 25, 40)]);
    expect(facts.window).toEqual({ fromMs: 0, toMs: 40 });
    expect(facts.operators.operators[0]?.foreground?.told).toEqual({
      count: 2,
      overEdge: 1,
      realMicros: 16_000,
      cpuMicros: 6000,
      maxRealMicros: 9000,
      maxCpuMicros: 5000,
    });
  });

  test("is compared with the samples, in standard deviations of a count of samples", () => {
    const times = Array.from({ length: 100 }, (_, index) => index);
    const facts = factsOf([worker([evaluation("Map n1", [0, 99], { cpu: 121_000 })], ...times)]);
    // 100 samples of 1 ms against 121 ms: 21 samples apart, where the root of 121 is 11.
    expect(facts.operators.operators[0]?.foreground?.agreement).toEqual({
      sampledMicros: 100_000,
      deviations: -21 / 11,
    });
    expect(facts.agreement).toMatchObject({ compared: 1, apart: [] });
  });

  test("that lies far from the samples is named", () => {
    const times = Array.from({ length: 20 }, (_, index) => index);
    const facts = factsOf([worker([evaluation("Map n1", [0, 19], { cpu: 100_000 })], ...times)]);
    expect(facts.agreement).toMatchObject({ compared: 1, apart: ["n1"] });
  });
});

describe("the window", () => {
  const note: MarkerSpec = {
    name: "Profiling",
    text: "marker capture exceeded the limit (24.41 MiB) after 0.1 s",
    startMs: 0,
    endMs: 0,
  };

  test("ends where the first worker's markers end, if the capture stopped early", () => {
    const facts = factsOf([
      { ...worker([evaluation("Map n1", [0, 60])], 0, 50, 90), tid: "1" },
      {
        name: "dbsp-worker-1",
        tid: "2",
        samples: samplesAt(10, 95),
        markers: [evaluation("Map n1", [0, 80])],
      },
      { name: "pipeline", tid: "3", samples: [], markers: [note] },
    ]);
    expect(facts.captureNotes).toEqual([note.text]);
    expect(facts.covered).toEqual({ fromMs: 0, toMs: 60 });
    expect(facts.cpuMicros).toBe(3000);
    expect(attributed(facts)).toEqual({ n1: 3000 });
  });

  test("is the part that was asked for of what is covered", () => {
    const one = worker([evaluation("Map n1", [1000, 1100])], 1000, 1010, 1020, 1090, 1100);
    const facts = factsOf([one], { from: 5, to: 50 });
    expect(facts.window).toEqual({ fromMs: 5, toMs: 50 });
    expect(attributed(facts)).toEqual({ n1: 2000 });
    expect(facts.operators.operators[0]?.foreground?.told.overEdge).toBe(1);
  });

  test("is absent where nothing of that is covered, and nothing is attributed", () => {
    const facts = factsOf([worker([evaluation("Map n1", [0, 10])], 0, 10)], { from: 50 });
    expect(facts.window).toBeUndefined();
    expect(facts.covered).toEqual({ fromMs: 0, toMs: 10 });
    expect(facts.operators.of).toBe(0);
  });

  test("is absent without markers", () => {
    const facts = factsOf([worker([], 0, 10)]);
    expect([facts.window, facts.covered, facts.operatorMarkers]).toEqual([undefined, undefined, 0]);
    expect(OperatorFacts.parse(facts)).toEqual(facts);
  });
});

test("one thread's operators are told of that thread alone", () => {
  const markers = [evaluation("Map n1", [0, 50])];
  const threads = [
    { ...worker(markers, 0, 50), tid: "1" },
    { name: "dbsp-worker-1", tid: "2", samples: samplesAt(10, 20, 30), markers },
  ];
  expect(attributed(factsOf(threads))).toEqual({ n1: 5000 });
  expect(attributed(factsOf(threads, { thread: "dbsp-worker-1" }))).toEqual({ n1: 3000 });
  expect(attributed(factsOf(threads, { thread: "workers" }))).toEqual({ n1: 5000 });
});

test("the functions within an operator are those of its own samples", () => {
  const thread: ThreadSpec = {
    name: "dbsp-worker-0",
    samples: [
      { timeMs: 5, stack: ["run", "seek"], cpu: 300 },
      { timeMs: 6, stack: ["run", "hash"], cpu: 100 },
      { timeMs: 15, stack: ["run", "hash"], cpu: 700 },
    ],
    markers: [evaluation("Join n1", [0, 10]), evaluation("Map n2", [11, 20])],
  };
  const { within } = factsOf([thread], { operator: "n1" });
  expect(within?.operator.nodeId).toBe("n1");
  expect(
    within?.functionsBySelf.functions.map(({ name, selfCpuMicros, selfShare }) => [
      name,
      selfCpuMicros,
      selfShare,
    ]),
  ).toEqual([
    ["seek", 300, 0.75],
    ["hash", 100, 0.25],
  ]);
  expect(factsOf([thread], { operator: "n7" }).within).toBeUndefined();
});

describe("other markers of Feldera's", () => {
  test("are counted and summed by kind, within the window", () => {
    const step = (startMs: number, endMs: number): MarkerSpec => ({
      name: "step",
      text: "",
      startMs,
      endMs,
      category: "Step",
    });
    const facts = factsOf([worker([evaluation("Map n1", [0, 50]), step(0, 10), step(20, 50)], 0, 40)]);
    expect(facts.activities).toEqual([{ category: "Step", name: "step", count: 2, totalMs: 30, maxMs: 20 }]);
  });
});

describe("operators are placed in the SQL", () => {
  const hash = "0123456789abcdef";
  const place = (operator: string, distance: number) => ({
    operator,
    operation: "map",
    rule: "exact" as const,
    handle: "v.select@1",
    relation: { kind: "view" as const, name: `view_${operator}` },
    positions: [],
    distance,
  });
  const thread: ThreadSpec = {
    name: "dbsp-worker-0",
    samples: [
      { timeMs: 0, stack: ["run", `feldera_pipe_operator_${hash}::create`], cpu: 1000 },
      { timeMs: 15, stack: ["run"], cpu: 3000 },
      { timeMs: 18.5, stack: ["run"], cpu: 1000 },
    ],
    markers: [
      evaluation("Map n1", [0, 10]),
      evaluation("Join n2", [11, 18]),
      evaluation("Plus n3", [19, 20]),
    ],
  };
  const placesOf = (places: Partial<ProfilePlaces>) => {
    const facts = factsOf([thread], { places: { ofCrates: {}, ofNodes: {}, ...places } });
    return {
      facts,
      byNode: Object.fromEntries(facts.operators.operators.map((row) => [row.nodeId, row.place])),
    };
  };
  const ofCrates = { [hash]: place("s1", 0) };

  test("by the place of their own node", () => {
    const ofNodes = { n1: { operation: "Map", place: place("s5", 0) } };
    expect(placesOf({ ofNodes, ofCrates }).byNode.n1).toMatchObject({ operator: "s5", by: "node" });
  });

  test("by the crate in their frames, where their node has none", () => {
    const ofNodes = { n1: { operation: "Map", place: place("s5", 2) } };
    expect(placesOf({ ofCrates }).byNode.n1).toMatchObject({ operator: "s1", by: "crate" });
    expect(placesOf({ ofNodes, ofCrates }).byNode.n1).toMatchObject({
      operator: "s5",
      distance: 2,
      by: "node",
    });
  });

  test("not by a node of another operation, which is one of another program", () => {
    const ofNodes = { n2: { operation: "Filter", place: place("s9", 0) } };
    expect(placesOf({ ofNodes }).byNode.n2).toBeUndefined();
  });

  test("with the share of all CPU in workers and mergers that is placed, and where", () => {
    const ofNodes = { n2: { operation: "Join", place: place("s2", 1) } };
    const { facts } = placesOf({ ofNodes, ofCrates });
    expect(facts.placed).toEqual({ samples: 2, cpuMicros: 4000, share: 0.8, nearestShare: 0.6 });
    expect(facts.relations.map(({ relation, share }) => [relation?.name, share])).toEqual([
      ["view_s2", 0.6],
      ["view_s1", 0.2],
    ]);
    expect(OperatorFacts.parse(facts)).toEqual(facts);
  });

  test("not at all where no places are known, which is not a share of 0", () => {
    expect(factsOf([thread]).placed).toBeUndefined();
  });
});
