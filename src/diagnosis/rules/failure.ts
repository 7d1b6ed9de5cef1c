import * as z from "zod";
import { DeploymentFailure } from "../../analysis/pipeline/deployment-error.ts";
import { failureKind } from "../../analysis/pipeline/failure-kind.ts";
import { growsByProgram } from "../../analysis/program/kept-state.ts";
import { MemoryLimit, memoryLimit } from "../../analysis/stats/memory-limit.ts";
import { gist } from "../../text/page/gist.ts";
import { type Words, words } from "../../text/page/words.ts";
import { isOfMachine, limitNamed, memoryLimitWords } from "../../text/statistics/limits.ts";
import { deploymentErrorMeaning, storageErrorBriefly } from "../deployment-errors.ts";
import type { Evidence } from "../evidence.ts";
import { spillAdvice, spillSettings } from "../failure-advice.ts";
import { knownError } from "../known-errors.ts";
import { defineRule } from "../rule.ts";
import { OF_MEMORY, REFUSED_MEMORY } from "./aborts.ts";
import { connectorFailed } from "./failed-connector.ts";
import { storageFull } from "./full-storage.ts";
import { GROWS_UNSTORED } from "./killed.ts";
import { type Failure, failureOf, LOG_CALL, newestRun, signOf } from "./standing-failure.ts";
import { panicked } from "./worker-panic.ts";

const killed = defineRule({
  id: "memory/out-of-memory",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a process that was killed for lack of memory`,
  about: z.object({
    failure: DeploymentFailure,
    /** Absent where the configuration is not known: its name is not the same in every version. */
    limit_setting: z.string().optional(),
    has_storage: z.boolean().optional(),
    limit: MemoryLimit.optional(),
  }),
  find(evidence) {
    const failure = failureOf(evidence);
    if (failure === undefined || failureKind(failure) !== "out of memory") return [];
    const limit = memoryLimit(evidence);
    const about = {
      failure,
      ...spillSettings(evidence),
      ...(limit && limit !== "none" && { limit }),
    };
    return [{ about, signs: [signOf(failure, evidence)] }];
  },
  what: ({ failure: { cause } }) => words`the pipeline's process was killed for lack of memory: ${cause}`,
  brief: () => words`its process was killed for lack of memory`,
  cause: ({ limit_setting, has_storage, limit }) =>
    words`${limit && words`${isOfMachine(limit) ? words`No limit is configured: it had ${limitNamed(limit)}` : words`Its limit was ${memoryLimitWords(limit)}`}. `}State, queues or caches took more than the limit or the machine has; a profile taken while it runs shows which. ${spillAdvice(limit_setting, has_storage, words`that`)}`,
  next: () => [{ tool: "list_events", args: {}, why: words`for how often and how regularly` }, LOG_CALL],
});

/** "its checkpoint could not be fetched from the object store: …"; undefined of what is not known. */
function briefly(cause: string): Words | undefined {
  const known = knownError(cause) ?? storageErrorBriefly(cause);
  return known && words`${known.brief}${known.said === undefined ? undefined : words`: ${gist(known.said)}`}`;
}

/** Where Feldera's own services may be at fault. */
const OF_COMPILER = /\bretrieval failed\b/;

const provisioning = defineRule({
  id: "deployment/not-provisioned",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`resources that could not be provided`,
  about: z.object({ failure: DeploymentFailure }),
  find(evidence) {
    const failure = failureOf(evidence);
    if (failure === undefined || failureKind(failure) !== "provisioning") return [];
    return [{ about: { failure }, signs: [signOf(failure, evidence)] }];
  },
  what: ({ failure: { cause, error_code } }) =>
    words`the pipeline's resources could not be provided (${error_code}): ${cause}`,
  brief: ({ failure: { cause } }) =>
    briefly(cause) ?? words`its resources could not be provided: ${gist(cause)}`,
  cause: ({ failure }) =>
    knownError(failure.cause)?.means ??
    words`${deploymentErrorMeaning(failure)} Its events, and the runner's log, tell more`,
  next: ({ failure: { cause } }) =>
    knownError(cause) !== undefined && !OF_COMPILER.test(cause)
      ? []
      : [{ tool: "get_cluster_health", args: {}, ofCluster: true, why: words`for the runner's health` }],
});

/** What Rust writes before it ends a process without a panic of a worker. */
const ENDS_ITSELF =
  /memory allocation of \d+ bytes failed|has overflowed its stack|panicked while (?:processing|panicking)|thread caused non-unwinding panic/;

/** How its runner says that a process gave up of its own. */
const GAVE_UP = /\bexit (?:code|status):? [1-9]\d?\b|\bexited unexpectedly\b/;

/** The line of its log that says why it ended. */
function lastWords(evidence: Evidence, { cause }: Failure): string | undefined {
  const run = newestRun(evidence);
  const itself = run.flatMap(({ message }) => message.split("\n")).findLast((line) => ENDS_ITSELF.test(line));
  if (itself !== undefined || !GAVE_UP.test(cause)) return itself;
  const last = run.findLast(({ source, level }) => source === "pipeline" && level === "error");
  return last?.message.split("\n", 1)[0];
}

const MAY_GROW = words`. Whether its state grows, without storage, is not known`;

/** Undefined where one of the two is not known, on which it depends. */
function growsUnstored(grows: boolean | undefined, has_storage: boolean | undefined): boolean | undefined {
  if (grows === false || has_storage === true) return false;
  return has_storage === undefined ? undefined : grows;
}

const failed = defineRule({
  id: "deployment/failed",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a deployment that failed`,
  about: z.object({
    failure: DeploymentFailure,
    /** The last line of its log that says why a process ends itself. */
    said: z.string().optional(),
    is_log_read: z.boolean(),
    /** Whether its program lets its state grow, and none of that goes to storage; absent where that is not known. */
    grows_unstored: z.boolean().optional(),
    limit_setting: z.string().optional(),
    has_storage: z.boolean().optional(),
  }),
  find(evidence) {
    const failure = failureOf(evidence);
    const kind = failure && failureKind(failure);
    if (failure === undefined || (kind !== "other" && kind !== "asked to end")) return [];
    const said = lastWords(evidence, failure);
    const is_log_read = evidence.log !== undefined;
    const spill = spillSettings(evidence);
    const grows_unstored = growsUnstored(growsByProgram(evidence.kept_state), spill.has_storage);
    const about = {
      failure,
      is_log_read,
      ...(grows_unstored !== undefined && { grows_unstored }),
      ...spill,
      ...(said !== undefined && { said }),
    };
    return [{ about, signs: [signOf(failure, evidence)] }];
  },
  what: ({ failure: { cause, error_code } }) => words`the pipeline failed (${error_code}): ${cause}`,
  brief: ({ failure, said }) => {
    if (failureKind(failure) === "asked to end") {
      return words`something asked its process to end: ${gist(failure.cause)}`;
    }
    if (said !== undefined) return words`its process ended itself: ${gist(said)}`;
    return briefly(failure.cause) ?? words`it failed: ${gist(failure.cause)}`;
  },
  cause: ({ failure, said, is_log_read, grows_unstored, limit_setting, has_storage }) => {
    if (said !== undefined && OF_MEMORY.test(said)) {
      const why = grows_unstored
        ? words`; ${GROWS_UNSTORED}. ${spillAdvice(limit_setting, has_storage)}`
        : words`${grows_unstored === undefined && has_storage === false ? MAY_GROW : undefined}`;
      return words`Its log says ${said}. ${REFUSED_MEMORY}${why}`;
    }
    const known = knownError(failure.cause)?.means;
    if (known !== undefined && said === undefined) return known;
    const meaning = known === undefined ? deploymentErrorMeaning(failure) : words`${known}.`;
    const read = words`Feldera's own words say what failed; the log tells what came before`;
    const unread = words`Feldera's own words say what failed; what its log says of it is not known`;
    const before =
      said === undefined ? (is_log_read ? read : unread) : words`The last that its log says is ${said}`;
    return words`${meaning && words`${meaning} `}${before}`;
  },
  next: () => [LOG_CALL],
});

export const FAILURE_RULES = [storageFull, killed, panicked, connectorFailed, provisioning, failed];
