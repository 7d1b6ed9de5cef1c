import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { isPositive } from "../../analysis/stats/counts.ts";
import { isPushed } from "../../analysis/stats/pushed.ts";
import { NO_TRANSACTION, type StatsFacts } from "../../analysis/stats/stats-facts.ts";
import type { Finding } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { bytes, grouped, plural, span } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { isClock, ticksPerS } from "../rules/fast-clock.ts";
import { GeneratedPace, generatedPace, generatedPaceWords } from "../rules/generated.ts";
import { NOTHING_RECEIVED } from "../rules/input.ts";
import { hasBacklog } from "../rules/progress.ts";
import { seriesWindow, windowWords } from "../rules/series-window.ts";
import { LongerSteps, longerSteps, longerStepsWords } from "../rules/step-lengths.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { defineVerdict } from "../verdict.ts";
import { Quiet, quietSources, quietWords } from "./quiet.ts";
import { Reason, reasonsOf, reasonWords } from "./reasons.ts";

/** The rules whose findings say that rows wait for longer than they should. */
export const HELD_UP: ReadonlySet<string> = new Set([
  "output/many-rows",
  "output/slow-sink",
  "output/behind",
  "output/held-in-buffer",
  "transaction/never-committed",
  "transaction/slow-commit",
  "input/backpressure",
  "input/falling-behind",
  "input/small-batches",
  "input/small-queue",
  "input/held-for-batch",
  "engine/no-progress",
  "engine/costliest-sql",
  "runtime/unresponsive",
]);

/** What waits is not told, or for how long a transaction holds it; something waits, and what may wait is not known, or whether it becomes less. */
const DOUBTS = ["waiting", "transaction", "limits", "lag", "unsent", "course"] as const;

/** What its inputs do; of those that have failed or are gone nothing more comes, and the rest may have ended. */
const INPUTS = ["active", "ended", "rest ended", "paused", "none", "unknown"] as const;

/** A file or the like that is read, and how far. */
const Reading = z.object({
  name: z.string(),
  records: Integer,
  bytes: Integer,
  records_per_s: z.number().optional(),
});

/** Does it keep up with what comes in: what waits at its inputs and before its outputs, and which way that goes. */
export const keepsUp = defineVerdict({
  verdict: "keeps_up",
  label: words`Keeps up`,
  parts: ["stats"],
  about: z.object({
    /** What it is held up by, as the findings tell it. */
    held_up_by: z.array(Reason),
    /** Where it does not run. */
    state: z.string().optional(),
    inputs: z.enum(INPUTS),
    /** The one of them that goes on, where it is known of all whether they do. */
    only_source: z.string().optional(),
    /** The table that it sends rows to, where those are sent by HTTP. */
    pushed_to: z.string().optional(),
    /** What sets its pace, where it is a generator. */
    generated: GeneratedPace.optional(),
    /** Why it is not known, though nothing shows that it does not. */
    doubt: z.enum(DOUBTS).optional(),
    /** Where its steps take longer than they did, so that it may keep up no longer. */
    longer_steps: LongerSteps.optional(),
    waiting_records: Integer.optional(),
    /** Processed, and not yet put out by every output. */
    uncompleted_records: Integer.optional(),
    reading: z.array(Reading),
    quiet: z.array(Quiet),
    is_read_on_average: z.boolean(),
    /** Whether what waited at the inputs became less between two looks. */
    drains: z.boolean(),
    window_ms: z.number().optional(),
    /** How long ago the time series ended that the rates are of, where they do not go on. */
    window_age_ms: z.number().optional(),
    input_per_s: z.number().optional(),
    processed_per_s: z.number().optional(),
    /** Whether the rates are of a look long enough, rather than means since the start. */
    is_average: z.boolean(),
  }),
  judge(evidence, findings) {
    const { stats } = evidence;
    if (stats === undefined) return undefined;
    const holding = findings.filter(({ rule, severity }) => HELD_UP.has(rule) && severity !== "info");
    const roots = new Set(holding.map(({ rule, follows_from }) => follows_from ?? rule));
    const held_up_by = reasonsOf(findings.filter(({ rule }) => roots.has(rule)));
    const rates = ratesOf(evidence);
    const isRunning = stats.state === undefined || stats.state === "Running";
    const doubt = doubtOf(evidence, stats);
    const longer_steps = longerSteps(evidence);
    const isKnown = isRunning && doubt === undefined && longer_steps === undefined;
    return {
      standing:
        held_up_by.length > 0 ? ("trouble" as const) : isKnown ? ("well" as const) : ("unknown" as const),
      about: {
        held_up_by,
        ...(doubt !== undefined && { doubt }),
        ...(longer_steps && { longer_steps }),
        ...(!isRunning && { state: stats.state }),
        ...paceOf(evidence, stats, findings),
        ...(stats.buffered_records !== undefined && { waiting_records: stats.buffered_records }),
        ...(stats.uncompleted_records !== undefined && { uncompleted_records: stats.uncompleted_records }),
        reading: isRunning ? stats.connectors.flatMap(readingOf) : [],
        quiet: isRunning ? quietSources(evidence) : [],
        is_read_on_average: stats.rates?.over === "since start",
        drains: drains(stats),
        ...rates,
      },
    };
  },
  rulesTold: ({ held_up_by }) => held_up_by.map(({ rule }) => rule),
  tell(about) {
    const { held_up_by, state, inputs, doubt, longer_steps, drains } = about;
    const sources = words`${readingWords(about)}${quietWords(about.quiet)}`;
    const figures = joined(figuresOf(about), words`, `);
    if (held_up_by.length > 0) {
      const but = drains ? words`, though what waits becomes less` : undefined;
      const why = joined(held_up_by.map(reasonWords), words`; `);
      return words`no, ${why}${but}: ${figures}${sources}`;
    }
    if (state !== undefined) return words`it is ${state}: ${figures}`;
    if (doubt !== undefined) {
      return words`${joined([DOUBT_WORDS[doubt], ...figuresOf(about)], words`; `)}${sources}`;
    }
    if (longer_steps !== undefined) {
      return words`it does now, but ${longerStepsWords(longer_steps)}: ${figures}${sources}`;
    }
    const why = sourceWords(about) ?? PACE_OF[inputs];
    return words`yes${why && words`, ${why}`}: ${figures}${sources}`;
  },
});

function sourceWords({
  only_source,
  pushed_to,
  generated,
}: {
  readonly only_source?: string | undefined;
  readonly pushed_to?: string | undefined;
  readonly generated?: z.infer<typeof GeneratedPace> | undefined;
}): Words | undefined {
  if (only_source === undefined) return undefined;
  if (pushed_to !== undefined) return words`what is sent to ${pushed_to} by HTTP sets the pace`;
  return words`${only_source} sets the pace${generated && words`, since ${generatedPaceWords(generated)}`}`;
}

const DOUBT_WORDS: Readonly<Record<(typeof DOUBTS)[number], Words>> = {
  waiting: words`not known: the statistics do not tell what waits`,
  transaction: words`not known: the statistics do not tell how long its transaction has been open`,
  limits: words`not known: the limits of its queues were not read`,
  lag: words`not known: the statistics do not tell whether an output lags behind`,
  unsent: words`not known: an output has sent none of the rows that wait for it`,
  course: words`it seems to, but one look does not tell whether what waits becomes less`,
};

type Inputs = (typeof INPUTS)[number];

export const INPUTS_PAUSED = words`its inputs are paused, or paused and ended`;

export const REST_ENDED = words`what has not failed of its input has ended`;

/** What decides how much comes to be processed, of a pipeline for which nothing waits long. */
const PACE_OF: Readonly<Record<Inputs, Words | undefined>> = {
  active: words`its sources set the pace`,
  unknown: undefined,
  ended: words`all its input has ended`,
  "rest ended": REST_ENDED,
  paused: INPUTS_PAUSED,
  none: words`it has no input connector`,
};

export function inputsOf({ connectors, lists_inputs, configuration_known }: StatsFacts): Inputs {
  if (!lists_inputs) return "unknown";
  const all = connectors.filter(isSource);
  // Beside the clock there may be those that are declared, and that are not there.
  if (all.length === 0) return configuration_known || !connectors.some(isClock) ? "none" : "unknown";
  const inputs = livingInputs(connectors);
  if (inputs.length === 0) return "unknown";
  const haveFailed = inputs.length < all.length;
  if (inputs.every(({ end_of_input }) => end_of_input === true)) return haveFailed ? "rest ended" : "ended";
  if (inputs.every(({ end_of_input, paused }) => end_of_input === true || paused === true)) return "paused";
  // The clock may be what goes on.
  return inputs.some(goesOn) && inputs.every(({ relation }) => relation !== undefined) ? "active" : "unknown";
}

/** What has failed or is gone brings nothing more, and is told by rules of its own. */
function livingInputs(connectors: StatsFacts["connectors"]): ConnectorStats[] {
  return connectors.filter(
    (one) => isSource(one) && one.failed !== true && !one.troubles.includes("missing"),
  );
}

function isSource(one: ConnectorStats): boolean {
  return one.direction === "input" && !isClock(one);
}

const goesOn = ({ end_of_input, paused }: ConnectorStats) => end_of_input === false && paused === false;

const Silent = z.object({ connectors: z.array(z.string()) });

/**
 * What has delivered nothing neither sets the pace nor has ended: it may have failed, as the log alone may say. Where
 * rows wait for longer than for the next step, it is not what goes on that sets it.
 */
function paceOf(evidence: Evidence, stats: StatsFacts, findings: readonly Finding[]): Pace {
  const abouts = findings.flatMap(({ rule, about }) => (rule === NOTHING_RECEIVED ? [about] : []));
  const silent = new Set(abouts.flatMap((about) => Silent.safeParse(about).data?.connectors ?? []));
  const others = { ...stats, connectors: stats.connectors.filter(({ name }) => !silent.has(name)) };
  const inputs = inputsOf(others);
  const isFed = livingInputs(others.connectors).some((one) => goesOn(one) && isPositive(one.records));
  const isToldBySilence = silent.size > 0 && inputs !== "active";
  const isPaced = isFed && stats.connectors.filter(isSource).every(isTakenAtOnce);
  const source = silent.size === 0 && isPaced ? onlySource(others) : undefined;
  const generated =
    source && generatedPace(source.name, Number(source.records), source.records_per_s, evidence);
  return {
    inputs: isToldBySilence || (inputs === "active" && !isPaced) ? "unknown" : inputs,
    ...(source && { only_source: source.name }),
    ...(source && isPushed(source) && source.relation !== undefined && { pushed_to: source.relation }),
    ...(generated && { generated }),
  };
}

interface Pace {
  readonly inputs: Inputs;
  readonly only_source?: string;
  readonly pushed_to?: string;
  readonly generated?: z.infer<typeof GeneratedPace>;
}

/** Whether no more of it waits than may have come since the last step began; of what has ended or is paused, none. */
function isTakenAtOnce(one: ConnectorStats): boolean {
  const { waiting_records: waiting, records_per_s = 0 } = one;
  if (waiting === undefined || waiting <= 0) return true;
  return goesOn(one) && Number(waiting) <= records_per_s * THRESHOLDS.queueS;
}

function onlySource({ connectors }: StatsFacts): ConnectorStats | undefined {
  const inputs = livingInputs(connectors);
  const areKnown = inputs.every(
    ({ end_of_input, paused, relation }) =>
      end_of_input !== undefined && paused !== undefined && relation !== undefined,
  );
  const [one, ...others] = inputs.filter(goesOn);
  // One that may have brought nothing may have failed, too.
  const isOnly = others.length === 0 && areKnown && isPositive(one?.records);
  return isOnly ? one : undefined;
}

function doubtOf(evidence: Evidence, stats: StatsFacts): (typeof DOUBTS)[number] | undefined {
  const { lists_inputs, lists_outputs, buffered_records, uncompleted_records, transaction, rates } = stats;
  const connectors = stats.connectors.filter(({ troubles }) => !troubles.includes("missing"));
  const waiting = connectors.map(({ waiting_records }) => waiting_records);
  const isTold =
    lists_inputs && lists_outputs && buffered_records !== undefined && !waiting.includes(undefined);
  if (!isTold || uncompleted_records === undefined || transaction === undefined) return "waiting";
  if (transaction.status !== NO_TRANSACTION && transaction.ms === undefined) return "transaction";
  const queued = connectors.filter(({ waiting_records = 0 }) => waiting_records > 0);
  const isGathering = connectors.some(
    ({ declared, buffered_records: gathered = 0 }) => declared === undefined && gathered > 0,
  );
  if (connectors.some(({ gathers, buffered_records: gathered }) => gathers && gathered === undefined)) {
    return "waiting";
  }
  if (isGathering) return "limits";
  if (connectors.some((one) => one.direction === "output" && isLagUntold(one, stats))) return "lag";
  if (connectors.some((one) => hasSentNothing(one, stats))) return "unsent";
  if (buffered_records <= 0 && queued.length === 0) return undefined;
  if (queued.some(({ declared, limit_records }) => declared !== false && limit_records === undefined)) {
    return "limits";
  }
  // Whether steps take all that they may of it, their number would tell.
  if (rates?.completed_steps_per_s === undefined && queued.some((one) => one.batch_records !== undefined)) {
    return "course";
  }
  // Of one that is not known to run nothing tells what the rows wait for.
  if (stats.state === undefined) return "course";
  if (rates?.over === "two samples") return undefined;
  // How far an output is behind is told by the rate of all.
  if (rates === undefined && connectors.some(({ lag_records = 0 }) => lag_records > 0)) return "course";
  if (evidence.time_series?.records === undefined) return "course";
  return hasBacklog(evidence) ? "course" : undefined;
}

/** Whether an output is behind by most of all that was processed, and has sent nothing: it has just begun, or is stuck. */
function hasSentNothing(
  { direction, records, waiting_records = 0, lag_records = 0, transport_errors = 0 }: ConnectorStats,
  { processed_records = 0 }: StatsFacts,
): boolean {
  const isBehind = processed_records > 0 && Number(lag_records) * 2 > Number(processed_records);
  // With errors, what was sent is not counted.
  return (
    direction === "output" &&
    records === 0 &&
    waiting_records > 0 &&
    Number(transport_errors) === 0 &&
    isBehind
  );
}

/** Whether rows wait before an output, and it is not told how far that is behind, or whether it met errors. */
function isLagUntold(
  { waiting_records = 0, lag_records, transport_errors }: ConnectorStats,
  { output_stall_ms }: StatsFacts,
): boolean {
  if (waiting_records <= 0 || lag_records === 0) return false;
  return [lag_records, transport_errors, output_stall_ms].includes(undefined);
}

function readingOf({
  is_ending,
  end_of_input,
  paused,
  records,
  bytes,
  ...one
}: ConnectorStats): z.infer<typeof Reading>[] {
  const isRead = is_ending === true && end_of_input === false && paused !== true && one.failed !== true;
  if (!isRead || records === undefined || records <= 0 || bytes === undefined) return [];
  const { name, records_per_s } = one;
  return [{ name, records, bytes, ...(records_per_s !== undefined && { records_per_s }) }];
}

/** "; trips.file has read 20,000 records (1.2 MiB), 400 a second, and Feldera does not tell how many are left". */
function readingWords({
  reading,
  is_read_on_average,
}: {
  readonly reading: readonly z.infer<typeof Reading>[];
  readonly is_read_on_average: boolean;
}): Words | undefined {
  if (reading.length === 0) return undefined;
  const on_average = is_read_on_average ? words` on average` : undefined;
  const each = reading.map(({ name, records, bytes: size, records_per_s: rate }) => {
    const pace = rate === undefined ? undefined : words`, ${grouped(Math.round(rate))} a second${on_average}`;
    return words`${name} has read ${grouped(records)} records (${bytes(Number(size))})${pace}`;
  });
  return words`; ${joined(each, words`; `)}, and Feldera does not tell how many are left`;
}

function drains({ rates }: StatsFacts): boolean {
  return (rates?.buffered_change_records ?? 0) < 0;
}

/** Rates of rows, without the ticks of NOW()'s clock, which Feldera counts among the records. */
function ratesOf(evidence: Evidence) {
  const { input_per_s, processed_per_s, ...rest } = recordRates(evidence);
  const ticks = ticksPerS(evidence.stats);
  return {
    ...rest,
    ...(input_per_s !== undefined && { input_per_s: Math.max(0, input_per_s - ticks) }),
    ...(processed_per_s !== undefined && { processed_per_s: Math.max(0, processed_per_s - ticks) }),
  };
}

type RecordRates = Omit<Figures, "waiting_records" | "uncompleted_records">;

/** Rates between two looks; from one, those of the time series, or else means since the start. */
function recordRates({ stats, time_series }: Evidence): RecordRates {
  const { rates } = stats ?? {};
  if (rates?.over !== "two samples" && time_series?.records !== undefined) {
    return {
      is_average: false,
      processed_per_s: time_series.records.per_sec,
      ...seriesWindow(time_series),
    };
  }
  return {
    is_average: rates?.over === "since start",
    ...(rates && { window_ms: rates.window_ms }),
    ...(rates?.input_records_per_s !== undefined && { input_per_s: rates.input_records_per_s }),
    ...(rates?.processed_records_per_s !== undefined && { processed_per_s: rates.processed_records_per_s }),
  };
}

interface Figures {
  readonly waiting_records?: number | bigint | undefined;
  readonly uncompleted_records?: number | bigint | undefined;
  readonly window_ms?: number | undefined;
  readonly window_age_ms?: number | undefined;
  readonly input_per_s?: number | undefined;
  readonly processed_per_s?: number | undefined;
  readonly is_average: boolean;
}

function figuresOf(figures: Figures): Words[] {
  const { waiting_records, uncompleted_records, window_ms, window_age_ms } = figures;
  const { input_per_s, processed_per_s, is_average } = figures;
  const rate = (perSecond: number) => plural(Math.round(perSecond), words`record/s`, words`records/s`);
  const over =
    window_ms === undefined
      ? undefined
      : is_average
        ? words` on average in the ${span(window_ms)} since its start`
        : windowWords(window_ms, window_age_ms);
  const flow = [
    ...(input_per_s === undefined ? [] : [words`${rate(input_per_s)} in`]),
    ...(processed_per_s === undefined ? [] : [words`${rate(processed_per_s)} processed`]),
  ];
  return [
    ...(waiting_records === undefined
      ? []
      : [words`${plural(waiting_records, words`record waits`, words`records wait`)} at its inputs`]),
    ...(uncompleted_records === undefined || uncompleted_records <= 0
      ? []
      : [words`${plural(uncompleted_records, words`is`, words`are`)} processed and not yet put out`]),
    ...(flow.length === 0 ? [] : [words`${joined(flow, words`, `)}${over}`]),
  ];
}
