import type { Config } from "../config/config.ts";

/** Whether the operator's settings offer a tool. */
export function isOffered(
  { toolset, changesFeldera }: { readonly toolset: string; readonly changesFeldera: boolean },
  { toolsets, readOnly }: Pick<Config, "toolsets" | "readOnly">,
): boolean {
  return toolsets.some((offered) => offered === toolset) && !(readOnly && changesFeldera);
}
