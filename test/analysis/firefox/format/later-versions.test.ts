import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cpuFacts } from "../../../../src/analysis/firefox/cpu-facts.ts";
import type { FirefoxProfile } from "../../../../src/analysis/firefox/format/decode.ts";
import { decodeRecording, readRecording } from "../recorded.ts";
import { decodeJson } from "../synthetic.ts";
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
      for (let node = graph.stackNode[stack] ?? -1; node >= 0; node = graph.nodeParent[node] ?? -1) {
        const frame = graph.nodeFrame[node] ?? -1;
        const info = graph.functions[graph.frameFunction[frame] ?? -1];
        const inlined = graph.frameInlined[frame] === 1 ? " (inlined)" : "";
        frames.push(`${info?.object} ${info?.file}:${graph.frameLine[frame]} ${info?.name}${inlined}`);
      }
      return `${name} ${samples.timeMs[row]} ${frames.join(" < ")}`;
    }),
  );
}

const versions = [
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
});
