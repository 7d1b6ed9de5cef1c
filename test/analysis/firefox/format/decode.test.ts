import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeFirefoxProfile } from "../../../../src/analysis/firefox/format/decode.ts";
import { MalformedInput } from "../../../../src/analysis/malformed.ts";
import { decodeRecording, LIMITS, readRecording } from "../recorded.ts";
import { decodeJson, decodeSpec, profileJson } from "../synthetic.ts";

describe("the paused pipeline's profile", () => {
  const { threads } = decodeRecording("samply_get_paused_1s");

  test("has three samples in 29 threads", () => {
    expect(threads).toHaveLength(29);
    const sampled = threads.filter(({ samples }) => samples.stack.length > 0);
    expect(sampled.map(({ name, tid, pid, samples }) => [name, tid, pid, samples.cpuMicros?.[0]])).toEqual([
      ["actix-rt|system", "22755", "22751", 961],
      ["actix-rt|system", "22769", "22751", 925],
      ["capture-rss", "3797", "22751", 928],
    ]);
  });
});

describe("samples", () => {
  const { threads } = decodeSpec({
    threads: [
      {
        name: "dbsp-worker-0",
        samples: [
          { timeMs: 5000, stack: ["main", "a"], cpu: 7 },
          { timeMs: 5001.5, stack: ["main", "b"], cpu: 1 },
          { timeMs: 5002, stack: null, cpu: 2 },
          { timeMs: 5004, stack: ["main", "a"], weight: 3, cpu: 5 },
        ],
      },
    ],
  });
  const [thread] = threads;

  test("have times that are the running sum of timeDeltas, whose first is absolute", () => {
    expect(thread?.samples.timeMs).toEqual(Float64Array.of(5000, 5001.5, 5002, 5004));
  });

  test("of equal stacks share one, and those without a stack are apart", () => {
    expect(thread?.samples.stack).toEqual(Int32Array.of(0, 1, -1, 0));
    expect(thread?.graph.weights).toEqual([Float64Array.of(4, 1), Float64Array.of(12, 1)]);
    expect(thread?.graph.valueTypes).toEqual([
      { type: "samples", unit: "count" },
      { type: "cpu", unit: "µs" },
    ]);
  });
});

test("samples without a column of weights count once each", () => {
  const [thread] = decodeJson(broken(["threads", 0, "samples", "weight"], null)).threads;
  expect(thread?.samples.weight).toEqual(Float64Array.of(1, 1));
});

/** A valid profile with one entry of its JSON replaced. */
function broken(path: readonly (string | number)[], value: unknown): unknown {
  const sample = { timeMs: 1, stack: ["main", "a"], cpu: 1 };
  const json = profileJson({ threads: [{ name: "merger-0", samples: [sample, sample] }] });
  const owner = path.slice(0, -1).reduce<object>((at, key) => Object(Reflect.get(at, key)), json);
  Reflect.set(owner, path.at(-1) ?? "", value);
  return json;
}

function problemOf(read: () => unknown): MalformedInput {
  try {
    read();
  } catch (error) {
    if (error instanceof MalformedInput) return error;
    throw error;
  }
  throw new Error("nothing was malformed");
}

describe("a profile that breaks its format is refused with the place", () => {
  const thread = ["threads", 0] as const;
  test.each([
    [["meta"], null, "meta"],
    [["meta", "preprocessedProfileVersion"], undefined, "meta.preprocessedProfileVersion"],
    [["meta", "sampleUnits"], "µs", "meta.sampleUnits"],
    [["threads"], {}, "threads"],
    [["threads", 0], 5, "threads[0]"],
    [["libs"], [{}], "libs[0]"],
    [["libs"], [], "threads[0].resourceTable.lib[0]"],
    [["shared"], undefined, "shared"],
    [["shared", "stringArray", 1], 4, "shared.stringArray[1]"],
    [[...thread, "name"], null, "threads[0].name"],
    [[...thread, "stackTable"], [], "threads[0].stackTable"],
    [[...thread, "stackTable", "length"], 3, "threads[0].stackTable.frame"],
    [[...thread, "stackTable", "length"], -1, "threads[0].stackTable.length"],
    [[...thread, "stackTable", "length"], 1e300, "threads[0].stackTable.frame"],
    [[...thread, "stackTable", "prefix", 1], 1, "threads[0].stackTable.prefix[1]"],
    [[...thread, "stackTable", "prefix", 0], 0, "threads[0].stackTable.prefix[0]"],
    [[...thread, "stackTable", "prefix", 0], 1, "threads[0].stackTable.prefix[0]"],
    [[...thread, "stackTable", "frame", 1], 2, "threads[0].stackTable.frame[1]"],
    [[...thread, "frameTable", "func", 0], 0.5, "threads[0].frameTable.func[0]"],
    [[...thread, "frameTable", "func", 0], -1, "threads[0].frameTable.func[0]"],
    [[...thread, "funcTable", "name", 0], null, "threads[0].funcTable.name[0]"],
    [[...thread, "funcTable", "resource", 0], 2, "threads[0].funcTable.resource[0]"],
    [[...thread, "resourceTable", "name", 0], 99, "threads[0].resourceTable.name[0]"],
    [[...thread, "samples", "stack", 1], 2, "threads[0].samples.stack[1]"],
    [[...thread, "samples", "stack"], [0], "threads[0].samples.stack"],
    [[...thread, "samples", "stack"], [0, 0, 0], "threads[0].samples.stack"],
    [[...thread, "samples", "timeDeltas", 0], "1", "threads[0].samples.timeDeltas[0]"],
    [[...thread, "samples", "weight", 1], -1, "threads[0].samples.weight[1]"],
    [[...thread, "samples", "threadCPUDelta", 0], -5, "threads[0].samples.threadCPUDelta[0]"],
    [[...thread, "samples", "weightType"], "bytes", "threads[0].samples.weightType"],
    [["counters"], [{ name: "RSS" }], "counters[0].samples"],
  ])("%j as %j", (path, value, where) => {
    const problem = problemOf(() => decodeJson(broken(path, value)));
    expect([problem.format, problem.where]).toEqual(["firefox profile", where]);
  });
});

describe("versions", () => {
  test("from 66 on a prefixOffset beyond the first stack is refused", () => {
    const { threads, ...profile } = profileJson({
      threads: [{ name: "merger-0", samples: [{ timeMs: 1, stack: ["main"] }] }],
    });
    const [{ stackTable, frameTable, funcTable, resourceTable } = {}] = threads;
    const shared = {
      ...profile.shared,
      sources: { length: 0, filename: [] },
      stackTable: { ...stackTable, prefixOffset: [1] },
      frameTable,
      funcTable: { ...funcTable, source: [null] },
      resourceTable,
    };
    const meta = { ...profile.meta, preprocessedProfileVersion: 66 };
    const problem = problemOf(() => decodeJson({ ...profile, threads, meta, shared }));
    expect(problem.where).toBe("shared.stackTable.prefixOffset[0]");
  });
});

describe("bytes", () => {
  const gzipped = readRecording("samply_get_paused_1s");

  test("may be JSON without gzip", () => {
    const json = Buffer.from(JSON.stringify(profileJson({ threads: [] })));
    expect(decodeFirefoxProfile(json, LIMITS).meta.product).toBe("orders");
  });

  test("that end too early are malformed gzip", () => {
    expect(problemOf(() => decodeFirefoxProfile(gzipped.subarray(0, 2000), LIMITS)).format).toBe("gzip");
  });

  test("that inflate beyond the limit are refused with the limit", () => {
    const problem = problemOf(() => decodeFirefoxProfile(gzipped, { maxInflatedBytes: 1000 }));
    expect(problem.format).toBe("gzip");
    expect(problem.problem).toContain("1000 bytes");
  });

  test("of JSON without gzip are held to the same limit", () => {
    const json = Buffer.from(JSON.stringify(profileJson({ threads: [] })));
    expect(problemOf(() => decodeFirefoxProfile(json, { maxInflatedBytes: 10 })).problem).toContain(
      "10 bytes",
    );
  });

  test("that are no JSON are refused with the byte, and without their text", () => {
    const problem = problemOf(() => decodeFirefoxProfile(gzipSync('{"meta":1,}'), LIMITS));
    expect(problem.message).toBe("malformed firefox profile at byte 10: not a value after the comma");
  });

  test("that are not UTF-8 are refused", () => {
    const problem = problemOf(() => decodeFirefoxProfile(Buffer.from('{"meta":"\xff"}', "latin1"), LIMITS));
    expect(problem.message).toBe("malformed firefox profile at byte 0: not UTF-8");
  });

  test.each([
    ['{"threads":', "[", 1, "byte 110: nested more than 100 levels deep"],
    ['{"threads":[', "{},", 1_000_000, "the document: more than 1000000 threads, tables and columns"],
  ])("%s%s… are refused where they are too many", (before, each, atLeast, problem) => {
    const text = before + each.repeat(atLeast + 100);
    expect(problemOf(() => decodeFirefoxProfile(Buffer.from(text), LIMITS)).message).toBe(
      `malformed firefox profile at ${problem}`,
    );
  });
});

describe("markers", () => {
  function markersOf(markers: unknown) {
    return decodeJson(broken(["threads", 0, "markers"], markers)).threads[0]?.markers;
  }

  test.each([[undefined], [null], [[]], [{ length: 3 }], [{ name: 7 }]])(
    "of the shape %j count as none",
    (table) => {
      expect(markersOf(table)).toEqual({ markers: 0, captureNotes: [] });
    },
  );

  test("are counted even if their entries are odd", () => {
    expect(markersOf({ name: [0, null, "x", 1e9], data: [null] })).toEqual({ markers: 4, captureNotes: [] });
  });

  test("say where Feldera stopped to capture them", () => {
    const note = "marker capture exceeded the limit (24.41 MiB) after 8.5 s";
    const profile = profileJson({ threads: [{ name: "pipeline", samples: [] }] });
    const strings = profile.shared.stringArray;
    const markers = {
      name: [strings.push("Profiling") - 1],
      data: [{ type: "FelderaMarker", name: strings.push(note) - 1 }],
    };
    const [thread] = decodeJson({ ...profile, threads: [{ ...profile.threads[0], markers }] }).threads;
    expect(thread?.markers).toEqual({ markers: 1, captureNotes: [note] });
  });
});

test("the RSS counter starts with a size and goes on with differences, other counters are left alone", () => {
  const samples = { length: 3, time: [10, 20, 30], count: [1000, 500, -200], number: [0, 0, 0] };
  const counters = [
    { name: "malloc", samples: null },
    { name: "RSS", category: "Memory", pid: 12, samples },
  ];
  const { rss } = decodeJson({ ...profileJson({ threads: [] }), counters });
  expect(rss).toEqual([
    { pid: "12", timeMs: Float64Array.of(10, 20, 30), bytes: Float64Array.of(1000, 1500, 1300) },
  ]);
});
