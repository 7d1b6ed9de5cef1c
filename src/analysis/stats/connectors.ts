import * as z from "zod";
import type { Connector } from "../../feldera/schemas/program.ts";
import type { ConnectorError, InputStats, OutputStats, Stats } from "../../feldera/schemas/stats.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { readConnectorSettings } from "../../feldera/settings/connector.ts";
import { isEnding } from "../../feldera/settings/endless.ts";
import { Framing, readFraming } from "../../feldera/settings/framing.ts";
import { isBefore } from "../../feldera/versions.ts";
import { nameInPath } from "../../sql-identifiers.ts";
import { Awaits, withAwaits } from "./awaits.ts";
import { type Count, difference, isAtLeast, isPositive, known, perSecond } from "./counts.ts";
import { errorReason } from "./error-reason.ts";
import { framingSaid } from "./framing-said.ts";
import { ParseLoss, parseLoss } from "./parse-loss.ts";
import type { Column } from "./parse-mismatch-kinds.ts";
import { areOfFlush, areRetried, isOfFlush, TransportLoss, transportLosses } from "./transport-errors.ts";
import type { Window } from "./window.ts";

/** What is wrong with a connector, or keeps it from working; the most serious first. */
export const ConnectorTrouble = z.enum([
  "missing",
  "fatal error",
  "unhealthy",
  "discards output",
  "at its limit",
  "transport errors",
  "encode errors",
  "parse errors",
  "paused",
]);

const count = Integer.optional();

export const ConnectorStats = z.object({
  /** `table.connector` or `view.connector`. */
  name: z.string(),
  direction: z.enum(["input", "output"]),
  /** Its table or view. */
  relation: z.string().optional(),
  /** Whether the program declares it; absent where that was not checked. */
  declared: z.boolean().optional(),
  troubles: z.array(ConnectorTrouble),
  /** Received from the outside, or sent to it, since the connector was made. */
  records: count,
  bytes: count,
  records_per_s: z.number().optional(),
  /** Received and not yet taken by the circuit, or put out by the circuit and not yet sent. */
  waiting_records: count,
  /** Inputs only. */
  waiting_bytes: count,
  /** Outputs only: in the output buffer, before they are queued. */
  buffered_records: count,
  /** Outputs only, where changes are gathered first: until so many have come, or for so long. */
  gathers: z
    .object({ records: count, ms: Integer.optional(), delay_setting: z.string().optional() })
    .optional(),
  /** The backpressure thresholds, as configured. */
  limit_records: count,
  limit_bytes: count,
  /** Inputs only: how many records of it one step takes, where that is configured. */
  batch_records: count,
  transport_errors: count,
  /** The newest whose text is kept. */
  newest_transport_error: z
    .object({
      message: z.string(),
      /** Outputs only: whether those rows were written, and the flush to a disk failed that comes after that. */
      is_of_flush: z.literal(true).optional(),
      /** Outputs only: whether it is not told in which of these it was met. */
      is_untagged: z.literal(true).optional(),
    })
    .optional(),
  /** What was lost with transport errors, and is not tried again; absent where none says so. */
  transport_losses: z.array(TransportLoss).optional(),
  /** Outputs only: whether what met every error that is kept is tried again until it is sent. */
  only_retried: z.literal(true).optional(),
  /** Outputs to files only: whether with every error that is kept the rows were written, and only the flush failed. */
  only_of_flush: z.literal(true).optional(),
  /** Whether every transport error that is kept says no more than that it waits for a transaction to end. */
  only_waits_for_transactions: z.literal(true).optional(),
  parse_errors: count,
  encode_errors: count,
  /** The newest whose text is kept. */
  newest_encode_error: z.string().optional(),
  /** A paused input waits; a paused output throws away what it is given, for good. */
  paused: z.boolean().optional(),
  /** Whether the program says that it starts paused; absent where that was not checked. */
  starts_paused: z.boolean().optional(),
  /** Inputs only: why it has not started yet, where it is to start after others (start_after). */
  awaits: Awaits.optional(),
  end_of_input: z.boolean().optional(),
  /** Inputs only: it reads a file, a table or the like to its end, of which no figure tells how far off that is. */
  is_ending: z.literal(true).optional(),
  barrier: z.boolean().optional(),
  health: z.object({ status: z.string(), description: z.string().optional() }).optional(),
  /** Whether it has failed for good; absent where the runtime does not tell. */
  failed: z.boolean().optional(),
  fatal_error: z.string().optional(),
  /** Inputs only: when the newest rows came that are processed whole, RFC 3339, where its transport tells that. */
  last_rows_at: z.string().optional(),
  processing_latency_p99_us: count,
  /** Outputs only: it has put out all that follows from this many input records. */
  processed_input_records: count,
  /** Outputs only: input records that the circuit has processed and this output has not. */
  lag_records: count,
  /** Outputs only: how far it is in the batch that it writes. */
  batch_records_written: count,
  memory_bytes: count,
  /** Inputs only: how what is read becomes rows; absent where the configuration is not known. */
  framing: Framing.optional(),
  /** Inputs only, where rows did not parse. */
  parse_loss: ParseLoss.optional(),
});

export type ConnectorStats = z.infer<typeof ConnectorStats>;

type Direction = ConnectorStats["direction"];

/** The connectors that the program declares, by `table.connector`; absent where they are not known. */
export interface Declared {
  readonly input: Readonly<Record<string, Connector>>;
  readonly output: Readonly<Record<string, Connector>>;
  /** The columns of tables, by the bare name of each. */
  readonly columns?: Readonly<Record<string, readonly Column[]>>;
  /** The version of Feldera that takes their settings; absent where it is not known. */
  readonly runtime?: string;
  /** How many hosts run the pipeline; absent where that is not known. */
  readonly hosts?: number;
}

/**
 * Every connector that the statistics list, and every one that they do not list although the program declares it;
 * those in trouble first, the most serious trouble first. Statistics without a list say nothing of what is missing.
 */
export function connectorList(
  stats: Stats,
  declared: Declared | undefined,
  window?: Window,
): ConnectorStats[] {
  const { inputs, outputs, global_metrics } = stats;
  const processed = countsEveryHost(stats, declared) ? global_metrics?.total_processed_records : undefined;
  const listed = [
    ...(outputs ?? []).map((one) => outputStats(one, declared, processed, window)),
    ...withAwaits(
      (inputs ?? []).map((one) => inputStats(one, declared, window)),
      declared,
    ),
  ];
  const missing = declared && [
    ...(outputs ? missingFrom(outputs, declared.output, "output") : []),
    ...(inputs ? missingFrom(inputs, declared.input, "input") : []),
  ];
  return [...listed, ...(missing ?? [])].sort((a, b) => severity(a) - severity(b));
}

/** From here on an output counts what all hosts have processed, and not its own alone. */
const EVERY_HOST_SINCE = "0.372.0";

/** Whether what an output has processed can be compared with what the whole pipeline has. */
function countsEveryHost({ host_metrics, global_metrics }: Stats, declared: Declared | undefined): boolean {
  const hosts = Math.max(declared?.hosts ?? 1, host_metrics?.length ?? 1);
  const runtime = global_metrics?.runtime_version ?? declared?.runtime ?? "";
  return hosts <= 1 || isBefore(runtime, EVERY_HOST_SINCE) === false;
}

const NO_TROUBLE = ConnectorTrouble.options.length;

function severity({ troubles: [worst] }: ConnectorStats): number {
  return worst === undefined ? NO_TROUBLE : ConnectorTrouble.options.indexOf(worst);
}

function missingFrom(
  listed: readonly { endpoint_name: string }[],
  declared: Readonly<Record<string, Connector>>,
  direction: Direction,
): ConnectorStats[] {
  const names = new Set(listed.map((one) => one.endpoint_name));
  return Object.entries(declared).flatMap(([name, { stream }]) =>
    names.has(name)
      ? []
      : [{ name, direction, declared: true, troubles: ["missing" as const], ...known({ relation: stream }) }],
  );
}

export function inputStats(one: InputStats, declared: Declared | undefined, window?: Window): ConnectorStats {
  const metrics = one.metrics ?? {};
  const before = window?.before?.inputs?.find((other) => other.endpoint_name === one.endpoint_name);
  const configured = declared?.input[one.endpoint_name];
  const stream = one.config?.stream ?? configured?.stream;
  const framing = configured ? readFraming(configured) : framingSaid(one.parse_errors ?? []);
  const parse_loss = parseLoss({
    errors: Number(metrics.num_parse_errors ?? 0),
    texts: one.parse_errors ?? [],
    rows_read: metrics.total_records == null ? undefined : Number(metrics.total_records),
    bytes_read: Number(metrics.total_bytes ?? 0),
    framing,
    tables: declared?.columns,
    columns: stream == null ? undefined : declared?.columns?.[nameInPath(stream)],
  });
  return {
    ...(framing && { framing }),
    ...(parse_loss && { parse_loss }),
    ...(configured && isEnding(configured) && { is_ending: true as const }),
    ...inCommon(one, "input", declared, {
      waiting: metrics.buffered_records,
      waitingBytes: metrics.buffered_bytes,
      transport: metrics.num_transport_errors,
      parse: metrics.num_parse_errors,
      paused: one.paused === true,
    }),
    ...known({
      batch_records: configured?.max_batch_size,
      records: metrics.total_records,
      bytes: metrics.total_bytes,
      records_per_s: window && rateIn(window, metrics.total_records, before?.metrics?.total_records),
      paused: one.paused,
      end_of_input: metrics.end_of_input,
      barrier: one.barrier,
      last_rows_at: one.completed_frontier?.ingested_at,
      processing_latency_p99_us: metrics.processing_latency_p99_micros,
    }),
  };
}

export function outputStats(
  one: OutputStats,
  declared: Declared | undefined,
  processed?: Count,
  window?: Window,
): ConnectorStats {
  const metrics = one.metrics ?? {};
  const gathers = gathersOf(declared?.output[one.endpoint_name], declared?.runtime);
  const encode = one.encode_errors?.at(-1)?.message;
  const before = window?.before?.outputs?.find((other) => other.endpoint_name === one.endpoint_name);
  return {
    ...inCommon(one, "output", declared, {
      waiting: metrics.queued_records,
      transport: metrics.num_transport_errors,
      encode: metrics.num_encode_errors,
      discards: one.paused === true,
    }),
    ...(gathers && { gathers }),
    ...(encode != null && { newest_encode_error: errorReason(encode) }),
    ...known({
      records: metrics.transmitted_records,
      bytes: metrics.transmitted_bytes,
      records_per_s:
        window && rateIn(window, metrics.transmitted_records, before?.metrics?.transmitted_records),
      buffered_records: metrics.buffered_records,
      paused: one.paused,
      processed_input_records: metrics.total_processed_input_records,
      lag_records: difference(processed, metrics.total_processed_input_records),
      batch_records_written: metrics.batch_records_written,
      memory_bytes: metrics.memory,
    }),
  };
}

/** The longest that a setting of ms can be: no time at all. */
const FOREVER_MS = 10 ** 15;

function gathersOf(
  configured: Connector | undefined,
  runtime: string | undefined,
): ConnectorStats["gathers"] {
  if (configured?.enable_output_buffer !== true) return undefined;
  const delay = readConnectorSettings(configured, runtime).durations.output_buffering;
  const isLimited = delay.is === "set" && Number(delay.ms) < FOREVER_MS;
  return {
    ...known({ records: configured.max_output_buffer_size_records }),
    ...(isLimited && { ms: delay.ms, delay_setting: delay.name }),
  };
}

function rateIn({ ms, over }: Window, now: Count, before: Count): number | undefined {
  return perSecond(now, over === "since start" ? 0 : before, ms);
}

/** Feldera's own default for an input that sets no limit in bytes; outputs have none. */
const BYTES_PER_QUEUED_RECORD = 1000;

function queueLimit(
  configured: Connector,
  direction: Direction,
  runtime: string | undefined,
): number | bigint | undefined {
  const { queue } = readConnectorSettings(configured, runtime).sizes;
  if (queue.is === "set") return queue.bytes;
  const records = configured.max_queued_records;
  if (queue.is !== "unset" || direction === "output" || records == null) return undefined;
  return Number(records) * BYTES_PER_QUEUED_RECORD;
}

interface Signs {
  readonly waiting: Count;
  readonly waitingBytes?: Count;
  readonly transport: Count;
  readonly parse?: Count;
  readonly encode?: Count;
  readonly paused?: boolean;
  readonly discards?: boolean;
}

function inCommon(
  { endpoint_name, config, health, fatal_error, transport_errors }: InputStats | OutputStats,
  direction: Direction,
  declared: Declared | undefined,
  signs: Signs,
): ConnectorStats {
  const configured = declared?.[direction][endpoint_name];
  const newest = transport_errors?.at(-1);
  const transport_losses = transportLosses(transport_errors ?? [], signs.transport);
  const limits = {
    limit_records: configured?.max_queued_records,
    limit_bytes: configured && queueLimit(configured, direction, declared?.runtime),
  };
  const isFull =
    isAtLeast(signs.waiting, limits.limit_records) || isAtLeast(signs.waitingBytes, limits.limit_bytes);
  const troubles: Readonly<Record<z.infer<typeof ConnectorTrouble>, boolean>> = {
    missing: false,
    "fatal error": fatal_error != null,
    unhealthy: health?.status != null && health.status !== "Healthy",
    "discards output": signs.discards === true,
    "at its limit": isFull,
    "transport errors": isPositive(signs.transport),
    "encode errors": isPositive(signs.encode),
    "parse errors": isPositive(signs.parse),
    paused: signs.paused === true,
  };
  return {
    name: endpoint_name,
    direction,
    ...(declared && { declared: configured !== undefined }),
    ...(configured && { starts_paused: configured.paused === true }),
    troubles: ConnectorTrouble.options.filter((trouble) => troubles[trouble]),
    ...known({
      ...limits,
      relation: config?.stream,
      waiting_records: signs.waiting,
      waiting_bytes: signs.waitingBytes,
      transport_errors: signs.transport,
      parse_errors: signs.parse,
      encode_errors: signs.encode,
      failed: fatal_error === undefined ? undefined : fatal_error !== null,
      fatal_error,
    }),
    ...(newest?.message != null && {
      newest_transport_error: {
        message: errorReason(newest.message),
        ...(direction === "output" && newest.tag == null && { is_untagged: true as const }),
        ...(direction === "output" && isOfFlush(newest) && { is_of_flush: true as const }),
      },
    }),
    ...(transport_losses.length > 0 && { transport_losses }),
    ...(fatal_error == null && areRetried(transport_errors ?? []) && { only_retried: true as const }),
    ...((configured?.transport?.name ?? "file_output") === "file_output" &&
      areOfFlush(transport_errors ?? []) && { only_of_flush: true as const }),
    ...(areWaits(transport_errors ?? []) && { only_waits_for_transactions: true as const }),
    ...(health?.status != null && {
      health: { status: health.status, ...known({ description: health.description }) },
    }),
  };
}

/** The newest errors of each tag are kept, so that one with another tag would be among them. */
function areWaits(errors: readonly ConnectorError[]): boolean {
  return errors.length > 0 && errors.every(({ tag }) => tag === "transaction_boundary");
}
