import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { type Command, parseCommandLine } from "./config/command-line.ts";
import type { Config } from "./config/config.ts";
import { ConfigError } from "./config/error.ts";
import { helpText, limitsText } from "./config/help.ts";
import { loadConfig } from "./config/load.ts";
import { createRegistry, type Registry, UnknownTool } from "./mcp/registry.ts";
import { outputFiles } from "./mcp/save-file.ts";
import { createMcpServer, serverIdentity } from "./mcp/server.ts";
import { sourcesOf } from "./mcp/sources.ts";
import { guardStdout, serveStdio } from "./mcp/stdio.ts";
import { toolsText } from "./mcp/tools-text.ts";
import { switchedOff } from "./mcp/toolsets.ts";
import { TOOLS } from "./tools/all.ts";
import { createCleaner } from "./untrusted/cleaner.ts";
import { VERSION } from "./version.ts";

/** The bundle that `--demo` serves, which lies beside the built file. */
const DEMO_BUNDLE = fileURLToPath(new URL("../demo/payments-support-bundle.zip", import.meta.url));

const writeStdout = guardStdout();

function reportLine(line: string): void {
  process.stderr.write(`feldera-mcp: ${line}\n`);
}

async function run(): Promise<number | undefined> {
  const { command, flags } = parseCommandLine(process.argv.slice(2));
  const text = textOf(command);
  if (text !== undefined) return print(text);
  const registry = registryOf(loadConfig(flags, process.env, DEMO_BUNDLE));
  if (command.name === "tools") return print(toolsText(registry.list()));
  if (command.name === "call") return callOnce(registry, command.tool, command.argumentsJson);
  const identity = serverIdentity(VERSION);
  await serveStdio(createMcpServer(registry, identity), identity, writeStdout);
  return undefined;
}

function textOf(command: Command): string | undefined {
  switch (command.name) {
    case "help":
      return helpText(VERSION);
    case "version":
      return `${VERSION}\n`;
    case "limits":
      return limitsText();
    default:
      return undefined;
  }
}

function registryOf(config: Config): Registry {
  return createRegistry({
    tools: TOOLS,
    switchedOff: (tool) => switchedOff(tool, config),
    limits: config.limits,
    sources: sourcesOf(config, reportLine),
    cleaner: createCleaner(),
    files: outputFiles(config.outputDir),
    newMark: () => randomBytes(4).toString("hex"),
    reportDefect: reportLine,
  });
}

async function callOnce(registry: Registry, tool: string, argumentsJson: string): Promise<number> {
  const { text, isError } = await registry.call(tool, parseArguments(argumentsJson));
  print(`${text}\n`);
  return isError ? 1 : 0;
}

function parseArguments(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ConfigError(`call: the arguments are not JSON; write them as '{"pipeline_name":"…"}'`);
  }
}

function print(text: string): number {
  writeStdout(text);
  return 0;
}

run().then(
  (code) => {
    if (code !== undefined) process.exit(code);
  },
  (error: unknown) => {
    const isExpected = error instanceof ConfigError || error instanceof UnknownTool;
    reportLine(
      isExpected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
    process.exit(1);
  },
);
