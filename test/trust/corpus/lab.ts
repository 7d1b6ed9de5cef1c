import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { LONG } from "../report.ts";
import { type Body, bodiesOf, plantedBody, serve } from "./bodies.ts";
import { type Call, callsOf } from "./calls.ts";
import { type Plant, planted } from "./planting.ts";
import { type TrustedAnswer, type TrustedOver, type TrustedRegistry, trustedRegistry } from "./trusted.ts";
import { WORLDS, type World } from "./worlds.ts";

export interface Answered {
  readonly call: Call;
  readonly answer: TrustedAnswer;
}

/** A Feldera on loopback and a directory to write to, for the tests of one file. */
export interface Lab {
  readonly feldera: () => LoopbackFeldera;
  /** A server over a world's answers with strings planted, live. */
  readonly live: (world: World, plant?: Plant, over?: Partial<TrustedOver>) => TrustedRegistry;
  /** The same over the world's support bundle. */
  readonly offline: (world: World, plant?: Plant) => TrustedRegistry;
  /** A file of this content. */
  readonly file: (content: Uint8Array) => string;
  readonly outputDir: () => string;
}

export function lab(): Lab {
  let feldera: LoopbackFeldera | undefined;
  let directory: string | undefined;
  let files = 0;
  const opened: TrustedRegistry[] = [];
  const bodies = new Map<World, Body[]>();

  beforeAll(async () => {
    feldera = await startLoopbackFeldera();
    directory = mkdtempSync(join(tmpdir(), "feldera-mcp-trust-"));
  });
  afterAll(async () => {
    await Promise.all(opened.map((registry) => registry.close()));
    await feldera?.close();
    if (directory !== undefined) rmSync(directory, { recursive: true });
  });

  function started(): LoopbackFeldera {
    if (feldera === undefined) throw new Error("the loopback Feldera has not been started");
    return feldera;
  }
  function outputDir(): string {
    if (directory === undefined) throw new Error("there is no directory yet");
    return directory;
  }
  function bodiesIn(world: World): Body[] {
    const known = bodies.get(world) ?? bodiesOf(world, WORLDS[world]);
    bodies.set(world, known);
    return known;
  }
  function open(over: TrustedOver): TrustedRegistry {
    const registry = trustedRegistry(over);
    opened.push(registry);
    return registry;
  }
  function file(content: Uint8Array): string {
    const path = join(outputDir(), `file-${files++}.zip`);
    writeFileSync(path, content);
    return path;
  }

  return {
    feldera: started,
    live(world, plant, over = {}) {
      const bodies = bodiesIn(world);
      serve(started(), plant === undefined ? bodies : bodies.map((body) => plantedBody(body, plant)));
      return open({ source: { url: started().url }, outputDir: outputDir(), ...over });
    },
    offline(world, plant = () => undefined) {
      const bundle = bodiesIn(world).find(({ name }) => name === "support_bundle");
      if (bundle === undefined) throw new Error(`${world} has no support bundle`);
      return open({
        source: { bundle: file(planted(bundle.name, bundle.answer.body, plant)) },
        outputDir: outputDir(),
      });
    },
    file,
    outputDir,
  };
}

/** The answers to these calls, one after another. */
export async function askAll(registry: TrustedRegistry, calls: readonly Call[]): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (const call of calls) answers.push({ call, answer: await registry.call(...call) });
  return answers;
}

export function callsIn(world: World): Call[] {
  return callsOf(WORLDS[world]);
}

/** The short form asks every so many of them, another part in each round; the long form asks all. */
export function partOf(calls: readonly Call[], round: number, parts: number): Call[] {
  return calls.filter((_, i) => LONG || i % parts === round % parts);
}

/** What is wrong with which call, for a failed test to print. */
export function complaints(
  answers: readonly Answered[],
  problemsOf: (answer: TrustedAnswer) => string[],
): string[] {
  return answers.flatMap(({ call: [tool, args], answer }) =>
    [...new Set(problemsOf(answer))].map((problem) => `${tool} ${JSON.stringify(args)}: ${problem}`),
  );
}
