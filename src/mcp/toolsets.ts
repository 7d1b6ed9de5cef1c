import type { Config } from "../config/config.ts";
import { type Words, words } from "../text/words.ts";
import type { Tool } from "../tools/tool.ts";

/** Why the operator's settings switch a tool off, and the flag that switches it on; undefined for one that is on. */
export function switchedOff(tool: Tool, { toolsets, readOnly }: Config): Words | undefined {
  const { name, toolset, changesFeldera } = tool;
  if (!toolsets.includes(toolset)) {
    const needed = [...toolsets, toolset].join(",");
    return words`${name} is switched off: this server offers the toolsets ${toolsets.join(",")}. An operator switches it on with --toolsets ${needed}.`;
  }
  if (readOnly && changesFeldera) {
    return words`${name} is switched off: it changes Feldera, and this server was started with --read-only. An operator switches it on by leaving that flag out.`;
  }
  return undefined;
}
