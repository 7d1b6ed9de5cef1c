import type { Registry } from "./registry.ts";

/**
 * A registry whose every call answers with what is wrong with the configuration, so that whoever asks through a client
 * reads it: of a server that exits, clients show only that it failed.
 *
 * @param problem of a ConfigError: which setting, what is wrong, what to write
 */
export function misconfigured(registry: Registry, problem: string): Registry {
  return {
    ...registry,
    async call(name) {
      registry.remedyIfOff(name);
      return { text: misconfiguration(problem), isError: true };
    },
    names: async () => [],
  };
}

/** The mistake and its mend, for calls and for the instructions of the server. */
export function misconfiguration(problem: string): string {
  return [
    `feldera-mcp cannot work as it is configured. ${problem}${problem.endsWith("?") ? "" : "."}`,
    "Nothing was asked of Feldera; every call answers so. A person has to correct the setting where the MCP client starts this server, and start the server again.",
  ].join("\n");
}
