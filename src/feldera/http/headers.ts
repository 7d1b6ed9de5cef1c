import { readFile, stat } from "node:fs/promises";
import type { FelderaConfig } from "../../config/config.ts";
import type { Limits } from "../../config/limits.ts";
import { ENDPOINTS, type EndpointName } from "../endpoints.ts";
import { FelderaError } from "../errors.ts";
import type { FelderaRequest } from "../source.ts";

/**
 * The headers of requests: this server's own, and over them those of the configuration. A token that is kept in a file
 * is read anew for each request, since whoever renews it writes it there.
 *
 * @param keepSecret is given each token before it is sent
 */
export function requestHeaders(
  config: FelderaConfig,
  limits: Limits,
  keepSecret: (secret: string) => void,
): (request: FelderaRequest) => Promise<Record<string, string>> {
  const { apiKey, tenant, headers = [] } = config;
  const tokenFile = headers.some(({ name }) => name === "authorization") ? undefined : config.oidcTokenFile;
  const configured = Object.fromEntries(headers.map(({ name, value }) => [name, value]));

  return async (request) => {
    const bearer = tokenFile === undefined ? apiKey : await readToken(tokenFile, limits, request.endpoint);
    if (tokenFile !== undefined && bearer !== undefined) keepSecret(bearer);
    const isJson = ENDPOINTS[request.endpoint].sent === "jsonBytes";
    return {
      accept: "*/*",
      "accept-encoding": isJson ? "gzip, br" : "identity",
      "user-agent": "feldera-mcp",
      ...(request.body !== undefined && { "content-type": "application/json" }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(tenant !== undefined && { "feldera-tenant": tenant }),
      ...configured,
    };
  };
}

/** A file that is empty or gone is perhaps just being written, and is read again with the next try. */
async function readToken(file: string, limits: Limits, endpoint: EndpointName): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > limits.tokenFileBytes) throw tokenError("is larger than the limit tokenFileBytes", endpoint);
    const token = (await readFile(file, "utf8")).trim();
    if (token === "") throw tokenError("is empty", endpoint);
    if (!/^[\x21-\x7e]+$/.test(token)) throw tokenError("holds more than one line of plain ASCII", endpoint);
    return token;
  } catch (error) {
    if (error instanceof FelderaError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw tokenError(`cannot be read (${code})`, endpoint);
  }
}

function tokenError(problem: string, endpoint: EndpointName): FelderaError {
  const message = `the file of FELDERA_OIDC_TOKEN_FILE ${problem}`;
  return new FelderaError({ kind: "token_file", message, endpoint, retryable: true });
}
