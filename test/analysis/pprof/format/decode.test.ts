import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { NONE, toIndex } from "../../../../src/analysis/callgraph/indices.ts";
import type { CallGraph } from "../../../../src/analysis/callgraph/model.ts";
import { MalformedInput } from "../../../../src/analysis/malformed.ts";
import { decodePprof } from "../../../../src/analysis/pprof/format/decode.ts";
import { atLeastOne } from "../../../support/at-least-one.ts";
import { heapProfile, heapProfileBytes, LIMITS } from "../heap-profiles.ts";
import {
  type Bytes,
  bytesField,
  functionEntry,
  location,
  mapping,
  numberField,
  sample,
  strings,
  TABLES,
  valueType,
  varint,
} from "../wire-bytes.ts";

function decode(...fields: readonly Bytes[]) {
  return decodePprof(Uint8Array.from(fields.flat()), LIMITS);
}

function thrownBy(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

/** Stacks as text, from the root to the leaf, with their weights: `main:10 work:20 (inlined)`. */
function stacksOf(graph: CallGraph): [string, ...number[]][] {
  return [...graph.stackNode].map((leaf, stack) => {
    const frames: string[] = [];
    for (let node = leaf; node >= 0; node = graph.nodeParent[node] ?? NONE) {
      const frame = graph.nodeFrame[node] ?? NONE;
      const name = graph.functions[graph.frameFunction[frame] ?? NONE]?.name;
      const inlined = graph.frameInlined[frame] === 1 ? " (inlined)" : "";
      frames.unshift(`${name}:${graph.frameLine[frame]}${inlined}`);
    }
    return [frames.join(" "), ...graph.weights.map((weights) => weights[toIndex<"stack">(stack)] ?? 0)];
  });
}

describe("decodePprof", () => {
  test("reads a recorded heap profile", () => {
    const profile = heapProfile("heap_profile_1.body");
    expect(profile.graph.valueTypes).toEqual([{ type: "inuse_space", unit: "bytes" }]);
    expect(profile).toMatchObject({
      sampleCount: 34,
      totals: [41_458_836],
      inexact: false,
      periodType: { type: "space", unit: "bytes" },
      period: 0,
      timeNanos: 1_795_247_184_212_898_510n,
      durationNanos: 0n,
      defaultSampleType: "",
      dropFrames: "",
    });
    expect(profile.comments).toHaveLength(21);
    expect(profile.mappings).toHaveLength(21);
    expect(profile.mappings[0]?.buildId).toBe("24eac35a2df11936186b419531c13f04f34390d2");
  });

  test("merges samples with equal stacks and remembers how many", () => {
    const profile = decode(TABLES, sample([2, 1], [5]), sample([1], [3]), sample([2, 1], [7]));
    expect(stacksOf(profile.graph)).toEqual([
      ["main:10 work:20", 12],
      ["main:10", 3],
    ]);
    expect([...profile.stackSamples]).toEqual([2, 1]);
    expect(profile.sampleCount).toBe(3);
  });

  test("flattens inlined calls, the innermost of which comes first in a location", () => {
    const profile = decode(TABLES, sample([3, 1], [5]));
    expect(stacksOf(profile.graph)).toEqual([["main:10 work:21 inlined:30 (inlined)", 5]]);
  });

  test("keeps the object file of what was not symbolised", () => {
    const { graph } = decode(TABLES, sample([4], [5]), sample([1], [5]));
    expect(graph.functions).toContainEqual({
      name: "",
      systemName: "",
      file: "",
      object: "/bin/app",
      unsymbolised: true,
    });
    expect(graph.functions).toContainEqual({
      name: "main",
      systemName: "main",
      file: "",
      object: "/bin/app",
    });
    expect(stacksOf(graph)).toEqual([
      [":0", 5],
      ["main:10", 5],
    ]);
  });

  test("parents come before children", () => {
    const { graph } = heapProfile("heap_profile_2.body");
    expect(atLeastOne(graph.nodeParent).every((parent, node) => parent < node)).toBe(true);
  });

  test("reads unpacked numbers, in any order of fields, before or after the tables", () => {
    const unpacked = bytesField(2, [...numberField(2, 9), ...numberField(1, 2), ...numberField(1, 1)]);
    const { graph } = decode(unpacked, sample([1], [4]), TABLES);
    expect(stacksOf(graph)).toEqual([
      ["main:10 work:20", 9],
      ["main:10", 4],
    ]);
  });

  test("reads negative values, which stay apart so that totals are of magnitudes", () => {
    const profile = decode(TABLES, sample([1], [-5]), sample([1], [7]), sample([1], [-(2n ** 40n)]));
    expect(stacksOf(profile.graph)).toEqual([
      ["main:10", -5],
      ["main:10", 7],
      ["main:10", -(2 ** 40)],
    ]);
    expect(profile.totals).toEqual([12 + 2 ** 40]);
  });

  test("takes totals from the samples that are marked as the base of a difference", () => {
    const base = (value: number) =>
      bytesField(2, [
        ...bytesField(1, varint(1)),
        ...bytesField(2, varint(value)),
        ...bytesField(3, [...numberField(1, 8), ...numberField(2, 9)]),
      ]);
    const labels = strings("pprof::base", "true");
    expect(decode(TABLES, labels, base(-40), sample([1], [100])).totals).toEqual([40]);
  });

  test("reads ids of 64 bits", () => {
    const ids = [2n ** 64n - 1n, 2n ** 64n - 2n, 2n ** 53n + 1n, 2n ** 53n] as const;
    const profile = decode(
      TABLES,
      ...ids.map((id, index) => location(id, 1, [[1, 100 + index]])),
      ...ids.map((id) => sample([id], [1])),
    );
    expect(stacksOf(profile.graph).map(([stack]) => stack)).toEqual([
      "main:100",
      "main:101",
      "main:102",
      "main:103",
    ]);
  });

  test("skips fields that it does not know, of every wire type, in every message", () => {
    const unknown = [
      ...numberField(99, 1),
      ...bytesField(2000, [1, 2, 3]),
      ...varint(17 * 8 + 1),
      ...[1, 2, 3, 4, 5, 6, 7, 8],
      ...varint(18 * 8 + 5),
      ...[1, 2, 3, 4],
    ];
    const longTag = [0x90, 0x80, 0x00, ...varint(20)];
    const line = bytesField(4, [...unknown, ...numberField(1, 2), ...longTag]);
    const profile = decode(
      unknown,
      bytesField(4, [...unknown, ...numberField(1, 9), ...line, ...unknown]),
      bytesField(2, [...unknown, ...bytesField(1, varint(9)), ...unknown, ...bytesField(2, varint(6))]),
      TABLES,
      unknown,
    );
    expect(stacksOf(profile.graph)).toEqual([["work:20", 6]]);
  });

  test("says when values pass what a double holds", () => {
    const below = decode(TABLES, sample([1], [2n ** 53n - 2n]), sample([1], [1]));
    expect(below).toMatchObject({ inexact: false, totals: [2 ** 53 - 1] });
    const beyond = decode(TABLES, sample([1], [2n ** 53n]), sample([2], [1]));
    expect(beyond.inexact).toBe(true);
  });

  test("takes several gzip members, and a profile that is not compressed", () => {
    const bytes = Uint8Array.from([...TABLES, ...sample([1], [5])]);
    const members = Buffer.concat([gzipSync(bytes.subarray(0, 50)), gzipSync(bytes.subarray(50))]);
    expect(decodePprof(members, LIMITS)).toEqual(decodePprof(bytes, LIMITS));
  });
});

describe("decodePprof refuses", () => {
  const gzipped = heapProfileBytes("paused_heap_profile.body");
  const corrupt = Uint8Array.from(gzipped, (byte, index) => (index === 5000 ? byte ^ 0xff : byte));
  test.each([
    ["truncated gzip", gzipped.subarray(0, 5000), LIMITS, /unexpected end of file/],
    ["corrupt gzip", corrupt, LIMITS, /./],
    ["bytes after gzip", Buffer.concat([gzipped, Buffer.from("more")]), LIMITS, /./],
    ["zeros after gzip", Buffer.concat([gzipped, Buffer.alloc(9)]), LIMITS, /more bytes follow/],
    [
      "gzip that inflates too far",
      gzipped,
      { maxInflatedBytes: 10_000 },
      /inflates to more than 10000 bytes/,
    ],
  ])("%s", (_, bytes, limits, problem) => {
    const error = thrownBy(() => decodePprof(bytes, limits));
    expect(error).toBeInstanceOf(MalformedInput);
    expect(error).toMatchObject({ format: "gzip", problem: expect.stringMatching(problem) });
  });

  const cases: readonly (readonly [string, Bytes, string, RegExp])[] = [
    ["nothing", [], "byte 0", /empty/],
    ["no string table", valueType(0, 0), "byte 6", /no string table/],
    ["a first string that is not empty", strings("x"), "string 0", /not the empty string/],
    ["no sample types", strings(""), "sample types", /none/],
    ["a field that is cut off", [...TABLES, 0x12, 5, 1], `byte ${TABLES.length + 1}`, /5 bytes, but only 1/],
    [
      "a number that is cut off",
      [...TABLES, 0x48, 0x80],
      `byte ${TABLES.length + 1}`,
      /ends within a number/,
    ],
    ["a number of 11 bytes", [0x48, ...Array<number>(10).fill(0x80), 0], "byte 1", /longer than 10 bytes/],
    ["a wire type that is not in use", [0x0b], "byte 0", /wire type 3/],
    ["a known field of another wire type", numberField(2, 1), "byte 0", /field 2 of Profile has wire type 0/],
    ["a cut line within a location", bytesField(4, [0x22, 9, 8]), "byte 3", /9 bytes, but only 1/],
    ["two profiles in one", [...TABLES, ...numberField(9, 1), ...numberField(9, 2)], "byte", /two profiles/],
    ["location id 0", [...TABLES, ...location(0, 1, [])], "location 5", /id 0/],
    ["function id 0", [...TABLES, ...functionEntry(0, 4)], "function 4", /id 0/],
    ["mapping id 0", [...TABLES, ...mapping(0, 3)], "mapping 2", /id 0/],
    ["a location id twice", [...TABLES, ...location(2, 1, [])], "location 5", /id 2 occurs twice/],
    ["a function id twice", [...TABLES, ...functionEntry(1, 4)], "function 4", /id 1 occurs twice/],
    ["a mapping id twice", [...TABLES, ...mapping(1, 3)], "mapping 2", /id 1 occurs twice/],
    ["a line without a function", [...TABLES, ...location(9, 1, [[0, 1]])], "location 5", /function 0/],
    ["a function that does not exist", [...TABLES, ...location(9, 1, [[7, 1]])], "location 5", /function 7/],
    ["a mapping that does not exist", [...TABLES, ...location(9, 7, [])], "location 5", /mapping 7/],
    ["a name that does not exist", [...TABLES, ...functionEntry(9, 80)], "function 4", /string 80/],
    ["a negative string", [...TABLES, ...valueType(-1, 0)], "sample type 2", /string -1/],
    ["a location that does not exist", [...TABLES, ...sample([1, 77], [1])], "sample 1", /location 77/],
    ["location 0", [...TABLES, ...sample([0], [1])], "sample 1", /location 0/],
    ["too few values", [...TABLES, ...sample([1], [])], "sample 1", /0 values for 1 sample types/],
    ["too many values", [...TABLES, ...sample([1], [1, 2])], "sample 1", /2 values for 1 sample types/],
    [
      "a label's string that does not exist",
      [...TABLES, ...bytesField(2, [...bytesField(2, [1]), ...bytesField(3, numberField(2, 80))])],
      "sample 1",
      /string 80 of a label/,
    ],
    ["a comment that does not exist", [...TABLES, ...numberField(13, 80)], "comment 1", /string 80/],
  ];
  test.each(cases)("%s", (_, bytes, where, problem) => {
    const error = thrownBy(() => decode(bytes));
    expect(error).toBeInstanceOf(MalformedInput);
    expect(error).toMatchObject({
      format: "pprof",
      where: expect.stringContaining(where),
      problem: expect.stringMatching(problem),
    });
  });

  test("tables and stacks that would not fit into memory", () => {
    const emptyStrings = Array<Bytes>(1_000_001).fill([0x32, 0]).flat();
    expect(() => decode(TABLES, emptyStrings)).toThrow(/more than 1000000 table entries/);

    const manyLines = location(9, 1, Array<[number, number]>(60_000).fill([1, 1]));
    const deepStack = sample(Array<number>(10_000).fill(9), [1]);
    expect(() => decode(TABLES, manyLines, deepStack)).toThrow(/too many frames/);
  });
});
