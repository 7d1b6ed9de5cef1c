import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { NONE } from "../../../../src/analysis/callgraph/indices.ts";
import { cpuFacts } from "../../../../src/analysis/firefox/cpu-facts.ts";
import {
  decodeFirefoxProfile,
  decodeMarkedProfile,
  type FirefoxProfile,
} from "../../../../src/analysis/firefox/format/decode.ts";
import { OtherInput } from "../../../../src/analysis/other-input.ts";
import { decodeRecording, LIMITS, readOther, readRecording } from "../recorded.ts";
import { decodeJson, profileJson } from "../synthetic.ts";
import { inVersion41, inVersion49, inVersion55 } from "./earlier-versions.ts";
import { inVersion58, inVersion60, inVersion66, inVersion70, inVersion75 } from "./later-versions.ts";

function recordedJson(name: string): unknown {
  return JSON.parse(gunzipSync(readRecording(name)).toString("utf8"));
}

function factsWithoutVersion(profile: FirefoxProfile) {
  const { formatVersion: _, ...facts } = cpuFacts(profile, { limit: 1000 });
  return facts;
}

/** The stacks of every sample as a person reads them, whatever the tables look like. */
function readableStacks(profile: FirefoxProfile): string[] {
  return profile.threads.flatMap(({ name, graph, samples }) =>
    Array.from(samples.stack, (stack, row) => {
      const frames: string[] = [];
      for (let node = graph.stackNode[stack] ?? NONE; node >= 0; node = graph.nodeParent[node] ?? NONE) {
        const frame = graph.nodeFrame[node] ?? NONE;
        const info = graph.functions[graph.frameFunction[frame] ?? NONE];
        const inlined = graph.frameInlined[frame] === 1 ? " (inlined)" : "";
        frames.push(`${info?.object} ${info?.file}:${graph.frameLine[frame]} ${info?.name}${inlined}`);
      }
      return `${name} ${samples.timeMs[row]} ${frames.join(" < ")}`;
    }),
  );
}

const versions = [
  [41, inVersion41],
  [49, inVersion49],
  [55, inVersion55],
  [58, inVersion58],
  [60, inVersion60],
  [66, inVersion66],
  [70, inVersion70],
  [75, inVersion75],
] as const;

describe("a recorded profile of version 57", () => {
  const recorded = decodeRecording("samply_get_running_1s");
  const json = recordedJson("samply_get_running_1s");

  test.each(versions)("has the same stacks and facts in version %i", (version, convert) => {
    const converted = decodeJson(convert(json));
    expect(converted.meta.version).toBe(version);
    expect(readableStacks(converted)).toEqual(readableStacks(recorded));
    expect(factsWithoutVersion(converted)).toEqual(factsWithoutVersion(recorded));
  });

  test.each(versions)("has the same markers of Feldera's in version %i", (_, convert) => {
    const markersOf = (bytes: Uint8Array) =>
      decodeMarkedProfile(bytes, LIMITS).threads.map(({ felderaMarkers }) => felderaMarkers);
    const markers = markersOf(readRecording("samply_get_running_1s"));
    expect(markers.some(({ work }) => work.operators.length > 0)).toBe(true);
    expect(markersOf(Buffer.from(JSON.stringify(convert(json))))).toEqual(markers);
  });
});

describe("strings of each thread's own", () => {
  test("are not taken for another thread's", () => {
    const threadOf = (name: string, frame: string) => ({
      name,
      samples: [{ timeMs: 1, stack: [frame], cpu: 1 }],
    });
    const profile = inVersion55(
      profileJson({ threads: [threadOf("merger-0", "a"), threadOf("merger-1", "b")] }),
    );
    const threads = profile.threads.map((thread, index) => ({
      ...thread,
      stringArray:
        index === 0 ? thread.stringArray : thread.stringArray.map((text) => `${text} of the second`),
    }));
    const names = decodeJson({ ...profile, threads }).threads.map(({ graph: { functions, frameFunction } }) =>
      [...frameFunction].map((index) => functions[index]?.name),
    );
    expect(names[0]).toContain("a");
    expect(names[1]).toContain("b of the second");
  });

  test("that are missing are told with the place", () => {
    const [thread] = inVersion55(profileJson({ threads: [{ name: "merger-0", samples: [] }] })).threads;
    const { meta } = profileJson({ threads: [] });
    const profile = {
      meta: { ...meta, preprocessedProfileVersion: 55 },
      threads: [{ ...thread, stringArray: null }],
    };
    expect(() => decodeJson(profile)).toThrow("threads[0].stringArray");
  });
});

describe("profiles of published programs", () => {
  test("samply 0.13.1 writes version 49", () => {
    const { meta, threads } = decodeFirefoxProfile(readOther("samply-0.13.1-v49.json.gz"), LIMITS);
    expect(meta.version).toBe(49);
    expect(
      threads.map(({ name, samples }) => [name, samples.stack.length, sum(samples.cpuMicros ?? [])]),
    ).toEqual([
      ["perf-exec", 0, 0],
      ["burn", 1, 1000],
      ["worker-with-a-l", 901, 901000],
      ["worker-with-a-l", 2, 2000],
    ]);
    expect(threads[2]?.samples.timeMs.at(-1)).toBe(900.987482);
    expect(threads[2]?.graph.functions.map(({ object }) => object)).toContain("/home/build/fx/burn");
  });

  test("fxprof-processed-profile 0.8.1 writes version 55", () => {
    const { meta, threads } = decodeFirefoxProfile(readOther("fxprof-0.8.1-v55.json.gz"), LIMITS);
    expect(meta.version).toBe(55);
    expect(threads.map(({ graph }) => graph.functions.map(({ name }) => name))).toContainEqual([
      "start_thread",
      "run",
      "hash",
    ]);
  });
});

test.each([40, 76])("version %i is told to be another, not to be damaged", (version) => {
  const profile = profileJson({ threads: [] });
  const other = { ...profile, meta: { ...profile.meta, preprocessedProfileVersion: version } };
  expect(() => decodeJson(other)).toThrow(
    new OtherInput("firefox profile", "firefox profile", "profile", { version, oldest: 41, newest: 75 }),
  );
});

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}
