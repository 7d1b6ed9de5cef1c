import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Flags } from "./command-line.ts";
import { type Config, type FelderaConfig, type ProxyConfig, TOOLSETS, type Toolset } from "./config.ts";
import { ConfigError } from "./error.ts";
import { type Limits, LimitsSchema, limitsWith, MAX_LIMIT } from "./limits.ts";
import { SETTINGS, type Setting, type SettingName } from "./settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value and the name under which its giver knows it. */
interface Given {
  readonly value: string;
  readonly from: string;
}

/**
 * Reads the configuration from flags and environment; a flag wins over its variable.
 *
 * @param demoBundle path of the recorded bundle that `--demo` stands for
 * @throws ConfigError at the first setting that cannot be used
 */
export function loadConfig(flags: Flags, env: Environment, demoBundle: string): Config {
  const given = (name: SettingName): Given | undefined => lookUp(SETTINGS[name], flags.values, env);
  const outputDir = given("outputDir");
  return Object.freeze({
    source: sourceOf(flags, given, demoBundle),
    ...(outputDir && { outputDir: directory(outputDir) }),
    toolsets: readToolsets(given("toolsets") ?? { value: SETTINGS.toolsets.byDefault, from: "" }),
    readOnly: flags.switches.has("read-only"),
    debug: flags.switches.has("debug"),
    limits: readLimits(flags.limits, given("timeout")),
  });
}

function lookUp(setting: Setting, flags: ReadonlyMap<string, string>, env: Environment): Given | undefined {
  const flag = setting.flag === undefined ? undefined : flags.get(setting.flag);
  if (flag !== undefined && isSet(flag)) return { value: flag, from: `--${setting.flag}` };
  for (const name of [setting.env, setting.alias]) {
    const value = name === undefined ? undefined : env[name]?.trim();
    if (name !== undefined && value !== undefined && isSet(value)) return { value, from: name };
  }
  return undefined;
}

/** Clients pass an unset `${NAME}` on as it stands. */
function isSet(value: string): boolean {
  return value !== "" && !/^\$\{.*\}$/.test(value);
}

function sourceOf(
  flags: Flags,
  given: (name: SettingName) => Given | undefined,
  demoBundle: string,
): Config["source"] {
  const bundle = given("bundle");
  if (flags.switches.has("demo")) {
    if (bundle) throw new ConfigError("--demo and --bundle: each names a bundle; give one of them");
    return { kind: "bundle", path: demoBundle };
  }
  if (bundle) return { kind: "bundle", path: existing(bundle) };
  const apiKey = readApiKey(given("apiKey"), given("apiKeyFile"));
  const tenant = given("tenant");
  const tlsCert = given("tlsCert");
  return {
    kind: "feldera",
    baseUrl: baseUrl(given("host") ?? { value: SETTINGS.host.byDefault, from: SETTINGS.host.env }),
    proxy: readProxy(given("httpProxy"), given("httpsProxy"), given("noProxy")),
    ...(apiKey !== undefined && { apiKey }),
    ...(tenant && { tenant: headerValue(tenant) }),
    ...(tlsCert && { tlsCert: certificate(tlsCert) }),
  } satisfies FelderaConfig;
}

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

function baseUrl(given: Given): string {
  const url = parseUrl(given, "http://127.0.0.1:8080 or https://feldera.example.com");
  if (url.username !== "" || url.password !== "") {
    throw new ConfigError(`${given.from}: holds a user name or password; put the key into FELDERA_API_KEY`);
  }
  if (url.search !== "" || url.hash !== "") {
    throw new ConfigError(`${given.from}: ends in a query or fragment; write only the address`);
  }
  const prefix = url.pathname.replace(/\/+$/, "");
  if (/\/v0(?:\/|$)/.test(prefix))
    throw new ConfigError(`${given.from}: holds /v0; write the address up to it`);
  return url.origin + prefix;
}

function parseUrl(given: Given, example: string): URL {
  const url = URL.canParse(given.value) ? new URL(given.value) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new ConfigError(`${given.from}: not an http or https address; write one such as ${example}`);
  }
  return url;
}

function readProxy(
  http: Given | undefined,
  https: Given | undefined,
  except: Given | undefined,
): ProxyConfig {
  const example = "http://proxy.example.com:3128";
  return {
    ...(http && { http: parseUrl(http, example).href }),
    ...(https && { https: parseUrl(https, example).href }),
    except: except?.value ?? "",
  };
}

function readApiKey(key: Given | undefined, file: Given | undefined): string | undefined {
  if (key && file) throw new ConfigError(`${key.from} and ${file.from}: both are set; set one of them`);
  if (key) return headerValue(key);
  if (file === undefined) return undefined;
  const text = readText(file).trim();
  if (text === "") throw new ConfigError(`${file.from}: the file is empty; put the API key into it`);
  return headerValue({ value: text, from: file.from });
}

/** Refuses what an HTTP header cannot carry, without repeating it. */
function headerValue(given: Given): string {
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(given.value)) {
    throw new ConfigError(
      `${given.from}: holds characters that no header can carry; write it in plain ASCII`,
    );
  }
  return given.value;
}

function certificate(file: Given): string {
  const text = readText(file);
  if (!text.includes("-----BEGIN CERTIFICATE-----")) {
    throw new ConfigError(
      `${file.from}: holds no PEM certificate; name a file with -----BEGIN CERTIFICATE-----`,
    );
  }
  return text;
}

function readText(file: Given): string {
  try {
    return readFileSync(file.value, "utf8");
  } catch (error) {
    throw new ConfigError(
      `${file.from}: ${file.value} cannot be read (${codeOf(error)}); name a readable file`,
    );
  }
}

function existing(path: Given): string {
  try {
    statSync(path.value);
  } catch (error) {
    throw new ConfigError(
      `${path.from}: ${path.value} cannot be opened (${codeOf(error)}); name a support bundle or a profile`,
    );
  }
  return resolve(path.value);
}

function directory(path: Given): string {
  const stat = statSync(path.value, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) {
    throw new ConfigError(`${path.from}: ${path.value} is not a directory; name one that exists`);
  }
  return resolve(path.value);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

function readLimits(assignments: readonly string[], timeout: Given | undefined): Limits {
  const changes: Record<string, number> = timeout ? { callMs: milliseconds(timeout) } : {};
  for (const assignment of assignments) {
    const [, name, value] = /^(\w+)=(\d+)$/.exec(assignment) ?? [];
    if (name === undefined || !Object.hasOwn(LimitsSchema.shape, name)) {
      throw new ConfigError(
        `--limit ${assignment}: not a limit and a whole number; write NAME=N with a NAME of \`feldera-mcp limits\``,
      );
    }
    changes[name] = Number(value);
  }
  const limits = LimitsSchema.safeParse(changes);
  if (!limits.success) {
    const name = limits.error.issues[0]?.path.join(".");
    throw new ConfigError(`--limit ${name}: too large; write a whole number up to ${MAX_LIMIT}`);
  }
  return limitsWith(limits.data);
}

const MS_OF_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

function milliseconds(timeout: Given): number {
  const [, digits, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(timeout.value) ?? [];
  const ms = Math.round(Number(digits) * (MS_OF_UNIT[unit] ?? Number.NaN));
  if (!(ms >= 1 && ms <= MAX_LIMIT)) {
    throw new ConfigError(
      `${timeout.from}: not a time up to 24 days; write seconds (30) or a time (500ms, 30s, 2m)`,
    );
  }
  return ms;
}
