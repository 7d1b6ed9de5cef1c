import { ENDPOINTS, type Endpoint, type EndpointName } from "../../feldera/endpoints.ts";
import type { FelderaError } from "../../feldera/errors.ts";
import type { Explanation } from "../../text/explanation.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Explain } from "./explanation.ts";
import { advise, SET_HOST, soon, stateAdvice } from "./phrases.ts";

const OTHER_VERSION = words`Its version may differ much from the ones this server knows, or something else answers at FELDERA_HOST.`;

/** What Feldera, or a proxy before it, refuses or fails to do. */
export const ANSWER_ERRORS = {
  bad_request: (error, circumstances) => ({
    what: words`Feldera refused the request as malformed.`,
    next:
      (error.endpoint === "get_event" ? eventsAdvice(circumstances) : undefined) ??
      words`The reason names what to change.`,
  }),
  unauthorized: () => ({
    what: words`Feldera did not accept the API key, or wants one and got none.`,
    next: words`Set FELDERA_API_KEY (or FELDERA_API_KEY_FILE) to a valid key in the MCP client's configuration of this server, and restart it. Where FELDERA_OIDC_TOKEN_FILE is set, renew the token in that file; no restart is needed.`,
  }),
  forbidden: (error) => forbidden(error),
  not_found: (error, circumstances) => notFound(error, circumstances),
  method_not_allowed: () => ({
    what: words`Feldera has this route, but takes no such request there.`,
    next: OTHER_VERSION,
  }),
  conflict: (_, circumstances) => ({
    what: words`Something else is under way that excludes this.`,
    next: words`Try again later; ${stateAdvice(circumstances, words`tells how things stand.`)}`,
  }),
  gone: (_, circumstances) => ({
    what: words`What was asked for is no longer there.`,
    next: stateAdvice(circumstances, words`tells how things stand.`),
  }),
  rate_limited: (error) => ({
    what: words`Feldera, or a proxy in front of it, refuses so many requests.`,
    next: words`Ask again ${soon(error)}.`,
  }),
  server_error: (_, circumstances) => ({
    what: words`Feldera failed on this request.`,
    next: words`Try again; if it fails again, ${logAdvice(circumstances)}the log of Feldera's manager may tell why.`,
  }),
  bad_gateway: () => ({
    what: words`A proxy in front of Feldera could not reach it.`,
    next: words`Feldera's manager may be down or restarting: try again shortly.`,
  }),
  service_unavailable: (error) => ({
    what: words`Feldera, or a part of it, is not available now.`,
    next: words`Try again ${soon(error)}.`,
  }),
  gateway_timeout: () => ({
    what: words`A proxy in front of Feldera gave up waiting for it.`,
    next: words`Try again, or ask for less.`,
  }),
  unexpected_status: () => ({
    what: words`Feldera answered in a way that this server does not know.`,
    next: OTHER_VERSION,
  }),
} as const satisfies Record<string, Explain>;

function eventsAdvice(circumstances: Circumstances): Words | undefined {
  const { pipeline_name } = circumstances;
  return advise(
    circumstances,
    "list_events",
    { pipeline_name },
    (call) => words`event_id is a UUID or latest: ${call} lists them.`,
  );
}

function logAdvice(circumstances: Circumstances): Words | undefined {
  const { pipeline_name } = circumstances;
  if (pipeline_name === undefined) return undefined;
  const args = { pipeline_name, level: "error" };
  return advise(circumstances, "get_pipeline_logs", args, (call) => words`${call} or `);
}

function forbidden({ errorCode = "", details, endpoint }: FelderaError): Explanation {
  if (/Tenant/.test(errorCode)) {
    return {
      what: words`Feldera cannot tell which tenant is meant, or the API key does not belong to it.`,
      next: words`Set FELDERA_TENANT to a tenant that the key belongs to, and restart this server.`,
    };
  }
  return details === undefined
    ? {
        what: words`Feldera denies this request, whoever makes it, or to this API key.`,
        next: words`Feldera may be older than this endpoint${cameWith(endpoint)}.`,
      }
    : {
        what: words`The API key may not do this.`,
        next: words`Set FELDERA_API_KEY to a key with the role that the reason names, and restart this server.`,
      };
}

/** An empty 404 says nothing; who would have answered says what it means. */
function notFound(error: FelderaError, circumstances: Circumstances): Explanation {
  const { pipeline_name } = circumstances;
  const endpoint: Endpoint = ENDPOINTS[error.endpoint];
  if (error.message !== "") {
    return {
      what: words`Feldera did not find what was asked for.`,
      next: stateAdvice(circumstances, words`tells what there is.`),
    };
  }
  switch (endpoint.answeredBy) {
    case "runner":
      return {
        what: words`Feldera's runner has not picked ${pipeline_name} up yet, so it has no log so far.`,
        next: words`Ask again in a few seconds.`,
      };
    case "pipeline":
      return {
        what: words`The pipeline's runtime seems older than this endpoint${cameWith(error.endpoint)}.`,
        next: stateAdvice(
          circumstances,
          words`tells its platform version; recompiling the pipeline updates it.`,
        ),
      };
    default:
      return {
        what: words`Feldera has no such route: it is older than this endpoint${cameWith(error.endpoint)}, or something else answers at FELDERA_HOST.`,
        next: SET_HOST,
      };
  }
}

/** Said only where the version that brought the endpoint is known. */
function cameWith(name: EndpointName): Words {
  const { since }: Endpoint = ENDPOINTS[name];
  return since === undefined ? words`` : words`, which came with Feldera ${since}`;
}
