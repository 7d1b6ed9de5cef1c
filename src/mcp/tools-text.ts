import type { ListedTool } from "./registry.ts";

/** What `feldera-mcp tools` prints: each tool with its description and arguments. */
export function toolsText(tools: readonly ListedTool[]): string {
  return `${tools.map(toolText).join("\n\n")}\n`;
}

function toolText({ name, description, inputSchema }: ListedTool): string {
  const properties = Object.entries(Object(inputSchema.properties));
  const required = new Set(Array.isArray(inputSchema.required) ? inputSchema.required : []);
  const rows = properties.map(([argument, schema]) => {
    const { description, default: byDefault } = Object(schema);
    const note = required.has(argument)
      ? " (required)"
      : byDefault === undefined
        ? ""
        : ` (default ${JSON.stringify(byDefault)})`;
    return `    ${argument}${note}${description === undefined ? "" : `: ${description}`}`;
  });
  return [name, `  ${description}`, ...rows].join("\n");
}
