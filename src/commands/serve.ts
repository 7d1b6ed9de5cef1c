import { parseCommandLine } from "../config/command-line.ts";
import type { Config } from "../config/config.ts";
import type { Flags } from "../config/given.ts";
import type { Limits } from "../config/limits.ts";
import { isHttp, loadConfig } from "../config/load.ts";
import type { Bundle } from "../feldera/bundle/archive.ts";
import type { Begun } from "../mcp/early/serve.ts";
import { instancesInstructions } from "../mcp/instances.ts";
import { misconfiguration, misconfigured } from "../mcp/misconfigured.ts";
import type { Registry } from "../mcp/registry.ts";
import { openClient } from "../mcp/stdio/client.ts";
import type { StdioOptions } from "../mcp/stdio/serve.ts";
import { VERSION } from "../version.ts";
import { openSources, readHttp } from "./configuration.ts";
import { felderaRegistry, readRegistry } from "./registries.ts";
import type { Start } from "./start.ts";
import { cleaner, keepSecretsOf, reportLine } from "./stderr.ts";

/** What clients are told of a server that cannot work, or works offline. */
type Told = { readonly instructions: string; readonly mayBeKept: boolean };

const HINT_FOR_A_TERMINAL =
  "waits for an MCP client to write to stdin; `feldera-mcp --help` tells how to call a tool from a terminal, Ctrl-C ends this";

/** Serves MCP over stdio or HTTP, until its clients go away or a signal comes. */
export async function serve(
  registry: Registry,
  { config, flags, bundle }: { config: Config; flags: Flags; bundle: Bundle | undefined },
  { writeStdout }: Start,
): Promise<undefined> {
  const { limits, instances } = config;
  const told = bundle
    ? { instructions: cleaner.text(await instructionsOf(bundle)), mayBeKept: false }
    : instances && { instructions: instancesInstructions(instances), mayBeKept: false };
  if (isHttp(flags, process.env)) return serveOverHttp(registry, flags, limits, told);
  if (process.stdin.isTTY) reportLine(HINT_FOR_A_TERMINAL);
  return serveOverStdio(registry, { limits, output: openClient({ limits, writeStdout, exitCode: 0 }) }, told);
}

/** Goes on with a client whose first questions have been answered. */
export function goOn({ config, output, handshake }: Begun, start: Start): Promise<undefined> {
  keepSecretsOf(config);
  const registry = felderaRegistry(config, openSources(config), start);
  return serveOverStdio(registry, { limits: config.limits, output, handshake });
}

/** Connects all the same, lists the tools that there would be, and says what is wrong to whoever calls one. */
export async function serveMisconfigured(problem: string, start: Start): Promise<undefined> {
  const { demoBundle, writeStdout } = start;
  const config = loadConfig(parseCommandLine([]).flags, {}, demoBundle);
  const registry = misconfigured(await readRegistry(config, openSources(config), undefined, start), problem);
  const { limits } = config;
  const options = { limits, output: openClient({ limits, writeStdout, exitCode: 1 }) };
  return serveOverStdio(registry, options, { instructions: misconfiguration(problem), mayBeKept: false });
}

async function serveOverStdio(
  registry: Registry,
  options: Omit<StdioOptions, "input">,
  told?: Told,
): Promise<undefined> {
  // For a client only: without the protocol, all else starts the sooner.
  const { serveMcp } = await import("../mcp/serve.ts");
  await serveMcp(registry, VERSION, { ...options, input: process.stdin }, told);
  return undefined;
}

/** Serves clients that come over HTTP until a signal ends it: SIGTERM in good order, a second one at once. */
async function serveOverHttp(
  registry: Registry,
  flags: Flags,
  limits: Limits,
  told: Told | undefined,
): Promise<undefined> {
  const http = await readHttp(flags);
  const { serveHttp } = await import("../mcp/http/serve.ts");
  const serving = await serveHttp(registry, { http, limits, version: VERSION, told, report: reportLine });
  reportLine(`serves MCP at ${serving.url}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, async () => {
      process.once(signal, () => process.exit(1));
      reportLine(`${signal}: finishes what is under way; again, and it ends at once`);
      await serving.drain();
      process.exit(0);
    });
  }
  return undefined;
}

async function instructionsOf(bundle: Bundle): Promise<string> {
  return (await import("../mcp/offline.ts")).offlineInstructions(bundle);
}
