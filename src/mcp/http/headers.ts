import type { IncomingHttpHeaders } from "node:http";
import type { JSONRPCRequest } from "@modelcontextprotocol/sdk/types.js";
import { MODERN, PROTOCOL_VERSION } from "../modern.ts";
import { isModern } from "../revisions.ts";

/** Where the parameters name what is asked for. */
const NAME_OF: ReadonlyMap<string, string> = new Map([
  ["tools/call", "name"],
  ["prompts/get", "name"],
  ["resources/read", "uri"],
]);

/** Whether a request is of the modern revision, or says so in its headers. */
export function claimsModern(request: JSONRPCRequest, headers: IncomingHttpHeaders): boolean {
  return isModern(request) || headers["mcp-protocol-version"] === MODERN;
}

/**
 * How the headers of a modern request contradict its body, if they do: proxies decide by the headers, and the server by
 * the body.
 *
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http#server-validation
 */
export function headerMismatch(
  { method, params }: JSONRPCRequest,
  headers: IncomingHttpHeaders,
): string | undefined {
  const named = NAME_OF.get(method);
  const expected: [string, unknown][] = [
    ["MCP-Protocol-Version", params?._meta?.[PROTOCOL_VERSION]],
    ["Mcp-Method", method],
    ...(named === undefined ? [] : [["Mcp-Name", params?.[named]] satisfies [string, unknown]]),
  ];
  for (const [name, value] of expected) {
    if (typeof value !== "string") continue;
    const header = headers[name.toLowerCase()];
    if (typeof header !== "string") return `the header ${name} is missing`;
    const decoded = name === "Mcp-Name" ? decode(header) : header;
    if (decoded !== value) return `the header ${name} is not what the body says`;
  }
  return undefined;
}

/** A value that no header can carry as it is comes as Base64 between marks. */
function decode(header: string): string | undefined {
  const [, encoded] = /^=\?base64\?(.*)\?=$/.exec(header) ?? [];
  if (encoded === undefined) return header;
  const bytes = Buffer.from(encoded, "base64");
  return bytes.toString("base64") === encoded ? bytes.toString() : undefined;
}
