import { randomBytes } from "node:crypto";
import { type Config, TOOLSETS } from "../../../src/config/config.ts";
import { limitsWith } from "../../../src/config/limits.ts";
import { createRegistry, type Registry } from "../../../src/mcp/registry.ts";
import { outputFiles } from "../../../src/mcp/save-file.ts";
import { sourcesOf } from "../../../src/mcp/sources.ts";
import { inProcess } from "../../../src/processes/in-process.ts";
import { TOOLS } from "../../../src/tools/all.ts";
import type { Tool } from "../../../src/tools/tool.ts";
import { createCleaner } from "../../../src/untrusted/cleaner.ts";

export interface TrustedAnswer {
  readonly text: string;
  readonly isError: boolean;
  /** What the answer was rendered from; absent for an error. */
  readonly facts: unknown;
  /** The marks that were made for this answer: of its page, or of its page and of that of its error. */
  readonly marks: readonly string[];
  /** The facts as a client has them; absent for an error. */
  readonly structured?: Readonly<Record<string, unknown>>;
}

export interface TrustedRegistry extends Pick<Registry, "list"> {
  readonly call: (tool: string, args: Readonly<Record<string, unknown>>) => Promise<TrustedAnswer>;
  /** Lines for stderr: what `--debug` tells, and defects. */
  readonly stderr: readonly string[];
  readonly close: () => Promise<void>;
}

export interface TrustedOver {
  readonly source: { readonly url: string } | { readonly bundle: string };
  readonly apiKey?: string;
  readonly outputDir?: string;
  /** For a test that knows the mark; random otherwise. */
  readonly mark?: string;
  readonly tools?: readonly Tool[];
}

/** The server as `main` puts it together, one call at a time, with all that an answer was made of. */
export function trustedRegistry(over: TrustedOver): TrustedRegistry {
  const { source, apiKey } = over;
  const limits = limitsWith({
    logFirstByteMs: 200,
    logIdleMs: 15,
    retryDelayMs: 1,
    retryAfterMs: 1,
    explainMs: 1000,
  });
  const config: Config = {
    source:
      "bundle" in source
        ? { kind: "bundle", path: source.bundle }
        : {
            kind: "feldera",
            baseUrl: source.url,
            proxy: { except: "" },
            ...(apiKey !== undefined && { apiKey }),
          },
    toolsets: [...TOOLSETS],
    readOnly: false,
    structured: true,
    debug: true,
    limits,
  };
  const cleaner = createCleaner(apiKey === undefined ? [] : [apiKey]);
  const stderr: string[] = [];
  let facts: unknown;
  let marks: string[] = [];
  const registry: Registry = createRegistry({
    tools: (over.tools ?? TOOLS).map((tool) => ({
      ...tool,
      async answer(args, context) {
        const answer = await tool.answer(args, context);
        facts = answer.facts;
        return answer;
      },
    })),
    switchedOff: () => undefined,
    limits,
    structured: true,
    sources: sourcesOf(config, (line) => stderr.push(line), cleaner.keep),
    cleaner,
    analyses: inProcess,
    files: outputFiles(over.outputDir),
    nowMs: Date.now,
    newMark() {
      const mark = over.mark ?? randomBytes(4).toString("hex");
      marks.push(mark);
      return mark;
    },
    reportDefect: (line) => stderr.push(`defect: ${line}`),
  });
  return {
    list: registry.list,
    async call(tool, args) {
      facts = undefined;
      marks = [];
      const answer = await registry.call(tool, args);
      return { ...answer, facts: answer.isError ? undefined : facts, marks };
    },
    stderr,
    close: registry.close,
  };
}
