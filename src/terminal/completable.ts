import { COMMANDS } from "../config/command-line.ts";
import { TOOLSETS } from "../config/config.ts";
import { REPORT_FLAGS } from "../config/report-flags.ts";
import { DESCRIBED_SETTINGS } from "../config/setting-meanings.ts";
import { MADE_TOOLS } from "../mcp/early/lists.ts";
import { isObject } from "../mcp/object.ts";
import type { Completable } from "./completion.ts";

/** What this server's command line can have completed: every tool, on or off. */
export function completable(): Completable {
  return {
    settings: DESCRIBED_SETTINGS,
    reportFlags: Object.entries(REPORT_FLAGS).map(([flag, described]) => ({ flag, ...described })),
    commands: COMMANDS,
    toolsets: TOOLSETS,
    tools: MADE_TOOLS.map(({ listed: { name, title, inputSchema } }) => ({
      name,
      title,
      arguments: Object.entries<unknown>(inputSchema.properties).map(([argument, schema]) => ({
        name: argument,
        values: valuesOf(schema),
      })),
    })),
  };
}

function valuesOf(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  if (schema.type === "boolean") return ["true", "false"];
  const values: unknown = schema.enum;
  return Array.isArray(values) ? values.map(String) : [];
}
