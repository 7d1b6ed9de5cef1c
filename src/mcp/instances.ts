import type { Instance } from "../config/config.ts";
import { INSTRUCTIONS } from "./instructions.ts";

/** What an assistant is told of a server that asks several Felderas. */
export function instancesInstructions(instances: readonly Instance[]): string {
  const names = instances.map(({ name, source, readOnly }) => {
    if (source.kind === "bundle") return `${name} (a support bundle: the past)`;
    return readOnly ? `${name} (read only)` : name;
  });
  return `Several Felderas can be asked, each by its name as \`instance\` of a call: ${names.join(", ")}. A pipeline of one is not that of another, whatever its name.\n\n${INSTRUCTIONS}`;
}
