import { isLimitName, LIMITS, type Limits } from "./limits.ts";
import { REPORT_FLAGS } from "./report-flags.ts";
import { DESCRIBED_SETTINGS, type DescribedSetting } from "./setting-meanings.ts";

/** What `feldera-mcp --help` prints. */
export function helpText(version: string): string {
  return [
    `feldera-mcp ${version}: debugs Feldera pipelines for AI assistants, over MCP.`,
    "",
    "  feldera-mcp [serve] [FLAGS]      serve MCP on stdin and stdout, or over HTTP with --http",
    "  feldera-mcp call TOOL [JSON | - | name=value …]",
    "                                   one call, its arguments as JSON, from stdin or one by one:",
    "                                   its text on stdout, exit 1 if it is an error",
    "  feldera-mcp report PIPELINE -o FILE [--format html|md] [--instance NAME] [--force]",
    "                                   what is known of a pipeline as one file, with pictures or as Markdown:",
    "                                   exit 1, and no file, where nothing of it can be read",
    "  feldera-mcp tools                the tools and their arguments",
    "  feldera-mcp limits               the limits in force, and the defaults of those that were changed",
    "  feldera-mcp doctor               looks at all that calls depend on, says how to mend what is wrong, exit 1 if any is",
    "  feldera-mcp completion SHELL     a script that completes all this in bash, zsh or fish:",
    '                                   eval "$(feldera-mcp completion bash)"; in fish, pipe it to source',
    "  feldera-mcp --help | --version",
    "",
    "Flags of report:",
    ...Object.entries(REPORT_FLAGS).flatMap(([name, { short, value, means }]) => [
      `  ${short ? `-${short}, ` : ""}--${name}${value ? ` ${value}` : ""}`,
      `      ${means}`,
    ]),
    "",
    "Flags, and the environment variables in their place:",
    ...DESCRIBED_SETTINGS.flatMap(describe),
    "",
  ].join("\n");
}

function describe(setting: DescribedSetting): string[] {
  const flag = setting.flag && `--${setting.flag}${setting.value ? ` ${setting.value}` : ""}`;
  const names = [flag, setting.env].filter((name) => name !== undefined).join(", ");
  const byDefault = setting.byDefault ? ` (default: ${setting.byDefault})` : "";
  return [`  ${names}`, `      ${setting.means}${byDefault}`];
}

/** What `feldera-mcp limits` prints: those in force, and the default of each that was changed. */
export function limitsText(limits: Limits): string {
  const rows = Object.keys(LIMITS)
    .filter(isLimitName)
    .map((name) => {
      const { byDefault, bounds } = LIMITS[name];
      const value = limits[name];
      const changed = value === byDefault ? "" : ` (default: ${byDefault})`;
      return `  ${name.padEnd(27)}${String(value).padStart(10)}  ${bounds}${changed}`;
    });
  return [...rows, ""].join("\n");
}
