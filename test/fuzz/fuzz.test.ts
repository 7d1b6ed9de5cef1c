import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cpuJob } from "../../src/analysis/jobs/cpu.ts";
import { heapJob } from "../../src/analysis/jobs/heap.ts";
import { MalformedInput } from "../../src/analysis/malformed.ts";
import type { HeapOptions } from "../../src/analysis/profiles/heap-options.ts";
import { Cases, outcomeOf } from "./cases.ts";
import { HOSTILE_CPU_PROFILES } from "./hostile-cpu.ts";
import { HOSTILE_HEAP_PROFILES } from "./hostile-heap.ts";

const RECORDINGS = new URL("../recordings/", import.meta.url);
const MIB = 2 ** 20;

/** `npm run fuzz:profiles` runs many more. */
const CASES = 1000;

test("a mutated profile is a value or a typed error", async () => {
  const cases = new Cases(RECORDINGS, 1);
  const seen = new Set<string>();
  for (let number = 0; number < CASES; number++) {
    const fuzzCase = cases.case(number);
    const outcome = await outcomeOf(fuzzCase).catch((error: unknown) => {
      throw new Error(`case ${number} of seed 1`, { cause: error });
    });
    seen.add(`${fuzzCase.format} ${outcome}`);
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([
      "pprof value",
      "pprof MalformedInput",
      "firefox value",
      "firefox MalformedInput",
    ]),
  );
}, 120_000);

test("a case is the same one at any time", () => {
  const [cases, again] = [new Cases(RECORDINGS, 2), new Cases(RECORDINGS, 2)];
  for (const number of [7, 0, 1234]) expect(again.case(number).bytes).toEqual(cases.case(number).bytes);
});

const CUM = { sort: "cum", limit: 1000 } as const;
const SITES: HeapOptions = { view: "sites", ...CUM };
const TOP: HeapOptions = { view: "top", ...CUM };
const VIEWS: readonly HeapOptions[] = [
  SITES,
  { ...TOP, granularity: "lines" },
  { view: "tree", ...CUM },
  { view: "peek", ...CUM, peek: "." },
];

function heap(profile: Uint8Array, options: HeapOptions, baseline?: Uint8Array) {
  return heapJob.run({ profile, maxInflatedBytes: 16 * MIB, options, ...(baseline && { baseline }) });
}

function cpu(text: string, options: object) {
  return cpuJob.run({
    profile: Buffer.from(text),
    maxInflatedBytes: 16 * MIB,
    options: { limit: 200, ...options },
  });
}

describe("a lopsided heap profile is read", () => {
  const { "many sample types": ofManyTypes, ...others } = HOSTILE_HEAP_PROFILES;
  test.each(Object.entries(others))("%s", async (_, make) => {
    for (const options of VIEWS) heapJob.output.parse(await heap(make(2000), options));
    heapJob.output.parse(await heap(make(2000), SITES, make(1990)));
  });

  test("but for one of many sample types, which is refused", async () => {
    const bytes = ofManyTypes?.(2000) ?? new Uint8Array();
    await expect(heap(bytes, TOP)).rejects.toThrow("more than 1000");
  });

  // It took a time quadratic in the slashes.
  test("with a library's path of two hundred thousand slashes", async () => {
    const bytes = HOSTILE_HEAP_PROFILES["a library's path of many slashes"]?.(200_000) ?? new Uint8Array();
    expect(await heap(bytes, TOP)).toHaveProperty("answer.top.rows.0.name", "[x]");
  });

  test("until its stacks are too many to hold", async () => {
    const bytes = HOSTILE_HEAP_PROFILES["one location of many lines, in many samples"]?.(300_000) ?? [];
    // Sample { location_id: 1, 100 times, value: 1 }
    const sample = [0x12, 105, 0x0a, 100, ...Array.from({ length: 100 }, () => 1), 0x12, 1, 1];
    const profile = Buffer.concat([bytes, sample].map((part) => Buffer.from(part)));
    await expect(heap(profile, TOP)).rejects.toThrow("too many frames to hold");
  });
});

describe("a lopsided CPU profile is read", () => {
  // They took a time quadratic in the depth.
  const deep = ["one deep stack", "a sample of each stack of a deep recursion"];

  test.each(Object.entries(HOSTILE_CPU_PROFILES))(
    "%s",
    async (shape, make) => {
      const text = make(deep.includes(shape) ? 10_000 : 500);
      for (const view of ["functions", "operators", "callees", "callers"]) {
        cpuJob.output.parse(await cpu(text, { view }));
      }
      cpuJob.output.parse(await cpu(text, { view: "operators", operator: "n1" }));
    },
    60_000,
  );
});

describe("a small input that stands for a large one stops at its limit", () => {
  const bomb = gzipSync(Buffer.alloc(64 * MIB, "[[[["));

  test("gzip as a heap profile", async () => {
    expect(bomb.length).toBeLessThan(MIB / 8);
    await expect(heap(bomb, TOP)).rejects.toMatchObject({ format: "gzip" });
  });

  test("gzip as a CPU profile", async () => {
    const run = cpuJob.run({
      profile: bomb,
      maxInflatedBytes: 16 * MIB,
      options: { view: "functions", limit: 1 },
    });
    await expect(run).rejects.toMatchObject({ name: "MalformedInput" });
  });

  test.each([
    ["arrays", "[", "]"],
    ["objects", '{"threads":', "}"],
  ])("%s within each other", async (_, open, close) => {
    const text = `${open.repeat(1_000_000)}0${close.repeat(1_000_000)}`;
    await expect(cpu(text, { view: "functions" })).rejects.toBeInstanceOf(MalformedInput);
  });
});
