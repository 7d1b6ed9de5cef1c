import type { ListedTool } from "./registry.ts";

/** What `feldera-mcp tools` prints: each tool with its description and arguments. */
export function toolsText(tools: readonly ListedTool[]): string {
  return `${tools.map(toolText).join("\n\n")}\n`;
}

function toolText({ name, description, inputSchema }: ListedTool): string {
  const properties = Object.entries(Object(inputSchema.properties));
  const required = new Set(Array.isArray(inputSchema.required) ? inputSchema.required : []);
  const rows = properties.map(([argument, schema]) => {
    const says = Object(schema).description ?? "";
    return `    ${argument}${required.has(argument) ? " (required)" : ""}: ${says}`;
  });
  return [name, `  ${description}`, ...rows].join("\n");
}
