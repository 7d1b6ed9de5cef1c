import type { Config, HttpConfig } from "../config/config.ts";
import { type Flags, lookupIn } from "../config/given.ts";
import { loadConfig } from "../config/load.ts";
import { type ConfiguredSources, sourcesOf } from "../mcp/sources.ts";
import { cleaner, keepSecretsOf, reportLine } from "./stderr.ts";

/** As flags, environment and files have it; none of its secrets is written from here on. @throws ConfigError */
export async function readConfig(flags: Flags, demoBundle: string): Promise<Config> {
  const config = await withItsInstances(loadConfig(flags, process.env, demoBundle));
  keepSecretsOf(config);
  return config;
}

/** Read only where there is such a file: most servers have none. */
async function withItsInstances(config: Config): Promise<Config> {
  if (config.instancesFile === undefined) return config;
  const { withInstances } = await import("../config/instances.ts");
  return withInstances(config, process.env);
}

/** How clients come over HTTP. @throws ConfigError */
export async function readHttp(flags: Flags): Promise<HttpConfig> {
  const { httpConfig } = await import("../config/http.ts");
  return httpConfig(lookupIn(flags, process.env));
}

/** What the configuration names, whose renewed tokens are secrets too. */
export function openSources(config: Config): ConfiguredSources {
  return sourcesOf(config, reportLine, cleaner.keep);
}
