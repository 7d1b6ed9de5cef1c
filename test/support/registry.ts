import { isDeepStrictEqual } from "node:util";
import { afterAll } from "vitest";
import { type Config, type FelderaConfig, type Instance, TOOLSETS } from "../../src/config/config.ts";
import { type Limits, limitsWith } from "../../src/config/limits.ts";
import { secretsOf } from "../../src/config/secrets.ts";
import { createRegistry, type Registry } from "../../src/mcp/registry.ts";
import { outputFiles } from "../../src/mcp/save-file.ts";
import { sourcesOf } from "../../src/mcp/sources.ts";
import { switchedOff } from "../../src/mcp/toolsets.ts";
import { inProcess } from "../../src/processes/in-process.ts";
import { TOOLS } from "../../src/tools/all.ts";
import type { Tool } from "../../src/tools/tool.ts";
import { createCleaner } from "../../src/untrusted/cleaner.ts";

export interface RegistryOver {
  /** A Feldera, by its address, or a support bundle, by its path. */
  readonly source: { readonly url: string } | { readonly bundle: string };
  readonly feldera?: Partial<FelderaConfig>;
  readonly limits?: Partial<Limits>;
  /** Where `save: true` may write. */
  readonly outputDir?: string;
  /** All unless given. */
  readonly toolsets?: Config["toolsets"];
  readonly readOnly?: boolean;
  readonly isReplica?: boolean;
  readonly structured?: boolean;
  /** The page of pictures. */
  readonly picturesPage?: URL;
  /** Several in place of the source. */
  readonly instances?: readonly Instance[];
}

/** The tool, with a defect for facts that are not what it tells clients of them. */
function checkingFacts(tool: Tool): Tool {
  return {
    ...tool,
    async answer(args, context) {
      const answer = await tool.answer(args, context);
      if (!isDeepStrictEqual(tool.facts.parse(answer.facts), answer.facts)) {
        throw new Error(`${tool.name} answers with more than its facts' schema has`);
      }
      return answer;
    },
  };
}

/** A week after most of what is recorded. */
const NOW_MS = Date.UTC(2026, 10, 28, 8);

/** What the tests of a file have opened. */
const opened: Registry[] = [];

afterAll(async () => {
  await Promise.all(opened.splice(0).map((registry) => registry.close()));
});

/** Every tool over a source, as `main` puts them together; the fence's mark is fixed, and a defect throws. */
export function registryOver({
  source,
  feldera,
  limits,
  outputDir,
  toolsets = TOOLSETS,
  readOnly = false,
  isReplica = false,
  structured = false,
  instances,
  picturesPage,
}: RegistryOver): Registry {
  const all = limitsWith({
    logFirstByteMs: 500,
    logIdleMs: 100,
    retryDelayMs: 10,
    diagnoseWindowMs: 0,
    ...limits,
  });
  const config: Config = {
    source:
      "bundle" in source
        ? { kind: "bundle", path: source.bundle }
        : { kind: "feldera", baseUrl: source.url, proxy: { except: "" }, ...feldera },
    toolsets,
    readOnly,
    structured,
    ...(instances && { instances }),
    debug: false,
    limits: all,
  };
  const registry = createRegistry({
    tools: TOOLS.map(checkingFacts),
    isReplica,
    ...(picturesPage && { picturesPage }),
    switchedOff: (tool) => switchedOff(tool, config),
    limits: all,
    structured,
    sources: sourcesOf(
      config,
      () => {},
      () => {},
    ),
    cleaner: createCleaner(secretsOf(config)),
    analyses: inProcess,
    files: outputFiles(outputDir),
    newMark: () => "0badf00d",
    nowMs: () => NOW_MS,
    reportDefect: (line) => {
      throw new Error(line);
    },
  });
  opened.push(registry);
  return registry;
}
