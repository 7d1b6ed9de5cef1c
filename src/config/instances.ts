import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { baseUrl } from "./addresses.ts";
import type { Config, Instance } from "./config.ts";
import { readCredentials } from "./credentials.ts";
import { ConfigError } from "./error.ts";
import { codeOf, type Environment, type Given, readText } from "./given.ts";
import { MEMBERS_OF_A_FELDERA } from "./instance-members.ts";
import type { SettingName } from "./settings.ts";

const FILES: ReadonlySet<string> = new Set([
  "api_key_file",
  "oidc_token_file",
  "headers_file",
  "https_tls_cert",
]);

const KNOWN = [...Object.keys(MEMBERS_OF_A_FELDERA), "bundle", "read_only"];

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** As many as an assistant can be told of. */
const MOST_INSTANCES = 32;

/**
 * The configuration with the Felderas and bundles of its instances file, one JSON object by name; as it is without
 * such a file. Paths in the file are relative to it. Of a single instance the configuration becomes that one's.
 *
 * @throws ConfigError that names the instance and the member, and repeats no value
 */
export function withInstances(config: Config, env: Environment): Config {
  const { instancesFile, source } = config;
  if (instancesFile === undefined) return config;
  const { from, value: path } = instancesFile;
  const entries = Object.entries(objectOf(parsed(readText(instancesFile), from), from));
  if (entries.length === 0 || entries.length > MOST_INSTANCES) {
    throw new ConfigError(`${from}: names ${entries.length} instances; write 1 to ${MOST_INSTANCES}`);
  }
  const proxy = source.kind === "feldera" ? source.proxy : { except: "" };
  const instances = entries.map(([name, entry]) => instanceOf(name, entry, { from, path, env, proxy }));
  const [first] = instances;
  if (first === undefined) return config;
  const isReadOnlyByFile = !config.readOnly && instances.every((one) => one.readOnly);
  return Object.freeze({
    ...config,
    source: first.source,
    ...(isReadOnlyByFile && { readOnly: true, isReadOnlyByFile }),
    ...(instances.length > 1 ? { instances } : { onlyInstance: first.name }),
  });
}

interface Reading {
  readonly from: string;
  readonly path: string;
  readonly env: Environment;
  readonly proxy: Extract<Instance["source"], { kind: "feldera" }>["proxy"];
}

function instanceOf(name: string, entry: unknown, { from, path, env, proxy }: Reading): Instance {
  const where = `${from}: ${NAME.test(name) ? name : JSON.stringify(name)}`;
  if (!NAME.test(name)) {
    throw new ConfigError(`${where}: no name for an instance; write letters, digits, ".", "_" and "-"`);
  }
  const members = objectOf(entry, where);
  for (const member of Object.keys(members)) {
    if (KNOWN.includes(member)) continue;
    throw new ConfigError(
      `${where}: has no member ${JSON.stringify(member)}; write some of ${KNOWN.join(", ")}`,
    );
  }
  const text = (member: string): Given | undefined => {
    const value = members[member];
    if (value === undefined) return undefined;
    if (typeof value !== "string" || value.trim() === "") {
      throw new ConfigError(`${where}: ${member} is no text; write a string`);
    }
    const is = value.trim();
    return {
      value: FILES.has(member) || member === "bundle" ? resolve(dirname(path), is) : is,
      from: `${where}: ${member}`,
    };
  };
  const readOnly = members.read_only ?? false;
  if (typeof readOnly !== "boolean") throw new ConfigError(`${where}: read_only is neither true nor false`);
  const bundle = text("bundle");
  if (bundle !== undefined) {
    const other = Object.keys(members).find((member) => member !== "bundle" && member !== "read_only");
    if (other !== undefined) throw new ConfigError(`${where}: has bundle and ${other}; write one of them`);
    return { name, source: { kind: "bundle", path: existing(bundle) }, readOnly: true };
  }
  const url = text("url");
  if (url === undefined) throw new ConfigError(`${where}: has no url and no bundle; write one of them`);
  const given = new Map<SettingName, Given>();
  for (const [member, setting] of Object.entries(MEMBERS_OF_A_FELDERA)) {
    const written = text(member);
    const value = member === "api_key_env" ? keyOf(written, env) : written;
    if (value !== undefined) given.set(setting, value);
  }
  const credentials = readCredentials((setting) => given.get(setting));
  return { name, source: { kind: "feldera", baseUrl: baseUrl(url), proxy, ...credentials }, readOnly };
}

function keyOf(variable: Given | undefined, env: Environment): Given | undefined {
  if (variable === undefined) return undefined;
  const value = env[variable.value]?.trim();
  if (value === undefined || value === "") {
    throw new ConfigError(`${variable.from}: the variable ${variable.value} is not set; put the key into it`);
  }
  return { value, from: variable.from };
}

function existing(path: Given): string {
  try {
    statSync(path.value);
    return path.value;
  } catch (error) {
    throw new ConfigError(
      `${path.from}: cannot be opened (${codeOf(error)}); name a support bundle or a profile`,
    );
  }
}

function parsed(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${from}: is no JSON; write an object with a name for each instance`);
  }
}

function objectOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigError(`${where}: is no JSON object`);
  }
  return { ...value };
}
