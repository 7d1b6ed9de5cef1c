import type { Limits } from "./limits.ts";

export const TOOLSETS = ["debug", "sql", "control"] as const;
export type Toolset = (typeof TOOLSETS)[number];

/** Everything that the outside decides, read once at start. */
export interface Config {
  readonly source: FelderaConfig | BundleConfig;
  /** The file that names several of them, and where it was named. */
  readonly instancesFile?: { readonly value: string; readonly from: string };
  /** What that file names, where it is more than one: each call then names one, and `source` is that of none. */
  readonly instances?: readonly Instance[];
  /** The name of what that file names, where it is one: `source` is that one's, and calls name none. */
  readonly onlyInstance?: string;
  /** Absolute path that `save: true` may write to. */
  readonly outputDir?: string;
  /** Names of the sets of tools to offer. */
  readonly toolsets: readonly Toolset[];
  /** Whether tools that change anything in Feldera are kept back. */
  readonly readOnly: boolean;
  /** Whether they are because the instances file has it so, and not a setting. */
  readonly isReadOnlyByFile?: boolean;
  /** Whether answers come with their facts as JSON beside the text. */
  readonly structured: boolean;
  readonly debug: boolean;
  readonly limits: Limits;
}

/** How clients come over HTTP. */
export interface HttpConfig {
  readonly address: string;
  readonly port: number;
  /** Names that the Host header may have, whatever the port. */
  readonly hosts: readonly string[];
  /** Origins that may call beside those on these hosts. */
  readonly origins: readonly string[];
  readonly access: AccessConfig;
}

/** Who may call: whoever can connect, whoever has a token of a file, whoever has one of an issuer. */
export type AccessConfig =
  | { readonly kind: "anybody" }
  | { readonly kind: "tokens"; readonly file: string }
  | { readonly kind: "issuer"; readonly issuer: string; readonly audience: string };

/** One of several Felderas or bundles. */
export interface Instance {
  readonly name: string;
  readonly source: FelderaConfig | BundleConfig;
  /** Whether tools that change anything in it are kept back. */
  readonly readOnly: boolean;
}

export interface FelderaConfig {
  readonly kind: "feldera";
  /** Origin and, behind a reverse proxy, a path prefix; no trailing slash. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** File that holds a bearer token, which whoever renews it may change at any time. */
  readonly oidcTokenFile?: string;
  /** Sent with every request; one that this server sends too is replaced. */
  readonly headers?: readonly Header[];
  readonly tenant?: string;
  /** PEM text of the certificate to trust. */
  readonly tlsCert?: string;
  readonly proxy: ProxyConfig;
}

export interface Header {
  /** In lower case. */
  readonly name: string;
  /** A secret, whatever its name. */
  readonly value: string;
}

export interface ProxyConfig {
  readonly http?: string;
  readonly https?: string;
  /** Hosts that are reached directly. */
  readonly except: string;
}

export interface BundleConfig {
  readonly kind: "bundle";
  readonly path: string;
}
