import { parseArgs } from "node:util";
import { ConfigError } from "./error.ts";
import { nearestOf } from "./misspelt.ts";
import { SETTINGS, type Setting } from "./settings.ts";

export interface CommandLine {
  readonly command: Command;
  readonly flags: Flags;
}

export type Command =
  | { readonly name: "serve" | "tools" | "limits" | "help" | "version" }
  | { readonly name: "call"; readonly tool: string; readonly argumentsJson: string };

export interface Flags {
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
  readonly limits: readonly string[];
}

const COMMANDS = ["call", "tools", "limits"];

/** @throws ConfigError for an unknown flag or command, or for one that lacks its value */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { tokens } = parseArgs({ args: [...args], options: options(), strict: false, tokens: true });
  const values = new Map<string, string>();
  const switches = new Set<string>();
  const limits: string[] = [];
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const setting = settingOfFlag(token.name);
    if (setting?.value === undefined) {
      if (token.value !== undefined) throw new ConfigError(`--${token.name}: takes no value; write it alone`);
      switches.add(token.name);
    } else if (!token.value || (!token.inlineValue && token.value.startsWith("--"))) {
      throw new ConfigError(`--${token.name}: lacks its value; write --${token.name} ${setting.value}`);
    } else if (token.name === "limit") {
      limits.push(token.value);
    } else {
      values.set(token.name, token.value);
    }
  }
  return { command: commandOf(positionals, switches), flags: { values, switches, limits } };
}

function options(): Record<string, { type: "string" | "boolean"; short?: string; multiple?: boolean }> {
  const all: ReturnType<typeof options> = {
    help: { type: "boolean", short: "h" },
    version: { type: "boolean", short: "V" },
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

function settingOfFlag(flag: string): Setting | undefined {
  if (flag === "help" || flag === "version") return undefined;
  const setting = settings().find((candidate) => candidate.flag === flag);
  if (setting) return setting;
  if (flag === "api-key") {
    throw new ConfigError(
      "--api-key: other users could read it there; set FELDERA_API_KEY or --api-key-file",
    );
  }
  const known = settings().flatMap((candidate) => candidate.flag ?? []);
  const nearest = nearestOf(flag, known);
  throw new ConfigError(
    `--${flag}: no such flag; ${nearest ? `did you mean --${nearest}?` : "`feldera-mcp --help` lists them"}`,
  );
}

function commandOf(positionals: readonly string[], switches: ReadonlySet<string>): Command {
  if (switches.has("help")) return { name: "help" };
  if (switches.has("version")) return { name: "version" };
  const [name, tool, argumentsJson, ...rest] = positionals;
  if (name === undefined) return { name: "serve" };
  if (name === "call") {
    if (tool === undefined || rest.length > 0) {
      throw new ConfigError(`call: write feldera-mcp call TOOL '{"pipeline_name":"…"}'`);
    }
    return { name, tool, argumentsJson: argumentsJson ?? "{}" };
  }
  if ((name === "tools" || name === "limits") && tool === undefined) return { name };
  if (COMMANDS.includes(name)) throw new ConfigError(`${name}: takes no argument; write feldera-mcp ${name}`);
  const nearest = nearestOf(name, COMMANDS);
  throw new ConfigError(
    `${name}: no such command; ${nearest ? `did you mean ${nearest}?` : "`feldera-mcp --help` lists them"}`,
  );
}
