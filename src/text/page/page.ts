import { type Block, costOfBlock, fitBlock } from "./block.ts";
import { clip, clipToTokens } from "./clip.ts";
import { estimateTokens } from "./tokens.ts";
import { json, type Value, type Words, words } from "./words.ts";

export interface PageLimits {
  /** The budget of the whole answer, in estimated tokens. */
  readonly maxTokens: number;
  /** What `max_tokens` may be raised to. */
  readonly maxTokensMax: number;
  /** The longest line, in characters. */
  readonly lineChars: number;
}

export type LeadsOn = (tool: string, args: Readonly<Record<string, unknown>>) => boolean;

export interface Column {
  readonly title: Words;
  readonly align?: "right";
}

/** What a block's rows are called when some of them are left out. */
interface Rows {
  readonly unit: Words;
  /** Which end survives a cut; the beginning unless said. */
  readonly keep?: "first" | "last";
  /** A line above the rows that always stands. */
  readonly head?: string;
}

type Item = string | Block;

/** A call that would take the matter further, and "for …", what it would tell. */
export interface NextStep {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly why: Words;
}

/** Calls that an answer points to, at most. */
const MOST_STEPS = 3;

function stepWords({ tool, args, why }: NextStep): Words {
  return words`Next: ${tool} ${json(args)} ${why}`;
}

/**
 * An answer in the making. Lines stand as long as any room is left; the rows of blocks give way, from one end
 * and with a word on how many, where the answer would pass its budget. Blocks that quote are fenced with a mark
 * that their authors cannot know.
 */
export class Page {
  readonly #items: Item[] = [];
  readonly #next: NextStep[] = [];
  #last: string | undefined;
  readonly #limits: PageLimits;
  readonly #mark: string;
  readonly #leadsOn: LeadsOn;
  readonly #carried: NextStep["args"];

  /**
   * @param leadsOn whether a call can be made here, and is not the one that is being answered
   * @param carried arguments that every call has to which the answer points
   */
  constructor(
    limits: PageLimits,
    mark: string,
    leadsOn: LeadsOn = () => true,
    carried: NextStep["args"] = {},
  ) {
    this.#limits = limits;
    this.#mark = mark;
    this.#leadsOn = leadsOn;
    this.#carried = carried;
  }

  /** A line in the server's own words; one that would fill half of the budget is cut. */
  line(line: Words): void {
    this.#items.push(this.#clipped(line));
  }

  /** Sentences in the server's own words, one a row, of which some may give way. */
  sentences(head: Words, rows: readonly Words[], options: Rows): void {
    this.#block(rows.map(String), { ...options, head: String(head) }, "own");
  }

  /** A table in the server's own words; strings in its cells are quoted unless they are plain names. */
  table(columns: readonly Column[], rows: readonly (readonly Value[])[], options: Rows): void {
    const cells = rows.map((row) => row.map((cell) => String(words`${cell}`)));
    const [head = "", ...lines] = aligned(columns, cells);
    this.#block(lines, { ...options, head }, "table");
  }

  /** A fenced table: its cells are quoted as they are. */
  quotedTable(
    columns: readonly Column[],
    rows: readonly (readonly (Words | string)[])[],
    options: Rows,
  ): void {
    const cells = rows.map((row) => row.map((cell) => String(cell).replace(/\s*\n\s*/g, " ⏎ ")));
    const [head = "", ...lines] = aligned(columns, cells);
    this.#block(lines, { ...options, head }, "quoted");
  }

  /** A fenced passage; each row may have several lines. */
  quote(rows: readonly string[], options: Rows): void {
    this.#block(rows, options, "quoted");
  }

  /** A call that would take the matter further; at most three are printed, and none that leads nowhere. */
  next(tool: string, args: Readonly<Record<string, unknown>>, why: Words): void {
    const all = { ...this.#carried, ...args };
    if (this.#leadsOn(tool, all)) this.#next.push({ tool, args: all, why });
  }

  /** The calls that `next` was given and that are printed. */
  steps(): readonly NextStep[] {
    return this.#next.slice(0, MOST_STEPS);
  }

  /** All that is in sentences of the server's own, without tables, what is quoted, and steps. */
  said(): string[] {
    const lines = this.#items.flatMap((item) => {
      if (typeof item === "string") return item;
      return item.is === "own" ? [...(item.head === undefined ? [] : [item.head]), ...item.rows] : [];
    });
    return this.#last === undefined ? lines : [...lines, this.#last];
  }

  /** The line that ends the answer, whatever of it is left out. */
  last(line: Words): void {
    this.#last = this.#clipped(line);
  }

  #clipped(line: Words): string {
    const { lineChars, maxTokens } = this.#limits;
    return clipToTokens(clip(String(line), lineChars), Math.floor(maxTokens / 2));
  }

  #block(rows: readonly string[], options: Rows, is: Block["is"]): void {
    const shown = (text: string) => clipLines(text.replaceAll(this.#mark, "…"), this.#limits.lineChars);
    this.#items.push({
      head: options.head === undefined ? undefined : shown(options.head),
      rows: rows.map(shown),
      unit: String(options.unit),
      keep: options.keep ?? "first",
      is,
      mark: is === "quoted" ? this.#mark : undefined,
    });
  }

  /** The answer, within its budget. */
  toString(): string {
    const last = this.#last === undefined ? [] : [this.#last];
    const maxTokens = this.#limits.maxTokens - estimateTokens(last.map((line) => `${line}\n`).join(""));
    const items = [...this.#items, ...this.steps().map((step) => this.#clipped(stepWords(step)))];
    const lines = items.filter((item) => typeof item === "string");
    const blocks = items.filter((item) => typeof item !== "string");
    const budgets = shareOut(
      maxTokens - lines.reduce((sum, line) => sum + estimateTokens(`${line}\n`), 0),
      blocks.map((block) => costOfBlock(block, maxTokens)),
    );
    const parts = items.map((item) =>
      typeof item === "string" ? [item] : fitBlock(item, budgets.shift() ?? 0, this.#budget()),
    );
    return [...this.#withinBudget(parts, maxTokens), ...last].join("\n");
  }

  /** The last resort, should lines alone pass the budget: lines and whole blocks go from the end. */
  #withinBudget(parts: readonly string[][], maxTokens: number): string[] {
    for (let kept = parts.length; kept > 0; kept--) {
      const left = parts.length - kept;
      const note = `[the last ${left} parts of this answer left out to keep within ${this.#budget()}]`;
      const lines = [...parts.slice(0, kept).flat(), ...(left > 0 ? [note] : [])];
      if (kept === 1 || estimateTokens(lines.join("\n")) <= maxTokens) return lines;
    }
    return [];
  }

  #budget(): string {
    const { maxTokens, maxTokensMax } = this.#limits;
    return maxTokens < maxTokensMax
      ? `max_tokens ${maxTokens} (it may be up to ${maxTokensMax})`
      : `max_tokens ${maxTokens}`;
  }
}

/** Gives every block what it needs, or an equal share of what is left after those that need less. */
function shareOut(tokens: number, costs: readonly number[]): number[] {
  const shares = costs.map(() => 0);
  const byCost = costs.map((cost, i) => ({ cost, i })).sort((a, b) => a.cost - b.cost);
  let left = tokens;
  byCost.forEach(({ cost, i }, rank) => {
    const share = Math.min(cost, Math.max(0, Math.floor(left / (byCost.length - rank))));
    shares[i] = share;
    left -= share;
  });
  return shares;
}

function aligned(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map((column) => String(column.title)), ...rows];
  const widths = (all[0] ?? []).map((_, i) =>
    all.reduce((width, row) => Math.max(width, row[i]?.length ?? 0), 0),
  );
  return all.map((row) =>
    row
      .map((cell, i) =>
        columns[i]?.align === "right"
          ? cell.padStart(widths[i] ?? 0)
          : cell.padEnd(Math.min(widths[i] ?? 0, 48)),
      )
      .join("  ")
      .trimEnd(),
  );
}

function clipLines(text: string, chars: number): string {
  return text.length <= chars
    ? text
    : text
        .split("\n")
        .map((line) => clip(line, chars))
        .join("\n");
}
