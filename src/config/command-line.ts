import { ConfigError } from "./error.ts";
import type { Flags } from "./given.ts";
import { nearestOf } from "./misspelt.ts";
import { SETTINGS, type Setting } from "./settings.ts";

export interface CommandLine {
  readonly command: Command;
  readonly flags: Flags;
}

export type Command =
  | { readonly name: "help" | "version" | "limits" | "doctor" }
  | { readonly name: "serve" | "tools" }
  | { readonly name: "completion"; readonly shell: string | undefined }
  | {
      readonly name: "report";
      readonly pipeline: string;
      readonly output: string | undefined;
      readonly format: string | undefined;
      readonly instance: string | undefined;
      /** Whether a file that is there is replaced. */
      readonly force: boolean;
    }
  | {
      readonly name: "call";
      readonly tool: string;
      /** As written: JSON, `-` for stdin, `name=value`. */
      readonly arguments: readonly string[];
    };

/** Commands that take no argument. */
const ALONE = ["serve", "tools", "limits", "doctor"] as const;
export const COMMANDS: readonly string[] = [...ALONE, "call", "report", "completion"];

/** Flags of `report` alone. */
const OF_REPORT = {
  output: { type: "string", short: "o" },
  format: { type: "string" },
  instance: { type: "string" },
  force: { type: "boolean" },
} as const;
export type ReportFlag = keyof typeof OF_REPORT;

function isReportFlag(name: string): name is ReportFlag {
  return Object.hasOwn(OF_REPORT, name);
}

/** @throws ConfigError for an unknown flag or command, or for one that lacks its value */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const tokens = tokensOf(args);
  const values = new Map<string, string>();
  const switches = new Set<string>();
  const limits: string[] = [];
  const positionals: string[] = [];
  const ofReport = new Map<ReportFlag, string>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    // Within a flag with too few dashes, such as -host, the letter is no flag of its own.
    if (isReportFlag(token.name) && !/^-[^-o]/.test(args[token.index] ?? "")) {
      ofReport.set(token.name, reportValue(token.name, token));
      continue;
    }
    const written = args[token.index] ?? "";
    const setting = settingOfFlag(token.name, /^-[^-]./.test(written) ? written : `--${token.name}`);
    if (setting?.value === undefined) {
      if (token.value !== undefined) throw takesNoValue(token.name);
      switches.add(token.name);
    } else if (token.value === undefined || lacksValue(token)) {
      throw new ConfigError(`--${token.name}: lacks its value; write --${token.name} ${setting.value}`);
    } else if (token.name === "limit") {
      limits.push(token.value);
    } else {
      values.set(token.name, token.value);
    }
  }
  return { command: commandOf(positionals, switches, ofReport), flags: { values, switches, limits } };
}

interface Written {
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** Whether a flag that takes a value stands without one: what follows it is the next flag, or nothing. */
function lacksValue({ value, inlineValue }: Written): boolean {
  return !value || (!inlineValue && value.startsWith("--"));
}

function reportValue(flag: ReportFlag, { value, inlineValue }: Written): string {
  if (OF_REPORT[flag].type === "string") {
    if (value === undefined || lacksValue({ value, inlineValue }))
      throw new ConfigError(`--${flag}: lacks its value`);
    return value;
  }
  if (value !== undefined) throw takesNoValue(flag);
  return "";
}

function takesNoValue(flag: string): ConfigError {
  return new ConfigError(`--${flag}: takes no value; write it alone`);
}

/**
 * Whether a command line is for an MCP client to run: it names no command but `serve`, and if there is anything wrong with it, the
 * client is to be told. What stands behind an unknown flag may be its value; what comes first is a command, if a wrong
 * one, and a person's mistake.
 */
export function isForClient(args: readonly string[]): boolean {
  return !tokensOf(args).some(
    (token) =>
      (token.kind === "positional" &&
        token.value !== "serve" &&
        (token.index === 0 || COMMANDS.includes(token.value))) ||
      (token.kind === "option" && ["help", "version", "http"].includes(token.name)),
  );
}

function tokensOf(args: readonly string[]) {
  if (args.length === 0) return [];
  const { parseArgs } = process.getBuiltinModule("node:util");
  return parseArgs({ args: [...args], options: options(), strict: false, tokens: true }).tokens;
}

function options(): Record<string, { type: "string" | "boolean"; short?: string; multiple?: boolean }> {
  const all: ReturnType<typeof options> = {
    help: { type: "boolean", short: "h" },
    version: { type: "boolean", short: "V" },
    ...OF_REPORT,
  };
  for (const setting of settings()) {
    if (setting.flag !== undefined) {
      all[setting.flag] = { type: setting.value === undefined ? "boolean" : "string", multiple: true };
    }
  }
  return all;
}

function settings(): Setting[] {
  return Object.values(SETTINGS);
}

/** @param written the flag as it stands on the command line: `--host`, or `-host` with too few dashes */
function settingOfFlag(flag: string, written: string): Setting | undefined {
  if (flag === "help" || flag === "version") return undefined;
  const setting = settings().find((candidate) => candidate.flag === flag);
  if (setting) return setting;
  if (/^-*api-?_?key$/.test(written.replace(/=.*/s, ""))) {
    throw new ConfigError(
      "--api-key: other users could read it there; set FELDERA_API_KEY or --api-key-file",
    );
  }
  const name = written.replace(/^-+|=.*/gs, "");
  throw new ConfigError(`${written.replace(/=.*/s, "")}: no such flag; ${suggestion(name)}`);
}

function flagNames(): string[] {
  return [...settings().flatMap(({ flag }) => flag ?? []), ...Object.keys(OF_REPORT), "help", "version"];
}

/** What a misspelt flag or command is likely to mean: either, for dashes are forgotten as well. */
function suggestion(name: string, commands: readonly string[] = []): string {
  const command = nearestOf(name, commands);
  const nearest = command ?? nearestOf(name, flagNames())?.replace(/^/, "--");
  return nearest === undefined ? "`feldera-mcp --help` lists them" : `did you mean ${nearest}?`;
}

function commandOf(
  positionals: readonly string[],
  switches: ReadonlySet<string>,
  ofReport: ReadonlyMap<ReportFlag, string>,
): Command {
  if (switches.has("help")) return { name: "help" };
  if (switches.has("version")) return { name: "version" };
  const [name, tool, ...rest] = positionals;
  if (name === "report") {
    if (tool === undefined || rest.length > 0)
      throw new ConfigError("report: write feldera-mcp report PIPELINE -o FILE.html");
    return {
      name,
      pipeline: tool,
      output: ofReport.get("output"),
      format: ofReport.get("format"),
      instance: ofReport.get("instance"),
      force: ofReport.has("force"),
    };
  }
  const [stray] = ofReport.keys();
  if (stray !== undefined) throw new ConfigError(`--${stray}: goes with report alone`);
  if (name === undefined) return { name: "serve" };
  if (name === "call") {
    if (tool === undefined)
      throw new ConfigError(`call: write feldera-mcp call TOOL '{"pipeline_name":"…"}'`);
    return { name, tool, arguments: rest };
  }
  if (name === "completion") return { name, shell: tool };
  const alone = ALONE.find((one) => one === name);
  if (alone !== undefined && tool === undefined) return { name: alone };
  if (COMMANDS.includes(name)) throw new ConfigError(`${name}: takes no argument; write feldera-mcp ${name}`);
  throw new ConfigError(`${name}: no such command; ${suggestion(name, COMMANDS)}`);
}
