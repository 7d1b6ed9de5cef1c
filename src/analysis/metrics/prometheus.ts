import { type HistogramParts, histogramOf } from "./cumulative.ts";
import {
  type Amount,
  type Labels,
  labelKey,
  readAmount,
  type Scrape,
  type Series,
  UnreadNotes,
} from "./model.ts";

/**
 * Reads Prometheus' text format, version 0.0.4, strictly: a line that breaks it is counted and left out, and takes
 * nothing else with it. Timestamps are read over. Summaries stay what they are in the text: a series for each quantile,
 * and families of their own for sum and count.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function scrapeOfPrometheus(text: string): Scrape {
  const reader = new Reader();
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    const problem = line.length > LONGEST_LINE ? "longer than 64 KiB" : reader.read(line);
    if (problem !== undefined) reader.unread.note(`line ${number}: ${problem}`);
  }
  return reader.scrape();
}

const LONGEST_LINE = 64 * 2 ** 10;

function* linesOf(text: string): Generator<string> {
  let start = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
    yield text.slice(start, end).replace(/\r$/, "");
    start = end + 1;
  }
  if (start < text.length) yield text.slice(start);
}

/** A family in the making. */
interface Draft {
  readonly name: string;
  type?: string;
  description?: string;
  readonly series: Map<string, { readonly labels: Labels; readonly value: Amount }>;
  readonly histograms: Map<string, HistogramParts>;
}

const TYPES: ReadonlySet<string> = new Set(["counter", "gauge", "histogram", "summary", "untyped"]);

class Reader {
  readonly unread = new UnreadNotes();
  readonly #drafts = new Map<string, Draft>();

  /** @returns what is wrong with the line, if anything */
  read(line: string): string | undefined {
    const trimmed = line.trim();
    if (trimmed === "") return undefined;
    return trimmed.startsWith("#") ? this.#comment(trimmed) : this.#sample(trimmed);
  }

  scrape(): Scrape {
    const families = [...this.#drafts.values()].map((draft) => ({
      name: draft.name,
      type: draft.type ?? "untyped",
      description: draft.description,
      series: [...draft.series.values(), ...this.#histogramsOf(draft)],
    }));
    return { families, unread: this.unread };
  }

  #draft(name: string): Draft {
    const draft = this.#drafts.get(name) ?? { name, series: new Map(), histograms: new Map() };
    this.#drafts.set(name, draft);
    return draft;
  }

  #comment(line: string): string | undefined {
    const [, keyword, rest = ""] = /^#[ \t]+(HELP|TYPE)(?:[ \t]+(.*))?$/s.exec(line) ?? [];
    if (keyword === undefined) return undefined;
    const [, name, text = ""] = /^([a-zA-Z_:][\w:]*)(?:[ \t]+(.*))?$/s.exec(rest) ?? [];
    if (name === undefined) return `${keyword} without the name of a metric`;
    return keyword === "HELP" ? this.#help(name, text) : this.#type(name, text);
  }

  #help(name: string, text: string): string | undefined {
    const draft = this.#draft(name);
    if (draft.description !== undefined) return `a second HELP of ${name}`;
    draft.description = text.replace(/\\([\\n])/g, (_, sign) => (sign === "n" ? "\n" : "\\"));
    return undefined;
  }

  #type(name: string, type: string): string | undefined {
    if (!TYPES.has(type)) return `no type of metric: ${type}`;
    const draft = this.#draft(name);
    if (draft.type !== undefined) return `a second TYPE of ${name}`;
    if (draft.series.size > 0) return `the TYPE of ${name} after its values`;
    draft.type = type;
    return undefined;
  }

  #sample(line: string): string | undefined {
    const sample = parseSample(line);
    if (typeof sample === "string") return sample;
    const { name, labels, value } = sample;
    const part = this.#partOfHistogram(name);
    if (part !== undefined) return addPart(part.draft.histograms, part.is, labels, Number(value));
    const draft = this.#draft(name);
    if (draft.type === "histogram") return `${name} is a histogram and has a plain value`;
    const key = labelKey(labels);
    if (draft.series.has(key)) return `a second value of ${name} with the same labels`;
    draft.series.set(key, { labels, value });
    return undefined;
  }

  #partOfHistogram(name: string): { draft: Draft; is: Part } | undefined {
    const [, base = "", suffix] = /^(.+)_(bucket|sum|count)$/.exec(name) ?? [];
    const draft = this.#drafts.get(base);
    const is = PARTS.find((part) => part === suffix);
    return draft?.type === "histogram" && is !== undefined ? { draft, is } : undefined;
  }

  #histogramsOf({ name, histograms }: Draft): Series[] {
    return [...histograms.values()].flatMap((parts) => {
      const value = histogramOf(parts);
      if (typeof value !== "string") return { labels: parts.labels, value };
      this.unread.note(`histogram ${name}: ${value}`);
      return [];
    });
  }
}

const PARTS = ["bucket", "sum", "count"] as const;
type Part = (typeof PARTS)[number];

function addPart(
  histograms: Map<string, HistogramParts>,
  is: Part,
  labels: Labels,
  value: number,
): string | undefined {
  const { le, ...own } = labels;
  const shared = is === "bucket" ? own : labels;
  const key = labelKey(shared);
  const parts = histograms.get(key) ?? { labels: shared, buckets: new Map<number, number>() };
  if (is === "bucket") {
    const bound = readAmount(le ?? "");
    if (bound === undefined || Number.isNaN(Number(bound))) return "a bucket without its bound le";
    if (parts.buckets.has(Number(bound))) return "a second bucket with the same le";
    parts.buckets.set(Number(bound), value);
  } else if (parts[is] !== undefined) {
    return `a second ${is} of the same histogram`;
  } else {
    parts[is] = value;
  }
  histograms.set(key, parts);
  return undefined;
}

interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: Amount;
}

const NAME = /[a-zA-Z_:][\w:]*/y;
const LABEL = /[ \t]*([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\[\\"n])*)"[ \t]*(?:,[ \t]*|(?=\}))/y;
const VALUE = /^[ \t]*(\S+)(?:[ \t]+[+-]?\d+)?$/;

/** @returns what is wrong, where it is no sample */
function parseSample(line: string): Sample | string {
  NAME.lastIndex = 0;
  const [name] = NAME.exec(line) ?? [];
  if (name === undefined) return "no name of a metric";
  const labels = new Map<string, string>();
  let at = NAME.lastIndex;
  while (line[at] === " " || line[at] === "\t") at += 1;
  if (line[at] === "{") {
    at += 1;
    for (;;) {
      LABEL.lastIndex = at;
      const [, label, text] = LABEL.exec(line) ?? [];
      if (label === undefined || text === undefined) break;
      if (labels.has(label)) return `a second label ${label}`;
      labels.set(
        label,
        text.replace(/\\([\\"n])/g, (_, sign) => (sign === "n" ? "\n" : sign)),
      );
      at = LABEL.lastIndex;
    }
    while (line[at] === " " || line[at] === "\t") at += 1;
    if (line[at] !== "}") return 'labels that are not label="text"';
    at += 1;
  } else if (at === NAME.lastIndex) {
    return "no value";
  }
  const value = readAmount(VALUE.exec(line.slice(at))?.[1] ?? "");
  return value === undefined
    ? "no value that is a number"
    : { name, labels: Object.fromEntries(labels), value };
}
