import type { Explanation } from "../../text/explanation.ts";
import { joined, json, words } from "../../text/page/words.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Explain } from "./explanation.ts";
import { callsWithoutThePipeline, failureWords, soon, stateWords } from "./phrases.ts";

/** Names listed when a pipeline is unknown. */
const NAMES_SHOWN = 5;

/** What a pipeline, its events and its profiles can be the cause of. */
export const PIPELINE_ERRORS = {
  unknown_pipeline: (_, circumstances) => ({
    what: words`There is no pipeline ${circumstances.pipeline_name}.`,
    next: nearestPipelines(circumstances),
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
    what: words`No CPU profile of ${pipeline_name} has been recorded since it started.`,
    next: words`start_samply_profile ${json({ pipeline_name })} records one; where one has just been started, summarize_samply_profile ${json({ pipeline_name, wait_secs: 50 })} waits for it.`,
  }),
  samply_in_progress: (_, { pipeline_name }) => ({
    what: words`A CPU profile of ${pipeline_name} is being recorded already; only one can be at a time.`,
    next: words`summarize_samply_profile ${json({ pipeline_name, wait_secs: 50 })} waits for it.`,
  }),
  samply_failed: (error, { pipeline_name }) =>
    error.errorCode === "ProfilingNotEnabled"
      ? {
          what: words`This Feldera does not allow CPU profiles.`,
          next: words`An operator can allow them in the Helm chart (pipeline.allowProfiling); summarize_heap_profile ${json({ pipeline_name })} does not depend on it.`,
        }
      : {
          what:
            error.endpoint === "start_samply_profile"
              ? words`No CPU profile of ${pipeline_name} could be recorded.`
              : words`The last attempt to record a CPU profile of ${pipeline_name} failed, and hides any profile from before it.`,
          next: words`samply 0.13.2 or newer must be in the pipeline's PATH and be allowed to use perf events; then start_samply_profile ${json({ pipeline_name })} again.`,
        },
  heap_profiler: (_, { pipeline_name }) => ({
    what: words`The heap of ${pipeline_name} cannot be profiled.`,
    next: words`On Linux, Feldera has heap profiling on unless MALLOC_CONF in the pipeline's env turns it off: get_pipeline ${json({ pipeline_name, section: "config" })}. A change needs a restart of the pipeline.`,
  }),
  not_deployed: (error, circumstances) => notDeployed(error.endpoint, circumstances),
  unavailable: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}, but its process does not answer Feldera's manager: it is hung, restarting or gone.`,
    next: words`Still working: ${callsWithoutThePipeline(circumstances)}`,
  }),
  unreachable: (error, circumstances) => ({
    what: /timeout/.test(error.message)
      ? words`${stateWords(circumstances)}, but took longer to answer than Feldera's manager waits (10 s): it is busy or hung.`
      : words`${stateWords(circumstances)}, but broke the connection while it worked on this: it may have crashed.${failureWords(circumstances)}`,
    next: words`Still working: ${callsWithoutThePipeline(circumstances)}`,
  }),
  initializing: (error, circumstances) => ({
    what: words`${stateWords(circumstances)}; it is still starting: connecting its connectors, loading a checkpoint or replaying.`,
    next: words`Ask again ${soon(error)}; if it stays so, get_pipeline_logs ${json({ pipeline_name: circumstances.pipeline_name, level: "warn" })} may name a connector that blocks.`,
  }),
  awaiting_approval: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; a person must approve the changes to its program before it goes on.`,
    next: words`get_event ${json({ pipeline_name: circumstances.pipeline_name, event_id: "latest", selector: "all" })} shows what would change (approval_diff).`,
  }),
  suspended: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it was suspended, and answers again once it is resumed.`,
    next: words`Still working: ${callsWithoutThePipeline(circumstances)}`,
  }),
  terminating: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it is shutting down.${failureWords(circumstances)}`,
    next: words`list_events ${json({ pipeline_name: circumstances.pipeline_name })} tells what led to it.`,
  }),
  pipeline_failed: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it has failed.${failureWords(circumstances)}`,
    next: words`get_pipeline ${json({ pipeline_name: circumstances.pipeline_name })} tells the cause.`,
  }),
} as const satisfies Record<string, Explain>;

function nearestPipelines({ pipelines }: Circumstances): Explanation["next"] {
  if (pipelines === undefined) return words`list_pipelines {} lists those there are.`;
  if (pipelines.length === 0) return words`There are no pipelines at all, or none that this API key may see.`;
  const names = pipelines.slice(0, NAMES_SHOWN).map((name) => words`${name}`);
  const more = pipelines.length - names.length;
  return words`There are: ${joined(names, words`, `)}${more > 0 ? words` and ${more} more` : undefined}. list_pipelines {} tells more.`;
}

/** The state is looked up after the error, and may have moved on since. */
function notDeployed(endpoint: string, circumstances: Circumstances): Explanation {
  const status = circumstances.state?.deployment.status ?? "unknown";
  if (status === "Provisioning") {
    return {
      what: words`${stateWords(circumstances)}: it is being deployed, and cannot be asked before that is done.`,
      next: words`Ask again in a few seconds, or see what keeps it: ${callsWithoutThePipeline(circumstances)}`,
    };
  }
  if (!["Stopped", "Stopping", "unknown"].includes(status)) {
    return {
      what: words`${circumstances.pipeline_name} was not deployed when ${endpoint} was asked for; now it is ${status}.`,
      next: words`Call again.`,
    };
  }
  return {
    what: words`${stateWords(circumstances)}; this needs a pipeline that is deployed.${failureWords(circumstances)}`,
    next: words`Still working: ${callsWithoutThePipeline(circumstances)}`,
  };
}
