import * as z from "zod";
import { NamedOperators } from "../../analysis/circuit/named-operators.ts";
import { THREAD_WORK, type ThreadWork } from "../../analysis/logs/panicked-thread.ts";
import type { PanicFacts } from "../../analysis/logs/panics.ts";
import { UdfLine } from "../../analysis/pipeline/deployment-error.ts";
import { isOfFile, isOfFullStorage } from "../../analysis/pipeline/failure-kind.ts";
import { runtimeOf } from "../../analysis/pipeline/runtime.ts";
import type { Severity, Sign } from "../../answers/diagnosis.ts";
import { isBefore } from "../../feldera/versions.ts";
import { placeWords } from "../../text/circuit/circuit-sql.ts";
import { moment, plural } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { type Words, words } from "../../text/page/words.ts";
import { udfWords } from "../../text/pipeline/failure.ts";
import { operatorName } from "../../text/sql/operator-name.ts";
import type { Evidence } from "../evidence.ts";
import { OF_UDF, storageAdvice } from "../failure-advice.ts";
import { defineRule } from "../rule.ts";

/** From here on the count holds every panic of the process. */
const COUNTED_SINCE = "0.371.0";

/** Those of the process that runs, or ran last. */
export function currentPanics({ log }: Evidence): PanicFacts[] {
  return (log?.panics ?? []).filter(({ is_over }) => !is_over);
}

/** The pipeline fails with a panic of these, and then its error tells it. */
const FATAL: ReadonlySet<ThreadWork> = new Set<ThreadWork>(["worker", "merger", "circuit"]);

export function isFatal({ work }: PanicFacts): boolean {
  return FATAL.has(work);
}

/** What else was being made when the start failed meets its end, and panics with it. */
const OF_AN_ENDED_START = /\bafter the runtime has terminated\b/;

function isToldByFailure({ work, message }: PanicFacts, { pipeline }: Evidence): boolean {
  const failure = pipeline?.state.failure;
  if (failure !== undefined && OF_AN_ENDED_START.test(message)) return true;
  return FATAL.has(work) && (failure?.panic !== undefined || /Panic/.test(failure?.error_code ?? ""));
}

interface Told {
  readonly newest: PanicFacts;
  readonly times: number;
}

/** Alike but for the time, and for which of the workers, mergers or tasks it was. */
function foldedPanics(panics: readonly PanicFacts[]): Told[] {
  const byKey = new Map<string, Told>();
  for (const panic of panics) {
    const { work, connector, thread, message, location } = panic;
    const who = work === "unknown" ? thread : (connector ?? work);
    const key = [work, who, withoutPaths(message), location].join("\n");
    byKey.set(key, { newest: panic, times: (byKey.get(key)?.times ?? 0) + 1 });
  }
  return [...byKey.values()];
}

/** Each thread names the file that it wrote itself. */
function withoutPaths(message: string): string {
  return message.replace(/\/[^\s:"]+/g, "/…");
}

/** How much of what another thread said shows that a panic is of that one. */
const QUOTED_CHARS = 40;

/** The thread that drives the circuit panics with what a worker or a merger said: its own panic tells no more. */
function withoutEchoes(panics: readonly PanicFacts[]): PanicFacts[] {
  return panics.filter(
    (panic) =>
      panic.work !== "circuit" ||
      !panics.some(
        ({ work, message }) =>
          work !== "circuit" &&
          message.length >= QUOTED_CHARS &&
          panic.message.includes(message.slice(0, QUOTED_CHARS)),
      ),
  );
}

/** The connector that a thread or an error can only be of which names its transport: the one that has it. */
export function onlyConnectorOf(transport: string | undefined, { pipeline }: Evidence): string | undefined {
  const [only, another] = (pipeline?.connectors ?? []).filter((one) => one.transport === transport);
  return transport === undefined || another !== undefined ? undefined : only?.name;
}

export const STATE_UNREAD = words`. Whether the pipeline still runs is not known`;

const Panicked = z.object({
  thread: z.string(),
  work: z.enum(THREAD_WORK),
  connector: z.string().optional(),
  transport: z.string().optional(),
  message: z.string(),
  location: z.string().optional(),
  in_udf: z.boolean(),
  udf: z.string().optional(),
  udf_line: UdfLine.optional(),
  operators: NamedOperators.shape.operators,
  after: z.string().optional(),
  times: z.int(),
  aborted: z.boolean(),
  /** Whether the circuit computes nothing more, though the process runs. */
  stops_circuit: z.boolean().optional(),
  /** Absent where its state was not read. */
  is_stopped: z.boolean().optional(),
  /** The process counts no panic of its own, by a count that holds every one; absent where that is not known. */
  is_uncounted: z.boolean().optional(),
});

/** A panic of a thread without which nothing is computed. */
export const StopsCircuit = z.looseObject({ stops_circuit: z.literal(true) });

type Panicked = z.infer<typeof Panicked>;

function aboutOf({ newest, times }: Told, evidence: Evidence): z.input<typeof Panicked> {
  const { log, pipeline } = evidence;
  const { is_over: _, text: __, ...said } = newest;
  const connector = newest.connector ?? onlyConnectorOf(newest.transport, evidence);
  const places = log?.panicked_operators?.operators ?? [];
  const is_uncounted = isUncounted(evidence);
  return {
    ...said,
    ...(connector !== undefined && { connector }),
    ...(newest.in_udf && log?.panicked_udf_line && { udf_line: log.panicked_udf_line }),
    operators: places.filter(({ crate }) => newest.operators.includes(crate)),
    times,
    ...(pipeline && { is_stopped: pipeline.state.deployment.status === "Stopped" }),
    ...(is_uncounted !== undefined && { is_uncounted }),
  };
}

function isUncounted({ metrics, pipeline }: Evidence): boolean | undefined {
  if (metrics?.panics !== 0) return metrics?.panics === undefined ? undefined : false;
  const isOld = isBefore(runtimeOf({ pipeline }) ?? "", COUNTED_SINCE);
  return isOld === undefined ? undefined : !isOld;
}

function severityOf({ work, is_stopped, is_uncounted }: z.input<typeof Panicked>): Severity {
  return is_stopped || is_uncounted || work === "http" ? "warning" : "error";
}

function signsOf({ newest }: Told, { metrics }: Evidence): Sign[] {
  const { thread, location } = newest;
  return [
    { part: "log", field: "thread", value: { text: thread } },
    ...(location === undefined
      ? []
      : [{ part: "log" as const, field: "location", value: { text: location } }]),
    ...(metrics?.panics === undefined || metrics.panics === 0
      ? []
      : [{ part: "metrics" as const, field: "process_panics_total", value: { count: metrics.panics } }]),
  ];
}

const panicked = defineRule({
  id: "runtime/thread-panicked",
  severity: "error",
  parts: ["log"],
  looksFor: words`a thread that panicked, of whatever the pipeline runs`,
  explains: ["runtime/aborted"],
  about: Panicked,
  find(evidence) {
    const panics = currentPanics(evidence).filter((panic) => !isToldByFailure(panic, evidence));
    return foldedPanics(withoutEchoes(panics)).map((told) => {
      const about = aboutOf(told, evidence);
      const severity = severityOf(about);
      const stops_circuit = severity === "error" && about.is_stopped === false && FATAL.has(about.work);
      const quotes = [{ part: "log" as const, texts: [told.newest.text] }];
      const signs = signsOf(told, evidence);
      if (!stops_circuit) return { about, severity, signs, quotes };
      return { about: { ...about, stops_circuit }, severity, signs, quotes, explains: OF_A_STILL_CIRCUIT };
    });
  },
  what(about) {
    const { message, times, after } = about;
    const often = times > 1 ? words` ${plural(times, words`time`, words`times`)}` : undefined;
    const last = times > 1 ? words`the last ` : undefined;
    const when = after === undefined ? undefined : words`, ${last}after ${moment(after)}`;
    return words`${whoWords(about)} panicked${often}${placeOf(about)}${storageOf(about)}${when}: ${message === "" ? words`it said nothing` : words`${message}`}`;
  },
  brief: (about) => words`${whoWords(about)} panicked${storageOf(about) ?? words`: ${gist(about.message)}`}`,
  cause: (about) => words`${consequenceOf(about)}${fullOf(about)}${doubtOf(about)}`,
  next: ({ in_udf, work }) => [
    { tool: "get_pipeline_logs", args: { level: "error" }, why: words`for its whole backtrace` },
    ...(in_udf
      ? [{ tool: "get_pipeline", args: { section: "program" }, why: words`for the function's source` }]
      : []),
    ...(work === "connector"
      ? [{ tool: "get_stats", args: {}, why: words`to see whether the connector still moves` }]
      : []),
  ],
});

/** What shows, and says nothing of its own, once the circuit stands still. */
const OF_A_STILL_CIRCUIT = [
  "transaction/slow-commit",
  "engine/no-progress",
  "input/backpressure",
  "input/falling-behind",
  "input/held-for-batch",
];

function storageOf({ message }: Panicked): Words | undefined {
  if (isOfFile(message)) return words`, because it could not make a file in its storage`;
  return isOfFullStorage(message) ? words`, because its storage is full or failed` : undefined;
}

function fullOf({ message }: Panicked): Words | undefined {
  return isOfFullStorage(message) ? words`. ${storageAdvice(message)}; then start it again` : undefined;
}

function whoWords({ work, connector, transport, thread }: Panicked): Words {
  const of = words`thread ${thread}`;
  if (connector !== undefined) return words`the connector ${connector} (${of})`;
  if (work === "connector") {
    return words`a connector${transport === undefined ? undefined : words` of transport ${transport}`}, which one is not known (${of})`;
  }
  return words`${WHO[work]} (${of})`;
}

const WHO: Readonly<Record<ThreadWork, Words>> = {
  worker: words`a worker`,
  merger: words`a background merge`,
  circuit: words`the thread that drives the circuit`,
  connector: words`a connector`,
  start: words`the start of the pipeline`,
  task: words`an asynchronous task`,
  http: words`the answer to an HTTP request`,
  checkpoint: words`the writing of a checkpoint`,
  backpressure: words`what holds inputs back while queues are full`,
  "memory monitor": words`what measures memory pressure`,
  unknown: words`a thread`,
};

function placeOf({ in_udf, udf, udf_line, operators, location }: Panicked): Words {
  const place = operators.find((one) => one.place !== undefined)?.place;
  const sql =
    place && words`, in ${placeWords(place)}, operator ${operatorName(place.handle)} (${place.operator})`;
  if (!in_udf) return words`${sql}`;
  const code = udf_line && words`: ${udf_line.code}`;
  return words` in ${udfWords(udf)} (${location ?? words`udf.rs`}${code})${sql}`;
}

/** What died with it. */
function consequenceOf({ aborted, is_stopped, in_udf, work }: Panicked): Words {
  if (aborted) return words`Rust gave up the whole process at once with it`;
  if (is_stopped) return words`That was in its last run: the same input or the same step brings it back`;
  if (in_udf) return OF_UDF;
  return CONSEQUENCE[work];
}

const NOT_STARTED_AGAIN = words`A panic ends its thread, and Feldera starts no other`;

const CONSEQUENCE: Readonly<Record<ThreadWork, Words>> = {
  worker: words`Without one of its workers the circuit computes nothing more; the pipeline fails with it, or stands still`,
  merger: words`Without its merges the circuit stands still before long; the pipeline fails with it, or takes ever more memory and storage`,
  circuit: words`${NOT_STARTED_AGAIN}: nothing is processed any more, though the process still answers`,
  connector: words`${NOT_STARTED_AGAIN}: this connector stands still until the pipeline is started again, while the others go on and its own status may show no error. What it read or wrote last is the first suspect`,
  start: words`What was to be started with it is missing until the pipeline is started again`,
  task: words`A panic ends the one task that ran on the thread, and the pipeline lives on without it: part of a connector, a query, a request. The frames of its backtrace tell which; if it was a connector's, that stands still until the pipeline is started again`,
  http: words`Only the request that was being answered is lost with it; the pipeline goes on`,
  checkpoint: words`The checkpoint that was being written is lost; whether later ones are made, get_checkpoint_status tells`,
  backpressure: words`${NOT_STARTED_AGAIN}: inputs that were held back stay so, and others are held back no more`,
  "memory monitor": words`${NOT_STARTED_AGAIN}: memory pressure stays as it was last measured, and nothing is written out in time`,
  unknown: words`Its name does not say what the thread was for, and the frames of its backtrace may: whatever it was, it ended there while the rest goes on`,
};

function doubtOf({ is_uncounted, is_stopped }: Panicked): Words | undefined {
  if (is_stopped === undefined) return STATE_UNREAD;
  if (is_uncounted === undefined && !is_stopped) {
    return words`. Whether the process counts it is not known: a row's text may read like a panic`;
  }
  return is_uncounted
    ? words`. The process itself counts no panic since it started, so that this is of an earlier one, or a row's text that reads like one`
    : undefined;
}

export const PANIC_RULES = [panicked];
