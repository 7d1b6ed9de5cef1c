import { describe, expect, test } from "vitest";
import { type Body, bodiesOf, plantedBody, serve } from "./corpus/bodies.ts";
import type { Call } from "./corpus/calls.ts";
import { HOSTILE, HOSTILE_TEXTS } from "./corpus/hostile.ts";
import { askAll, callsIn, complaints, lab, partOf } from "./corpus/lab.ts";
import { planted } from "./corpus/planting.ts";
import { problemsOf } from "./corpus/proof.ts";
import { WORLDS, type World } from "./corpus/worlds.ts";
import { LONG, report } from "./report.ts";

const { feldera, live } = lab();

/** Short: every so many places, one text each. */
const EVERY = LONG ? 1 : 24;
const TEXTS = LONG ? Object.values(HOSTILE).filter((_, i) => i % 40 === 3) : [undefined];

interface Place {
  readonly place: string;
  readonly body: Body;
}

/** Each place where a string stands in the answers, and the answer. */
function placesOf(bodies: readonly Body[]): Place[] {
  const places = new Map<string, Place>();
  for (const body of bodies) {
    planted(body.name, body.answer.body, (place) => {
      places.set(`${body.path} ${place}`, { place, body });
      return undefined;
    });
  }
  return [...places.values()].filter(({ place }) => !place.includes("circuit_profile.zip/"));
}

/** The calls that ask for a path, found out by asking. */
async function callsByPath(world: World): Promise<Map<string, Call[]>> {
  const registry = live(world);
  const byPath = new Map<string, Call[]>();
  for (const call of callsIn(world)) {
    const before = feldera().requests.length;
    await registry.call(...call);
    for (const path of new Set(
      feldera()
        .requests.slice(before)
        .map((request) => request.path),
    )) {
      byPath.set(path, [...(byPath.get(path) ?? []), call]);
    }
  }
  return byPath;
}

/** What is left of a status, an id or a time when a sentence stands there need not be an answer; it is no breach. */
describe("hostile text in one place at a time, whatever stood there,", () => {
  test.each(["injection", "udf_panic"] as const)(
    "of the world %s stays within fences and quotes",
    async (world) => {
      const calls = await callsByPath(world);
      const bodies = bodiesOf(world, WORLDS[world]);
      const chosen = placesOf(bodies).filter((_, i) => i % EVERY === 0);
      const registry = live(world);
      const wrong: string[] = [];
      let cases = 0;
      for (const [i, { place, body }] of chosen.entries()) {
        const all = calls.get(body.path) ?? [];
        for (const [j, fixed] of TEXTS.entries()) {
          const text = fixed ?? HOSTILE_TEXTS[i % HOSTILE_TEXTS.length];
          const other = plantedBody(body, (at) => (at === place ? text : undefined));
          serve(
            feldera(),
            bodies.map((one) => (one === body ? other : one)),
          );
          const answers = await askAll(registry, partOf(all, i + j, 5));
          wrong.push(...complaints(answers, problemsOf).map((problem) => `${place}: ${problem}`));
          cases += answers.length;
        }
      }
      wrong.push(...registry.stderr.filter((line) => line.startsWith("defect")));
      report({
        what: `text: ${world}, one place at a time (${chosen.length} places)`,
        cases,
        failed: wrong.length,
      });
      expect(wrong).toEqual([]);
      expect(cases).toBeGreaterThan(chosen.length);
    },
    3_600_000,
  );
});
