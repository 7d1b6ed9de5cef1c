import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flatAndCum } from "../../../src/analysis/callgraph/totals.ts";
import { cpuFacts } from "../../../src/analysis/firefox/cpu-facts.ts";
import { CpuFacts } from "../../../src/analysis/firefox/cpu-facts-schema.ts";
import { decodeFirefoxProfile } from "../../../src/analysis/firefox/format/decode.ts";
import { totalFunctions } from "../../../src/analysis/firefox/functions/function-totals.ts";
import { UnreadableInput } from "../../../src/analysis/unreadable-input.ts";
import { keysByFunction } from "../callgraph/random-graph.ts";
import { inVersion60, inVersion75 } from "./format/later-versions.ts";
import { LIMITS, readRecording } from "./recorded.ts";
import { decodeJson, decodeSpec, profileJson, type ThreadSpec } from "./synthetic.ts";

const functionName = fc.constantFrom("a", "b", "c", "d", "core::run", "libc.so.6!a", "libc.so.6!0x1f");
const sample = fc.record({
  stack: fc.option(fc.array(functionName, { maxLength: 6 }), { freq: 8 }),
  timeMs: fc.nat(1000),
  weight: fc.nat(5),
  cpu: fc.nat(2000),
});
const thread: fc.Arbitrary<ThreadSpec> = fc.record({
  name: fc.constantFrom("dbsp-worker-0", "merger-1", "feldera-tokio-2", "orders"),
  samples: fc.array(sample, { maxLength: 12 }),
});
const profileSpec = fc.record({ threads: fc.array(thread, { maxLength: 4 }) });

/** Self and total of every function, straight from the samples as they were generated. */
function reference(threads: readonly ThreadSpec[]): Map<string, [number, number, number, number]> {
  const costs = new Map<string, [number, number, number, number]>();
  for (const { stack, weight = 1, cpu = 0 } of threads.flatMap(({ samples }) => samples)) {
    for (const label of new Set(stack)) {
      const [self, total, selfCpu, totalCpu] = costs.get(label) ?? [0, 0, 0, 0];
      const isLeaf = stack?.at(-1) === label;
      costs.set(label, [
        self + (isLeaf ? weight : 0),
        total + weight,
        selfCpu + (isLeaf ? cpu : 0),
        totalCpu + cpu,
      ]);
    }
  }
  return costs;
}

describe("generated profiles", () => {
  test("have each function's self and total as their samples say", () => {
    fc.assert(
      fc.property(profileSpec, (spec) => {
        const { functions } = totalFunctions(decodeSpec(spec).threads);
        const costs = functions.map((row): [string, number[]] => [
          row.info.object === "/opt/libc.so.6" ? `libc.so.6!${row.info.systemName}` : row.info.name,
          [row.selfSamples, row.totalSamples, row.selfCpuMicros, row.totalCpuMicros],
        ]);
        expect(new Map(costs)).toEqual(reference(spec.threads));
      }),
      { numRuns: 200 },
    );
  });

  test("have in each thread self within total, and self that adds up to the samples with a stack", () => {
    fc.assert(
      fc.property(profileSpec, (spec) => {
        for (const { graph } of decodeSpec(spec).threads) {
          for (const weights of graph.weights) {
            const { flat, cum } = flatAndCum(graph, keysByFunction(graph), graph.functions.length, weights);
            expect(flat.every((self, index) => self <= (cum[index] ?? 0))).toBe(true);
            expect(flat.reduce((sum, self) => sum + self, 0)).toBe(weights.reduce((sum, w) => sum + w, 0));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test("have facts that fit their schema and the same facts in later versions of the format", () => {
    fc.assert(
      fc.property(profileSpec, (spec) => {
        const json = profileJson(spec);
        const facts = cpuFacts(decodeJson(json), { limit: 100 });
        expect(CpuFacts.parse(facts)).toEqual(facts);
        for (const [version, later] of [
          [60, inVersion60(json)],
          [75, inVersion75(json)],
        ] as const) {
          expect(cpuFacts(decodeJson(later), { limit: 100 })).toEqual({ ...facts, formatVersion: version });
        }
      }),
      { numRuns: 100 },
    );
  });

  test("list by total a function that stands for the largest of interest, whatever calls what", () => {
    fc.assert(
      fc.property(profileSpec, (spec) => {
        const totals = [...reference(spec.threads)]
          .filter(([name]) => /^[abcd]$/.test(name))
          .map(([, costs]) => costs[3]);
        const { functions } = cpuFacts(decodeSpec(spec), { limit: 1 }).functionsByTotal;
        const largest = Math.max(0, ...totals);
        // Each of the up to three calls from it to the one that is listed may lose a twentieth.
        expect(functions[0]?.totalCpuMicros ?? 0).toBeGreaterThanOrEqual(0.95 ** 3 * largest);
      }),
      { numRuns: 200 },
    );
  });
});

/** Facts that fit their schema, or an error that calls the input unreadable: nothing else may come of any bytes. */
function readOrRefuse(bytes: Uint8Array): "facts" | "refused" {
  try {
    CpuFacts.parse(cpuFacts(decodeFirefoxProfile(bytes, LIMITS), { limit: 20 }));
    return "facts";
  } catch (error) {
    if (error instanceof UnreadableInput) return "refused";
    throw error;
  }
}

const oddValue = fc.constantFrom<unknown>(
  null,
  -1,
  0,
  1,
  2,
  0.5,
  1e9,
  2 ** 31,
  1e300,
  "",
  "0x1",
  "7",
  true,
  [],
  {},
  [0],
  { length: 1 },
  { toString: 1 },
);

/** Every place of a JSON value, by where it hangs. */
function places(value: unknown): { owner: object; key: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [{ owner: value, key }, ...places(child)]);
}

describe("damaged recordings", () => {
  const gzipped = readRecording("samply_get_running_1s");
  const pausedText = gunzipSync(readRecording("samply_get_paused_1s")).toString("utf8");

  test("that are cut anywhere are refused", () => {
    fc.assert(
      fc.property(fc.nat(gzipped.length - 1), (length) => {
        expect(readOrRefuse(gzipped.subarray(0, length))).toBe("refused");
      }),
      { numRuns: 40 },
    );
  });

  test("with changed bytes, gzipped or not, are read or refused", () => {
    const text = Buffer.from(pausedText);
    const change = fc.tuple(fc.nat(), fc.nat(255));
    fc.assert(
      fc.property(
        fc.constantFrom(gzipped, text),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (source, changes) => {
          const bytes = Uint8Array.from(source);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          readOrRefuse(bytes);
        },
      ),
      { numRuns: 80 },
    );
  });

  test.each([
    ["as recorded", (json: unknown) => json],
    ["in version 75", inVersion75],
  ])("with odd values in any place, %s, are read or refused", (_, convert) => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 3 }), (changes) => {
        const json = convert(JSON.parse(pausedText));
        const all = places(json);
        for (const [at, value] of changes) {
          const place = all[at % all.length];
          if (place !== undefined) Reflect.set(place.owner, place.key, value);
        }
        outcomes.add(readOrRefuse(Buffer.from(JSON.stringify(json))));
      }),
      { numRuns: 150 },
    );
    expect(outcomes).toEqual(new Set(["facts", "refused"]));
  });
});
