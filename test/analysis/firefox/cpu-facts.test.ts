import { describe, expect, test } from "vitest";
import { cpuFacts } from "../../../src/analysis/firefox/cpu-facts.ts";
import { CpuFacts } from "../../../src/analysis/firefox/cpu-facts-schema.ts";
import { decodeRecording } from "./recorded.ts";
import { decodeSpec, type ProfileSpec } from "./synthetic.ts";

function factsOf(spec: ProfileSpec, limit = 100): CpuFacts {
  return cpuFacts(decodeSpec(spec), { limit });
}

function row({ functions }: CpuFacts["functionsBySelf"], name: string) {
  return functions.find((entry) => entry.name === name);
}

/** A worker that recurses, waits once for 4 samples without CPU, and has a sample without a stack; a merger. */
const TWO_THREADS: ProfileSpec = {
  threads: [
    {
      name: "dbsp-worker-0",
      tid: "7",
      samples: [
        { timeMs: 5000, stack: ["libc.so.6!start_thread", "run", "join", "libc.so.6!memcpy"], cpu: 900 },
        { timeMs: 5001, stack: ["libc.so.6!start_thread", "run", "join", "join"], cpu: 1000 },
        { timeMs: 5002, stack: ["libc.so.6!start_thread", "run", "join", "libc.so.6!futex"], cpu: 100 },
        {
          timeMs: 5006,
          stack: ["libc.so.6!start_thread", "run", "join", "libc.so.6!futex"],
          weight: 4,
          cpu: 0,
        },
        { timeMs: 5007, stack: null, cpu: 50 },
      ],
    },
    {
      name: "merger-0",
      tid: "8",
      samples: [{ timeMs: 5010, stack: ["merge", "libc.so.6!memcpy"], cpu: 950 }],
    },
    { name: "merger-1", tid: "9", samples: [] },
  ],
};

describe("facts of a CPU profile", () => {
  const facts = factsOf(TWO_THREADS);

  test("fit their schema", () => {
    expect(CpuFacts.parse(facts)).toEqual(facts);
  });

  test("have the window from the first to the last sample of all threads", () => {
    expect(facts.window).toEqual({ startMs: 5000, endMs: 5010, durationMs: 10 });
  });

  test("count samples by weight and CPU by what the kernel counted", () => {
    expect(facts.all).toEqual({ samples: 9, cpuMicros: 3000 });
    expect(facts.withoutStack).toEqual({ samples: 1, cpuMicros: 50 });
    expect(facts.samplesWithZeroCpu).toBe(4);
  });

  test("list the threads that have CPU, busiest first, with their share of the window", () => {
    expect(facts.threads).toEqual({
      threads: [
        {
          name: "dbsp-worker-0",
          tid: "7",
          group: "workers",
          samples: 8,
          cpuMicros: 2050,
          share: 2050 / 3000,
          busyShare: 0.205,
        },
        {
          name: "merger-0",
          tid: "8",
          group: "mergers",
          samples: 1,
          cpuMicros: 950,
          share: 950 / 3000,
          busyShare: 0.095,
        },
      ],
      shown: 2,
      of: 2,
      without: 1,
    });
  });

  test("rank functions by their own CPU over all threads", () => {
    expect(facts.functionsBySelf.functions.map(({ name }) => name)).toEqual(["memcpy", "join", "futex"]);
    expect(row(facts.functionsBySelf, "memcpy")).toEqual({
      name: "memcpy",
      library: "libc.so.6",
      selfSamples: 2,
      totalSamples: 2,
      selfCpuMicros: 1850,
      totalCpuMicros: 1850,
      selfShare: 1850 / 3000,
      totalShare: 1850 / 3000,
      groups: [
        { group: "mergers", selfSamples: 1, totalSamples: 1, selfCpuMicros: 950, totalCpuMicros: 950 },
        { group: "workers", selfSamples: 1, totalSamples: 1, selfCpuMicros: 900, totalCpuMicros: 900 },
      ],
    });
  });

  test("count a function that calls itself once per stack", () => {
    expect(row(facts.functionsBySelf, "join")).toMatchObject({
      selfCpuMicros: 1000,
      totalCpuMicros: 2000,
      selfSamples: 1,
      totalSamples: 7,
    });
  });

  test("keep the samples of a wait, which have weight and no CPU", () => {
    expect(row(facts.functionsBySelf, "futex")).toMatchObject({ selfSamples: 5, selfCpuMicros: 100 });
  });

  test("list by total neither libraries nor functions that only lead to one other", () => {
    expect(
      facts.functionsByTotal.functions.map(({ name, totalCpuMicros }) => [name, totalCpuMicros]),
    ).toEqual([
      ["join", 2000],
      ["merge", 950],
    ]);
    expect(facts.functionsByTotal.leftOut).toBe(4);
  });

  test("tell the CPU in stacks that do not reach the thread's entry", () => {
    expect(facts.cutStacks).toEqual({ samples: 1, cpuMicros: 950 });
  });

  test("show at most as many rows as asked for and say out of how many", () => {
    const { threads, functionsBySelf, functionsByTotal } = factsOf(TWO_THREADS, 1);
    expect([threads.shown, threads.of, threads.threads.length]).toEqual([1, 2, 1]);
    expect([functionsBySelf.shown, functionsBySelf.of, functionsBySelf.functions.length]).toEqual([1, 3, 1]);
    expect([functionsByTotal.shown, functionsByTotal.of, functionsByTotal.functions.length]).toEqual([
      1, 2, 1,
    ]);
  });
});

describe("CPU time", () => {
  test("is read in nanoseconds where the profile says so", () => {
    const [thread] = factsOf({ ...TWO_THREADS, cpuUnit: "ns" }).threads.threads;
    expect(thread?.cpuMicros).toBeCloseTo(2.05, 9);
  });

  test("in cycles is no time: facts rank by samples and say why", () => {
    const facts = factsOf({ ...TWO_THREADS, cpuUnit: "variable CPU cycles" });
    expect(facts.rankedBy).toBe("samples");
    expect(facts.cpuAbsentBecause).toContain("variable CPU cycles");
    expect(JSON.stringify(facts)).not.toContain("cpuMicros");
    expect(facts.threads.threads.map(({ samples, share }) => [samples, share])).toEqual([
      [8, 8 / 9],
      [1, 1 / 9],
    ]);
    expect(row(facts.functionsBySelf, "futex")).toMatchObject({ selfSamples: 5, selfShare: 5 / 9 });
  });

  test("is absent where no thread has the column", () => {
    const facts = factsOf({ ...TWO_THREADS, withoutCpuColumn: true });
    expect(facts.rankedBy).toBe("samples");
    expect(facts.cpuAbsentBecause).toBe("no thread has a column threadCPUDelta");
    expect(facts.all).toEqual({ samples: 9 });
    expect(CpuFacts.parse(facts)).toEqual(facts);
  });
});

test("stacks of the scheduler and the runtime alone are told per group", () => {
  const facts = factsOf({
    threads: [
      {
        name: "dbsp-worker-0",
        samples: [
          { timeMs: 1, stack: ["dbsp::circuit::schedule::step", "tokio::task::poll"], cpu: 300 },
          { timeMs: 2, stack: ["dbsp::circuit::schedule::step", "dbsp::operator::join::eval"], cpu: 700 },
        ],
      },
    ],
  });
  expect(facts.runtimeOnly).toEqual({ samples: 1, cpuMicros: 300 });
  expect(facts.groups).toEqual([
    {
      group: "workers",
      threads: 1,
      samples: 2,
      cpuMicros: 1000,
      of: 1,
      share: 1,
      busyCores: 1,
      busyShare: 1,
      runtimeOnly: { samples: 1, cpuMicros: 300 },
    },
  ]);
  expect(facts.functionsByTotal.functions.map(({ name }) => name)).toEqual(["dbsp::operator::join::eval"]);
});

test("functions that samply could not symbolise are named by library and address, and counted", () => {
  const facts = factsOf({
    threads: [{ name: "merger-0", samples: [{ timeMs: 1, stack: ["libc.so.6!0x58af"], cpu: 10 }] }],
  });
  expect(facts.functionsBySelf.functions[0]).toMatchObject({
    name: "libc.so.6!0x58af",
    library: "libc.so.6",
  });
  expect(facts.unsymbolised).toEqual({ functions: 1, selfSamples: 1, selfCpuMicros: 10 });
});

test("a profile without samples has no window and no shares", () => {
  const facts = factsOf({ threads: [{ name: "dbsp-worker-0", samples: [] }] });
  expect(facts.window).toBeUndefined();
  expect(facts.threads).toEqual({ threads: [], shown: 0, of: 0, without: 1 });
  expect(facts.groups).toEqual([]);
  expect(CpuFacts.parse(facts)).toEqual(facts);
});

describe("one second of a running pipeline", () => {
  const facts = cpuFacts(decodeRecording("samply_get_running_1s"), { limit: 20 });

  test("is told with its pipeline, its window and its memory", () => {
    expect(facts).toMatchObject({
      formatVersion: 57,
      pipeline: "payments",
      oscpu: "Debian GNU/Linux 12 (bookworm)",
      samplingIntervalMs: 1,
      symbolicated: true,
      rankedBy: "cpu",
      all: { samples: 721, cpuMicros: 713961 },
      markers: 1945,
      rss: [{ pid: "22751", firstBytes: 2309160960, lastBytes: 2353577984, maxBytes: 2353577984 }],
    });
    expect(facts.window?.durationMs).toBeCloseTo(599.849, 3);
  });

  test("has most CPU in the mergers", () => {
    expect(facts.groups.map(({ group, threads, cpuMicros }) => [group, threads, cpuMicros])).toEqual([
      ["mergers", 4, 368556],
      ["workers", 4, 239610],
      ["tokio", 3, 103129],
      ["other", 1, 2666],
    ]);
    expect(facts.threads.threads[0]).toMatchObject({ name: "merger-2", tid: "22759", cpuMicros: 130509 });
    expect([facts.threads.of, facts.threads.without]).toEqual([12, 19]);
  });

  test("has the merging of batches first by total", () => {
    expect(facts.functionsByTotal.functions[0]?.name).toBe(
      "dbsp::trace::spine_async::list_merger::ListMerger<C,B>::work",
    );
    expect(facts.functionsByTotal.shown).toBe(20);
  });
});

test("an output connector of a production build is known by what its thread runs", () => {
  const facts = cpuFacts(decodeRecording("opt_samply_get_2"), { limit: 100 });
  const connectors = facts.threads.threads.filter(({ group }) => group === "connectors");
  expect(connectors.map(({ name }) => name)).toEqual(["customer_totals", "hourly_volume.h"]);
});

describe("a part of a profile", () => {
  const decoded = decodeSpec(TWO_THREADS);

  test("has its own window, in which shares of time are taken, though no sample lies at its ends", () => {
    const facts = cpuFacts(decoded, { limit: 10, from: 0.5, to: 6.5 });
    expect(facts.window).toEqual({ startMs: 5000.5, endMs: 5006.5, durationMs: 6 });
    expect(facts.all).toEqual({ samples: 6, cpuMicros: 1100 });
    expect(facts.groups[0]).toMatchObject({ group: "workers", of: 1, share: 1 });
    expect(facts.groups[0]?.busyShare).toBeCloseTo(1100 / 6000, 9);
  });

  test("is of a group of threads, or of one thread by its name or its id", () => {
    const mergers = cpuFacts(decoded, { limit: 10, thread: "mergers" });
    expect(mergers.groups).toMatchObject([{ group: "mergers", threads: 1, of: 2, cpuMicros: 950, share: 1 }]);
    expect(mergers.window?.durationMs).toBe(10);
    for (const thread of ["dbsp-worker-0", "7"]) {
      expect(cpuFacts(decoded, { limit: 10, thread }).all.cpuMicros).toBe(2050);
    }
    expect(cpuFacts(decoded, { limit: 10, thread: "nobody" }).threads.of).toBe(0);
  });

  test("beyond the recording has no window and no samples", () => {
    const facts = cpuFacts(decoded, { limit: 10, from: 100 });
    expect(facts.window).toBeUndefined();
    expect(facts.all).toEqual({ samples: 0, cpuMicros: 0 });
  });
});

test("a group's capacity is that of all its threads, so that parked ones count", () => {
  const parked = { name: "dbsp-worker-1", samples: [] };
  const facts = factsOf({
    threads: [
      {
        name: "dbsp-worker-0",
        samples: [
          { timeMs: 0, stack: ["run"], cpu: 0 },
          { timeMs: 10, stack: ["run"], cpu: 10_000 },
        ],
      },
      parked,
    ],
  });
  expect(facts.groups[0]).toMatchObject({ threads: 1, of: 2, busyCores: 1, busyShare: 0.5 });
});

describe("functions in crates of SQL operators", () => {
  const hash = "0123456789abcdef";
  const place = {
    operator: "s1",
    operation: "map",
    rule: "exact" as const,
    handle: "v.select@1",
    relation: { kind: "view" as const, name: "totals" },
    positions: [{ start_line: 3, start_column: 1, end_line: 3, end_column: 9, code: "SUM(cost)" }],
    distance: 0,
  };
  const decoded = decodeSpec({
    threads: [
      {
        name: "dbsp-worker-0",
        samples: [
          { timeMs: 1, stack: ["run", `feldera_pipe_operator_${hash}::create::{{closure}}`], cpu: 300 },
          { timeMs: 2, stack: ["run", `feldera_pipe_operator_${hash}::create`, "memcpy"], cpu: 200 },
          { timeMs: 3, stack: ["run", "feldera_pipe_operator_fedcba9876543210::create"], cpu: 500 },
        ],
      },
    ],
  });

  test("have the place that is known of the crate", () => {
    const facts = cpuFacts(decoded, { limit: 10, places: { ofCrates: { [hash]: place }, ofNodes: {} } });
    expect(CpuFacts.parse(facts)).toEqual(facts);
    const places = facts.functionsBySelf.functions.map((one) => [one.selfCpuMicros, one.place?.operator]);
    expect(places).toEqual([
      [500, undefined],
      [300, "s1"],
      [200, undefined],
    ]);
  });

  test("are told with the share that is placed, callees included", () => {
    const facts = cpuFacts(decoded, { limit: 10, places: { ofCrates: { [hash]: place }, ofNodes: {} } });
    expect(facts.placed).toEqual({ samples: 2, cpuMicros: 500, share: 0.5 });
    expect(cpuFacts(decoded, { limit: 10 }).placed).toBeUndefined();
  });
});
