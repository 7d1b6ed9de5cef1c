import { ENDPOINTS } from "../../feldera/endpoints.ts";
import { withoutIds } from "../../text/functions/without-ids.ts";
import { words } from "../../text/page/words.ts";
import type { Explain } from "./explanation.ts";
import { SET_HOST } from "./phrases.ts";

const BEHIND_A_LOGIN = words`Where a proxy in front of it wants a login, FELDERA_HEADERS_FILE names a file with the headers that let requests pass.`;

const CHANGED_ON_THE_WAY = words`Try again; if it fails again, something between this server and Feldera changes its answers.`;

/** What stands between this server and an answer of Feldera that can be read. */
export const CONNECTION_ERRORS = {
  token_file: () => ({
    what: words`The token for Feldera could not be read, so nothing was asked.`,
    next: words`Have what renews the token write it to that file; it is read again with the next call.`,
  }),
  timeout: () => ({
    what: words`No whole answer from Feldera within the time limit.`,
    next: words`Feldera may be busy or the network slow: try again. An operator can raise FELDERA_TIMEOUT for the whole call, and --limit for its parts (feldera-mcp limits lists them).`,
  }),
  connection_refused: () => ({
    what: words`Nothing accepts connections at FELDERA_HOST.`,
    next: words`Is Feldera running there? FELDERA_HOST names its address (default http://127.0.0.1:8080).`,
  }),
  connection_lost: () => ({
    what: words`The connection to Feldera broke before it answered.`,
    next: words`Try again; if it fails again, what stands at FELDERA_HOST may speak no HTTP, or want https.`,
  }),
  dns: () => ({
    what: words`The host name in FELDERA_HOST cannot be resolved.`,
    next: words`Check FELDERA_HOST for a typo, and this machine's network.`,
  }),
  tls: (error) =>
    /wrong version number|packet length too long/.test(error.message)
      ? {
          what: words`FELDERA_HOST says https, but what answers there speaks no TLS.`,
          next: words`Set FELDERA_HOST to the address with http, if that is what is meant.`,
        }
      : {
          what: words`No secure connection to Feldera could be made.`,
          next: words`Where the certificate is self-signed or of an authority of its own, FELDERA_HTTPS_TLS_CERT names the PEM file to trust; the host in FELDERA_HOST must be one of the certificate's names.`,
        },
  proxy: () => ({
    what: words`The proxy on the way to Feldera could not be used.`,
    next: words`Check HTTP_PROXY and HTTPS_PROXY (http://user:password@host:port where it wants a password); NO_PROXY lists hosts that are reached without it.`,
  }),
  redirect: () => ({
    what: words`What answers at FELDERA_HOST is not Feldera's API: it redirects elsewhere. This server does not follow, since the API key would go with it.`,
    next: words`Set FELDERA_HOST to the address that it redirects to, if that is Feldera's and can be trusted. ${BEHIND_A_LOGIN}`,
  }),
  not_feldera: ({ message }) => ({
    what: words`What answers at FELDERA_HOST is not Feldera's API.`,
    next: /\bhttps\b/i.test(message)
      ? words`It wants https: set FELDERA_HOST to the address with https.`
      : words`${SET_HOST} ${BEHIND_A_LOGIN}`,
  }),
  truncated: () => ({
    what: words`The answer broke off before its end.`,
    next: words`Try again.`,
  }),
  malformed_json: () => ({
    what: words`The answer is not valid JSON.`,
    next: CHANGED_ON_THE_WAY,
  }),
  malformed_gzip: () => ({
    what: words`The answer could not be decompressed.`,
    next: CHANGED_ON_THE_WAY,
  }),
  unexpected_shape: () => ({
    what: words`The answer does not have the shape that Feldera's API gives it.`,
    next: words`Is it Feldera that answers at FELDERA_HOST, and of version 0.292 or newer?`,
  }),
  too_large: (error) => ({
    what: words`The answer is larger than this server reads.`,
    next: words`An operator can raise the limit: --limit ${ENDPOINTS[error.endpoint].sent}=BYTES.`,
  }),
  cancelled: () => ({ what: words`The call was cancelled.` }),
  not_in_bundle: ({ message, details }) =>
    typeof details === "string"
      ? {
          what: words`The support bundle does not hold ${details}.`,
          why: words`Reason: ${withoutIds(message)}.`,
        }
      : { what: words`The support bundle does not hold this.` },
  bundle: () => ({ what: words`The support bundle could not be read.` }),
} as const satisfies Record<string, Explain>;
