import { isObject } from "../object.ts";

/** What a client's capabilities have among their extensions that shows pages of servers (SEP-1865, MCP Apps). */
export const UI = "io.modelcontextprotocol/ui";

/** The type of such a page. */
export const PAGE = "text/html;profile=mcp-app";

/** Whether a client shows pages. @param capabilities as it declares them */
export function showsPages(capabilities: unknown): boolean {
  if (!isObject(capabilities) || !isObject(capabilities.extensions)) return false;
  const ui = capabilities.extensions[UI];
  return isObject(ui) && Array.isArray(ui.mimeTypes) && ui.mimeTypes.includes(PAGE);
}
