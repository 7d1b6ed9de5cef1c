import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cpuJob } from "../../src/analysis/jobs/cpu.ts";
import { heapJob } from "../../src/analysis/jobs/heap.ts";
import { MalformedInput } from "../../src/analysis/malformed.ts";
import { type InputKind, OtherInput } from "../../src/analysis/other-input.ts";

const RECORDINGS = new URL("../recordings/", import.meta.url);
const recorded = (file: string) => readFileSync(new URL(file, RECORDINGS));

const maxInflatedBytes = 64 * 2 ** 20;

function asCpu(profile: Uint8Array, baseline?: Uint8Array) {
  const options = { view: "functions" as const, limit: 5 };
  return cpuJob.run({ profile, ...(baseline && { baseline }), maxInflatedBytes, options });
}

function asHeap(profile: Uint8Array, baseline?: Uint8Array) {
  const options = { view: "sites" as const, sort: "flat" as const, limit: 5 };
  return heapJob.run({ profile, ...(baseline && { baseline }), maxInflatedBytes, options });
}

/** The kind of the one error that may come of it. */
async function kindOf(reading: Promise<unknown>): Promise<InputKind> {
  const error = await reading.then(
    () => new Error("it was read"),
    (reason: unknown) => reason,
  );
  if (error instanceof OtherInput) return error.kind;
  throw error;
}

/** As Firefox writes it: version, libs, and threads whose tables have a schema. */
const GECKO = JSON.stringify({
  meta: { version: 36, interval: 1, product: "Firefox", startTime: 1 },
  libs: [],
  threads: [{ name: "GeckoMain", samples: { schema: { stack: 0, time: 1 }, data: [[0, 1.5]] } }],
  processes: [],
});

const SPEEDSCOPE = JSON.stringify({
  $schema: "https://www.speedscope.app/file-format-schema.json",
  shared: { frames: [{ name: "main" }] },
  profiles: [{ type: "sampled", name: "main", unit: "none", startValue: 0, endValue: 1, samples: [[0]] }],
});

const FILES: readonly (readonly [string, Uint8Array, InputKind])[] = [
  ["Node's CPU profile", recorded("others/node.cpuprofile"), "V8 CPU profile"],
  ["Node's heap profile", recorded("others/node.heapprofile"), "V8 heap profile"],
  ["Node's trace", recorded("others/node-trace.json"), "Chrome trace"],
  [
    "a trace of events alone",
    Buffer.from('[\n{"name":"a","ph":"B","ts":1,"pid":1,"tid":1}\n]'),
    "Chrome trace",
  ],
  [
    "a heap snapshot",
    Buffer.from('{"snapshot":{"meta":{}},"nodes":[],"edges":[],"strings":[]}'),
    "V8 heap snapshot",
  ],
  ["dhat's heap profile", recorded("others/dhat-heap.json"), "DHAT profile"],
  ["Firefox's own profile", Buffer.from(GECKO), "gecko profile"],
  ["a speedscope profile", Buffer.from(SPEEDSCOPE), "speedscope profile"],
  ["jemalloc's text", Buffer.from("heap_v2/524288\n  t*: 1: 5 [0: 0]\n"), "jemalloc text dump"],
  ["perf's recording", Buffer.from("PERFILE2\0\0\0\0"), "perf recording"],
  ["an error of Feldera's", recorded("stopped_heap_profile.body"), "Feldera error"],
  ["a pipeline's statistics", recorded("stats_1.body"), "Feldera statistics"],
  ["a web page", Buffer.from("\n<!DOCTYPE html><html></html>"), "web page"],
  ["an empty file", Buffer.alloc(0), "empty file"],
  ["an executable", Buffer.from("\x7fELF\x02\x01\x01"), "executable"],
  ["a tar archive", Buffer.concat([Buffer.alloc(257), Buffer.from("ustar\0")]), "tar archive"],
  ["a zip file", recorded("support_bundle_never_collected.body"), "zip file"],
];

describe("what is no profile of a pipeline's is told by its content", () => {
  test.each(FILES)("%s, as it is and gzipped, for every kind that was asked for", async (_, bytes, kind) => {
    for (const content of [bytes, gzipSync(bytes)]) {
      expect(await kindOf(asCpu(content))).toBe(kind);
      expect(await kindOf(asHeap(content))).toBe(kind);
    }
  });
});

describe("a pipeline's profile in the place of another", () => {
  const heap = recorded("minimal/heap_1.pb.gz");
  const cpu = recorded("samply_get_paused_1s.body");

  test("is told by its kind", async () => {
    expect(await kindOf(asCpu(heap))).toBe("pprof");
    expect(await kindOf(asHeap(cpu))).toBe("firefox profile");
    expect(await kindOf(asHeap(recorded("circuit_json_profile.body")))).toBe("circuit profile");
    expect(await kindOf(asCpu(recorded("circuit_json_profile.body")))).toBe("circuit profile");
  });

  test("as the baseline is told to be the baseline", async () => {
    await expect(asCpu(cpu, recorded("others/node.cpuprofile"))).rejects.toMatchObject({
      kind: "V8 CPU profile",
      role: "baseline",
    });
    await expect(asHeap(heap, recorded("others/dhat-heap.json"))).rejects.toMatchObject({
      kind: "DHAT profile",
      role: "baseline",
    });
    await expect(asCpu(recorded("others/node.cpuprofile"), cpu)).rejects.toMatchObject({ role: "profile" });
  });
});

describe("what is damaged", () => {
  test("stays damaged: a cut profile is no other kind", async () => {
    const cpu = recorded("samply_get_paused_1s.body");
    await expect(asCpu(cpu.subarray(0, 5000))).rejects.toBeInstanceOf(MalformedInput);
    const heap = recorded("minimal/heap_1.pb.gz");
    await expect(asHeap(heap.subarray(0, 5000))).rejects.toBeInstanceOf(MalformedInput);
  });

  test("stays damaged: JSON of no known kind", async () => {
    await expect(asCpu(Buffer.from('{"a":1}'))).rejects.toBeInstanceOf(MalformedInput);
    await expect(asCpu(Buffer.from("[1,2]"))).rejects.toBeInstanceOf(MalformedInput);
    await expect(asHeap(Buffer.from("no profile"))).rejects.toBeInstanceOf(MalformedInput);
  });
});

test("a sound profile is read", async () => {
  expect(await asCpu(recorded("samply_get_paused_1s.body"))).toMatchObject({
    answer: { answer: "functions" },
  });
  expect(await asHeap(recorded("minimal/heap_1.pb.gz"))).toMatchObject({ answer: { view: "sites" } });
});
