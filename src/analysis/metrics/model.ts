/** A pipeline's metrics at one moment, whichever format they came in. */
export interface Scrape {
  readonly families: readonly Family[];
  readonly unread: Unread;
}

/** What could not be read: lines of text, or values of JSON. */
export interface Unread {
  readonly count: number;
  /** The first few: where, and what is wrong. */
  readonly examples: readonly string[];
}

export interface Family {
  readonly name: string;
  /** counter, gauge, histogram, …; untyped where nothing says. */
  readonly type: string;
  readonly description: string | undefined;
  readonly series: readonly Series[];
}

export interface Series {
  readonly labels: Labels;
  readonly value: Amount | Histogram;
}

export type Labels = Readonly<Record<string, string>>;

/** A bigint where a double could not hold an integer; may be NaN or infinite. */
export type Amount = number | bigint;

export interface Histogram {
  /** Ascending, none of them empty. */
  readonly buckets: readonly Bucket[];
  readonly count: number;
  readonly sum: number | undefined;
}

/** The observations above `gt`, up to `le`; both may be infinite. */
export interface Bucket {
  readonly gt: number;
  readonly le: number;
  readonly count: number;
}

const EXAMPLES = 3;

/** Collects what could not be read. */
export class UnreadNotes implements Unread {
  count = 0;
  readonly examples: string[] = [];

  note(example: string): void {
    this.count += 1;
    if (this.examples.length < EXAMPLES) this.examples.push(example);
  }
}

/** A number as Prometheus and Rust write it: 12, -0.5, 1e3, NaN, inf, +Inf. */
export function readAmount(text: string): Amount | undefined {
  if (/^[+-]?\d+$/.test(text)) {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : BigInt(text);
  }
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  const [, sign] = /^([+-]?)inf(?:inity)?$/i.exec(text) ?? [];
  return sign === undefined ? undefined : sign === "-" ? -Infinity : Infinity;
}

/** Two series of a family are the same where this is. */
export function labelKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
