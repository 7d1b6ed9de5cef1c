import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { Config } from "../../src/config/config.ts";
import { type Limits, limitsWith } from "../../src/config/limits.ts";
import { createRegistry, type Registry } from "../../src/mcp/registry.ts";
import { sourcesOf } from "../../src/mcp/sources.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { createCleaner } from "../../src/untrusted/cleaner.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "./loopback-feldera.ts";
import { recordingPath } from "./responses.ts";

type Arguments = Readonly<Record<string, unknown>>;

export interface Asked {
  /** The answer of a tool, which must not be an error. */
  ask(tool: string, args: Arguments): Promise<string>;
  /** Compares a call and its whole answer with test/goldens/tools/NAME.txt. */
  golden(name: string, tool: string, args: Arguments): Promise<void>;
}

/** Every tool over a Feldera on loopback, which `replay` fills before each test. */
export function askLoopback(
  replay: (feldera: LoopbackFeldera) => void,
): Asked & { feldera(): LoopbackFeldera } {
  let feldera: LoopbackFeldera | undefined;
  let registry: Registry | undefined;
  const started = () => {
    if (feldera === undefined) throw new Error("the loopback Feldera has not been started");
    return feldera;
  };
  beforeAll(async () => {
    feldera = await startLoopbackFeldera();
    registry = registryOver({ kind: "feldera", baseUrl: feldera.url, proxy: { except: "" } });
  });
  beforeEach(() => {
    started().reset();
    replay(started());
  });
  afterAll(() => started().close());
  return { ...askedOf(() => registry), feldera: started };
}

/** Every tool over a recorded support bundle, test/recordings/FILE. */
export function askBundle(file: string): Asked {
  const registry = registryOver({ kind: "bundle", path: recordingPath(file) });
  return askedOf(() => registry);
}

function registryOver(source: Config["source"]): Registry {
  const limits: Limits = limitsWith({ logIdleMs: 150 });
  return createRegistry({
    tools: TOOLS,
    limits,
    sources: sourcesOf({ source, debug: false, limits }, () => {}),
    cleaner: createCleaner(),
    save: () => Promise.reject(new Error("nothing is saved")),
    newMark: () => "mark",
    reportDefect: (line) => {
      throw new Error(line);
    },
  });
}

function askedOf(registry: () => Registry | undefined): Asked {
  async function ask(tool: string, args: Arguments): Promise<string> {
    const answer = await registry()?.call(tool, args);
    expect(answer).toMatchObject({ isError: false });
    return answer?.text ?? "";
  }
  return {
    ask,
    async golden(name, tool, args) {
      const answer = await ask(tool, args);
      const call = `${tool} ${JSON.stringify(args)}`;
      await expect(`${call}\n\n${answer}\n`).toMatchFileSnapshot(`../goldens/tools/${name}.txt`);
    },
  };
}
