import { isToolName, loadTool } from "../../tools/modules.ts";
import type { UnreadTool } from "../registry.ts";
import { MADE_TOOLS } from "./lists.ts";

/** Every tool of a server that asks a running Feldera. */
export function unreadTools(): UnreadTool[] {
  return MADE_TOOLS.flatMap(({ toolset, changesFeldera, listed }) => {
    const { name } = listed;
    if (!isToolName(name)) return [];
    return { name, toolset, changesFeldera, listed, read: () => loadTool(name) };
  });
}
