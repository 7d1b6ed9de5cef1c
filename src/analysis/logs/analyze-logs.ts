import { abortsIn } from "./aborts.ts";
import { type LogFilter, selectRecords } from "./filter.ts";
import { type FoldedRecord, foldRecords, unfolded } from "./fold.ts";
import { cutText } from "./lines.ts";
import type { LogFacts, LogRecordFacts } from "./log-facts.ts";
import { panicsIn } from "./panics.ts";
import { processLimit } from "./process-limit.ts";
import type { Level, LogRecord } from "./record.ts";
import { type LogInput, readRecords } from "./records.ts";
import { type Run, segmentRuns } from "./runs.ts";
import { configurationKey, startFacts } from "./start-facts.ts";

export interface LogOptions extends LogFilter {
  /** How many records to show at most, the newest ones, counted after filters and folding; 100 by default. */
  readonly tail?: number | undefined;
  /** `current`, the default, is the last run, or the whole log if the pipeline never ran. */
  readonly run?: "current" | "previous" | "all" | undefined;
  /** Whether near-identical records are folded into the newest; they are by default. */
  readonly dedupe?: boolean | undefined;
  /** Records to show on either side of a match; none by default. */
  readonly context?: number | undefined;
  /** Whether to show the configuration dump whole, and not just its first line. */
  readonly showConfiguration?: boolean | undefined;
  /** What is kept of a line; 64 KiB by default. */
  readonly maxLineBytes?: number | undefined;
  /** What is shown of all records together, the newest ones; 256 KiB by default. */
  readonly maxShownBytes?: number | undefined;
}

const LINE_BYTES = 64 * 1024;
const SHOWN_BYTES = 256 * 1024;

/**
 * A bounded tail of a pipeline's log (`GET /v0/pipelines/{pipeline_name}/logs`, or logs.txt of a support bundle), as
 * records: first those of the wanted run, then the filters, the context, the folding, the tail.
 *
 * A log proves nothing about itself: a row that does not parse may put any line into it.
 */
export function analyzeLogs(input: LogInput, options: LogOptions = {}): LogFacts {
  const { maxLineBytes = LINE_BYTES, maxShownBytes = SHOWN_BYTES } = options;
  const log = readRecords(input, maxLineBytes);
  const runs = segmentRuns(log.records);
  const shown = shownRun(options.run ?? "current", runs.length);
  const inScope = recordsInScope(log.records, shown);
  const { selected, matched, leftOut } = selectRecords(inScope, options, options.context ?? 0);
  const folded = (options.dedupe ?? true) ? foldRecords(selected) : selected.map(unfolded);
  const newest = inScope.at(-1);
  const ofRun = recordsByRun(log.records, runs);
  const start = startFacts(ofRun.at(-1) ?? []);
  const process_limit = processLimit(ofRun.at(-1) ?? []);
  const tail = folded.slice(Math.max(0, folded.length - (options.tail ?? 100)));
  const shownAs = { showConfiguration: options.showConfiguration ?? false, maxBytes: maxShownBytes };
  const records = lastOf(
    tail.map((one) => recordFacts(one, shownAs)),
    maxShownBytes,
  );
  return {
    records,
    ...(newest && { newest: recordFacts(unfolded({ record: newest, isContext: false }), shownAs) }),
    runs: withConfigurations(runs.map(withoutUndefined), ofRun),
    ...(start && { start }),
    ...(process_limit && { process_limit }),
    panics: panicsIn(log.records),
    aborts: abortsIn(log.records),
    shown,
    read: {
      bytes: log.bytes,
      lines: log.lines,
      linesOutsideRecords: log.linesOutsideRecords,
      linesCut: log.linesCut,
      linesDiscardedByFeldera: log.linesDiscardedByFeldera,
      startCut: input.startsMidLine,
      ended: log.ended,
      records: log.records.length,
      recordsBeforeFirstRun: log.records.filter((record) => record.run === undefined).length,
    },
    levels: levelCounts(inScope),
    counts: {
      inScope: inScope.length,
      leftOut,
      matched,
      context: selected.length - matched,
      folded: selected.length - folded.length,
      cutByTail: folded.length - tail.length,
      cutBySize: tail.length - records.length,
    },
  };
}

function recordsByRun(records: readonly LogRecord[], runs: readonly Run[]): LogRecord[][] {
  const byRun: LogRecord[][] = runs.map(() => []);
  for (const record of records) if (record.run !== undefined) byRun[record.run]?.push(record);
  return byRun;
}

function withConfigurations(
  runs: readonly Run[],
  ofRun: readonly (readonly LogRecord[])[],
): LogFacts["runs"] {
  const keys = ofRun.map(configurationKey);
  const newest = keys.at(-1);
  return runs.map((run, i) => {
    const key = keys[i];
    const isComparable = i < runs.length - 1 && newest !== undefined && key !== undefined;
    return isComparable ? { ...run, isConfiguredOtherwise: key !== newest } : run;
  });
}

function shownRun(wanted: "current" | "previous" | "all", runCount: number): LogFacts["shown"] {
  if (wanted === "all" || (wanted === "current" && runCount === 0)) return { scope: "everything" };
  const run = wanted === "current" ? runCount - 1 : runCount - 2;
  return run < 0 ? { scope: "nothing" } : { scope: "run", run };
}

function recordsInScope(records: readonly LogRecord[], shown: LogFacts["shown"]): readonly LogRecord[] {
  if (shown.scope === "everything") return records;
  return records.filter((record) => record.run !== undefined && record.run === shown.run);
}

function levelCounts(records: readonly LogRecord[]): LogFacts["levels"] {
  const counts: Record<Level | "none", number> = { error: 0, warn: 0, info: 0, debug: 0, trace: 0, none: 0 };
  for (const record of records) counts[record.level ?? "none"]++;
  return counts;
}

/** The last records, as many as take so many bytes; the very last in any case. */
function lastOf(records: readonly LogRecordFacts[], maxBytes: number): LogRecordFacts[] {
  let bytes = 0;
  let first = records.length;
  for (const record of records.toReversed()) {
    bytes += Buffer.byteLength(record.message);
    if (bytes > maxBytes && first < records.length) break;
    first -= 1;
  }
  return records.slice(first);
}

interface Shown {
  readonly showConfiguration: boolean;
  /** What is shown of a message. */
  readonly maxBytes: number;
}

function recordFacts(folded: FoldedRecord, { showConfiguration, maxBytes }: Shown): LogRecordFacts {
  const { record } = folded;
  const isFolded = record.kind === "configuration" && !showConfiguration && record.lines > 1;
  const message = cutText(isFolded ? firstLine(record.message) : record.message, maxBytes);
  const bytesCut = record.bytesCut + message.bytesCut;
  return withoutUndefined({
    kind: record.kind,
    source: record.source,
    level: record.level,
    time: record.moment?.time,
    epochMs: record.moment?.epochMs,
    between:
      record.between &&
      withoutUndefined({ after: record.between.after?.time, before: record.between.before?.time }),
    target: record.target,
    span: record.span,
    message: message.text,
    lines: record.lines,
    linesFolded: isFolded ? record.lines - 1 : undefined,
    bytesCut: bytesCut > 0 ? bytesCut : undefined,
    run: record.run,
    isContext: folded.isContext ? true : undefined,
    repeats:
      folded.count > 1
        ? withoutUndefined({ count: folded.count, first: folded.first?.time, last: folded.last?.time })
        : undefined,
  });
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}

/** The same facts without the keys that hold nothing. */
function withoutUndefined<Facts extends object>(facts: Facts): Facts {
  const present = { ...facts };
  for (const [key, value] of Object.entries(present)) {
    if (value === undefined) Reflect.deleteProperty(present, key);
  }
  return present;
}
