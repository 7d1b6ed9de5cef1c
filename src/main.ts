import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type Command, isForClient, parseCommandLine } from "./config/command-line.ts";
import type { Config } from "./config/config.ts";
import { ConfigError } from "./config/error.ts";
import type { Flags } from "./config/given.ts";
import { helpText, limitsText } from "./config/help.ts";
import type { Limits } from "./config/limits.ts";
import { limitsInForce } from "./config/limits-in-force.ts";
import { loadConfig } from "./config/load.ts";
import type { Bundle } from "./feldera/bundle/archive.ts";
import { callArguments, readWhole } from "./mcp/arguments/command-line.ts";
import { misconfiguration, misconfigured } from "./mcp/misconfigured.ts";
import { offlineInstructions, offlineOff } from "./mcp/offline.ts";
import { createRegistry, type Registry, UnknownTool } from "./mcp/registry.ts";
import { outputFiles } from "./mcp/save-file.ts";
import { type Sources, sourcesOf } from "./mcp/sources.ts";
import { guardStdout } from "./mcp/stdio/stdout.ts";
import { toolsText } from "./mcp/tools-text.ts";
import { requireTools, switchedOff } from "./mcp/toolsets.ts";
import { analysisProcesses } from "./processes/pool.ts";
import { TOOLS } from "./tools/all.ts";
import { createCleaner } from "./untrusted/cleaner.ts";
import { VERSION } from "./version.ts";

/** The bundle that `--demo` serves, which lies beside the built file. */
const DEMO_BUNDLE = fileURLToPath(new URL("../demo/payments-support-bundle.zip", import.meta.url));

/** What runs the analyses, and lies beside the built file too. */
const ANALYSIS_PROCESS = new URL("analysis-process.js", import.meta.url);

const writeStdout = guardStdout();

let cleaner = createCleaner();

/** One line for stderr, which clients keep in their logs, of a stack too: none of its lines can pass for another. */
function reportLine(line: string): void {
  process.stderr.write(`feldera-mcp: ${cleaner.text(line).replace(/\s*[\r\n]\s*/g, " ")}\n`);
}

function reportCrash(error: unknown): void {
  reportLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}

/** What the configuration holds that nobody may read. */
function secretsOf({ source }: Config): string[] {
  if (source.kind === "bundle") return [];
  const { apiKey, proxy, headers = [] } = source;
  return [apiKey, proxy.http, proxy.https, ...headers.map(({ value }) => value)].flatMap(
    (secret) => secret ?? [],
  );
}

async function run(): Promise<number | undefined> {
  const args = process.argv.slice(2);
  try {
    return await runCommand(args);
  } catch (error) {
    if (!(error instanceof ConfigError) || !isForClient(args) || process.stdin.isTTY) throw error;
    reportLine(error.message);
    return serveMisconfigured(cleaner.text(error.message));
  }
}

async function runCommand(args: readonly string[]): Promise<number | undefined> {
  const { command, flags } = parseCommandLine(args);
  const text = textOf(command, flags);
  if (text !== undefined) return print(text);
  const config = loadConfig(flags, process.env, DEMO_BUNDLE);
  const sources = sourcesOf(config, reportLine, (secret) => cleaner.keep(secret));
  const bundle = await sources.bundle();
  const registry = registryOf(config, sources, bundle);
  requireTools(registry.list(), config);
  if (command.name === "tools") return print(toolsText(registry.list()));
  if (command.name === "call") return callOnce(registry, command.tool, command.arguments, config.limits);
  if (process.stdin.isTTY) reportLine(HINT_FOR_A_TERMINAL);
  // For a client only: without the protocol, all else starts the sooner.
  const { serveMcp } = await import("./mcp/serve.ts");
  const told = bundle && { instructions: cleaner.text(offlineInstructions(bundle)), mayBeKept: false };
  await serveMcp(registry, VERSION, { limits: config.limits, writeStdout, exitCode: 0 }, told);
  return undefined;
}

const HINT_FOR_A_TERMINAL =
  "waits for an MCP client to write to stdin; `feldera-mcp --help` tells how to call a tool from a terminal, Ctrl-C ends this";

/** Connects all the same, lists the tools that there would be, and says what is wrong to whoever calls one. */
async function serveMisconfigured(problem: string): Promise<undefined> {
  const config = loadConfig(parseCommandLine([]).flags, {}, DEMO_BUNDLE);
  const sources = sourcesOf(config, reportLine, (secret) => cleaner.keep(secret));
  const registry = misconfigured(registryOf(config, sources, undefined), problem);
  const { serveMcp } = await import("./mcp/serve.ts");
  const options = { limits: config.limits, writeStdout, exitCode: 1 };
  await serveMcp(registry, VERSION, options, { instructions: misconfiguration(problem), mayBeKept: false });
  return undefined;
}

function textOf(command: Command, flags: Flags): string | undefined {
  switch (command.name) {
    case "help":
      return helpText(VERSION);
    case "version":
      return `${VERSION}\n`;
    case "limits":
      return limitsText(limitsInForce(flags, process.env));
    default:
      return undefined;
  }
}

function registryOf(config: Config, sources: Sources, bundle: Bundle | undefined): Registry {
  cleaner = createCleaner(secretsOf(config));
  return createRegistry({
    tools: TOOLS,
    switchedOff: (tool) => (bundle && offlineOff(tool, bundle)) ?? switchedOff(tool, config),
    limits: config.limits,
    sources,
    cleaner,
    analyses: analysisProcesses({ module: ANALYSIS_PROCESS, limits: config.limits }),
    files: outputFiles(config.outputDir),
    newMark: () => randomBytes(4).toString("hex"),
    nowMs: Date.now,
    reportDefect: reportLine,
  });
}

async function callOnce(
  registry: Registry,
  tool: string,
  written: readonly string[],
  { messageBytes }: Limits,
): Promise<number> {
  const args = await callArguments(written, () => {
    if (process.stdin.isTTY) reportLine("reads the arguments as JSON from this terminal; Ctrl-D ends them");
    return readWhole(process.stdin, messageBytes);
  });
  const { text, isError } = await registry.call(tool, args);
  await print(`${text}\n`);
  return isError ? 1 : 0;
}

/** Resolves once all is written: a process that exits earlier cuts what a pipe has not taken yet. */
function print(text: string): Promise<number> {
  return new Promise((resolve) => writeStdout(text, () => resolve(0)));
}

// Node's own report of a crash prints all that hangs on the error.
process.on("uncaughtException", reportCrash);

run().then(
  (code) => {
    if (code !== undefined) process.exit(code);
  },
  (error: unknown) => {
    if (!(error instanceof ConfigError || error instanceof UnknownTool)) return reportCrash(error);
    reportLine(error.message);
    process.exit(1);
  },
);
