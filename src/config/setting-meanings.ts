import { SETTINGS, type Setting, type SettingName } from "./settings.ts";

/** What each setting is for, in the words of `--help` and of the README's table. */
const MEANINGS: Readonly<Record<SettingName, string>> = {
  host: "Feldera's address, without /v0",
  apiKey: "API key or OIDC token, sent as a bearer token; never taken from the command line",
  apiKeyFile: "file that holds the API key, in place of FELDERA_API_KEY",
  oidcTokenFile:
    "file that holds an OIDC token, in place of a key; read before every request, so that it may be renewed",
  headersFile:
    "file of further headers for every request, one `Name: value` a line, for a Feldera behind a proxy that wants some; an Authorization there replaces the key's",
  tenant: "tenant, for users of several; sent as Feldera-Tenant",
  tlsCert: "PEM file with the certificate to trust, for a Feldera with its own authority",
  httpProxy: "proxy for an http:// Feldera; loopback addresses never go through one",
  httpsProxy: "proxy for an https:// Feldera",
  noProxy: "hosts that are reached without the proxy, separated by commas",
  timeout:
    "limit of every tool call: seconds, or a time such as 500ms, 30s, 2m; what a call's arguments have it wait comes on top",
  bundle:
    "work offline, from a support bundle (zip or folder), a heap profile (.pb.gz) or a samply profile (.json.gz)",
  demo: "work offline, from the recorded bundle that ships with this package",
  instances:
    "JSON file of several Felderas or bundles by name, in place of FELDERA_HOST and its key; each call then names its `instance`",
  outputDir: "directory that profiles and support bundles may be saved to; nothing is written without it",
  toolsets:
    "sets of tools to offer, separated by commas: debug, sql (ad-hoc queries), control (start, stop …)",
  readOnly: "offer only tools that change nothing in Feldera",
  http: "serve MCP over HTTP, at /mcp, instead of stdin and stdout",
  listen: "where it listens for HTTP; beyond loopback it needs allowed hosts, and tokens or an issuer",
  allowedHosts: "names under which it is reached over HTTP, separated by commas; loopback's always are",
  allowedOrigins:
    "origins of web pages that may call it, separated by commas; those on allowed hosts always may",
  tokensFile:
    "file of the tokens that clients must have, hashed: `NAME sha256:HEX` a line; read at every request",
  oidcIssuer: "OIDC issuer of the tokens that clients must have, in place of such a file",
  oidcAudience: "audience that the issuer's tokens must have",
  structured:
    "every answer also as JSON (structuredContent), for programs that work with its facts; a model may then read each answer twice, or the JSON alone",
  debug: "a line on stderr for every request: method, path, status, bytes, ms; never a key",
  limit:
    "changes one limit; several flags, or several separated by commas in the variable (see `feldera-mcp limits`)",
};

export interface DescribedSetting extends Setting {
  readonly means: string;
}

/** Every setting with what it is for. */
export const DESCRIBED_SETTINGS: readonly DescribedSetting[] = Object.keys(SETTINGS)
  .filter(isSettingName)
  .map((name) => ({ ...SETTINGS[name], means: MEANINGS[name] }));

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}
