import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { SCENARIOS } from "./all.ts";

/** What an assistant that goes by the first answer alone takes: that answer, and the calls that it points to. */
const taken: { readonly calls: number; readonly characters: number }[] = [];

const MOST_CALLS = 4;
const MOST_CHARACTERS = 16_000;
const MEDIAN_CALLS = 2;
const MEDIAN_CHARACTERS = 6_000;

const Arguments = z.record(z.string(), z.unknown());

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

const DIAGNOSED = SCENARIOS.filter(({ calls = [] }) =>
  calls.every(({ tool }) => tool === "diagnose_pipeline"),
);

test.each(DIAGNOSED)("each next call says something new: $name", async (scenario) => {
  const pipeline_name = scenario.world(feldera);
  const registry = registryOver({ source: { url: feldera.url } });
  const args = { pipeline_name, ...scenario.calls?.at(-1)?.args };
  const { text: first } = await registry.call("diagnose_pipeline", args);
  const known = new Set(first.split("\n").map((line) => line.trim()));
  const answers = [first];
  for (const [call, tool = "", json = "{}"] of first.matchAll(/^Next: ([a-z_]+) (\{.*\}) /gm)) {
    const { text, isError } = await registry.call(tool, Arguments.parse(JSON.parse(json)));
    expect(isError, `${call}\n${text}`).toBe(false);
    const isNew = text.split("\n").some((line) => !known.has(line.trim()) && !line.startsWith("Next: "));
    expect(isNew, `${call} says nothing new`).toBe(true);
    answers.push(text);
  }
  taken.push({
    calls: answers.length,
    characters: answers.reduce((sum, { length }) => sum + length, 0),
  });
});

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

afterAll(() => {
  const calls = taken.map((one) => one.calls);
  const characters = taken.map((one) => one.characters);
  process.stdout.write(
    `${taken.length} scenarios with all their next calls: calls median ${median(calls)}, most ${Math.max(...calls)}; characters median ${median(characters)}, most ${Math.max(...characters)}\n`,
  );
  expect(Math.max(...calls)).toBeLessThanOrEqual(MOST_CALLS);
  expect(Math.max(...characters)).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(median(calls)).toBeLessThanOrEqual(MEDIAN_CALLS);
  expect(median(characters)).toBeLessThanOrEqual(MEDIAN_CHARACTERS);
});
