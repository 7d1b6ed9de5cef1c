import * as z from "zod";
import { circuitSplit } from "../../circuit/split.ts";
import { SqlPlace } from "../sql-places.ts";
import { type CostedOperator, costedOperators, type LedgerParts } from "./costed-operators.ts";
import type { Costs } from "./ledger-schema.ts";
import { LEDGER_BY, LEDGER_RANKINGS, type LedgerBy } from "./measures.ts";

/** How operators of two ledgers were found to be the same: by persistent id, or by what they are in the SQL. */
const MATCHES = ["id", "sql", "new", "gone"] as const;

/** What operators cost now against what they cost in another ledger. */
export const LedgerChanges = z.object({
  by: z.enum(LEDGER_BY),
  /** Sums since the start are compared by the second that the circuit was at work; sizes as they are. */
  unit: z.enum(["per second", "amount"]),
  /** For how many seconds the circuit, or the recording of CPU, had been at work; absent where it is not told. */
  before_s: z.number().optional(),
  after_s: z.number().optional(),
  total: z.object({ before: z.number(), after: z.number() }),
  rows: z.array(
    z.object({
      handle: z.string(),
      /** Its handle in the baseline, where that was another. */
      before_handle: z.string().optional(),
      place: SqlPlace.optional(),
      matched: z.enum(MATCHES),
      before: z.number(),
      after: z.number(),
      change: z.number(),
    }),
  ),
  /** How many operators changed. */
  rows_in_all: z.int(),
  matched: z.record(z.enum(MATCHES), z.int()),
});

export type LedgerChanges = z.infer<typeof LedgerChanges>;
type Row = LedgerChanges["rows"][number];

/** Sums since the start of the pipeline, or of a recording. */
const ACCUMULATED: ReadonlySet<LedgerBy> = new Set(["time", "cpu", "waits", "cache"]);

/** The operators whose costs changed most, those of equal SQL compared where a new version gave them other ids. */
export function ledgerChanges(
  before: LedgerParts,
  after: LedgerParts,
  { by, limit }: { readonly by: LedgerBy; readonly limit: number },
): LedgerChanges {
  const isRate = ACCUMULATED.has(by);
  const [beforeS, afterS] = [before, after].map((parts) => (isRate ? secondsOf(parts, by) : undefined));
  // Without a time on both sides, sums are all that can be compared.
  const perSecond = beforeS !== undefined && afterS !== undefined;
  const amount = (costs: Costs | undefined, seconds: number | undefined) => {
    const sum = LEDGER_RANKINGS[by].reduce((all, name) => all + (costs?.[name] ?? 0), 0);
    return perSecond && seconds !== undefined ? sum / seconds : sum;
  };
  const [olds, news] = [costedOperators(before), costedOperators(after)];
  const pairs = pairsOf(olds, news);
  const rows = pairs.map((pair) =>
    rowOf(pair, amount(pair.before?.costs, beforeS), amount(pair.after?.costs, afterS)),
  );
  const changed = rows
    .filter(({ change }) => change !== 0)
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.handle < b.handle ? -1 : 1));
  const count = (matched: Row["matched"]) => rows.filter((row) => row.matched === matched).length;
  return {
    by,
    unit: perSecond ? "per second" : "amount",
    ...(perSecond && { before_s: beforeS, after_s: afterS }),
    total: {
      before: rows.reduce((sum, row) => sum + row.before, 0),
      after: rows.reduce((sum, row) => sum + row.after, 0),
    },
    rows: changed.slice(0, limit),
    rows_in_all: changed.length,
    matched: { id: count("id"), sql: count("sql"), new: count("new"), gone: count("gone") },
  };
}

/** What sums are divided by. */
function secondsOf({ profile, cpu }: LedgerParts, by: LedgerBy): number | undefined {
  if (by === "cpu") return cpu === undefined || cpu.cpu.window_s === 0 ? undefined : cpu.cpu.window_s;
  const { total_s = 0, idle_s } = circuitSplit(profile) ?? {};
  return idle_s === undefined || total_s === 0 ? undefined : total_s / profile.workers;
}

interface Pair {
  readonly before?: CostedOperator;
  readonly after?: CostedOperator;
  readonly matched: Row["matched"];
}

/** By persistent id first; what is left by its SQL, in the program's order where that is equal. */
function pairsOf(olds: readonly CostedOperator[], news: readonly CostedOperator[]): Pair[] {
  const byId = new Map(
    olds.flatMap((one) => (one.owner.persistentId ? [[one.owner.persistentId, one]] : [])),
  );
  const pairs: Pair[] = [];
  const unmatched: CostedOperator[] = [];
  const left = new Set(olds);
  for (const after of news) {
    const before = byId.get(after.owner.persistentId ?? "");
    if (before === undefined) unmatched.push(after);
    else {
      left.delete(before);
      pairs.push({ before, after, matched: "id" });
    }
  }
  const bySql = new Map<string, CostedOperator[]>();
  for (const old of left) {
    const key = sqlKey(old);
    const known = bySql.get(key);
    if (known === undefined) bySql.set(key, [old]);
    else known.push(old);
  }
  for (const after of unmatched) {
    const before = bySql.get(sqlKey(after))?.shift();
    if (before !== undefined) left.delete(before);
    pairs.push(before === undefined ? { after, matched: "new" } : { before, after, matched: "sql" });
  }
  for (const before of left) pairs.push({ before, matched: "gone" });
  return pairs;
}

/** What an operator is in the SQL, wherever it stands: its relation, its operation and the text of its code. */
function sqlKey({ owner: { place, handle } }: CostedOperator): string {
  if (place === undefined) return handle;
  const code = place.positions.map(({ code = "" }) => code.replace(/\s+/g, " "));
  return JSON.stringify([place.relation?.kind, place.relation?.name, place.operation, code]);
}

function rowOf({ before: old, after: now, matched }: Pair, before: number, after: number): Row {
  const owner = now?.owner ?? old?.owner;
  const before_handle = old?.owner.handle;
  return {
    handle: owner?.handle ?? "",
    ...(before_handle !== undefined && before_handle !== owner?.handle && { before_handle }),
    ...(owner?.place && { place: owner.place }),
    matched,
    before,
    after,
    change: after - before,
  };
}
