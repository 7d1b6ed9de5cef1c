import { describe, expect, test } from "vitest";
import * as z from "zod";
import { TOOLS } from "../../src/tools/all.ts";
import type { Call } from "./corpus/calls.ts";
import { CANARY, HOSTILE_TEXTS } from "./corpus/hostile.ts";
import { askAll, callsIn, complaints, lab, partOf } from "./corpus/lab.ts";
import { isStructure, type Plant } from "./corpus/planting.ts";
import { problemsOf } from "./corpus/proof.ts";
import { AGAIN, LONG, report, WAYS } from "./report.ts";

const { live, offline } = lab();

describe("the list of calls", () => {
  const calls = callsIn("injection");
  const argumentsOf = TOOLS.map(({ name, input }) => {
    const properties = z.looseObject({ properties: z.record(z.string(), z.looseObject({})) });
    return [name, properties.parse(z.toJSONSchema(input, { io: "input" })).properties] as const;
  });

  test.each(argumentsOf)(
    "has %s, each of its arguments, and each value that is one of a few",
    (tool, known) => {
      const given = calls.flatMap(([name, args]) => (name === tool ? [args] : []));
      expect(given.length, `no call of ${tool} in corpus/calls.ts`).toBeGreaterThan(0);
      for (const [argument, schema] of Object.entries(known)) {
        const values = given.flatMap((args) => args[argument] ?? []);
        expect(values.length, `${argument} of ${tool} in corpus/calls.ts`).toBeGreaterThan(0);
        const { items, enum: few } = z
          .looseObject({ enum: z.array(z.unknown()).optional(), items: z.looseObject({}).optional() })
          .parse(schema);
        for (const value of few ?? z.array(z.unknown()).catch([]).parse(items?.enum)) {
          expect(values, `${argument} of ${tool} in corpus/calls.ts`).toContain(value);
        }
      }
    },
  );
});

describe("the world whose text gives orders", () => {
  test.each(WAYS)("stays within fences and quotes, %s", async (how) => {
    const registry = how === "live" ? live("injection") : offline("injection");
    const answers = await askAll(registry, callsIn("injection"));
    const wrong = complaints(answers, (answer) => [
      ...problemsOf(answer),
      ...ordersIn(answer.text, answer.marks),
    ]);
    report({ what: `text: the world injection, ${how}`, cases: answers.length, failed: wrong.length });
    expect(wrong).toEqual([]);
    expect(
      answers.filter(({ answer }) => /IGNORE PREVIOUS INSTRUCTIONS/.test(answer.text)).length,
    ).toBeGreaterThan(5);
    expect(registry.stderr.filter((line) => line.startsWith("defect"))).toEqual([]);
  });
});

/** The recorded orders, where they stand outside of fences and quotes. */
function ordersIn(text: string, marks: readonly string[]): string[] {
  return problemsOf({
    text: text.replaceAll("IGNORE PREVIOUS", CANARY),
    isError: false,
    facts: undefined,
    marks,
  });
}

/**
 * Tools whose answers hold names of files, states and times only; and one that tells the program's text of operators
 * which it finds by the ids of a circuit, where text is planted as well.
 */
const SILENT = [
  "list_events",
  "get_time_series",
  "start_samply_profile",
  "download_support_bundle",
  "summarize_operators",
];

/** The short form asks each call once: a half of them in each of two rounds. */
const ROUNDS = LONG ? 12 : 2;

describe("hostile text in every place at once", () => {
  test.each(
    (
      [
        ["injection", "live"],
        ["udf_panic", "live"],
        ["slow_sink", "live"],
        ["injection", "offline"],
        ["udf_panic", "offline"],
      ] as const
    ).filter(([, how]) => !AGAIN || how === "live"),
  )(
    "of the world %s, %s, stays within fences and quotes",
    async (world, how) => {
      const open = how === "live" ? live : offline;
      const wrong: string[] = [];
      const failed: Call[] = [];
      const shown = new Set<string>();
      let places = 0;
      let cases = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const plant = plantOf(round);
        const registry = open(world, plant);
        const answers = await askAll(registry, partOf(callsIn(world), round, 2));
        wrong.push(...complaints(answers, problemsOf));
        wrong.push(...registry.stderr.filter((line) => line.startsWith("defect")));
        for (const { call, answer } of answers) {
          if (answer.isError) failed.push(call);
          if (answer.text.includes(CANARY)) shown.add(call[0]);
        }
        places += plant.count();
        cases += answers.length;
        await registry.close();
      }
      report({ what: `text: ${world}, ${how}, all places at once (calls)`, cases, failed: wrong.length });
      report({
        what: `text: ${world}, ${how}, all places at once (strings planted)`,
        cases: places,
        failed: wrong.length,
      });
      expect(wrong).toEqual([]);
      // An error that the planting caused would hide the answer that was to be proven.
      const usual = await askAll(open(world), failed);
      expect(
        usual.filter(({ call, answer }) => !answer.isError && !isLookedUp(call, how)).map(({ call }) => call),
      ).toEqual([]);
      if (world === "injection" && how === "live") {
        expect(
          TOOLS.filter(({ name }) => !shown.has(name) && !SILENT.includes(name)).map(({ name }) => name),
        ).toEqual([]);
      }
    },
    1_800_000,
  );
});

/** Offline, a connector is looked up by its name, which now is another. */
function isLookedUp([tool]: Call, how: string): boolean {
  return how === "offline" && tool === "get_connector_stats";
}

/** One text after another; which one comes where differs from round to round. */
function plantOf(round: number): Plant & { count: () => number } {
  let count = 0;
  const plant: Plant = (place) =>
    isStructure(place) ? undefined : HOSTILE_TEXTS[(count++ + round * 7) % HOSTILE_TEXTS.length];
  return Object.assign(plant, { count: () => count });
}
