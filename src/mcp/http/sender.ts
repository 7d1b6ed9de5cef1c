import type { IncomingHttpHeaders } from "node:http";
import type { HttpConfig } from "../../config/config.ts";

/**
 * Why a request must come from elsewhere than it should, if so: a web page that has its own name lead to this server
 * can have a browser send what it likes, but not under this server's name, nor without the page's origin.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#security--endpoint
 */
export function strangerProblem(
  { host, origin }: IncomingHttpHeaders,
  { hosts, origins }: Pick<HttpConfig, "hosts" | "origins">,
): string | undefined {
  const isKnown = (url: string) => URL.canParse(url) && hosts.includes(new URL(url).hostname);
  if (host === undefined || !isKnown(`http://${host}`)) {
    return "the Host header names none of this server's names; the operator can add one with --allowed-hosts";
  }
  if (origin === undefined || origins.includes(origin) || isKnown(origin)) return undefined;
  return "web pages of that Origin may not call this server; the operator can let them with --allowed-origins";
}
