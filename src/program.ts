import { callOnce } from "./commands/call.ts";
import { completionOf } from "./commands/completion.ts";
import { openSources, readConfig } from "./commands/configuration.ts";
import { doctor } from "./commands/doctor.ts";
import { print } from "./commands/print.ts";
import { felderaRegistry, isAsListed, readRegistry } from "./commands/registries.ts";
import { writeReport } from "./commands/report.ts";
import { goOn, serve, serveMisconfigured } from "./commands/serve.ts";
import type { Start } from "./commands/start.ts";
import { cleaner, reportCrash, reportLine } from "./commands/stderr.ts";
import { type Command, isForClient, parseCommandLine } from "./config/command-line.ts";
import { ConfigError } from "./config/error.ts";
import type { Flags } from "./config/given.ts";
import { helpText, limitsText } from "./config/help.ts";
import { limitsInForce } from "./config/limits-in-force.ts";
import { isHttp } from "./config/load.ts";
import { UnknownTool } from "./mcp/registry.ts";
import { toolsText } from "./mcp/tools-text.ts";
import { requireTools } from "./mcp/toolsets.ts";
import { VERSION } from "./version.ts";

export { reportCrash };

/** Runs the command, to its end or until the client goes away. */
export async function runProgram(start: Start): Promise<void> {
  try {
    const code = await run(start);
    if (code !== undefined) process.exit(code);
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof UnknownTool)) return reportCrash(error);
    reportLine(error.message);
    process.exit(1);
  }
}

/** Resolves to the exit code, or to undefined while clients are served. */
async function run(start: Start): Promise<number | undefined> {
  if (start.begun !== undefined) return goOn(start.begun, start);
  try {
    const { command, flags } = parseCommandLine(start.args);
    return await runCommand(command, flags, start);
  } catch (error) {
    if (!(error instanceof ConfigError) || !isForClient(start.args) || process.stdin.isTTY) throw error;
    reportLine(error.message);
    return serveMisconfigured(cleaner.text(error.message), start);
  }
}

async function runCommand(command: Command, flags: Flags, start: Start): Promise<number | undefined> {
  const { writeStdout } = start;
  switch (command.name) {
    case "help":
      return print(helpText(VERSION), writeStdout);
    case "version":
      return print(`${VERSION}\n`, writeStdout);
    case "limits":
      return print(limitsText(limitsInForce(flags, process.env)), writeStdout);
    case "completion":
      return print(await completionOf(command.shell), writeStdout);
    case "doctor":
      return doctor(flags, start);
    default:
      return runWithTools(command, flags, start);
  }
}

type CommandWithTools = Extract<Command, { name: "serve" | "tools" | "call" | "report" }>;

async function runWithTools(
  command: CommandWithTools,
  flags: Flags,
  start: Start,
): Promise<number | undefined> {
  const { writeStdout, demoBundle } = start;
  const config = await readConfig(flags, demoBundle);
  const sources = openSources(config);
  const bundle = await sources.bundle();
  const callsFeldera = command.name === "call" && config.source.kind === "feldera" && isAsListed(config);
  const registry = callsFeldera
    ? felderaRegistry(config, sources, start)
    : await readRegistry(config, sources, bundle, start, isHttp(flags, process.env));
  requireTools(registry.list(), config);
  switch (command.name) {
    case "tools":
      return print(toolsText(registry.list()), writeStdout);
    case "call":
      return callOnce(registry, command, config.limits, writeStdout);
    case "report":
      return writeReport(registry, command, config, writeStdout);
    case "serve":
      return serve(registry, { config, flags, bundle }, start);
  }
}
