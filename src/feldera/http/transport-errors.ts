import { aborted } from "../aborted.ts";
import { ENDPOINTS, type EndpointName } from "../endpoints.ts";
import { type ErrorKind, FelderaError } from "../errors.ts";

export type Phase = "connecting or waiting for headers" | "reading the body";

/** Codes of Node, OpenSSL and undici, and what each means for the caller. */
const KIND_BY_CODE: Readonly<Record<string, ErrorKind>> = {
  ECONNREFUSED: "connection_refused",
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  ENODATA: "dns",
  EHOSTUNREACH: "connection_refused",
  ENETUNREACH: "connection_refused",
  EADDRNOTAVAIL: "connection_refused",
  ETIMEDOUT: "timeout",
  UND_ERR_CONNECT_TIMEOUT: "timeout",
  UND_ERR_HEADERS_TIMEOUT: "timeout",
  UND_ERR_BODY_TIMEOUT: "timeout",
  UND_ERR_HEADERS_OVERFLOW: "not_feldera",
  UND_ERR_PRX_TLS: "proxy",
  EPROTO: "tls",
  DEPTH_ZERO_SELF_SIGNED_CERT: "tls",
  SELF_SIGNED_CERT_IN_CHAIN: "tls",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls",
  UNABLE_TO_GET_ISSUER_CERT: "tls",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls",
  HOSTNAME_MISMATCH: "tls",
};

/**
 * What kept a request from its answer, as a FelderaError.
 *
 * @param proxied whether the connection goes through a proxy, which then is what could not be reached
 */
export function transportError(
  error: unknown,
  phase: Phase,
  endpoint: EndpointName,
  proxied: boolean,
  signal: AbortSignal,
): FelderaError {
  if (error instanceof FelderaError) return error;
  if (signal.aborted) return aborted(signal, endpoint);
  const code = codeOf(error);
  const kind = kindOf(error, code, phase, proxied);
  return new FelderaError(
    {
      kind,
      message: messageOf(error, code, endpoint),
      endpoint,
      retryable: kind === "connection_lost" || kind === "truncated" || kind === "connection_refused",
    },
    error,
  );
}

function kindOf(error: unknown, code: string, phase: Phase, proxied: boolean): ErrorKind {
  if (PROXY_ANSWER.test(describe(error))) return "proxy";
  const known = KIND_BY_CODE[code];
  if (proxied && (known === "connection_refused" || known === "dns")) return "proxy";
  if (known !== undefined) return known;
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_)/.test(code)) return "tls";
  if (phase === "reading the body") return "truncated";
  return error instanceof Error && error.name === "HTTPParserError" ? "not_feldera" : "connection_lost";
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause === undefined ? "" : codeOf(error.cause);
}

/** Of a time limit its name, under which an operator can change it; of all else what is of use to a stranger. */
function messageOf(error: unknown, code: string, endpoint: EndpointName): string {
  const own = describe(error);
  if (code === "UND_ERR_CONNECT_TIMEOUT") return "no connection within the limit connectMs";
  if (code === "UND_ERR_HEADERS_TIMEOUT") return `no headers within the limit ${ENDPOINTS[endpoint].headers}`;
  if (code === "UND_ERR_BODY_TIMEOUT") return "silence within the body for the limit bodyIdleMs";
  const [, proxyStatus] = PROXY_ANSWER.exec(own) ?? [];
  if (proxyStatus !== undefined) return `the proxy answered ${proxyStatus}`;
  const [, openSsl] = /:SSL routines:[^:]*:([^:]+):/.exec(own) ?? [];
  const message = openSsl ?? own.replace(/; if the root CA is installed locally.*/s, "");
  return code === "" || message.includes(code) ? message : `${message} (${code})`;
}

/** How undici tells that a proxy refused: to tunnel, or to pass a request on. */
const PROXY_ANSWER = /^Proxy (?:response|Authentication Required) \((\d+)\)/;

/** Several addresses were tried: the first failure speaks for all. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return describe(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
