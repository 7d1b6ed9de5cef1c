import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { flatAndCum } from "../../../src/analysis/callgraph/totals.ts";
import type { FirefoxThread } from "../../../src/analysis/firefox/format/decode.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { keysByFunction } from "../callgraph/random-graph.ts";
import { decodeRecording } from "./recorded.ts";

/** Made by scripts/firefox-goldens.mjs with the Firefox profiler's own command line. */
const goldenSchema = z.object({
  libraries: z.array(z.string()),
  names: z.array(z.string()),
  threads: z.array(
    z.object({
      name: z.string(),
      tid: z.string(),
      cpuMs: z.number(),
      functions: z.array(z.tuple([z.int(), z.number(), z.number()])),
    }),
  ),
});

type Golden = z.infer<typeof goldenSchema>;

function readGolden(recording: string): Golden {
  const url = new URL(`../../goldens/firefox/${recording}.json`, import.meta.url);
  return goldenSchema.parse(JSON.parse(readFileSync(url, "utf8")));
}

/** Each line is `library!function self total`; functions of one name in several files stay several lines. */
function goldenLines(golden: Golden, functions: readonly [number, number, number][]): string[] {
  return functions
    .map(([index, self, total]) => {
      const label = golden.names[index] ?? "";
      const name = label.replace(/^(\d+)!/, (_, library) => `${golden.libraries[Number(library)]}!`);
      return `${name} ${self} ${total}`;
    })
    .sort();
}

function ownLines({ graph }: FirefoxThread): string[] {
  const [samples] = graph.weights;
  if (samples === undefined) return [];
  const { flat, cum } = flatAndCum(graph, keysByFunction(graph), graph.functions.length, samples);
  return graph.functions
    .map(({ systemName, object }, index) => {
      const library = object.split("/").at(-1);
      return { line: `${library}!${systemName} ${flat[index]} ${cum[index]}`, total: cum[index] };
    })
    .filter(({ total }) => total !== 0)
    .map(({ line }) => line)
    .sort();
}

describe.each(["samply_get_running_1s", "samply_get_paused_1s", "opt_samply_get_2"])("%s", (recording) => {
  const golden = readGolden(recording);
  const sampled = decodeRecording(recording).threads.filter(({ samples }) => samples.stack.length > 0);

  test("has samples in the threads in which the Firefox profiler finds some", () => {
    expect(sampled.map(({ name, tid }) => `${name} ${tid}`)).toEqual(
      golden.threads.map(({ name, tid }) => `${name} ${tid}`),
    );
  });

  test("has the Firefox profiler's self and total for every function of every thread", () => {
    expect(golden.threads.length).toBeGreaterThan(0);
    for (const [index, thread] of atLeastOne(sampled).entries()) {
      const functions = golden.threads[index]?.functions ?? [];
      expect(ownLines(thread), thread.name).toEqual(goldenLines(golden, functions));
    }
  });

  test("has the Firefox profiler's CPU per thread, which leaves out the first sample", () => {
    for (const [index, { samples, name }] of atLeastOne(sampled).entries()) {
      const micros = samples.cpuMicros?.slice(1).reduce((sum, delta) => sum + delta, 0) ?? Number.NaN;
      expect(micros / 1000, name).toBeCloseTo(golden.threads[index]?.cpuMs ?? Number.NaN, 6);
    }
  });
});
