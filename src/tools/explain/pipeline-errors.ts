import type { Explanation } from "../../text/explanation.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Explain } from "./explanation.ts";
import { advise, callsWithoutThePipeline, failureWords, soon, stateAdvice, stateWords } from "./phrases.ts";

/** Names listed when a pipeline is unknown. */
const NAMES_SHOWN = 5;

/** What a pipeline, its events and its profiles can be the cause of. */
export const PIPELINE_ERRORS = {
  unknown_pipeline: (_, circumstances) => ({
    what: words`There is no pipeline ${circumstances.pipeline_name}.`,
    next: nearestPipelines(circumstances),
  }),
  unknown_event: (_, circumstances) => ({
    what: words`There is no such event of ${circumstances.pipeline_name}: it never was, or it is no longer kept (Feldera keeps 720).`,
    next: ofPipeline(circumstances, "list_events", {}, (call) => words`${call} lists those that are kept.`),
  }),
  no_events: (_, circumstances) => ({
    what: words`No event of ${circumstances.pipeline_name} is recorded yet.`,
    next: stateAdvice(circumstances, words`tells how it stands now.`),
  }),
  no_samply_profile: (_, circumstances) => ({
    what: words`No CPU profile of ${circumstances.pipeline_name} has been recorded since it started.`,
    next: noProfileAdvice(circumstances),
  }),
  samply_in_progress: (_, circumstances) => ({
    what: words`A CPU profile of ${circumstances.pipeline_name} is being recorded already; only one can be at a time.`,
    next:
      waitingCall(circumstances, (call) => words`${call} waits for it.`) ??
      words`Its recording takes longer than that call waited: ask for it later.`,
  }),
  samply_failed: (error, circumstances) =>
    error.errorCode === "ProfilingNotEnabled"
      ? {
          what: words`This Feldera does not allow CPU profiles.`,
          next: words`An operator can allow them in the Helm chart (pipeline.allowProfiling). ${ofPipeline(circumstances, "summarize_heap_profile", {}, (call) => words`${call} does not depend on it.`)}`,
        }
      : samplyFailed(error.endpoint, circumstances),
  heap_profiler: (_, circumstances) => ({
    what: words`The heap of ${circumstances.pipeline_name} cannot be profiled.`,
    next: words`On Linux, Feldera has heap profiling on unless MALLOC_CONF in the pipeline's env turns it off. ${ofPipeline(circumstances, "get_pipeline", { section: "config" }, (call) => words`${call} tells.`)} A change needs a restart of the pipeline.`,
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
    next: words`Ask again ${soon(error)}. ${ofPipeline(circumstances, "get_pipeline_logs", { level: "warn" }, (call) => words`If it stays so, ${call} may name a connector that blocks.`)}`,
  }),
  awaiting_approval: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; a person must approve the changes to its program before it goes on.`,
    next: ofPipeline(
      circumstances,
      "get_event",
      { event_id: "latest", selector: "all" },
      (call) => words`${call} shows what would change (approval_diff).`,
    ),
  }),
  suspended: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it was suspended, and answers again once it is resumed.`,
    next: words`Still working: ${callsWithoutThePipeline(circumstances)}`,
  }),
  terminating: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it is shutting down.${failureWords(circumstances)}`,
    next: ofPipeline(circumstances, "list_events", {}, (call) => words`${call} tells what led to it.`),
  }),
  pipeline_failed: (_, circumstances) => ({
    what: words`${stateWords(circumstances)}; it has failed.${failureWords(circumstances)}`,
    next: ofPipeline(circumstances, "get_pipeline", {}, (call) => words`${call} tells the cause.`),
  }),
} as const satisfies Record<string, Explain>;

/** Advice to make a call for the same pipeline. */
function ofPipeline(
  circumstances: Circumstances,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  say: (call: Words) => Words,
): Words | undefined {
  return advise(circumstances, tool, { pipeline_name: circumstances.pipeline_name, ...args }, say);
}

/** As long as a call of it may wait. */
const LONGEST_WAIT_SECS = 50;

function waitingCall(circumstances: Circumstances, say: (call: Words) => Words): Words | undefined {
  return ofPipeline(circumstances, "summarize_samply_profile", { wait_secs: LONGEST_WAIT_SECS }, say);
}

function noProfileAdvice(circumstances: Circumstances): Words {
  const start = ofPipeline(circumstances, "start_samply_profile", {}, (call) => words`${call} records one.`);
  const wait = waitingCall(
    circumstances,
    (call) => words` Where one has just been started, ${call} waits for it.`,
  );
  return words`${start}${wait}`;
}

function samplyFailed(endpoint: string, circumstances: Circumstances): Explanation {
  const { pipeline_name } = circumstances;
  const needs = words`samply 0.13.2 or newer must be in the pipeline's PATH and be allowed to use perf events.`;
  const start = ofPipeline(
    circumstances,
    "start_samply_profile",
    {},
    (call) => words` Then ${call} records another.`,
  );
  return {
    what:
      endpoint === "start_samply_profile"
        ? words`No CPU profile of ${pipeline_name} could be recorded.`
        : words`The last attempt to record a CPU profile of ${pipeline_name} failed, and hides any profile from before it.`,
    next: words`${needs}${start}`,
  };
}

function nearestPipelines(circumstances: Circumstances): Explanation["next"] {
  const { pipelines } = circumstances;
  if (pipelines === undefined) {
    return advise(circumstances, "list_pipelines", {}, (call) => words`${call} lists those there are.`);
  }
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
