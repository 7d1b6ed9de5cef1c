import type { Dispatcher } from "undici";
import type { FelderaConfig } from "../../config/config.ts";
import type { Limits } from "../../config/limits.ts";

export interface Connection {
  readonly dispatcher: Dispatcher;
  /** Whether requests go through a proxy, so that a failure to connect is the proxy's. */
  readonly proxied: boolean;
}

/**
 * The one dispatcher of a server: keep-alive connections to Feldera, directly or through the proxy that the
 * configuration names. undici is loaded here, at the first request, since it doubles the time to start.
 */
export async function connect(config: FelderaConfig, limits: Limits): Promise<Connection> {
  const { default: undici } = await import("undici");
  const options = {
    connections: limits.connections,
    connect: { timeout: limits.connectMs, ...(config.tlsCert !== undefined && { ca: config.tlsCert }) },
    keepAliveTimeout: 10_000,
    pipelining: 1,
  };
  const uri = proxyFor(config);
  if (uri === undefined) return { dispatcher: new undici.Agent(options), proxied: false };
  // Many proxies refuse to open a tunnel to anything but port 443: plain http goes through them as requests.
  const proxy = { uri, proxyTunnel: false, proxyTls: { timeout: limits.connectMs } };
  return {
    dispatcher: new undici.ProxyAgent({ ...options, ...proxy, requestTls: options.connect }),
    proxied: true,
  };
}

/** Loopback addresses never go through a proxy: it would look for them on its own machine. */
export function proxyFor(config: Pick<FelderaConfig, "baseUrl" | "proxy">): string | undefined {
  const url = new URL(config.baseUrl);
  const proxy = url.protocol === "https:" ? config.proxy.https : config.proxy.http;
  if (proxy === undefined || isLoopback(url.hostname)) return undefined;
  return isExcepted(url, config.proxy.except) ? undefined : proxy;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

/** NO_PROXY as curl reads it: `*`, or host names with what ends in them, each perhaps with a port. */
function isExcepted(url: URL, except: string): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return except
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .some((entry) => {
      if (entry === "*") return true;
      const [, host = "", onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      const suffix = host.replace(/^\*?\./, "");
      const matches = url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
      return matches && (onlyPort === undefined || onlyPort === port);
    });
}
