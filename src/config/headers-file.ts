import type { Header } from "./config.ts";
import { ConfigError } from "./error.ts";

/** Headers that say how a message is sent, which this server decides. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  ...[
    "accept-encoding",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
  ],
  ...["http2-settings", "keep-alive", "proxy-connection", "range", "te", "trailer", "transfer-encoding"],
  "upgrade",
]);

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * The headers of a file that has one `Name: value` a line; blank lines, and lines that begin with `#`, are left out.
 *
 * @throws ConfigError that names the line, and repeats nothing of it but a header's name
 */
export function parseHeaders(text: string, from: string): Header[] {
  const headers: (Header & { readonly line: number })[] = [];
  for (const [index, content] of text
    .replace(/^\ufeff/, "")
    .split("\n")
    .entries()) {
    const line = index + 1;
    if (/^\s*(?:#|$)/.test(content)) continue;
    const header = parseHeader(content, `${from}: line ${line}`);
    const same = headers.find(({ name }) => name === header.name);
    if (same !== undefined) {
      throw new ConfigError(
        `${from}: line ${line}: ${header.name} stands in line ${same.line} already; keep one of them`,
      );
    }
    headers.push({ ...header, line });
  }
  if (headers.length === 0) {
    throw new ConfigError(`${from}: the file holds no header; write one Name: value a line`);
  }
  return headers.map(({ name, value }) => ({ name, value }));
}

function parseHeader(content: string, where: string): Header {
  const colon = content.indexOf(":");
  if (colon === -1) throw new ConfigError(`${where} has no colon; write Name: value`);
  const name = content.slice(0, colon).trim().toLowerCase();
  if (!NAME.test(name)) {
    throw new ConfigError(`${where}: what stands before the colon is no header's name; write Name: value`);
  }
  if (OF_THE_CONNECTION.has(name)) {
    throw new ConfigError(`${where}: ${name} is for this server alone to set; leave the line out`);
  }
  const value = content.slice(colon + 1).trim();
  if (value === "") throw new ConfigError(`${where}: ${name} has no value; write Name: value`);
  if (!VALUE.test(value)) {
    throw new ConfigError(
      `${where}: the value of ${name} holds characters that no header can carry; write it in plain ASCII`,
    );
  }
  return { name, value };
}
