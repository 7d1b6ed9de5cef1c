import { randomBytes } from "node:crypto";
import type { Config } from "../config/config.ts";
import type { Bundle } from "../feldera/bundle/archive.ts";
import { unreadTools } from "../mcp/early/unread-tools.ts";
import { createRegistry, type Registry } from "../mcp/registry.ts";
import { outputFiles } from "../mcp/save-file.ts";
import type { Sources } from "../mcp/sources.ts";
import { switchedOff } from "../mcp/toolsets.ts";
import { analysisProcesses } from "../processes/pool.ts";
import type { Start } from "./start.ts";
import { cleaner, reportLine } from "./stderr.ts";

/** The tools of a running Feldera, listed as they were when the server was built; each is read when it is called first. */
export function felderaRegistry(config: Config, sources: Sources, start: Start): Registry {
  return createRegistry({
    ...servingOf(config, sources, start),
    tools: unreadTools(),
    switchedOff: (tool) => switchedOff(tool, config),
  });
}

/** Whether the tools are listed as they were when the server was built. */
export function isAsListed({ structured, instances }: Config): boolean {
  return !structured && instances === undefined;
}

/**
 * The tools, all read: what they are offered for follows from what they are.
 *
 * @param isReplica whether other servers may have answered the calls before
 */
export async function readRegistry(
  config: Config,
  sources: Sources,
  bundle: Bundle | undefined,
  start: Start,
  isReplica = false,
): Promise<Registry> {
  const [{ TOOLS }, { offlineOff }] = await Promise.all([
    import("../tools/all.ts"),
    import("../mcp/offline.ts"),
  ]);
  return createRegistry({
    ...servingOf(config, sources, start),
    tools: TOOLS,
    isReplica,
    switchedOff: (tool) => (bundle && offlineOff(tool, bundle)) ?? switchedOff(tool, config),
  });
}

/** What makes a registry, beside its tools. */
function servingOf(config: Config, sources: Sources, { analysisProcess, picturesPage }: Start) {
  const { limits, outputDir, structured } = config;
  return {
    limits,
    structured,
    sources,
    cleaner,
    analyses: analysisProcesses({ module: analysisProcess, limits }),
    files: outputFiles(outputDir),
    picturesPage,
    newMark: () => randomBytes(4).toString("hex"),
    nowMs: Date.now,
    reportDefect: reportLine,
  };
}
