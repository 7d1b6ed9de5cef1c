import { closestMatch } from "leven";
import { ConfigError } from "./error.ts";
import type { Environment } from "./given.ts";
import { SETTINGS, type Setting } from "./settings.ts";

/** The known name that a misspelt one is likely to mean: no more than half of it is wrong. */
export function nearestOf(name: string, known: readonly string[]): string | undefined {
  const plain = (spelling: string) => spelling.toLowerCase().replaceAll(/[_.]/g, "-");
  const same = known.find(
    (candidate) => plain(candidate).replaceAll("-", "") === plain(name).replaceAll("-", ""),
  );
  return same ?? closestMatch(plain(name), known, { maxDistance: Math.min(4, Math.floor(name.length / 2)) });
}

/**
 * Refuses a variable whose name is nearly that of a setting: `FELDERA_MCP_READONLY` must not leave all tools on. Under
 * `FELDERA_` others keep variables too (Kubernetes sets FELDERA_PORT): there only the underscores may be wrong.
 *
 * @throws ConfigError
 */
export function requireKnownVariables(env: Environment): void {
  const known = Object.values<Setting>(SETTINGS).map(({ env: name }) => name);
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("FELDERA_") || known.includes(name) || !value) continue;
    const nearest =
      known.find((candidate) => candidate.replaceAll("_", "") === name.replaceAll("_", "")) ??
      (name.startsWith("FELDERA_MCP_") ? closestMatch(name, known, { maxDistance: 2 }) : undefined);
    if (nearest !== undefined) throw new ConfigError(`${name}: no such setting; did you mean ${nearest}?`);
  }
}
