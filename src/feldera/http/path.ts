import { ENDPOINTS, type EndpointName } from "../endpoints.ts";
import { FelderaError } from "../errors.ts";
import type { FelderaRequest } from "../source.ts";

/** The path and query of a request, below the address's own path. */
export function pathOf(request: FelderaRequest, baseUrl: string): string {
  const filled = ENDPOINTS[request.endpoint].path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeSegment(request.path?.[name] ?? ""),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) query.set(name, String(value));
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, "");
  return prefix + filled + (query.size > 0 ? `?${query}` : "");
}

/**
 * A dot segment would climb out of the path before any server saw it. A lone surrogate, which no URL can hold,
 * becomes U+FFFD on its way through a Buffer.
 */
function encodeSegment(value: string): string {
  const encoded = encodeURIComponent(Buffer.from(value).toString());
  return /^\.\.?$/.test(encoded) ? encoded.replaceAll(".", "%2E") : encoded;
}

/**
 * Where a redirect leads, as path and query.
 *
 * @throws FelderaError redirect where it leaves the origin, since the key would go with it
 */
export function redirectTarget(location: string, from: string, endpoint: EndpointName): string {
  const url = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (url?.origin !== new URL(from).origin) {
    throw redirectError(
      `a redirect to another origin, ${url?.origin ?? "unreadable"}, not followed`,
      endpoint,
    );
  }
  return url.pathname + url.search;
}

export function redirectError(message: string, endpoint: EndpointName): FelderaError {
  return new FelderaError({ kind: "redirect", message, endpoint, retryable: false });
}
