/**
 * The settings: where each may come from and what it means. `--help`, the README's table and the reading of
 * the command line all follow this table.
 */
export interface Setting {
  /** Environment variable, and a second spelling of it where one is customary. */
  readonly env: string;
  readonly alias?: string;
  /** Flag without its dashes; absent where the command line would give a secret away. */
  readonly flag?: string;
  /** What the flag takes; absent for a switch, whose variable takes 1 or 0. */
  readonly value?: string;
  readonly means: string;
  readonly byDefault?: string;
}

export const SETTINGS = {
  host: {
    env: "FELDERA_HOST",
    flag: "host",
    value: "URL",
    means: "Feldera's address, without /v0",
    byDefault: "http://127.0.0.1:8080",
  },
  apiKey: {
    env: "FELDERA_API_KEY",
    means: "API key or OIDC token, sent as a bearer token; never taken from the command line",
  },
  apiKeyFile: {
    env: "FELDERA_API_KEY_FILE",
    flag: "api-key-file",
    value: "FILE",
    means: "file that holds the API key, in place of FELDERA_API_KEY",
  },
  oidcTokenFile: {
    env: "FELDERA_OIDC_TOKEN_FILE",
    flag: "oidc-token-file",
    value: "FILE",
    means:
      "file that holds an OIDC token, in place of a key; read before every request, so that it may be renewed",
  },
  headersFile: {
    env: "FELDERA_HEADERS_FILE",
    flag: "headers-file",
    value: "FILE",
    means:
      "file of further headers for every request, one `Name: value` a line, for a Feldera behind a proxy that wants some; an Authorization there replaces the key's",
  },
  tenant: {
    env: "FELDERA_TENANT",
    flag: "tenant",
    value: "NAME",
    means: "tenant, for users of several; sent as Feldera-Tenant",
  },
  tlsCert: {
    env: "FELDERA_HTTPS_TLS_CERT",
    flag: "https-tls-cert",
    value: "FILE",
    means: "PEM file with the certificate to trust, for a Feldera with its own authority",
  },
  httpProxy: {
    env: "HTTP_PROXY",
    alias: "http_proxy",
    flag: "http-proxy",
    value: "URL",
    means: "proxy for an http:// Feldera; loopback addresses never go through one",
  },
  httpsProxy: {
    env: "HTTPS_PROXY",
    alias: "https_proxy",
    flag: "https-proxy",
    value: "URL",
    means: "proxy for an https:// Feldera",
  },
  noProxy: {
    env: "NO_PROXY",
    alias: "no_proxy",
    flag: "no-proxy",
    value: "HOSTS",
    means: "hosts that are reached without the proxy, separated by commas",
  },
  timeout: {
    env: "FELDERA_TIMEOUT",
    flag: "timeout",
    value: "TIME",
    means:
      "limit of every tool call: seconds, or a time such as 500ms, 30s, 2m; what a call's arguments have it wait comes on top",
    byDefault: "30s; 130s where Feldera collects a support bundle or a profile",
  },
  bundle: {
    env: "FELDERA_MCP_BUNDLE",
    flag: "bundle",
    value: "PATH",
    means:
      "work offline, from a support bundle (zip or folder), a heap profile (.pb.gz) or a samply profile (.json.gz)",
  },
  demo: {
    env: "FELDERA_MCP_DEMO",
    flag: "demo",
    means: "work offline, from the recorded bundle that ships with this package",
  },
  instances: {
    env: "FELDERA_MCP_INSTANCES_FILE",
    flag: "instances-file",
    value: "FILE",
    means:
      "JSON file of several Felderas or bundles by name, in place of FELDERA_HOST and its key; each call then names its `instance`",
  },
  outputDir: {
    env: "FELDERA_MCP_OUTPUT_DIR",
    flag: "output-dir",
    value: "DIR",
    means: "directory that profiles and support bundles may be saved to; nothing is written without it",
  },
  toolsets: {
    env: "FELDERA_MCP_TOOLSETS",
    flag: "toolsets",
    value: "LIST",
    means:
      "sets of tools to offer, separated by commas: debug, sql (ad-hoc queries), control (start, stop …)",
    byDefault: "debug",
  },
  readOnly: {
    env: "FELDERA_MCP_READ_ONLY",
    flag: "read-only",
    means: "offer only tools that change nothing in Feldera",
  },
  http: {
    env: "FELDERA_MCP_HTTP",
    flag: "http",
    means: "serve MCP over HTTP, at /mcp, instead of stdin and stdout",
  },
  listen: {
    env: "FELDERA_MCP_LISTEN",
    flag: "listen",
    value: "ADDRESS:PORT",
    means: "where it listens for HTTP; beyond loopback it needs allowed hosts, and tokens or an issuer",
    byDefault: "127.0.0.1:8808",
  },
  allowedHosts: {
    env: "FELDERA_MCP_ALLOWED_HOSTS",
    flag: "allowed-hosts",
    value: "NAMES",
    means: "names under which it is reached over HTTP, separated by commas; loopback's always are",
  },
  allowedOrigins: {
    env: "FELDERA_MCP_ALLOWED_ORIGINS",
    flag: "allowed-origins",
    value: "ORIGINS",
    means: "origins of web pages that may call it, separated by commas; those on allowed hosts always may",
  },
  tokensFile: {
    env: "FELDERA_MCP_TOKENS_FILE",
    flag: "tokens-file",
    value: "FILE",
    means:
      "file of the tokens that clients must have, hashed: `NAME sha256:HEX` a line; read at every request",
  },
  oidcIssuer: {
    env: "FELDERA_MCP_OIDC_ISSUER",
    flag: "oidc-issuer",
    value: "URL",
    means: "OIDC issuer of the tokens that clients must have, in place of such a file",
  },
  oidcAudience: {
    env: "FELDERA_MCP_OIDC_AUDIENCE",
    flag: "oidc-audience",
    value: "NAME",
    means: "audience that the issuer's tokens must have",
  },
  structured: {
    env: "FELDERA_MCP_STRUCTURED",
    flag: "structured",
    means:
      "every answer also as JSON (structuredContent), for programs that work with its facts; a model may then read each answer twice",
  },
  debug: {
    env: "FELDERA_MCP_DEBUG",
    flag: "debug",
    means: "a line on stderr for every request: method, path, status, bytes, ms; never a key",
  },
  limit: {
    env: "FELDERA_MCP_LIMIT",
    flag: "limit",
    value: "NAME=N",
    means:
      "changes one limit; several flags, or several separated by commas in the variable (see `feldera-mcp limits`)",
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
