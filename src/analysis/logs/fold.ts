import type { SelectedRecord } from "./filter.ts";
import type { LogRecord, Moment } from "./record.ts";

export interface FoldedRecord {
  /** The newest of those that are near-identical. */
  readonly record: LogRecord;
  readonly isContext: boolean;
  readonly count: number;
  readonly first: Moment | undefined;
  readonly last: Moment | undefined;
}

/**
 * Folds near-identical records: equal in level, source, target and span, and in the message but for numbers,
 * ids, times and quoted values. They need not be adjacent; the newest is kept, in its place. A match never folds
 * into context, which may lack what was searched for.
 */
export function foldRecords(selected: readonly SelectedRecord[]): FoldedRecord[] {
  const byKey = new Map<string, FoldedRecord>();
  for (const one of selected) {
    const key = keyOf(one);
    const before = byKey.get(key);
    // A key that is set anew moves to the end of the map.
    byKey.delete(key);
    byKey.set(key, before === undefined ? unfolded(one) : folded(before, one));
  }
  return [...byKey.values()];
}

export function unfolded({ record, isContext }: SelectedRecord): FoldedRecord {
  return { record, isContext, count: 1, first: record.moment, last: record.moment };
}

function folded(before: FoldedRecord, { record, isContext }: SelectedRecord): FoldedRecord {
  return {
    record,
    isContext,
    count: before.count + 1,
    first: earlier(before.first, record.moment),
    last: later(before.last, record.moment),
  };
}

function earlier(one: Moment | undefined, other: Moment | undefined): Moment | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.epochMs < one.epochMs ? other : one;
}

function later(one: Moment | undefined, other: Moment | undefined): Moment | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.epochMs < one.epochMs ? one : other;
}

function keyOf({ record, isContext }: SelectedRecord): string {
  const { kind, level, source, target, span } = record;
  return [isContext, kind, level, source, target, span, messageKey(record)].join("\n");
}

/**
 * Two panics are alike only where their whole text is: the value in it may be the cause. Of a row that does not
 * parse, the error counts and not the row.
 */
function messageKey({ kind, message }: LogRecord): string {
  if (kind === "panic" || kind === "abort" || /\bpanicked\b/.test(message)) {
    return message.replace(/^(thread '.{0,300}') \(\d+\)(?= panicked | has overflowed )/, "$1");
  }
  const row = message.indexOf("Invalid fragment: ");
  return withoutVariableParts(row < 0 ? message : message.slice(0, row));
}

const UUID = "(?:w\\d+-)?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
const TIME = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)?";
const HEX = "\\b(?:0x[0-9a-fA-F]+|(?=[0-9a-f]*\\d)[0-9a-f]{8,})\\b";
const NUMBER = "(?<!\\w)\\d+(?:\\.\\d+)*|\\d{4,}";
const QUOTED = "(?<!\\w)(?:'[^'\\n]*'(?!\\w)|\"[^\"\\n]*\"(?!\\w)|`[^`\\n]*`(?!\\w))";

const VARIABLE = new RegExp(`${UUID}|${TIME}|${HEX}|${NUMBER}`, "g");
const VARIABLE_OR_QUOTED = new RegExp(`${QUOTED}|${UUID}|${TIME}|${HEX}|${NUMBER}`, "g");
/** 'orders.orders_file', `amount`: records about two connectors, or two columns, are not alike. */
const QUOTED_NAME = /^['`][A-Za-z_][\w.-]*['`]$/;

function withoutVariableParts(message: string): string {
  return message.replace(VARIABLE_OR_QUOTED, (part) =>
    QUOTED_NAME.test(part) ? part.replace(VARIABLE, "#") : "#",
  );
}
