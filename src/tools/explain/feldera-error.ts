import { ENDPOINTS, type Endpoint } from "../../feldera/endpoints.ts";
import type { ErrorKind, FelderaError } from "../../feldera/errors.ts";
import { axisWords } from "../../text/axis.ts";
import { failureSentence } from "../../text/failure.ts";
import { moment } from "../../text/format.ts";
import { joined, json, type Words, words } from "../../text/words.ts";
import type { Circumstances } from "./circumstances.ts";

/** An error in three lines: what happened, why, what to do next. */
export interface Explanation {
  readonly what: Words;
  readonly why?: Words | undefined;
  readonly next?: Words | undefined;
}

type Explain = (error: FelderaError, circumstances: Circumstances) => Explanation;

/** Names listed when a pipeline is unknown. */
const NAMES_SHOWN = 5;

const EXPLANATIONS: Readonly<Record<ErrorKind, Explain>> = {
  unknown_pipeline: (_, { pipeline_name, pipelines }) => ({
    what: words`There is no pipeline ${pipeline_name}.`,
    next:
      pipelines === undefined || pipelines.length === 0
        ? words`list_pipelines {} lists those there are.`
        : words`There are: ${joined(
            pipelines.slice(0, NAMES_SHOWN).map((name) => words`${name}`),
            words`, `,
          )}${pipelines.length > NAMES_SHOWN ? words` and ${pipelines.length - NAMES_SHOWN} more` : undefined}. list_pipelines {} tells more.`,
  }),
  unknown_event: (_, { pipeline_name }) => ({
    what: words`There is no such event of ${pipeline_name}: it never was, or it is no longer kept (Feldera keeps 720).`,
    next: words`list_events ${json({ pipeline_name })} lists those that are kept.`,
  }),
  no_events: (_, { pipeline_name }) => ({
    what: words`No event of ${pipeline_name} is recorded yet.`,
    next: words`get_pipeline ${json({ pipeline_name })} tells how it stands now.`,
  }),
  no_samply_profile: (_, { pipeline_name }) => ({
    what: words`No CPU profile of ${pipeline_name} has been recorded since it started, or the first is not finished.`,
    next: words`start_samply_profile ${json({ pipeline_name })} records one; with latest true, summarize_samply_profile tells whether one is being recorded.`,
  }),
  samply_in_progress: (_, { pipeline_name }) => ({
    what: words`A CPU profile of ${pipeline_name} is being recorded already; only one can be at a time.`,
    next: words`summarize_samply_profile ${json({ pipeline_name, wait_secs: 50 })} waits for it.`,
  }),
  samply_failed: (error, { pipeline_name }) => ({
    what: words`The last attempt to record a CPU profile failed; it hides any profile from before it.`,
    next:
      error.errorCode === "ProfilingNotEnabled"
        ? words`An operator can allow profiling in the Helm chart (pipeline.allowProfiling); summarize_heap_profile ${json({ pipeline_name })} needs no leave.`
        : words`samply 0.13.2 or newer must be in the pipeline's PATH and allowed to use perf events; then start_samply_profile ${json({ pipeline_name })} again.`,
  }),
  heap_profiler: () => ({
    what: words`The pipeline runs without jemalloc's heap profiling.`,
    next: words`It is on unless the pipeline's env sets MALLOC_CONF otherwise; changing that needs a restart of the pipeline.`,
  }),
  not_deployed: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; this needs a pipeline that is deployed.`,
    next: words`Still working: ${worksWithout(circumstances)}`,
  }),
  unavailable: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; its process does not answer the manager.`,
    next: words`It may be hung, restarting or gone: ${worksWithout(circumstances)}`,
  }),
  unreachable: (error, circumstances) => ({
    what: /timeout/.test(error.message)
      ? words`The pipeline took longer than the manager waits for it (10 s). ${stateWords(circumstances)}.`
      : words`The pipeline broke the connection while it worked on this. ${stateWords(circumstances)}.`,
    next: words`It may be busy, hung or crashed: ${worksWithout(circumstances)}`,
  }),
  initializing: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it is still starting: connecting its connectors, loading a checkpoint or replaying.`,
    next: words`Ask again shortly; if it stays so, ${logsCall(circumstances)} names a connector that blocks.`,
  }),
  awaiting_approval: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; a person must approve the changes before it goes on.`,
    next: words`get_event ${json({ pipeline_name: circumstances.pipeline_name, event_id: "latest", selector: "all" })} shows what would change (approval_diff).`,
  }),
  suspended: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it was suspended, and answers again once it is resumed.`,
    next: words`Still working: ${worksWithout(circumstances)}`,
  }),
  terminating: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it is shutting down.`,
    next: words`list_events ${json({ pipeline_name: circumstances.pipeline_name })} tells why.`,
  }),
  pipeline_failed: (_, circumstances) => ({
    what: words`The pipeline has failed. ${stateWords(circumstances)}.`,
    next: words`get_pipeline ${json({ pipeline_name: circumstances.pipeline_name })} tells the cause.`,
  }),
  enterprise_only: () => ({
    what: words`This is a feature of Feldera's enterprise edition, and the one that answered has not got it.`,
  }),
  unsupported_action: () => ({
    what: words`Feldera does not support this for the pipeline as it is.`,
  }),
  bad_request: () => ({
    what: words`Feldera refused the request as malformed.`,
    next: words`The reason names the argument to change.`,
  }),
  unauthorized: () => ({
    what: words`Feldera did not accept the API key.`,
    next: words`Set FELDERA_API_KEY (or FELDERA_API_KEY_FILE) to a valid key in the MCP client's configuration of this server, and restart it.`,
  }),
  forbidden: (error) => ({
    what:
      error.details === undefined
        ? words`Feldera denies this request to everyone, or to this key.`
        : words`The API key may not do this.`,
    next: words`A key with the role that the reason names can; FELDERA_TENANT chooses among several tenants.`,
  }),
  not_found: (error, { pipeline_name }) => emptyNotFound(error, pipeline_name),
  method_not_allowed: () => ({
    what: words`Feldera does not take this request (405).`,
    next: words`Its version may differ much from the ones this server knows, or something else answers at FELDERA_HOST.`,
  }),
  conflict: () => ({
    what: words`Something else is under way that excludes this.`,
    next: words`Try again later.`,
  }),
  gone: () => ({ what: words`What was asked for is no longer there.` }),
  rate_limited: (error) => ({
    what: words`Feldera, or a proxy before it, wants fewer requests.`,
    next: words`Ask again ${error.retryAfterSecs === undefined ? words`later` : words`in ${Math.ceil(error.retryAfterSecs)} s`}.`,
  }),
  server_error: () => ({ what: words`Feldera failed on this request.` }),
  bad_gateway: () => ({
    what: words`A proxy before Feldera could not reach it.`,
    next: words`Feldera's manager may be down or restarting: try again shortly.`,
  }),
  service_unavailable: () => ({
    what: words`Feldera, or a part of it, is not available now.`,
    next: words`Try again shortly.`,
  }),
  gateway_timeout: () => ({
    what: words`A proxy before Feldera gave up waiting for it.`,
    next: words`Try again, or ask for less.`,
  }),
  unexpected_status: () => ({ what: words`Feldera answered in a way that this server does not know.` }),
  timeout: () => ({
    what: words`No whole answer within the time limit.`,
    next: words`Feldera may be busy or the network slow; a longer limit is set by FELDERA_TIMEOUT (say 60s).`,
  }),
  connection_refused: () => ({
    what: words`Nothing accepts connections at FELDERA_HOST.`,
    next: words`Is Feldera running there? FELDERA_HOST names its address (default http://127.0.0.1:8080).`,
  }),
  connection_lost: () => ({
    what: words`The connection to Feldera broke before it answered.`,
    next: words`Try again; if it stays so, what stands at FELDERA_HOST may not speak HTTP, or want https.`,
  }),
  dns: () => ({
    what: words`The host name in FELDERA_HOST cannot be resolved.`,
    next: words`Check FELDERA_HOST for a typing error, and this machine's network.`,
  }),
  tls: () => ({
    what: words`No secure connection to Feldera could be made.`,
    next: words`For a certificate of its own authority, FELDERA_HTTPS_TLS_CERT names the PEM file to trust; check also https against http in FELDERA_HOST.`,
  }),
  proxy: () => ({
    what: words`The proxy on the way to Feldera could not be used.`,
    next: words`Check HTTP_PROXY and HTTPS_PROXY; NO_PROXY lists hosts that are reached without it.`,
  }),
  redirect: () => ({
    what: words`Feldera's address redirects elsewhere, and the API key is not taken there.`,
    next: words`Set FELDERA_HOST to the final address, if it can be trusted.`,
  }),
  not_feldera: () => ({
    what: words`What answers at FELDERA_HOST is not Feldera's API.`,
    next: words`Set FELDERA_HOST to Feldera's address, without a path such as /v0.`,
  }),
  truncated: () => ({
    what: words`The answer broke off before its end.`,
    next: words`Try again.`,
  }),
  malformed_json: () => ({
    what: words`The answer is not valid JSON.`,
    next: words`Try again; if it stays so, something between this server and Feldera changes its answers.`,
  }),
  malformed_gzip: () => ({
    what: words`The answer could not be decompressed.`,
    next: words`Try again; if it stays so, something between this server and Feldera changes its answers.`,
  }),
  unexpected_shape: () => ({
    what: words`The answer has not the shape that Feldera's API gives it.`,
    next: words`Is it Feldera that answers at FELDERA_HOST, and of version 0.292 or newer?`,
  }),
  too_large: () => ({
    what: words`The answer is larger than this server reads.`,
    next: words`An operator can raise the limit with --limit (feldera-mcp limits lists them).`,
  }),
  cancelled: () => ({ what: words`The call was cancelled.` }),
  not_in_bundle: () => ({ what: words`The support bundle does not hold this.` }),
  bundle: () => ({ what: words`The support bundle could not be read.` }),
};

/** `circumstances` and the error's strings must have been cleaned. */
export function explainFelderaError(error: FelderaError, circumstances: Circumstances): Explanation {
  return { why: reason(error), ...EXPLANATIONS[error.kind](error, circumstances) };
}

/** Status, `error_code`, Feldera's own message, and what `details` adds to it. */
function reason(error: FelderaError): Words | undefined {
  const parts = [
    ...(error.status === undefined ? [] : [words`${error.status}`]),
    ...(error.errorCode === undefined ? [] : [words`${error.errorCode}`]),
  ];
  const head = joined(parts, words` `);
  const message = error.message === "" ? words`` : words`${error.message}`;
  const detail = typeof error.details === "string" ? words` ${error.details}` : words``;
  const { method, path } = ENDPOINTS[error.endpoint];
  return words`Reason: ${head}${parts.length > 0 && error.message !== "" ? words`: ` : undefined}${message}${detail} (${method} ${path}).`;
}

/** "runtime_panic is Stopped since …: a worker panicked …". */
function stateWords({ pipeline_name, state }: Circumstances): Words {
  if (state === undefined) return words`The state of ${pipeline_name} could not be looked up`;
  const since =
    state.deployment.since === undefined ? words`` : words` since ${moment(state.deployment.since)}`;
  const program = state.program.status === "Success" ? words`` : words`, program ${state.program.status}`;
  const failure = state.failure ? words`; ${failureSentence(state.failure)}` : words``;
  return words`${pipeline_name} is ${axisWords(state.deployment)}${since}${program}${failure}`;
}

function worksWithout({ pipeline_name }: Circumstances): Words {
  const call = json({ pipeline_name });
  return words`get_pipeline, get_pipeline_logs, list_events and list_checkpoints, each with ${call}.`;
}

function logsCall({ pipeline_name }: Circumstances): Words {
  return words`get_pipeline_logs ${json({ pipeline_name, level: "warn" })}`;
}

/** An empty 404 says nothing; who would have answered says what it means. */
function emptyNotFound(error: FelderaError, pipeline_name: string | undefined): Explanation {
  const endpoint: Endpoint = ENDPOINTS[error.endpoint];
  if (error.message !== "") return { what: words`Feldera did not find what was asked for.` };
  switch (endpoint.answeredBy) {
    case "runner":
      return {
        what: words`Feldera's runner has not picked ${pipeline_name} up yet, so it has no log so far.`,
        next: words`Ask again in a few seconds.`,
      };
    case "pipeline":
      return {
        what: words`The pipeline's runtime is older than this endpoint, which came with Feldera ${endpoint.since}.`,
        next: words`get_pipeline ${json({ pipeline_name })} tells its platform version; recompiling the pipeline updates it.`,
      };
    default:
      return {
        what: words`Feldera has no such route: it is older than ${endpoint.since}, or something else answers at FELDERA_HOST.`,
      };
  }
}
