import { LEVELS, type Level, type LogRecord, textOf } from "./record.ts";

/** What `compilePattern` returns fits. */
export interface Matcher {
  matches(text: string): boolean;
}

export interface LogFilter {
  /** This level and the more severe ones; records without a level count as info. */
  readonly level?: Level | undefined;
  /** In ms since the epoch, inclusive. An untimed record is in if it can be. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly grep?: Matcher | undefined;
  readonly exclude?: Matcher | undefined;
}

export const FILTERS = ["level", "since", "until", "grep", "exclude"] as const;
export type FilterName = (typeof FILTERS)[number];

export interface SelectedRecord {
  readonly record: LogRecord;
  /** It does not match, but stands next to one that does. */
  readonly isContext: boolean;
}

export interface Selection {
  /** In the log's order. */
  readonly selected: readonly SelectedRecord[];
  readonly matched: number;
  /** Records that do not match, by the first filter that they fail. */
  readonly leftOut: Record<FilterName, number>;
}

/**
 * The records that pass all filters, and up to `context` records on either side of each of them, except those that
 * `exclude` names.
 */
export function selectRecords(records: readonly LogRecord[], filter: LogFilter, context: number): Selection {
  const leftOut: Record<FilterName, number> = { level: 0, since: 0, until: 0, grep: 0, exclude: 0 };
  const failed = records.map((record) => failedFilter(record, filter));
  for (const name of failed) if (name !== undefined) leftOut[name]++;
  const near = nearMatches(failed, context);
  const selected: SelectedRecord[] = [];
  for (const [position, record] of records.entries()) {
    const matches = failed[position] === undefined;
    const isContext = !matches && near[position] === 1 && !filter.exclude?.matches(textOf(record));
    if (matches || isContext) selected.push({ record, isContext });
  }
  return { selected, matched: failed.filter((name) => name === undefined).length, leftOut };
}

function failedFilter(record: LogRecord, filter: LogFilter): FilterName | undefined {
  if (filter.level !== undefined && severity(record.level ?? "info") > severity(filter.level)) return "level";
  if (filter.since !== undefined && latest(record) < filter.since) return "since";
  if (filter.until !== undefined && earliest(record) > filter.until) return "until";
  if (filter.grep === undefined && filter.exclude === undefined) return undefined;
  const text = textOf(record);
  if (filter.grep !== undefined && !filter.grep.matches(text)) return "grep";
  if (filter.exclude?.matches(text)) return "exclude";
  return undefined;
}

/** 0 for the most severe. */
function severity(level: Level): number {
  return LEVELS.indexOf(level);
}

/** The times of threads interleave, so either neighbour of an untimed record may be the later one. */
function latest(record: LogRecord): number {
  if (record.moment !== undefined) return record.moment.epochMs;
  const { after, before } = record.between ?? {};
  return before === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(before.epochMs, after?.epochMs ?? before.epochMs);
}

function earliest(record: LogRecord): number {
  if (record.moment !== undefined) return record.moment.epochMs;
  const { after, before } = record.between ?? {};
  return after === undefined
    ? Number.NEGATIVE_INFINITY
    : Math.min(after.epochMs, before?.epochMs ?? after.epochMs);
}

/** 1 for each record that does not match, but has a match at most `context` places away. */
function nearMatches(failed: readonly (FilterName | undefined)[], context: number): Uint8Array {
  const near = new Uint8Array(failed.length);
  let reach = 0;
  const visit = (position: number) => {
    if (failed[position] === undefined) reach = context;
    else if (reach-- > 0) near[position] = 1;
  };
  for (let position = 0; position < failed.length; position++) visit(position);
  reach = 0;
  for (let position = failed.length - 1; position >= 0; position--) visit(position);
  return near;
}
