import { randomBytes } from "node:crypto";
import { type Command, isForClient, parseCommandLine } from "./config/command-line.ts";
import type { Config, HttpConfig } from "./config/config.ts";
import { ConfigError } from "./config/error.ts";
import { type Flags, lookupIn } from "./config/given.ts";
import { helpText, limitsText } from "./config/help.ts";
import type { Limits } from "./config/limits.ts";
import { limitsInForce } from "./config/limits-in-force.ts";
import { isHttp, loadConfig } from "./config/load.ts";
import { secretsOf } from "./config/secrets.ts";
import type { Bundle } from "./feldera/bundle/archive.ts";
import { callArguments, readWhole } from "./mcp/arguments/command-line.ts";
import type { Begun } from "./mcp/early/serve.ts";
import { unreadTools } from "./mcp/early/unread-tools.ts";
import { instancesInstructions } from "./mcp/instances.ts";
import { misconfiguration, misconfigured } from "./mcp/misconfigured.ts";
import { createRegistry, type Registry, UnknownTool } from "./mcp/registry.ts";
import { outputFiles } from "./mcp/save-file.ts";
import { type Sources, sourcesOf } from "./mcp/sources.ts";
import { openClient } from "./mcp/stdio/client.ts";
import type { StdioOptions } from "./mcp/stdio/serve.ts";
import type { WriteStdout } from "./mcp/stdio/stdout.ts";
import { toolsText } from "./mcp/tools-text.ts";
import { requireTools, switchedOff } from "./mcp/toolsets.ts";
import { analysisProcesses } from "./processes/pool.ts";
import { highlighted, isColoured } from "./terminal/colour.ts";
import { terminalProgress } from "./terminal/progress.ts";
import { createCleaner } from "./untrusted/cleaner.ts";
import { VERSION } from "./version.ts";

/** What the process was started with. */
export interface Start {
  readonly args: readonly string[];
  readonly writeStdout: WriteStdout;
  /** Path of the bundle that `--demo` serves. */
  readonly demoBundle: string;
  /** The module that runs the analyses. */
  readonly analysisProcess: URL;
  /** The page of pictures. */
  readonly picturesPage: URL;
  /** Where a client has been answered already. */
  readonly begun: Begun | undefined;
}

let cleaner = createCleaner();

/** One line for stderr, which clients keep in their logs, of a stack too: none of its lines can pass for another. */
function reportLine(line: string): void {
  reportClean(cleaner.text(line));
}

/** The same of a line that is an answer's, and clean: at its end a port and a bracket would look like a password. */
function reportClean(line: string): void {
  process.stderr.write(`feldera-mcp: ${line.replace(/\s*[\r\n]\s*/g, " ")}\n`);
}

export function reportCrash(error: unknown): void {
  reportLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}

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

async function run(start: Start): Promise<number | undefined> {
  if (start.begun !== undefined) return serve(start.begun, start);
  try {
    return await runCommand(start);
  } catch (error) {
    if (!(error instanceof ConfigError) || !isForClient(start.args) || process.stdin.isTTY) throw error;
    reportLine(error.message);
    return serveMisconfigured(cleaner.text(error.message), start);
  }
}

async function runCommand(start: Start): Promise<number | undefined> {
  const { args, writeStdout, demoBundle } = start;
  const { command, flags } = parseCommandLine(args);
  const text = textOf(command, flags);
  if (text !== undefined) return print(text, writeStdout);
  if (command.name === "doctor") return doctor(flags, start);
  if (command.name === "completion") return print(await completionOf(command.shell), writeStdout);
  const config = await withItsInstances(loadConfig(flags, process.env, demoBundle));
  const sources = sourcesOf(config, reportLine, (secret) => cleaner.keep(secret));
  const bundle = await sources.bundle();
  const isCall = command.name === "call" && config.source.kind === "feldera" && isAsListed(config);
  const registry = isCall
    ? felderaRegistry(config, sources, start)
    : await registryOf(config, sources, bundle, start, isHttp(flags, process.env));
  requireTools(registry.list(), config);
  if (command.name === "tools") return print(toolsText(registry.list()), writeStdout);
  if (command.name === "call") return callOnce(registry, command, config.limits, writeStdout);
  if (command.name === "report") return writeReport(registry, command, config, writeStdout);
  const { limits } = config;
  const told = bundle
    ? { instructions: cleaner.text(await instructionsOf(bundle)), mayBeKept: false }
    : config.instances && { instructions: instancesInstructions(config.instances), mayBeKept: false };
  if (isHttp(flags, process.env)) return serveOverHttp(registry, flags, limits, told);
  if (process.stdin.isTTY) reportLine(HINT_FOR_A_TERMINAL);
  return serveRegistry(registry, { limits, output: openClient({ limits, writeStdout, exitCode: 0 }) }, told);
}

/** Whether the tools are listed as they were when the server was built. */
function isAsListed({ structured, instances }: Config): boolean {
  return !structured && instances === undefined;
}

/** Read only where there is such a file: most servers have none. */
async function withItsInstances(config: Config): Promise<Config> {
  if (config.instancesFile === undefined) return config;
  const { withInstances } = await import("./config/instances.ts");
  return withInstances(config, process.env);
}

const HINT_FOR_A_TERMINAL =
  "waits for an MCP client to write to stdin; `feldera-mcp --help` tells how to call a tool from a terminal, Ctrl-C ends this";

async function instructionsOf(bundle: Bundle): Promise<string> {
  return (await import("./mcp/offline.ts")).offlineInstructions(bundle);
}

/** What clients are told of a server that cannot work, or works offline. */
type Told = { readonly instructions: string; readonly mayBeKept: boolean };

/** How clients come over HTTP. @throws ConfigError */
async function readHttp(flags: Flags): Promise<HttpConfig> {
  const { httpConfig } = await import("./config/http.ts");
  return httpConfig(lookupIn(flags, process.env));
}

/** Serves clients that come over HTTP until a signal ends it: SIGTERM in good order, a second one at once. */
async function serveOverHttp(
  registry: Registry,
  flags: Flags,
  limits: Limits,
  told: Told | undefined,
): Promise<undefined> {
  const http = await readHttp(flags);
  const { serveHttp } = await import("./mcp/http/serve.ts");
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

/** Goes on with a client whose first questions have been answered. */
function serve({ config, output, handshake }: Begun, start: Start): Promise<undefined> {
  const sources = sourcesOf(config, reportLine, (secret) => cleaner.keep(secret));
  const registry = felderaRegistry(config, sources, start);
  return serveRegistry(registry, { limits: config.limits, output, handshake });
}

/** Connects all the same, lists the tools that there would be, and says what is wrong to whoever calls one. */
async function serveMisconfigured(problem: string, start: Start): Promise<undefined> {
  const { demoBundle, writeStdout } = start;
  const config = loadConfig(parseCommandLine([]).flags, {}, demoBundle);
  const sources = sourcesOf(config, reportLine, (secret) => cleaner.keep(secret));
  const registry = misconfigured(await registryOf(config, sources, undefined, start), problem);
  const { limits } = config;
  const options = { limits, output: openClient({ limits, writeStdout, exitCode: 1 }) };
  return serveRegistry(registry, options, { instructions: misconfiguration(problem), mayBeKept: false });
}

async function serveRegistry(
  registry: Registry,
  options: Omit<StdioOptions, "input">,
  told?: Told,
): Promise<undefined> {
  // For a client only: without the protocol, all else starts the sooner.
  const { serveMcp } = await import("./mcp/serve.ts");
  await serveMcp(registry, VERSION, { ...options, input: process.stdin }, told);
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

async function completionOf(shell: string | undefined): Promise<string> {
  const [{ completionScript, SHELLS }, { completable }] = await Promise.all([
    import("./terminal/completion.ts"),
    import("./terminal/completable.ts"),
  ]);
  const known = SHELLS.find((one) => one === shell);
  if (known !== undefined) return completionScript(known, completable());
  throw new ConfigError(`completion: write feldera-mcp completion and one of ${SHELLS.join(", ")}`);
}

/** Whether somebody reads what is printed, and in colours. */
function isReadInColour(): boolean {
  return isColoured(process.stdout, process.env);
}

/** An answer as a person reads it in a terminal, and as it is where none does. */
async function asRead(tool: string, answer: string): Promise<string> {
  const { isTTY, columns } = process.stdout;
  if (!isTTY) return answer;
  const { inColumns } = await import("./terminal/tables.ts");
  const shown = inColumns(tool, answer, columns || 80);
  return isReadInColour() ? highlighted(shown) : shown;
}

/** Says how all that calls depend on stands; 1 where something is wrong. */
async function doctor(flags: Flags, { demoBundle, writeStdout }: Start): Promise<number> {
  const { doctorText, examineWith, givenNames } = await import("./terminal/doctor/command.ts");
  const findings = await examineWith(async () => {
    const config = await withItsInstances(loadConfig(flags, process.env, demoBundle));
    cleaner = createCleaner(secretsOf(config));
    const sourcesOfOne = (one: Config) => sourcesOf(one, reportLine, (secret) => cleaner.keep(secret));
    const { TOOLS } = await import("./tools/all.ts");
    const http = isHttp(flags, process.env) ? await readHttp(flags) : undefined;
    const given = givenNames(flags, process.env);
    return { config, given, sourcesOf: sourcesOfOne, cleaner, tools: TOOLS, http };
  }, cleaner.text);
  await print(doctorText(findings, isReadInColour()), writeStdout);
  return findings.some(({ state }) => state === "wrong") ? 1 : 0;
}

/** What makes a registry, beside its tools. */
function servingOf(config: Config, sources: Sources, { analysisProcess, picturesPage }: Start) {
  const { limits, outputDir, structured } = config;
  cleaner = createCleaner(secretsOf(config));
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

/** The tools, each of which is read when it is called first. */
function felderaRegistry(config: Config, sources: Sources, start: Start): Registry {
  return createRegistry({
    ...servingOf(config, sources, start),
    tools: unreadTools(),
    switchedOff: (tool) => switchedOff(tool, config),
  });
}

/** The tools, all read: what they are offered for follows from what they are. */
async function registryOf(
  config: Config,
  sources: Sources,
  bundle: Bundle | undefined,
  start: Start,
  isReplica = false,
): Promise<Registry> {
  const [{ TOOLS }, { offlineOff }] = await Promise.all([
    import("./tools/all.ts"),
    import("./mcp/offline.ts"),
  ]);
  return createRegistry({
    ...servingOf(config, sources, start),
    tools: TOOLS,
    isReplica,
    switchedOff: (tool) => (bundle && offlineOff(tool, bundle)) ?? switchedOff(tool, config),
  });
}

async function callOnce(
  registry: Registry,
  { tool, arguments: written }: Extract<Command, { name: "call" }>,
  { messageBytes }: Limits,
  writeStdout: WriteStdout,
): Promise<number> {
  const args = await callArguments(written, () => {
    if (process.stdin.isTTY) reportLine("reads the arguments as JSON from this terminal; Ctrl-D ends them");
    return readWhole(process.stdin, messageBytes);
  });
  const progress = terminalProgress(process.stderr);
  const { text, structured, isError } = await registry.call(tool, args, progress.options);
  progress.end();
  if (structured !== undefined) await print(`${JSON.stringify(structured)}\n`, writeStdout);
  else await print(`${await asRead(tool, text)}\n`, writeStdout);
  return isError ? 1 : 0;
}

/** 1 where nothing of the pipeline could be read: nothing is written then. */
async function writeReport(
  registry: Registry,
  command: Extract<Command, { name: "report" }>,
  config: Config,
  writeStdout: WriteStdout,
): Promise<number> {
  const [{ report }, { writtenWords }] = await Promise.all([
    import("./report/command.ts"),
    import("./text/report.ts"),
  ]);
  const { options, end } = terminalProgress(process.stderr);
  const made = { registry, options, nowMs: Date.now, version: VERSION, clean: cleaner.text };
  const done = await report(command, config, made).finally(end);
  if (done.kind === "text") return print(done.text, writeStdout);
  if (done.kind === "file") reportLine(String(writtenWords(done.file, done.size, done.missing)));
  else reportClean(`no report was written. ${done.why}`);
  return done.kind === "file" ? 0 : 1;
}

/** Resolves once all is written: a process that exits earlier cuts what a pipe has not taken yet. */
function print(text: string, writeStdout: WriteStdout): Promise<number> {
  return new Promise((resolve) => writeStdout(text, () => resolve(0)));
}
