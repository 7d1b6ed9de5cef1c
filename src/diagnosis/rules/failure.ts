import * as z from "zod";
import { NamedOperators } from "../../analysis/circuit/named-operators.ts";
import { brokerFailure } from "../../analysis/logs/connector-failure.ts";
import type { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { DeploymentFailure, UdfLine } from "../../analysis/pipeline/deployment-error.ts";
import { failureKind, isOfFile, isUntoldPanic } from "../../analysis/pipeline/failure-kind.ts";
import { PanicExpression } from "../../analysis/pipeline/panic-expression.ts";
import { growsByProgram } from "../../analysis/program/kept-state.ts";
import { errorReason } from "../../analysis/stats/error-reason.ts";
import { MemoryLimit, memoryLimit } from "../../analysis/stats/memory-limit.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { placeWords } from "../../text/circuit/circuit-sql.ts";
import { gist } from "../../text/page/gist.ts";
import { type Words, words } from "../../text/page/words.ts";
import { udfWords } from "../../text/pipeline/failure.ts";
import { operatorName } from "../../text/sql/operator-name.ts";
import { sqlName } from "../../text/sql/sql-name.ts";
import { isOfMachine, limitNamed, memoryLimitWords } from "../../text/statistics/limits.ts";
import { unresolvedWords } from "../connector-advice/configuration.ts";
import { OF_BROKER } from "../connector-advice/connections.ts";
import { connectorAdvice, isRefused, meantWords, OF_NO_KIND } from "../connector-advice.ts";
import { deploymentErrorMeaning, storageErrorBriefly } from "../deployment-errors.ts";
import type { Evidence } from "../evidence.ts";
import {
  panicAdvice,
  panickedAtWords,
  spillAdvice,
  spillSettings,
  storageAdvice,
} from "../failure-advice.ts";
import { OfServer, serverOf, serverWords } from "../hosts.ts";
import { knownError } from "../known-errors.ts";
import { defineRule } from "../rule.ts";
import { OF_MEMORY, REFUSED_MEMORY } from "./aborts.ts";
import { GROWS_UNSTORED } from "./killed.ts";
import { currentPanics, isFatal, onlyConnectorOf } from "./panics.ts";
import { CODE_CHARS } from "./where.ts";

type Failure = z.infer<typeof DeploymentFailure>;

const LOG_CALL = {
  tool: "get_pipeline_logs",
  args: { level: "error" },
  why: words`for what the log says of it`,
};

function failureOf({ pipeline }: Evidence): Failure | undefined {
  return pipeline?.state.failure;
}

function signOf(failure: Failure, { pipeline }: Evidence): Sign {
  const since = pipeline?.state.deployment.since;
  return {
    part: "pipeline",
    field: "deployment_error.error_code",
    value: { text: failure.error_code },
    ...(since !== undefined && { at: since }),
  };
}

const storageFull = defineRule({
  id: "storage/full",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`storage that ran full`,
  about: z.object({
    cause: z.string(),
    /** Its path, where the log says that it lies in memory. */
    in_memory: z.string().optional(),
    /** Whether the log of its start was read. */
    is_start_known: z.boolean(),
  }),
  find(evidence) {
    const failure = failureOf(evidence);
    if (failure === undefined || failureKind(failure) !== "storage") return [];
    const in_memory = evidence.log?.start?.in_memory_storage;
    const signs: Sign[] = [signOf(failure, evidence)];
    if (in_memory !== undefined)
      signs.push({ part: "log", field: "storage on tmpfs", value: { text: in_memory } });
    const is_start_known = evidence.log?.start !== undefined;
    const about = { cause: failure.cause, is_start_known, ...(in_memory !== undefined && { in_memory }) };
    return [{ about, signs }];
  },
  what: ({ cause }) => words`${storageWords(cause)}: ${cause}`,
  brief: ({ cause }) => words`${storageWords(cause)}: ${gist(cause)}`,
  cause: ({ cause, in_memory, is_start_known }) => {
    if (isOfFile(cause)) return storageAdvice(cause);
    const unknown = is_start_known ? undefined : words` (whether that lies in memory is not known)`;
    const why =
      in_memory === undefined
        ? words`State and merges need more space than the volume has${unknown}`
        : words`Its storage lies in memory, on a tmpfs, as its log says: that is small, and takes memory besides; put it on a disk`;
    return words`${why}. A look at the disk now misleads, since files being written are gone after the crash. It will crash again at the same place: give it a larger volume, or bound its state before it is started`;
  },
  next: () => [
    { tool: "list_events", args: {}, why: words`for how often it has crashed` },
    { tool: "get_pipeline", args: { section: "errors" }, why: words`for Feldera's advice, whole` },
  ],
});

function storageWords(cause: string): Words {
  return isOfFile(cause)
    ? words`it could not make a file in its storage`
    : words`its storage is full or failed`;
}

const OF_CIRCUIT = words`a thread of its circuit`;

const panicked = defineRule({
  id: "runtime/panic",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a worker that panicked`,
  about: z.object({
    failure: DeploymentFailure,
    operators: NamedOperators.optional(),
    udf_line: UdfLine.optional(),
    /** The one that panicked; several where one of them did; none where that is not known. */
    expressions: z.array(PanicExpression),
    is_program_read: z.boolean(),
    /** What the thread said stands in the log alone, which was not read. */
    is_unheard: z.literal(true).optional(),
  }),
  find(evidence) {
    const told = failureOf(evidence);
    if (told === undefined || failureKind(told) !== "panic") return [];
    const isUntold = isUntoldPanic(told);
    const said = isUntold ? currentPanics(evidence).findLast(isFatal) : undefined;
    const failure = said === undefined ? told : { ...told, cause: said.message };
    const { operators, udf_line, expressions = [] } = evidence.failed ?? {};
    const signs: Sign[] = [signOf(failure, evidence)];
    const location = failure.panic?.location;
    if (location !== undefined) {
      signs.push({
        part: "pipeline",
        field: "deployment_error.details.panic_info.location",
        value: { text: location },
      });
    }
    const about = {
      failure,
      ...(operators && { operators }),
      ...(udf_line && { udf_line }),
      expressions: [...expressions],
      is_program_read: evidence.pipeline?.program_code !== undefined,
      ...(isUntold && evidence.log === undefined && { is_unheard: true as const }),
    };
    return [{ about, signs }];
  },
  what({ failure: { cause, panic }, operators, udf_line, expressions, is_program_read, is_unheard }) {
    const place = operators?.operators.find((one) => one.place !== undefined)?.place;
    const isGuess = expressions.some(({ operation }) => operation !== undefined);
    // The operator computes several expressions, and the panic's own words say which.
    const isPlaced = expressions.length > 0 && !isGuess;
    const where =
      place && (isPlaced ? relationWords(place) : words` ${placeWords(place)}${codeWords(place)}`);
    const sql =
      place && words`${where && words`${where},`} operator ${operatorName(place.handle)} (${place.operator})`;
    const thread = panic === undefined ? OF_CIRCUIT : words`${panic.thread} worker ${panic.worker}`;
    if (panic?.in_udf) {
      const code = udf_line && words`, ${udf_line.code}`;
      const used = sql && words`, which is used in${sql}`;
      return words`${thread} panicked in ${udfWords(panic.udf)} (${panic.location ?? words`udf.rs`}${code})${used}: ${cause}`;
    }
    const crate = panic?.operator === undefined ? undefined : words` in SQL operator ${panic.operator}`;
    const at = sql !== undefined && isGuess ? undefined : panickedAtWords(expressions);
    const untold =
      at === undefined && sql === undefined && !is_program_read
        ? words` (at which expression is not known without the program)`
        : undefined;
    const unheard = is_unheard && words` (what it said is not known without the log)`;
    return words`${thread} panicked${at}${sql === undefined ? crate : words` in${sql}`}${untold}: ${cause}${unheard}`;
  },
  brief({ failure: { cause, panic }, operators, expressions }) {
    const [only, another] = expressions;
    const [place] = operators?.operators.flatMap((one) => one.place ?? []) ?? [];
    const code = another === undefined ? (only?.code ?? (place && shortCode(place))) : undefined;
    const udf = panic?.in_udf ? udfWords(panic.udf) : undefined;
    const where =
      udf ?? (code === undefined ? (panic === undefined ? OF_CIRCUIT : words`a worker`) : words`${code}`);
    const view = place?.relation && words` in${relationWords(place)}`;
    return words`${where}${view} panicked: ${gist(cause)}`;
  },
  cause: ({ failure, expressions }) => panicAdvice(failure, expressions),
  next: ({ failure: { panic } }) => [
    ...(panic?.in_udf
      ? [{ tool: "get_pipeline", args: { section: "program" }, why: words`for the function's source` }]
      : []),
    LOG_CALL,
  ],
});

/** The code of a place where it is short enough for a sentence. */
function shortCode({ positions: [first, ...others] }: SqlPlace): string | undefined {
  const code = others.length === 0 ? first?.code : undefined;
  return code === undefined || code.includes("\n") || code.length > CODE_CHARS ? undefined : code;
}

function relationWords({ relation }: SqlPlace): Words | undefined {
  return relation && words` ${relation.kind} ${sqlName(relation.name)}`;
}

function codeWords(place: SqlPlace): Words | undefined {
  const code = shortCode(place);
  return code === undefined ? undefined : words`: ${code}`;
}

/** "kafka_input" of "… the Kafka input connector …". */
function transportIn(cause: string): string | undefined {
  const [, transport, direction] = /\b(\w+) (input|output) connector\b/i.exec(cause) ?? [];
  return transport === undefined || direction === undefined
    ? undefined
    : `${transport}_${direction}`.toLowerCase();
}

const connectorFailed = defineRule({
  id: "connector/failed-at-start",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a connector that cannot start`,
  about: z.object({
    failure: DeploymentFailure,
    refused: z.boolean(),
    /** What its log says of the broker, of which the error itself has no word. */
    broker: z.string().optional(),
    ...OfServer,
    is_broker_unread: z.literal(true).optional(),
  }),
  find(evidence) {
    const failure = failureOf(evidence);
    if (failure === undefined || failureKind(failure) !== "connector") return [];
    const refused = isRefused(failure.cause);
    const connector = failure.connector ?? onlyConnectorOf(transportIn(failure.cause), evidence);
    const isOfBroker = OF_BROKER.test(failure.cause);
    const broker = isOfBroker ? brokerFailure(newestRun(evidence)) : undefined;
    const about = {
      failure: { ...failure, ...(connector !== undefined && { connector }) },
      refused,
      ...(broker !== undefined && { broker }),
      ...serverOf(connector ?? "", broker ?? failure.cause, evidence),
      ...(isOfBroker && evidence.log === undefined && { is_broker_unread: true as const }),
    };
    return [{ about, signs: [signOf(failure, evidence)] }];
  },
  what({ failure: { connector, cause }, refused, broker, is_broker_unread, ...of }) {
    const unread = is_broker_unread && words` (what its log says of the broker is not known)`;
    const said = broker === undefined ? unread : words` (its log: ${broker})`;
    const which = connector === undefined ? words`a connector` : words`the connector ${connector}`;
    return refused
      ? words`the pipeline could not start: ${which} was refused by its server (authentication): ${errorReason(cause)}`
      : words`the pipeline could not start: ${which} failed: ${errorReason(cause)}${serverWords(of)}${said}`;
  },
  brief: ({ failure: { connector, cause }, refused, broker, ...of }) => {
    const which = connector ?? words`a connector`;
    const unresolved = unresolvedWords(cause);
    if (unresolved !== undefined) return words`${which} ${unresolved}`;
    return words`${which} ${refused ? words`was refused by its server` : words`failed`}: ${broker ?? gist(errorReason(cause))}${meantWords(broker ?? cause)}${serverWords(of)}`;
  },
  cause: ({ refused, failure: { cause }, broker }) =>
    refused
      ? words`Wrong or expired credentials, or a user without the right; correct them in the connector's configuration (or the secret that it names) and start again`
      : words`${connectorAdvice(broker ?? "") ?? connectorAdvice(cause) ?? OF_NO_KIND}. One connector that fails keeps the whole pipeline from starting`,
  next: () => [
    { tool: "get_pipeline", args: { section: "connectors" }, why: words`for its configuration` },
    LOG_CALL,
  ],
});

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

function newestRun({ log }: Evidence) {
  const newest = log?.runs.at(-1)?.index;
  return log?.records.filter(({ run }) => run === newest) ?? [];
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
