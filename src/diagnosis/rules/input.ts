import * as z from "zod";
import {
  brokerFailure,
  type ConnectorFailure,
  connectorFailure,
  loggedFatal,
  newestWarnings,
  objectFailure,
} from "../../analysis/logs/connector-failure.ts";
import type { LogRecordFacts } from "../../analysis/logs/log-facts.ts";
import { runtimeOf } from "../../analysis/pipeline/runtime.ts";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { errorReason } from "../../analysis/stats/error-reason.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { unoptimizedProfile } from "../../feldera/settings/program.ts";
import { beginsAtEnd, START_FROM } from "../../feldera/settings/start-from.ts";
import { isBefore } from "../../feldera/versions.ts";
import { connectorArguments } from "../../sql-identifiers.ts";
import type { NextCall } from "../../text/diagnosis/rule-words.ts";
import { grouped, span } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { connectorAdvice, meantWords, OF_NO_KIND, UNTIL_RESTARTED } from "../connector-advice.ts";
import type { Evidence } from "../evidence.ts";
import { OfServer, ofConnection, serverOf, serverWords } from "../hosts.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { hasJustStarted } from "./just-started.ts";
import { COSTLIEST_CALL, circuitCall } from "./where.ts";

/** Every input that the statistics or the program name. */
export function inputs({ stats }: Evidence): readonly ConnectorStats[] {
  return stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
}

/** The call that tells a connector's errors; none for a name that cannot be taken apart. */
export function connectorCall(name: string, direction: "input" | "output", why: Words): readonly NextCall[] {
  const args = connectorArguments({ name, direction });
  return args === undefined ? [] : [{ tool: "get_connector_stats", args: { ...args }, why }];
}

/** From here on an input at its end stays in the statistics. */
const ENDED_STAYS_SINCE = "0.367.0";

/** Declared by the program and absent from stats: a connector that failed is taken out without a trace there. */
const vanished = defineRule({
  id: "connector/vanished",
  severity: "error",
  parts: ["stats", "pipeline"],
  looksFor: words`a connector that failed and is gone`,
  explains: ["view/starved"],
  about: z.object({
    connectors: z.array(z.string()),
    cause: z.string().optional(),
    ...OfServer,
    is_log_read: z.boolean(),
    /** Whether it may be an input that came to its end: its runtime takes that out as well, or is not known. */
    may_have_ended: z.boolean(),
    is_runtime_known: z.boolean(),
  }),
  find(evidence) {
    const { stats, log, pipeline } = evidence;
    const missing = stats?.connectors.filter(({ troubles }) => troubles.includes("missing")) ?? [];
    if (missing.length === 0) return [];
    const connectors = missing.map(({ name }) => name);
    const failure = connectorFailure(log?.records ?? [], connectors);
    const cause = failure?.cause;
    const runtime = runtimeOf({ stats, pipeline });
    return [
      {
        about: {
          connectors,
          is_log_read: log !== undefined,
          is_runtime_known: runtime !== undefined,
          may_have_ended:
            missing.some(({ direction }) => direction === "input") &&
            isBefore(runtime ?? "", ENDED_STAYS_SINCE) !== false,
          ...(cause !== undefined && { cause, ...serverOf(failure?.name ?? "", cause, evidence) }),
        },
        signs: missing.map(({ name, direction }) => ({
          part: "stats" as const,
          field: `${direction}s.${name}`,
          value: { text: "absent, though the program declares it" },
        })),
        quotes: failure === undefined ? [] : [{ part: "log" as const, texts: [failure.message] }],
      },
    ];
  },
  what: ({ connectors, cause, ...of }) =>
    words`${connectors.length === 1 ? words`a connector has` : words`${connectors.length} connectors have`} failed and vanished: ${nameList(connectors)} ${connectors.length === 1 ? words`is` : words`are`} declared by the program and missing from the statistics${cause === undefined ? undefined : words`: ${cause}${serverWords(of)}`}`,
  brief: ({ connectors, cause, ...of }) =>
    words`${nameList(connectors)} failed and vanished${cause === undefined ? undefined : words`: ${cause}${meantWords(cause)}${serverWords(of)}`}`,
  short: ({ connectors }) =>
    words`${nameList(connectors)} failed and ${connectors.length === 1 ? words`is` : words`are`} gone`,
  cause({ cause, is_log_read, may_have_ended, is_runtime_known }) {
    const which = is_runtime_known ? undefined : words` (which this is is not known)`;
    const log = is_log_read ? undefined : words` (what it says is not known)`;
    const end =
      cause === undefined && may_have_ended
        ? words`. A runtime before 0.367${which} also takes out an input that closed itself at its end: if this one had an end and its rows are there, nothing is wrong`
        : undefined;
    return words`${connectorAdvice(cause ?? "") ?? words`A fatal error, such as a server that cannot be reached`}. Feldera takes such a connector out and counts no error, so that only the log tells${log}; fix it, then restart the pipeline${end}`;
  },
  next: ({ connectors: [first = ""] }) => [
    {
      tool: "get_pipeline_logs",
      args: { level: "warn", grep: first.split(".").at(-1) ?? first },
      why: words`for what the log says of it`,
    },
  ],
});

export const NOTHING_RECEIVED = "input/nothing-received";

/** A source that is neither paused nor at its end, and has never delivered anything. */
const starved = defineRule({
  id: NOTHING_RECEIVED,
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a source that delivers nothing`,
  thresholds: ["firstRecordMs"],
  explains: ["view/starved"],
  about: z.object({
    connectors: z.array(z.string()),
    uptime_ms: Integer,
    /** Whether it is known that none is paused or at its end. */
    is_open: z.boolean(),
    /** Whether it is told that none has met an error. */
    are_errors_told: z.boolean(),
    /** What the log says of why. */
    said: z.string().optional(),
    ...OfServer,
    /** Whether the log was read, and of what transport they are, whose library need not name them there. */
    is_log_told: z.boolean(),
    /** Those that read only what has come to their topics since their start. */
    from_end: z.array(z.string()),
    /** Those of which the log alone says that they have failed, and the newest that it says. */
    failed: z.object({ connectors: z.array(z.string()), cause: z.string() }).optional(),
  }),
  find(evidence) {
    const { stats, log } = evidence;
    const uptime_ms = stats?.uptime_ms;
    if (stats?.state !== "Running" || uptime_ms === undefined) return [];
    if (uptime_ms < THRESHOLDS.firstRecordMs) return [];
    const silent = inputs(evidence).filter(
      (one) => one.records === 0 && one.troubles.length === 0 && one.end_of_input !== true,
    );
    if (silent.length === 0) return [];
    const names = silent.map(({ name }) => name);
    const fatal = log === undefined ? [] : silent.flatMap(({ name }) => loggedFatal(log, name) ?? []);
    const warnings = log === undefined ? [] : newestWarnings(log);
    const warned = connectorFailure(warnings, names);
    const newest = fatal.at(-1) ?? warned;
    const said =
      fatal.length > 0
        ? undefined
        : (sayingWhy(warned?.cause ?? warned?.message) ?? libraryOf(silent, warnings, evidence));
    const [first] = silent;
    return [
      {
        about: {
          connectors: silent.map(({ name }) => name),
          uptime_ms,
          is_open: silent.every((one) => one.paused !== undefined && one.end_of_input !== undefined),
          are_errors_told: silent.every(
            (one) => one.parse_errors !== undefined && one.transport_errors !== undefined,
          ),
          ...(said !== undefined &&
            silent.length === 1 && { said, ...serverOf(first?.name ?? "", said, evidence) }),
          is_log_told: log !== undefined && areDeclared(names, evidence),
          from_end: fromEnd(names, evidence),
          ...failedOf(fatal),
        },
        ...(fatal.length > 0 && { severity: "error" as const }),
        signs: silent.map(({ name }) => ({
          part: "stats" as const,
          field: `inputs.${name}.metrics.total_records`,
          value: { count: 0 },
        })),
        quotes: newest === undefined ? [] : [{ part: "log" as const, texts: [newest.message] }],
      },
    ];
  },
  what: ({ connectors, uptime_ms, is_open, are_errors_told, said, failed, ...of }) =>
    words`${nameList(connectors)} ${connectors.length === 1 ? words`has` : words`have`} delivered nothing in ${span(Number(uptime_ms))}${are_errors_told ? words`, without an error in the statistics` : words`; whether it met errors is not known`}${is_open ? undefined : words`; whether it is paused or at its end is not known`}${failed && words`; ${nameList(failed.connectors)} failed, as its log alone says: ${failed.cause}`}${said === undefined ? undefined : words`; its log: ${said}${serverWords(of)}`}`,
  brief: ({ connectors, said, failed, from_end, ...of }) =>
    failed === undefined
      ? words`${nameList(connectors)} delivered nothing${said === undefined ? (from_end.length === 0 ? undefined : words` (${START_FROM.name} ${START_FROM.end}: what was there before is not read)`) : words`: ${gist(said)}${meantWords(said)}${serverWords(of)}`}`
      : words`${nameList(failed.connectors)} failed: ${gist(failed.cause)}`,
  cause({ failed, said, is_log_told, from_end }) {
    const why = connectorAdvice(said ?? "");
    if (failed === undefined && why !== undefined) return words`${why}. So far only its log says so`;
    return failed === undefined
      ? words`An empty or wrong topic, bucket or path, a server that does not answer (some transports only log a warning), or simply no data yet${fromEndWords(from_end)}${is_log_told ? undefined : words`; whether its log says that it failed is not known`}`
      : words`${connectorAdvice(failed.cause) ?? OF_NO_KIND}. ${UNTIL_RESTARTED}`;
  },
  next: ({ connectors: [first = ""] }) => [
    ...connectorCall(first, "input", words`for its configuration`),
    { tool: "get_pipeline_logs", args: { level: "warn" }, why: words`for warnings of its transport` },
  ],
});

/** Of a pipeline that carries on, they carry on as well, wherever they began. */
function fromEnd(names: readonly string[], { pipeline, stats }: Evidence): string[] {
  const declared = stats?.resumed === true ? [] : (pipeline?.connectors ?? []);
  return declared.flatMap(({ name, transport, transport_config }) =>
    names.includes(name) && beginsAtEnd(transport, transport_config) ? [name] : [],
  );
}

function fromEndWords(from_end: readonly string[]): Words | undefined {
  if (from_end.length === 0) return undefined;
  return words`. ${nameList(from_end)} ${from_end.length === 1 ? words`reads` : words`read`} only what is written to the topic after the start (${START_FROM.name} is ${START_FROM.end}, the default): set it to ${START_FROM.beginning} for what was there before`;
}

function failedOf(fatal: readonly ConnectorFailure[]) {
  const { name, cause } = fatal.at(-1) ?? {};
  if (name === undefined || cause === undefined) return {};
  return { failed: { connectors: fatal.flatMap((one) => one.name ?? []), cause } };
}

/** The same on one line, where it is of a connection or of another known kind. */
function sayingWhy(text: string | undefined): string | undefined {
  const said = text && errorReason(text);
  return said && (ofConnection(said) ?? (connectorAdvice(said) && said));
}

/** What the libraries of these transports say, which name a broker or an object, and no connector. */
const LIBRARIES: ReadonlyMap<string, (warnings: readonly LogRecordFacts[]) => string | undefined> = new Map([
  ["kafka_input", brokerFailure],
  ["s3_input", (warnings) => sayingWhy(objectFailure(warnings))],
]);

function areDeclared(names: readonly string[], { pipeline }: Evidence): boolean {
  return names.every((name) => pipeline?.connectors.some((one) => one.name === name) === true);
}

function libraryOf(
  silent: readonly ConnectorStats[],
  warnings: readonly LogRecordFacts[],
  { pipeline }: Evidence,
): string | undefined {
  for (const [transport, said] of LIBRARIES) {
    const those = pipeline?.connectors.filter((one) => one.transport === transport) ?? [];
    const [only, ...others] = those;
    const isIt = only !== undefined && others.length === 0 && silent.some(({ name }) => name === only.name);
    if (isIt) return said(warnings);
  }
  return undefined;
}

/** A queue of an input that is at its limit, or that its source fills again as soon as it may. */
export function isFull({ troubles, waiting_records, limit_records }: ConnectorStats): boolean {
  if (troubles.includes("at its limit")) return true;
  if (waiting_records === undefined || limit_records === undefined) return false;
  return Number(waiting_records) >= Number(limit_records) * THRESHOLDS.queueShare;
}

/** Inputs are at their limit while no output holds anything up: the circuit itself is the slow part. */
const backpressure = defineRule({
  id: "input/backpressure",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`input queues at their limit`,
  thresholds: ["queueShare", "startS"],
  about: z.object({
    connectors: z.array(z.object({ name: z.string(), waiting_records: Integer.optional() })),
    /** Whether all of them are below it, by no more than what a source reads at once. */
    nearly: z.boolean(),
    /** So soon after its start that what had waited may fill them. */
    is_young: z.literal(true).optional(),
    processed_per_s: z.number().optional(),
    /** What the program is compiled with, where that is without optimisation. */
    profile: z.string().optional(),
  }),
  find(evidence) {
    const full = inputs(evidence).filter(isFull);
    if (full.length === 0) return [];
    const per_sec = evidence.time_series?.records?.per_sec;
    const profile =
      evidence.pipeline && unoptimizedProfile(evidence.pipeline, evidence.stats?.runtime_version);
    const is_young = hasJustStarted(evidence.stats);
    return [
      {
        ...(is_young && { severity: "info" as const }),
        about: {
          connectors: full.map(({ name, waiting_records }) => ({
            name,
            ...(waiting_records !== undefined && { waiting_records }),
          })),
          nearly: full.every(({ troubles }) => !troubles.includes("at its limit")),
          ...(is_young && { is_young: true as const }),
          ...(per_sec !== undefined && { processed_per_s: per_sec }),
          ...(profile !== undefined && { profile }),
        },
        signs: full.map(({ name, waiting_records = 0, limit_records }) => ({
          part: "stats" as const,
          field: `inputs.${name}.metrics.buffered_records`,
          value: { count: waiting_records, unit: "records" },
          ...(limit_records !== undefined && { threshold: { count: limit_records, unit: "records" } }),
        })),
      },
    ];
  },
  what({ connectors, nearly, is_young, processed_per_s }) {
    const each = connectors.map(
      ({ name, waiting_records }) =>
        words`${name}${waiting_records === undefined ? undefined : words` (${grouped(waiting_records)} records wait)`}`,
    );
    const rate =
      processed_per_s === undefined
        ? undefined
        : words`; the circuit processes ${grouped(Math.round(processed_per_s))} records/s`;
    const why = is_young ? undefined : words`more comes in than the circuit processes: `;
    return words`${why}the ${each.length === 1 ? words`queue` : words`queues`} of ${joined(each, words`, `)} ${each.length === 1 ? words`is` : words`are`} ${nearly ? words`nearly ` : undefined}at ${each.length === 1 ? words`its limit` : words`their limits`}${is_young ? words` so soon after its start` : undefined}${rate}`;
  },
  brief: ({ connectors, is_young }) =>
    is_young
      ? words`so soon after its start all that had waited fills the queue of ${nameList(connectors.map(({ name }) => name))}, most likely`
      : words`more comes to ${nameList(connectors.map(({ name }) => name))} than the circuit processes`,
  cause: ({ profile, is_young }) =>
    is_young
      ? words`What had waited for the start, most likely, which it works off; look again: if it stays so, more comes in than the circuit processes`
      : words`The SQL is the slow part: ${profile && words`it is compiled without optimisation (profile ${profile}), which makes it many times slower; beside that `}a costly operator, skew between workers, too few workers, or slow storage. The source is made to wait, so nothing is lost`,
  next: ({ is_young }) =>
    is_young ? [] : [circuitCall(words`for skew, exploding joins and storage`), COSTLIEST_CALL],
});

export const INPUT_FAILURE_RULES = [vanished];
export const INPUT_RULES = [backpressure, starved];
