import type { HeardErrors } from "../../feldera/schemas/error-view.ts";

/** Rows of a table, or of a view with LATENESS of its own, that came too late while somebody listened. */
export interface LateRows {
  readonly relation: string;
  /** Inserted or deleted; rows that are equal and came at once are one. */
  readonly rows: number;
  /** The values of the first of them, as Feldera writes them. */
  readonly examples: string[];
}

export interface LateRowsHeard {
  readonly late: readonly LateRows[];
  /** For how long it was listened. */
  readonly ms: number;
  /** Whether a limit on what is read ended that before its time. */
  readonly is_cut: boolean;
  /** Whether more may have come: Feldera lets rows go that are not taken as fast as they come. */
  readonly is_least: boolean;
}

/** Feldera's word for a row that LATENESS does not let pass; other errors are not told of yet. */
const LATE = "Late value";

const EXAMPLES = 3;
const EXAMPLE_CHARS = 500;

export function lateRowsHeard({ chunks, ms, isCut }: HeardErrors): LateRowsHeard {
  const found = new Map<string, string[]>();
  for (const { insert } of chunks.flatMap(({ json_data }) => json_data ?? [])) {
    if (insert?.message !== LATE) continue;
    const { table_or_view_name: name, metadata } = insert;
    found.set(name, found.get(name) ?? []);
    found.get(name)?.push(metadata);
  }
  return {
    late: [...found].map(([relation, all]) => ({
      relation,
      rows: all.length,
      examples: all.slice(0, EXAMPLES).map(cut),
    })),
    ms: Math.round(ms),
    is_cut: isCut,
    is_least: (chunks.at(-1)?.sequence_number ?? 0) >= Math.max(1, chunks.length),
  };
}

/** Between two words: half a secret is not known for one. */
function cut(values: string): string {
  return values.length <= EXAMPLE_CHARS ? values : values.slice(0, EXAMPLE_CHARS).replace(/\S*$/, "…");
}
