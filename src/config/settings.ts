/**
 * The settings: where each may come from. `--help`, the README's table and the reading of the command line all follow
 * this table; what each is for, `setting-meanings.ts` tells, since no session that only serves needs it.
 */
export interface Setting {
  /** Environment variable, and a second spelling of it where one is customary. */
  readonly env: string;
  readonly alias?: string;
  /** Flag without its dashes; absent where the command line would give a secret away. */
  readonly flag?: string;
  /** What the flag takes; absent for a switch, whose variable takes 1 or 0. */
  readonly value?: string;
  readonly byDefault?: string;
}

export const SETTINGS = {
  host: {
    env: "FELDERA_HOST",
    flag: "host",
    value: "URL",
    byDefault: "http://127.0.0.1:8080",
  },
  apiKey: {
    env: "FELDERA_API_KEY",
  },
  apiKeyFile: {
    env: "FELDERA_API_KEY_FILE",
    flag: "api-key-file",
    value: "FILE",
  },
  oidcTokenFile: {
    env: "FELDERA_OIDC_TOKEN_FILE",
    flag: "oidc-token-file",
    value: "FILE",
  },
  headersFile: {
    env: "FELDERA_HEADERS_FILE",
    flag: "headers-file",
    value: "FILE",
  },
  tenant: {
    env: "FELDERA_TENANT",
    flag: "tenant",
    value: "NAME",
  },
  tlsCert: {
    env: "FELDERA_HTTPS_TLS_CERT",
    flag: "https-tls-cert",
    value: "FILE",
  },
  httpProxy: {
    env: "HTTP_PROXY",
    alias: "http_proxy",
    flag: "http-proxy",
    value: "URL",
  },
  httpsProxy: {
    env: "HTTPS_PROXY",
    alias: "https_proxy",
    flag: "https-proxy",
    value: "URL",
  },
  noProxy: {
    env: "NO_PROXY",
    alias: "no_proxy",
    flag: "no-proxy",
    value: "HOSTS",
  },
  timeout: {
    env: "FELDERA_TIMEOUT",
    flag: "timeout",
    value: "TIME",
    byDefault: "30s; 130s where Feldera collects a support bundle or a profile",
  },
  bundle: {
    env: "FELDERA_MCP_BUNDLE",
    flag: "bundle",
    value: "PATH",
  },
  demo: {
    env: "FELDERA_MCP_DEMO",
    flag: "demo",
  },
  instances: {
    env: "FELDERA_MCP_INSTANCES_FILE",
    flag: "instances-file",
    value: "FILE",
  },
  outputDir: {
    env: "FELDERA_MCP_OUTPUT_DIR",
    flag: "output-dir",
    value: "DIR",
  },
  toolsets: {
    env: "FELDERA_MCP_TOOLSETS",
    flag: "toolsets",
    value: "LIST",
    byDefault: "debug",
  },
  readOnly: {
    env: "FELDERA_MCP_READ_ONLY",
    flag: "read-only",
  },
  http: {
    env: "FELDERA_MCP_HTTP",
    flag: "http",
  },
  listen: {
    env: "FELDERA_MCP_LISTEN",
    flag: "listen",
    value: "ADDRESS:PORT",
    byDefault: "127.0.0.1:8808",
  },
  allowedHosts: {
    env: "FELDERA_MCP_ALLOWED_HOSTS",
    flag: "allowed-hosts",
    value: "NAMES",
  },
  allowedOrigins: {
    env: "FELDERA_MCP_ALLOWED_ORIGINS",
    flag: "allowed-origins",
    value: "ORIGINS",
  },
  tokensFile: {
    env: "FELDERA_MCP_TOKENS_FILE",
    flag: "tokens-file",
    value: "FILE",
  },
  oidcIssuer: {
    env: "FELDERA_MCP_OIDC_ISSUER",
    flag: "oidc-issuer",
    value: "URL",
  },
  oidcAudience: {
    env: "FELDERA_MCP_OIDC_AUDIENCE",
    flag: "oidc-audience",
    value: "NAME",
  },
  structured: {
    env: "FELDERA_MCP_STRUCTURED",
    flag: "structured",
  },
  debug: {
    env: "FELDERA_MCP_DEBUG",
    flag: "debug",
  },
  limit: {
    env: "FELDERA_MCP_LIMIT",
    flag: "limit",
    value: "NAME=N",
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
