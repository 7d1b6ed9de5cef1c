import { copyFileSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { Limits } from "../../src/config/limits.ts";
import type { Registry } from "../../src/mcp/registry.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "./loopback-feldera.ts";
import { registryOver } from "./registry.ts";
import { recordingPath } from "./responses.ts";

type Arguments = Readonly<Record<string, unknown>>;

export interface Asked {
  /** The answer of a tool, which must not be an error. */
  ask(tool: string, args: Arguments): Promise<string>;
  /** The answer of a tool, which must be an error. */
  askError(tool: string, args: Arguments): Promise<string>;
  /** Compares a call and its whole answer with test/goldens/tools/NAME.txt. */
  golden(name: string, tool: string, args: Arguments): Promise<void>;
}

/** Every tool over a Feldera on loopback, which `replay` fills before each test. */
export function askLoopback(
  replay: (feldera: LoopbackFeldera) => void,
  limits: Partial<Limits> = {},
): Asked & { feldera(): LoopbackFeldera } {
  let feldera: LoopbackFeldera | undefined;
  let registry: Registry | undefined;
  const started = () => {
    if (feldera === undefined) throw new Error("the loopback Feldera has not been started");
    return feldera;
  };
  beforeAll(async () => {
    feldera = await startLoopbackFeldera();
    registry = registryOver({ source: { url: feldera.url }, limits });
  });
  beforeEach(() => {
    started().reset();
    replay(started());
  });
  afterAll(() => started().close());
  return { ...askedOf(() => registry), feldera: started };
}

/** Every tool over a recorded support bundle, test/recordings/FILE. */
export function askBundle(file: string, limits: Partial<Limits> = {}): Asked {
  const registry = registryOver({ source: { bundle: recordingPath(file) }, limits });
  return askedOf(() => registry);
}

/** Every tool over a single recorded profile, which was last written on the day of the other recordings. */
export function askProfile(file: string): Asked {
  const folder = mkdtempSync(join(tmpdir(), "feldera-profile-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const bundle = join(folder, basename(file));
  copyFileSync(recordingPath(file), bundle);
  utimesSync(bundle, WRITTEN, WRITTEN);
  const registry = registryOver({ source: { bundle } });
  return askedOf(() => registry);
}

const WRITTEN = new Date("2026-11-21T08:00:00Z");

function askedOf(registry: () => Registry | undefined): Asked {
  async function answerOf(tool: string, args: Arguments, isError: boolean): Promise<string> {
    const answer = await registry()?.call(tool, args);
    expect(answer).toMatchObject({ isError });
    return answer?.text ?? "";
  }
  const ask = (tool: string, args: Arguments) => answerOf(tool, args, false);
  return {
    ask,
    askError: (tool, args) => answerOf(tool, args, true),
    async golden(name, tool, args) {
      const answer = await ask(tool, args);
      const call = `${tool} ${JSON.stringify(args)}`;
      const file = fileURLToPath(new URL(`../goldens/tools/${name}.txt`, import.meta.url));
      await expect(`${call}\n\n${answer}\n`).toMatchFileSnapshot(file);
    },
  };
}
