import { resolve } from "node:path";
import { baseUrl, readProxy } from "./addresses.ts";
import { type Config, TOOLSETS, type Toolset } from "./config.ts";
import { readCredentials } from "./credentials.ts";
import { ConfigError } from "./error.ts";
import {
  codeOf,
  type Environment,
  type Flags,
  type Given,
  type Lookup,
  lookupIn,
  turnedOn,
} from "./given.ts";
import { limitsInForce } from "./limits-in-force.ts";
import { requireKnownVariables } from "./misspelt.ts";
import { SETTINGS } from "./settings.ts";

/**
 * Reads the configuration from flags and environment; a flag wins over its variable.
 *
 * @param demoBundle path of the recorded bundle that `--demo` stands for
 * @throws ConfigError at the first setting that cannot be used
 */
export function loadConfig(flags: Flags, env: Environment, demoBundle: string): Config {
  requireKnownVariables(env);
  const given = lookupIn(flags, env);
  const outputDir = given("outputDir");
  const instancesFile = given("instances");
  if (instancesFile) requireAlone(instancesFile, given);
  return Object.freeze({
    source: sourceOf(given, turnedOn("demo", flags, given), demoBundle),
    ...(instancesFile && { instancesFile }),
    ...(outputDir && { outputDir: directory(outputDir) }),
    toolsets: readToolsets(given("toolsets") ?? { value: SETTINGS.toolsets.byDefault, from: "" }),
    readOnly: turnedOn("readOnly", flags, given) !== undefined,
    structured: turnedOn("structured", flags, given) !== undefined,
    debug: turnedOn("debug", flags, given) !== undefined,
    limits: limitsInForce(flags, env),
  });
}

/** Whether clients come over HTTP. @throws ConfigError */
export function isHttp(flags: Flags, env: Environment): boolean {
  return turnedOn("http", flags, lookupIn(flags, env)) !== undefined;
}

function sourceOf(given: Lookup, demo: string | undefined, demoBundle: string): Config["source"] {
  const bundle = given("bundle");
  if (demo && bundle) {
    throw new ConfigError(`${demo} and ${bundle.from}: each names a bundle; give one of them`);
  }
  if (demo) return { kind: "bundle", path: demoBundle };
  if (bundle) return { kind: "bundle", path: existing(bundle) };
  return {
    kind: "feldera",
    baseUrl: baseUrl(given("host") ?? { value: SETTINGS.host.byDefault, from: SETTINGS.host.env }),
    proxy: readProxy(given("httpProxy"), given("httpsProxy"), given("noProxy")),
    ...readCredentials(given),
  };
}

/** What an instances file has for each instance cannot be set for all of them. */
function requireAlone({ from }: Given, given: Lookup): void {
  for (const name of OF_ONE_SOURCE) {
    const other = given(name);
    if (other) throw new ConfigError(`${from} and ${other.from}: the file says where to ask; leave one out`);
  }
}

const OF_ONE_SOURCE = [
  "host",
  "apiKey",
  "apiKeyFile",
  "oidcTokenFile",
  "headersFile",
  "tenant",
  "tlsCert",
  "bundle",
  "demo",
] as const;

function readToolsets(given: Given): Toolset[] {
  const names = given.value.split(",").map((name) => name.trim());
  return names.map((name) => {
    const toolset = TOOLSETS.find((known) => known === name);
    if (toolset !== undefined) return toolset;
    throw new ConfigError(
      `${given.from}: ${JSON.stringify(name)} is no set of tools; write some of ${TOOLSETS.join(", ")}`,
    );
  });
}

function existing(path: Given): string {
  try {
    process.getBuiltinModule("node:fs").statSync(path.value);
  } catch (error) {
    throw new ConfigError(
      `${path.from}: ${path.value} cannot be opened (${codeOf(error)}); name a support bundle or a profile`,
    );
  }
  return resolve(path.value);
}

function directory(path: Given): string {
  const stat = process.getBuiltinModule("node:fs").statSync(path.value, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) {
    throw new ConfigError(`${path.from}: ${path.value} is not a directory; name one that exists`);
  }
  return resolve(path.value);
}
